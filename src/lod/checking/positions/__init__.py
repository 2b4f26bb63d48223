"""Finds where in a file of RDF or JSON a statement or a value stands. Pure: bytes in, places out.

Positions stay beside the graph: pyoxigraph parses, a reader of ours notes where each term of each
statement stands, and the two are held against each other term by term.
"""

from collections.abc import Callable, Iterable
from functools import partial

import pyoxigraph as ox

from lod.checking.positions.align import Aligner
from lod.checking.positions.found import Positions
from lod.checking.positions.jsonld import locate
from lod.checking.positions.kinds import EXTENSIONS, find_format, to_text
from lod.checking.positions.nquads import QuadReader
from lod.checking.positions.problems import SyntaxProblem
from lod.checking.positions.rdfxml import XmlReader, xml_end
from lod.checking.positions.reading import find_unknown_names, parse, parse_stream, refuse_excess
from lod.checking.positions.slots import SlotReader
from lod.checking.positions.spans import LineTable, Span
from lod.checking.positions.syntax import find_syntax_errors
from lod.checking.positions.tokens import token_end
from lod.checking.positions.turtle import TurtleReader
from lod.checking.positions.wording import declaring, undeclared_prefix
from lod.rdf import JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, Format

__all__ = [
    "EXTENSIONS",
    "LineTable",
    "Positions",
    "Span",
    "SyntaxProblem",
    "declaring",
    "find_format",
    "find_syntax_errors",
    "find_unknown_names",
    "parse",
    "parse_stream",
    "read_positions",
    "refuse_excess",
    "to_text",
    "undeclared_prefix",
]


def read_positions(
    data: bytes,
    format: Format | str,
    base: str | None,
    quads: Iterable[ox.Quad],
    lines: LineTable | None = None,
) -> Positions:
    """Read where the statements of a document stand.

    :param quads: what :func:`parse` gave for the same document, and so with its blank nodes.
    :param lines: of offsets in the document, in bytes, in JSON-LD in letters; by default its own.

    >>> data = b"<a:s> <a:p> 1, 2 ."
    >>> positions = read_positions(data, "ttl", None, parse(data, "ttl"))
    >>> positions.find(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(2))
    Span(line=1, column=16, end_line=1, end_column=17)
    """
    form = find_format(format)
    data = to_text(data, form)
    if form == JSONLD:
        return locate(data.decode(), base, iter(quads), lines)
    reader: SlotReader
    ends: Callable[[int], int] = partial(token_end, data)
    if form in (NTRIPLES, NQUADS):
        reader = QuadReader(data)
    elif form == RDFXML:
        reader, ends = XmlReader(data, base), xml_end(data)
    else:
        reader = TurtleReader(data, base, trig=form == TRIG)
    positions = Positions(lines or LineTable(data), ends)
    Aligner(reader, iter(quads)).fill(positions)
    return positions
