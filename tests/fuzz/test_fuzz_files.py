"""Damaged files of every kind, given to the command line: it says what is wrong, and ends."""

import os

import pytest

from fuzz.pool import run
from fuzz.targets import RDF, TARGETS

PERCENT = float(os.environ.get("LOD_FUZZ_PERCENT", "1"))
"""How much of the whole is tried: 5,000 files of each format of RDF, 2,000 of each other kind."""


@pytest.mark.parametrize("target", TARGETS)
def test_a_damaged_file_is_read_or_refused_and_nothing_falls_or_hangs(target: str) -> None:
    count = int((5000 if target in RDF else 2000) * PERCENT / 100)
    tried = run(target, count)
    assert not tried.faults, str(tried)
    assert tried.codes.total() == count
    assert tried.codes[0] + tried.codes[1], "no case came through reading"
    assert tried.codes[3], "no case was refused"
