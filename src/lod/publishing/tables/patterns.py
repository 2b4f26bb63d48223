"""Patterns that a sidecar gives: those of Python, without what takes a time without bound.

A sidecar comes from whoever contributes data. A repetition within a repetition, many of them in a
row, or many choices can take longer than anybody waits, so none is allowed, and only the start of a
cell is looked at. The flag x would hide a repetition: blanks before it say nothing then.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_MOST = 2  # repetitions
_CHOICES = 10  # of | and ?, each of which may double what there is to try
_LENGTH = 200
_CELL_LENGTH = 100
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[0-9]*,?[0-9]*\}|.", re.DOTALL)
_OPEN = re.compile(r"[*+]|\{[0-9]*,[0-9]*\}")
_VERBOSE = re.compile(r"\(\?[a-zA-Z-]*x")
_TIMES = re.compile(r"[*+]|\{[0-9]*,?[0-9]*\}")


class CellPattern:
    """A pattern, looked for from a cell's first characters on.

    :raises ValueError: it is none, or may take too long.

    >>> bool(CellPattern("^Priority [0-9]+:").found("Priority 1: Innovation"))
    True
    >>> CellPattern("(a+)+$")
    Traceback (most recent call last):
    ValueError: a repetition of a group
    """

    def __init__(self, written: str) -> None:
        fault = next(_faults(written), None)
        if fault:
            raise ValueError(fault)
        try:
            self._compiled = re.compile(written)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(str(error)) from error
        self.written = written

    def found(self, text: str) -> bool:
        """Whether it is found in a cell's text."""
        return self._compiled.search(text[:_CELL_LENGTH]) is not None


def _faults(written: str) -> Iterator[str]:
    tokens = _TOKEN.findall(written)
    if len(written) > _LENGTH:
        yield "longer than 200 characters"
    if _VERBOSE.search(written):
        yield "the flag x"
    if any(first == ")" and _TIMES.fullmatch(then) for first, then in pairwise(tokens)):
        yield "a repetition of a group"
    if any(re.fullmatch(r"\\[1-9]", token) for token in tokens) or "(?P=" in written:
        yield "a reference to a group"
    if sum(1 for token in tokens if _OPEN.fullmatch(token)) > _MOST:
        yield "more than 2 repetitions"
    optional = [then for first, then in pairwise(tokens) if then == "?" and first != "("]
    if tokens.count("|") + len(optional) > _CHOICES:
        yield "more than 10 choices"
