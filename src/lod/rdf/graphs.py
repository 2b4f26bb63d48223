"""rdflib's graphs and terms, and pyoxigraph's: from the one to the other and back."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Node

from lod.errors import InputError
from lod.rdf.formats import NTRIPLES
from lod.rdf.namespaces import XSD
from lod.rdf.terms import Term
from lod.words import msg


def to_rdflib(term: Term) -> URIRef | BNode | Literal:
    """Give a term as rdflib's; a literal stays as it is written.

    :raises InputError: it is of RDF 1.2: a triple term, or a literal with a direction.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple) or term.direction:
        raise InputError(msg("rdflib doesn't know RDF 1.2: {term}", term=term))
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == f"{XSD}string"
    datatype = None if plain else URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def from_rdflib(node: Node) -> Term:
    """Give a term of rdflib as pyoxigraph's.

    :raises InputError: it is no IRI, blank node or literal; or an IRI that is relative or has
        signs that none may have.
    """
    try:
        if isinstance(node, URIRef):
            return ox.NamedNode(str(node))
        if isinstance(node, BNode):
            return ox.BlankNode(str(node))
        if isinstance(node, Literal) and node.language:
            return ox.Literal(str(node), language=node.language)
        if isinstance(node, Literal):
            datatype = None if node.datatype is None else ox.NamedNode(str(node.datatype))
            return ox.Literal(str(node), datatype=datatype)
    except ValueError as error:
        raise InputError(msg("can't be RDF: {term} ({why})", term=node, why=error)) from error
    raise InputError(msg("is no term of RDF 1.1: {term}", term=repr(node)))


def to_graph(triples: Iterable[ox.Triple | ox.Quad]) -> Graph:
    """Make a graph of triples, or of quads without their graphs' names.

    :raises InputError: one of them is of RDF 1.2.
    """
    graph = Graph()
    for triple in triples:
        subject, predicate = to_rdflib(triple.subject), to_rdflib(triple.predicate)
        graph.add((subject, predicate, to_rdflib(triple.object)))
    return graph


def triples_of(graph: Graph) -> Iterator[ox.Triple]:
    """Give a graph's triples; of a dataset those of all its graphs.

    :raises InputError: one of them is no triple of RDF 1.1.
    """
    rows = graph.quads() if isinstance(graph, Dataset) else graph
    for subject, predicate, value, *_ in rows:
        try:
            yield ox.Triple(from_rdflib(subject), from_rdflib(predicate), from_rdflib(value))  # type: ignore[arg-type]
        except TypeError as error:
            shown = f"{subject} {predicate} {value}"
            raise InputError(msg("is no triple of RDF 1.1: {triple}", triple=shown)) from error


def read_result(body: bytes, media_type: str) -> Result:
    """Read a query's answer, in SPARQL's JSON or N-Triples, as rdflib's own result.

    :raises InputError: it holds RDF 1.2.
    """
    if media_type.startswith(NTRIPLES.media_type):
        made = Result("CONSTRUCT")
        made.graph = to_graph(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return made
    answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(answer, ox.QueryBoolean):
        asked = Result("ASK")
        asked.askAnswer = bool(answer)
        return asked
    assert isinstance(answer, ox.QuerySolutions)
    found = Result("SELECT")
    found.vars = [Variable(variable.value) for variable in answer.variables]
    found.bindings = [
        {
            name: to_rdflib(term)
            for name, term in zip(found.vars, row, strict=True)
            if term is not None
        }
        for row in answer
    ]
    return found
