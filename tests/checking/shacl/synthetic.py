"""Made-up projects as sorted N-Triples, about 23 triples each, and shapes for them.

As a program: ``python synthetic.py COUNT FAULTY_SHARE DATA.nt SHAPES.ttl``.
"""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

BASE = "https://data.example/"
_X = "http://www.w3.org/2001/XMLSchema#"
_PREFIXES = {
    "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "schema": "https://schema.org/",
    "fp": f"{BASE}def/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
FAULTS = 16


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"<{_PREFIXES[prefix]}{local}>"


def _line(subject: str, predicate: str, value: str) -> str:
    shown = value if value[0] in '<"' else _iri(value)
    return f"<{BASE}{subject}> {_iri(predicate)} {shown} .\n"


def _typed(text: str, name: str) -> str:
    return f'"{text}"^^<{_X}{name}>'


def _organizations() -> Iterator[tuple[str, str, str]]:
    for n in range(50):
        key = f"id/organization/kommun-{n:02}"
        yield key, "a", "schema:Organization"
        yield key, "schema:name", f'"Kommun {n}"@sv'
        yield key, "fp:municipalityCode", f'"{1000 + n}"'
    yield "id/programme/tillvaxt", "a", "fp:FundingProgramme"
    yield "def/stage/closed", "skos:inScheme", f"<{BASE}def/stage>"
    yield "def/stage/ongoing", "skos:inScheme", f"<{BASE}def/stage>"


def _project(n: int, fault: int | None) -> Iterator[tuple[str, str, str]]:
    key, year, month = f"id/project/projekt-{n:07}", 2008 + n % 8, 1 + n % 12
    end = year + 1 if fault != 1 else year - 1
    owner = f"<{BASE}id/organization/kommun-{n % 50:02}>"
    yield key, "a", "fp:FundedProject"
    if fault != 2:
        yield key, "a", "schema:Project"
    if fault != 3:
        yield key, "schema:name", f'"Projekt {n} för tillväxt"@sv'
    yield key, "schema:description", f'"Projektet {n} ska ge fler företag i kommunen."@sv'
    yield key, "fp:programme", f"<{BASE}id/programme/{'tillvaxt' if fault != 4 else 'annat'}>"
    yield key, "fp:projectOwner", owner if fault != 5 else f"<{BASE}id/organization/okand>"
    yield key, "schema:member", owner if fault not in (5, 6) else f"<{BASE}id/organization/x>"
    yield key, "fp:ownerAsStated", f'"Kommun {n % 50}"' + ("@sv" if fault == 7 else "")
    yield key, "fp:period", f"<{BASE}{key}/period>"
    yield key, "fp:status", f"<{BASE}def/{'stage/closed' if fault != 8 else 'stage'}>"
    yield key, "fp:statusAsOf", _typed("2013-11-15" if fault != 9 else "2013-11-31", "date")
    yield key, "schema:mainEntityOfPage", f"<{BASE}doc/project/projekt-{n:07}>"
    period = f"{key}/period"
    yield period, "a", "fp:ProjectPeriod"
    yield period, "a", "dcterms:PeriodOfTime"
    start = f"{year}-{month:02}"
    yield period, "dcat:startDate", _typed(start if fault != 10 else start + "-01", "gYearMonth")
    yield period, "dcat:endDate", _typed(f"{end}-06", "gYearMonth")
    yield period, "fp:earliestStart", _typed(f"{start}-{'01' if fault != 11 else '02'}", "date")
    yield period, "fp:latestEnd", _typed(f"{end}-06-30", "date")
    yield period, "fp:verbatim", f'"{start} — {end}-06"' + ("@sv" if fault == 12 else "")
    page = f"doc/project/projekt-{n:07}"
    yield page, "a", "foaf:Document"
    if fault != 13:
        yield page, "prov:wasDerivedFrom", f"<{BASE}source/projekt#line={n},{n + 1}>"
    yield page, "dcterms:language", f'"{"sv" if fault != 14 else "xx"}"'
    if fault == 15:
        yield page, "dcterms:language", '"en"'
    if fault == 0:
        yield key, "fp:period", f"<{BASE}{key}/period-2>"


def write_data(file: Path, count: int, share: float) -> None:
    """Write projects; every ``1 / share``-th is faulty, its fault in turn."""
    every = round(1 / share) if share else 0
    lines = [_line(*t) for t in _organizations()]
    for n in range(count):
        faulty = every and n % every == every - 1
        lines += [_line(*t) for t in _project(n, (n // every) % FAULTS if faulty else None)]
    lines.sort()
    assert all(a != b for a, b in pairwise(lines))
    file.write_text("".join(lines), encoding="utf-8")


SHAPES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix fp: <https://data.example/def/> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://data.example/> .
<s> sh:declare [ sh:prefix "fp" ; sh:namespace "https://data.example/def/" ] ,
    [ sh:prefix "dcat" ; sh:namespace "http://www.w3.org/ns/dcat#" ] .
<s/project> a sh:NodeShape ; sh:targetClass fp:FundedProject ;
    sh:targetSubjectsOf fp:programme, fp:projectOwner ;
    sh:pattern "^https://data.example/id/project/[a-z0-9]+(-[a-z0-9]+)*$" ;
    sh:property [ sh:path rdf:type ; sh:hasValue fp:FundedProject, schema:Project ] ,
    [ sh:path rdf:type ; sh:not [ sh:in ( schema:Organization ) ] ] ,
    [ sh:path schema:name ; sh:minCount 1 ; sh:message "Namn saknas."@sv, "No name."@en ] ,
    [ sh:path schema:name ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
    [ sh:path schema:name ; sh:not [ sh:pattern "^ | $|  " ] ] ,
    [ sh:path schema:name ; sh:maxLength 200 ; sh:minLength 3 ] ,
    [ sh:path schema:description ; sh:datatype rdf:langString ; sh:maxCount 2 ] ,
    [ sh:path schema:description ; sh:languageIn ( "sv" "en" ) ] ,
    [ sh:path schema:description ; sh:not [ sh:pattern "^ | $|  " ] ] ,
    [ sh:path schema:description ; sh:qualifiedValueShape [ sh:languageIn ( "sv" ) ] ;
      sh:qualifiedMinCount 1 ] ,
    [ sh:path fp:programme ; sh:minCount 1 ; sh:maxCount 1 ; sh:class fp:FundingProgramme ] ,
    [ sh:path fp:projectOwner ; sh:class schema:Organization ] ,
    [ sh:path fp:projectOwner ; sh:nodeKind sh:IRI ; sh:maxCount 3 ] ,
    [ sh:path fp:ownerAsStated ; sh:datatype xsd:string ; sh:maxCount 1 ] ,
    [ sh:path fp:namedPartner ; sh:class schema:Organization ] ,
    [ sh:path [ sh:alternativePath ( fp:projectOwner fp:namedPartner schema:member ) ] ;
      sh:equals schema:member ] ,
    [ sh:path schema:funder ; sh:class schema:Organization ] ,
    [ sh:path fp:period ; sh:maxCount 1 ; sh:class fp:ProjectPeriod ] ,
    [ sh:path schema:mainEntityOfPage ; sh:minCount 1 ; sh:maxCount 1 ;
      sh:pattern "^https://data.example/doc/" ] ,
    [ sh:path ( schema:mainEntityOfPage prov:wasDerivedFrom ) ; sh:minCount 1 ;
      sh:nodeKind sh:IRI ] .
<s/given> a sh:NodeShape ; sh:targetClass fp:FundedProject ; sh:or (
    [ sh:path fp:projectOwner ; sh:minCount 1 ]
    [ sh:path ( fp:anomaly fp:concerns ) ; sh:hasValue fp:projectOwner ] ) .
<s/status> a sh:NodeShape ; sh:targetSubjectsOf fp:status, fp:statusAsOf ;
    sh:property [ sh:path fp:status ; sh:minCount 1 ; sh:maxCount 1 ; sh:node <s/concept> ] ,
    [ sh:path fp:statusAsOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
<s/concept> a sh:NodeShape ; sh:property [ sh:path skos:inScheme ; sh:hasValue <def/stage> ] .
<s/period> a sh:NodeShape ; sh:targetClass fp:ProjectPeriod ;
    sh:sparql [ sh:prefixes <s> ; sh:message "{?value} disagrees."@en ; sh:select '''
        SELECT $this ?value WHERE { $this a fp:ProjectPeriod .
            OPTIONAL { $this dcat:startDate ?month } OPTIONAL { $this fp:earliestStart ?value }
            FILTER (COALESCE(STR(?value) != CONCAT(STR(?month), "-01"), true)) }''' ] ;
    sh:property [ sh:path rdf:type ; sh:hasValue fp:ProjectPeriod, dcterms:PeriodOfTime ] ,
    [ sh:path dcat:startDate ; sh:maxCount 1 ; sh:datatype xsd:gYearMonth ;
      sh:pattern "^[0-9]{4}-(0[1-9]|1[0-2])$" ] ,
    [ sh:path dcat:endDate ; sh:maxCount 1 ; sh:datatype xsd:gYearMonth ;
      sh:pattern "^[0-9]{4}-(0[1-9]|1[0-2])$" ] ,
    [ sh:path fp:earliestStart ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path fp:earliestStart ; sh:lessThanOrEquals fp:latestEnd ] ,
    [ sh:path fp:earliestStart ; sh:minInclusive "1990-01-01"^^xsd:date ] ,
    [ sh:path fp:latestEnd ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path fp:latestEnd ; sh:maxInclusive "2100-01-01"^^xsd:date ] ,
    [ sh:path fp:verbatim ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path [ sh:inversePath fp:period ] ; sh:minCount 1 ; sh:maxCount 1 ] .
<s/page> a sh:NodeShape ; sh:targetClass foaf:Document ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path [ sh:inversePath schema:mainEntityOfPage ] ; sh:minCount 1 ;
      sh:maxCount 1 ] ,
    [ sh:path prov:wasDerivedFrom ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:language ; sh:maxCount 1 ; sh:in ( "sv" "en" ) ] .
<s/organization> a sh:NodeShape ; sh:targetClass schema:Organization ;
    sh:property [ sh:path schema:name ; sh:minCount 1 ] ,
    [ sh:path fp:municipalityCode ; sh:maxCount 1 ; sh:pattern "^[0-9]{4}$" ] ,
    [ sh:path fp:municipalityCode ; sh:datatype xsd:string ] .
<s/same> a sh:NodeShape ; sh:targetObjectsOf schema:sameAs ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path [ sh:inversePath schema:sameAs ] ; sh:maxCount 1 ] .
"""


def main(count: str, share: str, data: str, shapes: str) -> None:
    """Write both files."""
    write_data(Path(data), int(count), float(share))
    Path(shapes).write_text(SHAPES, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
