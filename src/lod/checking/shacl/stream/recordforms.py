"""Forms: what records have in common, how they are read in one go, and what is done with them.

Records have the same form if they have the same predicates, as often, with values of the same
kind, datatype and language, and the same types. A regular expression, made of the form, reads a
record. Actions take many records of a form at once, by columns: of each value that they use,
those of all the records.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lod.checking.shacl.stream.reading import ENDS, Pair
from lod.rdf import BLANK, IRI, TYPE, UNESCAPED

Groups = Sequence[bytes]
RecordColumns = Sequence[Sequence[bytes]]
"""Of records the subjects, then the values of each line that is used."""
Places = Sequence[int]
Action = Callable[[RecordColumns, Places], object]

_TYPE, _IRI, _BLANK, _TEXT = (piece.encode() for piece in (TYPE, IRI, BLANK, UNESCAPED))
OFTEN = 20  # records of a form before it gets a regular expression
MOST_FORMS = 500  # regular expressions


class Form(NamedTuple):
    """What records of one kind have in common.

    :param kind: the first byte of the subject.
    :param lines: of each line the predicate and the form of its value: a type itself; ``<``, ``_``
        and ``<<`` for IRIs, blank nodes and triple terms; of literals what begins with the last
        ``"``.
    """

    kind: bytes
    lines: tuple[Pair, ...]


def form_of_record(subject: bytes, pairs: Iterable[Pair]) -> Form:
    """Give the form of a record."""
    return Form(
        subject[:1],
        tuple(
            (p, o if p == _TYPE else o[o.rindex(b'"') :] if o[:1] == b'"' else _kind(o))
            for p, o in pairs
        ),
    )


def _kind(value: bytes) -> bytes:
    return b"<<" if value[:2] == b"<<" else value[:1]


class Plan:
    """What to do with the records of a form.

    :param taken: the numbers of the lines whose values the actions use, in order.
    :param match: the form as a regular expression; None until it has shown to be frequent.
    :param following: plans of the records that came next lately.
    :param seen: how often it was looked up.
    :param rows: what the actions use of the records that wait for them.
    :param places: where those stand.
    :param count: the records that it was used for, since they were last counted.
    """

    __slots__ = (
        *("actions", "count", "following", "form", "match", "places", "rows", "seen", "taken"),
        "twice",
    )

    def __init__(self, form: Form, actions: Sequence[Action], taken: Sequence[int]) -> None:
        self.form = form
        self.actions = tuple(actions)
        self.taken = tuple(taken)
        self.match: Callable[[bytes, int], re.Match[bytes] | None] | None = None
        self.following: list[Plan] = []
        self.rows: list[Groups] = []
        self.places: list[int] = []
        self.seen = self.count = 0
        self.twice = self._repeated()

    def _repeated(self) -> list[list[int]]:
        """Find the groups that may hold a triple twice: lines of the same form."""
        same: dict[Pair, list[int]] = {}
        for group, line in enumerate(self.taken, 1):
            same.setdefault(self.form.lines[line], []).append(group)
        return [groups for groups in same.values() if len(groups) > 1]

    def pick(self, subject: bytes, pairs: Sequence[Pair]) -> Groups:
        """Give what the actions use of a record."""
        return (subject, *(pairs[i][1] for i in self.taken))

    def act(self) -> None:
        """Do what is to be done with the records that wait."""
        columns = list(zip(*self.rows, strict=True))
        for act in self.actions:
            act(columns, self.places)
        self.count += len(self.rows)
        self.rows, self.places = [], []

    def compile(self, quads: bool) -> None:
        """Make the regular expression."""
        subject = rb"(" + (_IRI if self.form.kind == b"<" else _BLANK) + rb")"
        end = ENDS[quads]
        parts = []
        for i, (predicate, form) in enumerate(self.form.lines):
            value = _value(predicate, form)
            value = rb"(" + value + rb")" if i in self.taken else value
            start = rb"\1" if i else subject
            parts.append(start + b" " + re.escape(predicate) + b" " + value + end)
        self.match = re.compile(b"".join(parts) + rb"(?!\1 )").match


def _value(predicate: bytes, form: bytes) -> bytes:
    if predicate == _TYPE:
        return re.escape(form)
    if form[:1] == b'"':
        return _TEXT + re.escape(form[1:])
    if form == b"<<":
        return rb"(?!)"  # never read in one go
    return _IRI if form == b"<" else _BLANK
