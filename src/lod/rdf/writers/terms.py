"""The words of our JSON-LD: term, name, and how its values are written.

The order of the rows is also the order of properties in Turtle and JSON-LD.
A kind: ``text`` (in the document's language), ``texts`` (by language), ``plain`` (no
language), ``id``, ``ids`` (always a list), or a datatype (``[]`` after it: always a list).
"""

from collections.abc import Mapping

from lod.rdf.namespaces import expand

PROPERTIES = (
    ("name", "schema:name", "text"),
    ("alternateName", "schema:alternateName", "text"),
    ("label", "rdfs:label", "texts"),
    ("prefLabel", "skos:prefLabel", "texts"),
    ("altLabel", "skos:altLabel", "texts"),
    ("title", "dcterms:title", "texts"),
    ("description", "schema:description", "text"),
    ("comment", "rdfs:comment", "texts"),
    ("definition", "skos:definition", "texts"),
    ("slogan", "schema:slogan", "text"),
    ("programme", "fp:programme", "id"),
    ("projectOwner", "fp:projectOwner", "id"),
    ("ownerAsStated", "fp:ownerAsStated", "plain"),
    ("namedPartner", "fp:namedPartner", "id"),
    ("member", "schema:member", "ids"),
    ("funder", "schema:funder", "id"),
    ("period", "fp:period", "id"),
    ("startDate", "dcat:startDate", "xsd:gYearMonth"),
    ("endDate", "dcat:endDate", "xsd:gYearMonth"),
    ("earliestStart", "fp:earliestStart", "xsd:date"),
    ("latestEnd", "fp:latestEnd", "xsd:date"),
    ("status", "fp:status", "id"),
    ("statusAsOf", "fp:statusAsOf", "xsd:date"),
    ("anomaly", "fp:anomaly", "ids"),
    ("anomalyType", "dcterms:type", "id"),
    ("concerns", "fp:concerns", "id"),
    ("verbatim", "fp:verbatim", "plain"),
    ("candidate", "fp:candidate", "xsd:gYearMonth[]"),
    ("decides", "fp:decides", "id"),
    ("chosen", "fp:chosen", "xsd:gYearMonth"),
    ("explanation", "dcterms:description", "texts"),
    ("classification", "org:classification", "id"),
    ("areaServed", "schema:areaServed", "id"),
    ("county", "fp:county", "id"),
    ("municipality", "fp:municipality", "id"),
    ("containedInPlace", "schema:containedInPlace", "id"),
    ("municipalityCode", "fp:municipalityCode", "plain"),
    ("countyCode", "fp:countyCode", "plain"),
    ("identifier", "schema:identifier", "plain"),
    ("sameAs", "schema:sameAs", "ids"),
    ("subClassOf", "rdfs:subClassOf", "ids"),
    ("subPropertyOf", "rdfs:subPropertyOf", "ids"),
    ("domainIncludes", "schema:domainIncludes", "ids"),
    ("rangeIncludes", "schema:rangeIncludes", "ids"),
    ("isDefinedBy", "rdfs:isDefinedBy", "id"),
    ("inScheme", "skos:inScheme", "id"),
    ("topConceptOf", "skos:topConceptOf", "id"),
    ("hasTopConcept", "skos:hasTopConcept", "ids"),
    ("broader", "skos:broader", "ids"),
    ("closeMatch", "skos:closeMatch", "ids"),
    ("inLanguage", "schema:inLanguage", "plain"),
    ("dateModified", "schema:dateModified", "xsd:dateTime"),
    ("date", "dcterms:date", "xsd:date"),
    ("issued", "dcterms:issued", "xsd:date"),
    ("modified", "dcterms:modified", "xsd:date"),
    ("publisher", "dcterms:publisher", "id"),
    ("license", "dcterms:license", "id"),
    ("conformsTo", "dcterms:conformsTo", "id"),
    ("dataset", "dcat:dataset", "ids"),
    ("distribution", "dcat:distribution", "ids"),
    ("accessURL", "dcat:accessURL", "id"),
    ("downloadURL", "dcat:downloadURL", "id"),
    ("mediaType", "dcat:mediaType", "id"),
    ("sparqlEndpoint", "void:sparqlEndpoint", "id"),
    ("attributedTo", "prov:wasAttributedTo", "id"),
    ("page", "schema:mainEntityOfPage", "id"),
    ("derivedFrom", "prov:wasDerivedFrom", "ids"),
)

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

WORDS = frozenset(
    {"id", "type"} | {term for term, _, _ in PROPERTIES} | {term for term, _ in CLASSES}
)


def rank(prefixes: Mapping[str, str]) -> dict[str, int]:
    """Give each known class's and property's place in the order, by IRI."""
    curies = (*(c[1] for c in CLASSES), *(p[1] for p in PROPERTIES))
    table = dict(prefixes)
    known = (expand(c, table) for c in curies if c.partition(":")[0] in table)
    return {iri: place for place, iri in enumerate(known)}
