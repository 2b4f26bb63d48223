"""Where the statements of one file stand, for whoever asks term by term."""

import os
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from lod.checking.files import RdfFile
from lod.checking.given import find_files
from lod.checking.positions import Positions, parse, read_positions
from lod.checking.report.model import Place
from lod.checking.statements import SUBJECT, Statements
from lod.errors import InputError, UsageError
from lod.rdf import Term, from_ox
from lod.words import msg

if TYPE_CHECKING:
    from rdflib.term import Node

Asking: TypeAlias = "str | Term | Node | None"
"""A term: of pyoxigraph, of rdflib, an IRI as text; None for any."""


class LocatedFile:
    """Finds statements in a file. It is read when it is first asked.

    Literals are found as they are written, blank nodes by the label that they have in the file.
    """

    def __init__(self, file: RdfFile) -> None:
        self._file = file

    def find(
        self, subject: Asking = None, predicate: Asking = None, value: Asking = None
    ) -> Place | None:
        """Find the first statement with these terms: where its value stands.

        Of what isn't asked for, nothing is marked: with a subject alone it is the subject's place,
        with a subject and a predicate the predicate's. None if the file doesn't say so.

        :raises InputError: the file can't be read, or isn't of its format.
        """
        terms = [_term(asked) for asked in (subject, predicate, value)]
        texts = ["" if term is None else from_ox(term) for term in terms]
        found = self._statements.first((texts[0], texts[1], texts[2]))
        if found is None:
            return None
        mark = max((n for n, term in enumerate(terms) if term is not None), default=SUBJECT)
        span = self._positions.find(found.subject, found.predicate, found.object, mark=mark)
        return None if span is None else self._file.at(span)

    @cached_property
    def _quads(self) -> list[ox.Quad]:
        try:
            return parse(self._file.data, self._file.format, self._file.base)
        except InputError as error:
            raise error.in_file(self._file.name) from error

    @cached_property
    def _positions(self) -> Positions:
        return read_positions(self._file.data, self._file.format, self._file.base, self._quads)

    @cached_property
    def _statements(self) -> Statements:
        return Statements([quad.triple for quad in self._quads])


def locate_in(name: str | os.PathLike[str]) -> LocatedFile:
    """Open one file, to ask where its statements stand.

    :raises UsageError: there is no such file, or several; or its format can't be told.
    """
    files = find_files([os.fspath(name)])
    if len(files) != 1:
        raise UsageError(msg("{name}: these are several files, name one", name=name))
    return LocatedFile(files[0])


def _term(asked: Asking) -> Term | None:
    if asked is None or isinstance(asked, Term):
        return asked
    if type(asked) is str:  # rdflib's terms are texts, too
        return ox.NamedNode(asked)
    from lod.rdf import from_rdflib

    return from_rdflib(cast("Node", asked))
