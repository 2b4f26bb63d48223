"""What only pyshacl can run (SHACL Advanced Features), and what nobody can (SHACL-JS)."""

from collections.abc import Iterator

from lod.checking.shacl.core.errors import Beyond, Wrong
from lod.checking.shacl.core.index import MemoryIndex
from lod.checking.shacl.core.model import ShapesNote
from lod.checking.shacl.core.syntax import Fail
from lod.checking.shacl.core.vocabulary import DECLARED, ON_SHAPES, QUERIES, REFUSED, local_name
from lod.checking.shacl.sparql.querying import QueryReader
from lod.checking.shacl.sparql.querytokens import refuse_fetching
from lod.rdf import RDF, literal, plain
from lod.words import msg

_TYPE = f"<{RDF}type>"
_WITH_QUERY = frozenset(("SPARQLRule", "SPARQLTarget", "SPARQLTargetType", "SPARQLFunction"))


def advanced(graph: MemoryIndex, fail: Fail) -> Iterator[ShapesNote]:
    """Give what only pyshacl can run; what nobody can run is an error."""
    for node, record in graph.forward.items():
        used = [(local_name(p), plain(p)) for p in record]
        used += [(local_name(kind), plain(_TYPE)) for kind in record.get(_TYPE, ())]
        for name, where in used:
            if name in REFUSED:
                text = msg("sh:{name} can't be run, neither by lod nor by pyshacl", name=name)
                fail(Beyond(text, todo=msg("take it out, or write it in SPARQL")), node, where)
            elif name in ON_SHAPES or name in DECLARED:
                yield ShapesNote(msg("sh:{name} (SHACL-AF)", name=name), node, where)


def check_queries(graph: MemoryIndex, reader: QueryReader, fail: Fail) -> None:
    """Check the queries that the reader has left: none may fetch, and pyshacl's must be SPARQL."""
    for node, record in graph.forward.items():
        for name in () if node in reader.seen else QUERIES:
            for value in reader.literals(node, name):
                try:
                    refuse_fetching(literal(value).lexical)
                    if any(local_name(kind) in _WITH_QUERY for kind in record.get(_TYPE, ())):
                        _check(literal(value).lexical, reader.prefixes(node))
                except Wrong as wrong:
                    fail(wrong, node, name)


def _check(text: str, prefixes: dict[str, str]) -> None:
    from rdflib.plugins.sparql import prepareQuery  # takes long to load, and few shapes need it

    try:
        prepareQuery(text, initNs=prefixes)
    except Exception as error:
        raise Wrong(
            msg("a wrong query: {why}", why=error),
            expected=msg("a query of SPARQL 1.1"),
            todo=msg("correct the query"),
        ) from error
