"""Repetitions that give nothing back, where Python's are right.

Before 3.11.5 a possessive repetition of a group (``(…)*+``) whose last round failed midway went
on from where it failed, not from where that round began (CPython gh-106052). Those of a single
sign are right.
"""

import re
import sys
from typing import AnyStr

_RIGHT = sys.version_info >= (3, 11, 5)
# Escapes and sets of signs are passed over.
_GROUPS = r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|(\)(?:[*+?]|\{[0-9,]+\}))\+"
_IN_TEXT = re.compile(_GROUPS, re.DOTALL)
_IN_BYTES = re.compile(_GROUPS.encode(), re.DOTALL)


def possessive(pattern: AnyStr) -> AnyStr:
    """Give a pattern that this Python matches as it is written.

    On an old one, groups are repeated as usual: for patterns that can be matched in one way only,
    which takes more memory, and finds the same.
    """
    return pattern if _RIGHT else with_plain_groups(pattern)


def with_plain_groups(pattern: AnyStr) -> AnyStr:
    """Let groups give back what they took.

    >>> with_plain_groups(r"(?:a[)*+]++)*+\\)*+")
    '(?:a[)*+]++)*\\\\)*+'
    """
    if isinstance(pattern, bytes):
        return _IN_BYTES.sub(lambda found: found[1] or found[2], pattern)
    return _IN_TEXT.sub(lambda found: found[1] or found[2], pattern)
