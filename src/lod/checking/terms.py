"""Terms that everyone knows, and the term that was meant by one that nobody knows.

Source: RDF 1.1 Schema; RDF 1.2 Concepts; OWL 2, RDF-Based Semantics; XML Schema 1.1 part 2.
"""

import re
from collections.abc import Container, Iterable
from difflib import get_close_matches

from lod.rdf import OWL, RDF, RDFS, SH, XSD, last_part, namespace_of

_WORDS = {
    RDF: """type Property Statement subject predicate object first rest nil List value Bag Seq Alt
        langString dirLangString HTML JSON XMLLiteral PlainLiteral CompoundLiteral direction
        language reifies Proposition""",
    RDFS: """Class Datatype Literal Resource Container ContainerMembershipProperty Proposition
        comment domain isDefinedBy label member range seeAlso subClassOf subPropertyOf""",
    OWL: """AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty
        AsymmetricProperty Axiom Class DataRange DatatypeProperty DeprecatedClass
        DeprecatedProperty FunctionalProperty InverseFunctionalProperty IrreflexiveProperty
        NamedIndividual NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty
        ReflexiveProperty Restriction SymmetricProperty Thing TransitiveProperty allValuesFrom
        annotatedProperty annotatedSource annotatedTarget assertionProperty backwardCompatibleWith
        bottomDataProperty bottomObjectProperty cardinality complementOf datatypeComplementOf
        deprecated differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass
        equivalentProperty hasKey hasSelf hasValue imports incompatibleWith intersectionOf
        inverseOf maxCardinality maxQualifiedCardinality members minCardinality
        minQualifiedCardinality onClass onDataRange onDatatype onProperties onProperty oneOf
        priorVersion propertyChainAxiom propertyDisjointWith qualifiedCardinality rational real
        sameAs someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty
        topObjectProperty unionOf versionIRI versionInfo withRestrictions""",
    XSD: """ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName
        anyAtomicType anySimpleType anyType anyURI base64Binary boolean byte date dateTime
        dateTimeStamp dayTimeDuration decimal double duration float gDay gMonth gMonthDay gYear
        gYearMonth hexBinary int integer language long negativeInteger nonNegativeInteger
        nonPositiveInteger normalizedString positiveInteger short string time token
        unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration""",
}
WELL_KNOWN = frozenset(ns + word for ns, words in _WORDS.items() for word in words.split())
_MEMBER = re.compile(re.escape(RDF) + r"_[1-9][0-9]*")


def is_well_known(iri: str) -> bool:
    """Whether a term is of RDF, RDFS, OWL, XSD or SHACL; those of SHACL aren't told apart.

    >>> is_well_known(f"{RDFS}label"), is_well_known(f"{RDFS}lable"), is_well_known(f"{RDF}_1")
    (True, False, True)
    """
    return iri in WELL_KNOWN or iri.startswith(SH) or bool(_MEMBER.fullmatch(iri))


def nearest(iri: str, terms: Iterable[str]) -> str | None:
    """Find the term that is meant: one of nearly this name in its vocabulary, in any case.

    >>> nearest(f"{OWL}sameas", WELL_KNOWN).removeprefix(OWL), nearest("x:a", ["x:other"])
    ('sameAs', None)
    """
    name, start = last_part(iri).lower(), namespace_of(iri)
    names = {last_part(t).lower(): t for t in sorted(terms) if t.startswith(start) and t != iri}
    close = get_close_matches(name, names, 1, 0.8)
    swapped = (other for other in names if sorted(other) == sorted(name))
    return next((names[other] for other in (*close, *swapped)), None)


def alike(kind: str, terms: Iterable[str], used: Container[str]) -> set[str]:
    """Give the terms that may be classes or properties: by how they begin, or because they are.

    >>> sorted(alike("class", ["x:/Status", "x:/status", "x:/code"], {"x:/code"}))
    ['x:/Status', 'x:/code']

    :param kind: ``class`` or ``property``.
    :param used: terms that are of this kind for certain.
    """
    return {t for t in terms if t in used or last_part(t)[:1].isupper() == (kind == "class")}
