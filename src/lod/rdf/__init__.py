"""The one home of each small thing of RDF: terms, names, formats, writers.

It knows nothing of what lies above; rdflib is loaded when a graph of it is first asked for.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from lod.rdf.bases import (
    BaseFault,
    base_of_server,
    fault_in_base,
    fault_in_vocabulary,
    in_pattern,
    of_pattern,
)
from lod.rdf.formats import (
    BOOLEAN_FORMATS,
    CSV,
    DOCUMENT_FORMATS,
    GRAPH_FORMATS,
    HTML,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    SOLUTION_FORMATS,
    SPARQL_JSON,
    SPARQL_XML,
    TRIG,
    TSV,
    TURTLE,
    Choice,
    Format,
    negotiate,
)
from lod.rdf.labels import (
    VOCABULARY_LABELS,
)
from lod.rdf.names import (
    Names,
    Shortening,
    joined_prefixes,
    last_part,
    namespace_of,
    under_base,
)
from lod.rdf.namespaces import (
    DCAT,
    DCTERMS,
    FOAF,
    NAMING,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SHARED,
    SKOS,
    VOID,
    XSD,
    expand,
    prefixes,
)
from lod.rdf.ntriples import (
    BLANK,
    BLANK_NODE_LABEL,
    CANONICAL,
    ECHAR,
    IRI,
    IRI_TEXT,
    IRIREF,
    LANGTAG,
    NODE,
    ROUGH_INSIDE,
    ROUGH_IRI,
    ROUGH_LITERAL,
    SCHEME,
    STRING_LITERAL_QUOTE,
    UCHAR,
    UNESCAPED,
    can_be_iri,
    is_absolute_iri,
    is_valid_iri,
    is_valid_literal,
    is_valid_tag,
    split_graph,
    unescape,
)
from lod.rdf.paths import (
    Path,
    step,
)
from lod.rdf.repetition import (
    possessive,
)
from lod.rdf.sparql import (
    SparqlToken,
    end_of_target,
    has_service,
    read_as_engine,
    read_every_way,
    read_sparql_tokens,
    skip_space,
    starts_after,
    unescape_query,
)
from lod.rdf.spoken import (
    unspoken_texts,
)
from lod.rdf.stores import (
    merge_graphs,
)
from lod.rdf.subjects import (
    Subjects,
    in_order,
)
from lod.rdf.terms import (
    DIRECTED,
    FIRST,
    NIL,
    REST,
    TRUE,
    TYPE,
    Term,
    from_ox,
    has_string,
    is_blank,
    is_iri,
    is_literal,
    is_triple,
    literal,
    plain,
    string,
    to_ox,
    typed,
)
from lod.rdf.writers import (
    NotSerializable,
    write,
    write_context,
    write_stream,
)
from lod.rdf.writers.terms import (
    rank,
)

if TYPE_CHECKING:
    from rdflib import Graph
    from typing_extensions import TypeIs  # typing's from 3.13 on

    from lod.rdf.graphs import from_rdflib, read_result, to_graph, to_rdflib, triples_of

__all__ = [
    "BLANK",
    "BLANK_NODE_LABEL",
    "BOOLEAN_FORMATS",
    "CANONICAL",
    "CSV",
    "DCAT",
    "DCTERMS",
    "DIRECTED",
    "DOCUMENT_FORMATS",
    "ECHAR",
    "FIRST",
    "FOAF",
    "GRAPH_FORMATS",
    "HTML",
    "IRI",
    "IRIREF",
    "IRI_TEXT",
    "JSONLD",
    "LANGTAG",
    "NAMING",
    "NIL",
    "NODE",
    "NQUADS",
    "NTRIPLES",
    "ORG",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "RDFXML",
    "REST",
    "ROUGH_INSIDE",
    "ROUGH_IRI",
    "ROUGH_LITERAL",
    "SCHEMA",
    "SCHEME",
    "SH",
    "SHARED",
    "SKOS",
    "SOLUTION_FORMATS",
    "SPARQL_JSON",
    "SPARQL_XML",
    "STRING_LITERAL_QUOTE",
    "TRIG",
    "TRUE",
    "TSV",
    "TURTLE",
    "TYPE",
    "UCHAR",
    "UNESCAPED",
    "VOCABULARY_LABELS",
    "VOID",
    "XSD",
    "BaseFault",
    "Choice",
    "Format",
    "Names",
    "NotSerializable",
    "Path",
    "Shortening",
    "SparqlToken",
    "Subjects",
    "Term",
    "base_of_server",
    "can_be_iri",
    "end_of_target",
    "expand",
    "fault_in_base",
    "fault_in_vocabulary",
    "from_ox",
    "from_rdflib",
    "has_service",
    "has_string",
    "in_order",
    "in_pattern",
    "is_absolute_iri",
    "is_blank",
    "is_graph",
    "is_iri",
    "is_literal",
    "is_triple",
    "is_valid_iri",
    "is_valid_literal",
    "is_valid_tag",
    "joined_prefixes",
    "last_part",
    "literal",
    "merge_graphs",
    "namespace_of",
    "negotiate",
    "of_pattern",
    "plain",
    "possessive",
    "prefixes",
    "rank",
    "read_as_engine",
    "read_every_way",
    "read_result",
    "read_sparql_tokens",
    "skip_space",
    "split_graph",
    "starts_after",
    "step",
    "string",
    "to_graph",
    "to_ox",
    "to_rdflib",
    "triples_of",
    "typed",
    "under_base",
    "unescape",
    "unescape_query",
    "unspoken_texts",
    "write",
    "write_context",
    "write_stream",
]

_OF_RDFLIB = ("from_rdflib", "read_result", "to_graph", "to_rdflib", "triples_of")


def __getattr__(name: str) -> object:
    if name not in _OF_RDFLIB:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.graphs"), name)


def is_graph(value: object) -> "TypeIs[Graph]":
    """Whether a value is a graph of rdflib; where that isn't loaded, nothing is."""
    rdflib = sys.modules.get("rdflib")
    return rdflib is not None and isinstance(value, rdflib.Graph)
