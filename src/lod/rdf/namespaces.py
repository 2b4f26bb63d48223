"""The vocabularies in use, each in one place. Our own (``fp:``) depends on lod.toml."""

SCHEMA = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
VANN = "http://purl.org/vocab/vann/"
VOID = "http://rdfs.org/ns/void#"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"

SHARED = {
    "schema": SCHEMA,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "foaf": FOAF,
    "vann": VANN,
    "void": VOID,
    "prov": PROV,
    "skos": SKOS,
    "org": ORG,
    "owl": OWL,
    "rdfs": RDFS,
    "rdf": RDF,
    "xsd": XSD,
    "sh": SH,
}

NAMING = (
    f"{SCHEMA}name",
    f"{RDFS}label",
    f"{SKOS}prefLabel",
    f"{DCTERMS}title",
    f"{FOAF}name",
)
"""The properties that name things, the most telling first."""


def prefixes(vocab_iri: str) -> dict[str, str]:
    """Give the prefixes that documents, queries and shapes share.

    >>> prefixes("https://data.example/def/")["stage"]
    'https://data.example/def/stage/'
    """
    return {
        "schema": SCHEMA,
        "fp": vocab_iri,
        "stage": f"{vocab_iri}stage/",
        "orgtype": f"{vocab_iri}organization-type/",
        "anomtype": f"{vocab_iri}anomaly-type/",
        **SHARED,
    }


def expand(curie: str, table: dict[str, str]) -> str:
    """Make an IRI of a prefixed name.

    >>> expand("dcat:startDate", SHARED)
    'http://www.w3.org/ns/dcat#startDate'

    :raises KeyError: the prefix isn't in the table.
    """
    prefix, _, local = curie.partition(":")
    return table[prefix] + local
