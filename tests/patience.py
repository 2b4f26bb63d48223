"""Waiting for what is to happen: as long as it takes on a busy machine, and no longer."""

import time
from collections.abc import Callable

PATIENCE = 90.0
"""Seconds after which what was waited for is taken never to come; nothing is measured by it."""


def until(condition: Callable[[], object]) -> bool:
    """Wait until a condition holds; False if it never does."""
    end = time.monotonic() + PATIENCE
    while not (met := bool(condition())) and time.monotonic() < end:
        time.sleep(0.02)
    return met
