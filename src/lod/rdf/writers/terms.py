"""The words of our JSON-LD: term, name, and how its values are written.

The order of the rows is also the order of properties in Turtle and JSON-LD.
A kind: ``texts`` (by language), ``plain`` (no language), ``link`` (an object with ``id``), or a
datatype; ``[]`` after it: always a list, because no shape says that there is one at most.
"""

from collections.abc import Mapping

from lod.rdf.namespaces import expand

PROPERTIES = (
    ("name", "schema:name", "texts"),
    ("alternateName", "schema:alternateName", "texts[]"),
    ("label", "rdfs:label", "texts"),
    ("prefLabel", "skos:prefLabel", "texts"),
    ("agentName", "foaf:name", "texts"),
    ("altLabel", "skos:altLabel", "texts[]"),
    ("title", "dcterms:title", "texts"),
    ("description", "schema:description", "texts"),
    ("comment", "rdfs:comment", "texts"),
    ("definition", "skos:definition", "texts"),
    ("slogan", "schema:slogan", "texts"),
    ("programme", "fp:programme", "link[]"),
    ("projectOwner", "fp:projectOwner", "link[]"),
    ("ownerAsStated", "fp:ownerAsStated", "plain[]"),
    ("namedPartner", "fp:namedPartner", "link[]"),
    ("member", "schema:member", "link[]"),
    ("funder", "schema:funder", "link[]"),
    ("period", "fp:period", "link"),
    ("startDate", "dcat:startDate", "xsd:gYearMonth"),
    ("endDate", "dcat:endDate", "xsd:gYearMonth"),
    ("earliestStart", "fp:earliestStart", "xsd:date"),
    ("latestEnd", "fp:latestEnd", "xsd:date"),
    ("status", "fp:status", "link"),
    ("statusAsOf", "fp:statusAsOf", "xsd:date"),
    ("anomaly", "fp:anomaly", "link[]"),
    ("anomalyType", "dcterms:type", "link"),
    ("concerns", "fp:concerns", "link"),
    ("verbatim", "fp:verbatim", "plain[]"),
    ("candidate", "fp:candidate", "xsd:gYearMonth[]"),
    ("decides", "fp:decides", "link"),
    ("chosen", "fp:chosen", "xsd:gYearMonth"),
    ("explanation", "dcterms:description", "texts"),
    ("classification", "org:classification", "link"),
    ("areaServed", "schema:areaServed", "link[]"),
    ("containedInPlace", "schema:containedInPlace", "link"),
    ("county", "fp:county", "link[]"),
    ("municipality", "fp:municipality", "link[]"),
    ("municipalityCode", "fp:municipalityCode", "plain"),
    ("countyCode", "fp:countyCode", "plain"),
    ("identifier", "schema:identifier", "plain[]"),
    ("sameAs", "schema:sameAs", "link[]"),
    ("subClassOf", "rdfs:subClassOf", "link[]"),
    ("subPropertyOf", "rdfs:subPropertyOf", "link[]"),
    ("domainIncludes", "schema:domainIncludes", "link[]"),
    ("rangeIncludes", "schema:rangeIncludes", "link[]"),
    ("isDefinedBy", "rdfs:isDefinedBy", "link"),
    ("inScheme", "skos:inScheme", "link"),
    ("topConceptOf", "skos:topConceptOf", "link[]"),
    ("hasTopConcept", "skos:hasTopConcept", "link[]"),
    ("broader", "skos:broader", "link[]"),
    ("closeMatch", "skos:closeMatch", "link[]"),
    ("about", "schema:about", "link[]"),
    ("mentions", "schema:mentions", "link[]"),
    ("inLanguage", "schema:inLanguage", "plain[]"),
    ("dateModified", "schema:dateModified", "xsd:dateTime"),
    ("date", "dcterms:date", "xsd:date"),
    ("issued", "dcterms:issued", "xsd:date"),
    ("modified", "dcterms:modified", "xsd:date"),
    ("publisher", "dcterms:publisher", "link"),
    ("license", "dcterms:license", "link"),
    ("conformsTo", "dcterms:conformsTo", "link[]"),
    ("dataset", "dcat:dataset", "link[]"),
    ("distribution", "dcat:distribution", "link[]"),
    ("accessURL", "dcat:accessURL", "link[]"),
    ("downloadURL", "dcat:downloadURL", "link[]"),
    ("mediaType", "dcat:mediaType", "link"),
    ("sparqlEndpoint", "void:sparqlEndpoint", "link[]"),
    ("attributedTo", "prov:wasAttributedTo", "link"),
    ("page", "schema:mainEntityOfPage", "link"),
    ("derivedFrom", "prov:wasDerivedFrom", "link[]"),
)

NAMES_OF_LINKS = {
    "skos:prefLabel": (
        *("status", "anomalyType", "classification"),
        *("inScheme", "topConceptOf", "hasTopConcept", "broader"),
    ),
    "rdfs:label": (
        *("concerns", "subClassOf", "subPropertyOf", "domainIncludes", "rangeIncludes"),
        "isDefinedBy",
    ),
    "dcterms:title": ("dataset", "distribution", "accessURL", "conformsTo"),
    "foaf:name": ("publisher",),
}
"""What ``name`` is short for in the links of some terms; elsewhere it is ``schema:name``."""

CLASSES = (
    ("FundedProject", "fp:FundedProject"),
    ("Project", "schema:Project"),
    ("FundingProgramme", "fp:FundingProgramme"),
    ("FundingScheme", "schema:FundingScheme"),
    ("ProjectPeriod", "fp:ProjectPeriod"),
    ("PeriodOfTime", "dcterms:PeriodOfTime"),
    ("SourceAnomaly", "fp:SourceAnomaly"),
    ("Decision", "fp:Decision"),
    ("Entity", "prov:Entity"),
    ("GovernmentOrganization", "schema:GovernmentOrganization"),
    ("Organization", "schema:Organization"),
    ("AdministrativeArea", "schema:AdministrativeArea"),
    ("Report", "schema:Report"),
    ("WebPage", "schema:WebPage"),
    ("Document", "foaf:Document"),
    ("Concept", "skos:Concept"),
    ("ConceptScheme", "skos:ConceptScheme"),
    ("Catalog", "dcat:Catalog"),
    ("Dataset", "dcat:Dataset"),
    ("Distribution", "dcat:Distribution"),
)


def rank(prefixes: Mapping[str, str]) -> dict[str, int]:
    """Give each known class's and property's place in the order, by IRI."""
    curies = (*(c[1] for c in CLASSES), *(p[1] for p in PROPERTIES))
    table = dict(prefixes)
    known = (expand(c, table) for c in curies if c.partition(":")[0] in table)
    return {iri: place for place, iri in enumerate(known)}
