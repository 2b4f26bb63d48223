"""Lines of N-Triples and N-Quads, their terms in the form that the engine uses."""

import re
from collections.abc import Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.reading import NotSorted, parse_line
from lod.checking.statements import renamed
from lod.rdf import (
    CANONICAL,
    IRI,
    NODE,
    from_ox,
    is_blank,
    is_triple,
    possessive,
)

TextTriple: TypeAlias = tuple[str, str, str]
"""Subject, property and value."""

_CANONICAL = re.compile(CANONICAL)
_LINES = {
    quads: re.compile(rf"({NODE}) ({IRI}) ({CANONICAL}){graph} \.\r?(?:\n|\Z)|(.+\n?|\n)")
    for quads, graph in {False: "", True: possessive(f"(?: {NODE})?+")}.items()
}


def canonical_line(term: str) -> str:
    r"""Write a term as pyoxigraph does: escapes resolved, tags in lower case, no xsd:string.

    >>> canonical_line('<https://example.org/\\u00E9>'), canonical_line('"a"@SV')
    ('<https://example.org/é>', '"a"@sv')
    """
    return term if _CANONICAL.fullmatch(term) else from_ox(_parsed(term))


def labelled_term(term: str, label: str) -> str:
    """Name blank nodes after a file's label, those in a triple term (RDF 1.2) too.

    >>> labelled_term("<<( _:a <x:p> _:b )>>", "f0x"), labelled_term("_:a", "f0x")
    ('<<( _:f0xa <x:p> _:f0xb )>>', '_:f0xa')
    """
    if is_blank(term):
        return f"_:{label}{term[2:]}"
    if not is_triple(term):
        return term
    return from_ox(renamed(_parsed(term), lambda node: ox.BlankNode(label + node.value)))


def _parsed(term: str) -> object:
    line = f"<x:s> <x:p> {term} .".encode()
    return next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES))).object


def _rows(block: str, quads: bool) -> list[TextTriple]:
    found = _LINES[quads].findall(block)
    return [(s, p, o) if s else _unusual(line, quads) for s, p, o, line in found]


def _unusual(line: str, quads: bool) -> TextTriple:
    subject, predicate, value = map(bytes.decode, parse_line(line.encode(), quads=quads))
    if not line.startswith(f"{subject} {predicate} "):
        raise NotSorted
    return subject, predicate, value


def statements_of(file: Path, predicate: str) -> Iterator[TextTriple]:
    """Find the statements of a property in a file that is sorted by subject."""
    needle, quads = f" {predicate} ".encode(), file.suffix == ".nq"
    if not file.stat().st_size:
        return
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        at = data.find(needle)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at) + 1 or len(data)
            (found,) = _rows(data[start:end].decode(), quads)
            if found[1] == predicate:
                yield found
            at = data.find(needle, end - 1)


class ScannedFile(FileIndex):
    """A sorted file as a graph; what has a value is found by going through the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, {})
        self._path = path
        self._holders: dict[str, dict[str, list[str]]] = {}

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value; a property's are kept once asked for."""
        if predicate not in self._holders:
            holders = self._holders[predicate] = {}
            for subject, _, found in dict.fromkeys(statements_of(self._path, predicate)):
                holders.setdefault(found, []).append(subject)
        return self._holders[predicate].get(value, ())
