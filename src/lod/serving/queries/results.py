"""A query's result, negotiated and written to a file in full, or refused.

Oxigraph writes XML that no parser takes for some predicates and characters, so XML is read
back before it is given out. Its CSV has IRIs with commas as they are, so CSV is written here.
"""

import mmap
import re
from collections.abc import Mapping, Sequence
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph as ox

from lod.errors import NotAcceptableResult
from lod.rdf import (
    BOOLEAN_FORMATS,
    CSV,
    GRAPH_FORMATS,
    JSONLD,
    NTRIPLES,
    RDFXML,
    SOLUTION_FORMATS,
    SPARQL_JSON,
    SPARQL_XML,
    TSV,
    TURTLE,
    Choice,
    Format,
    negotiate,
)

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_RESULTS = {
    SPARQL_JSON: ox.QueryResultsFormat.JSON,
    SPARQL_XML: ox.QueryResultsFormat.XML,
    TSV: ox.QueryResultsFormat.TSV,
}
_TO_QUOTE = re.compile('[",\\r\\n]')
_GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    JSONLD: ox.RdfFormat.JSON_LD,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
}


def write_results(
    results: Results, accept: str | None, prefixes: Mapping[str, str], file: int
) -> str:
    """Write the result to the open file ``file``; give its Content-Type.

    :raises NotAcceptableResult: no format fits, or the one asked for can't hold the result.
    :raises OSError: the file's limit is reached (EFBIG), or the store can't be read.
    """
    if isinstance(results, ox.QueryTriples):
        choice = _choose(accept, GRAPH_FORMATS)
        _write_graph(results, choice.format, dict(prefixes), file)
    else:
        boolean = isinstance(results, ox.QueryBoolean)
        choice = _choose(accept, BOOLEAN_FORMATS if boolean else SOLUTION_FORMATS)
        if choice.format == CSV and isinstance(results, ox.QuerySolutions):
            _write_csv(results, file)
        else:
            results.serialize(_path(file), format=_RESULTS[choice.format])
    if choice.format in (SPARQL_XML, RDFXML):
        _check_xml(file, choice.format)
    return choice.content_type


def _choose(accept: str | None, formats: Sequence[Format]) -> Choice:
    choice = negotiate(accept, formats)
    if choice is None:
        offers = ", ".join(f.media_type for f in formats)
        raise NotAcceptableResult(f"This result is offered as {offers}.")
    return choice


def _write_graph(
    triples: ox.QueryTriples, format_: Format, prefixes: dict[str, str], file: int
) -> None:
    try:
        ox.serialize(triples, _path(file), _GRAPHS[format_], prefixes=prefixes)
    except OSError as error:
        if format_.name in str(error):  # as in "JSON-LD does not support RDF 1.2 yet"
            raise _beyond(format_) from error
        raise


def _write_csv(solutions: ox.QuerySolutions, file: int) -> None:
    """Write a line a solution (SPARQL 1.1 Query Results CSV, 3)."""
    with open(_path(file), "w", encoding="utf-8", newline="") as body:
        body.write(",".join(v.value for v in solutions.variables) + "\r\n")
        for solution in solutions:
            body.write(",".join(map(_cell, solution)) + "\r\n")


def _cell(term: object) -> str:
    """Give a term without its marks, quoted if it has to be (RFC 4180, 2)."""
    if isinstance(term, ox.NamedNode | ox.Literal):
        text = term.value
    else:
        text = "" if term is None else str(term)
    return '"{}"'.format(text.replace('"', '""')) if _TO_QUOTE.search(text) else text


def _path(file: int) -> str:
    return f"/proc/self/fd/{file}"


def _check_xml(file: int, format_: Format) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    with open(_path(file), "r+b") as body:
        try:
            parser.ParseFile(body)
        except expat.ExpatError as error:
            raise _beyond(format_) from error
        _keep_returns(body)


def _keep_returns(body: BinaryIO) -> None:
    """Escape carriage returns, which an XML parser would turn to line feeds (XML 1.0, 2.11)."""
    with mmap.mmap(body.fileno(), 0, access=mmap.ACCESS_READ) as text:
        if text.find(b"\r") < 0:
            return
        escaped = text[:].replace(b"\r", b"&#xD;")
    body.seek(0)
    body.write(escaped)


def _beyond(format_: Format) -> NotAcceptableResult:
    others = GRAPH_FORMATS if format_ in GRAPH_FORMATS else SOLUTION_FORMATS
    offers = ", ".join(f.media_type for f in others if f is not format_)
    return NotAcceptableResult(
        f"The result holds a character, predicate or triple term that {format_.name} can't "
        f"express. It is offered as {offers}."
    )
