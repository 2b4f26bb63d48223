"""Made-up projects of 24 statements (3 kB), told in the order in which a program met them.

What is said of an organization stands where its projects are told; names are no numbers in order.
Every fault of ``FAULTS`` is met in turn.
"""

import hashlib
from collections.abc import Iterator
from typing import TypeAlias

BASE = "https://data.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "fp": f"{BASE}def/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": XSD,
}
FAULTS = (
    *("no title", "two identifiers", "wrong datatype", "owner of a wrong class", "told twice"),
    *("owner without a name", "wrong pattern", "wrong language", "a property too many"),
    *("ends before it starts", "neither owner nor partner", "months disagree", "area abroad"),
    *("no summary in Swedish", "programme unknown", "no period", "too dear", "not told"),
    "another year",
)
Row: TypeAlias = tuple[str, str, str]
"""Subject (a path below ``BASE``), property (``prefix:name``) and value (either, or a literal)."""

_TEXT = (
    "projektet ska stärka företagens förmåga att nå nya marknader genom samverkan mellan kommuner "
    "universitet och näringsliv i regionen med särskild vikt vid hållbar omställning digitala "
    "tjänster och besöksnäringens villkor utanför högsäsong samt kompetens hos unga och äldre"
)
_WORDS = _TEXT.split()
_COUNTIES = 21


def _name(kind: str, number: int) -> str:
    return f"id/{kind}/{hashlib.blake2b(f'{kind}{number}'.encode(), digest_size=8).hexdigest()}"


def _iri(name: str) -> str:
    return f"<{BASE}{name}>"


def _typed(text: str, name: str) -> str:
    return f'"{text}"^^<{XSD}{name}>'


def _text(number: int, words: int, language: str) -> str:
    found = (_WORDS[(number * 7 + i * (1 + number % 5)) % len(_WORDS)] for i in range(words))
    return f'"{" ".join(found).capitalize()} ({number})."@{language}'


def rows(count: int, share: float) -> Iterator[list[Row]]:
    """Give what is said, a list for each project; every ``1 / share``-th has a fault, in turn."""
    yield list(_areas())
    every = round(1 / share) if share else 0
    for n in range(count):
        faulty = every and n % every == every - 1
        fault = FAULTS[(n // every) % len(FAULTS)] if faulty else ""
        yield [*_project(n, fault), *_owner(n, fault), *_period(n, fault)]


def _areas() -> Iterator[Row]:
    yield _name("area", 900), "rdf:type", "schema:AdministrativeArea"
    yield _name("area", 900), "dcterms:identifier", '"SE"'
    yield _name("area", 901), "rdf:type", "schema:AdministrativeArea"
    for n in range(_COUNTIES):
        yield _name("area", n), "rdf:type", "schema:AdministrativeArea"
        yield _name("area", n), "dcterms:identifier", f'"SE{n:02}"'
        yield _name("area", n), "schema:containedInPlace", _iri(_name("area", 900))
    for n in range(9):
        yield _name("programme", n), "rdf:type", "fp:Programme"
        yield _name("programme", n), "schema:name", _text(n, 6, "sv")


def _project(n: int, fault: str) -> Iterator[Row]:
    key, owner = _name("project", n), _name("organization", n // 20)
    yield key, "rdf:type", "fp:Project"
    if fault != "no title":
        yield key, "schema:name", _text(n, 9, "sv")
    yield key, "schema:name", _text(n, 10, "en")
    summary = "sv" if fault != "no summary in Swedish" else "fi"
    yield key, "schema:description", _text(n, 26, summary)
    yield key, "schema:description", _text(n, 24, "en" if fault != "wrong language" else "xx")
    identifier = f"{2007 + n % 14}-{n:06}"
    yield key, "dcterms:identifier", f'"{identifier}"' if fault != "wrong pattern" else f'"#{n}"'
    if fault == "two identifiers":
        yield key, "dcterms:identifier", f'"{identifier}-2"'
    if fault == "owner of a wrong class":
        owner = _name("area", n % _COUNTIES)
    if fault == "owner without a name":
        owner = _name("organization", 10_000_000 + n)
    if fault != "neither owner nor partner":
        yield key, "fp:owner", _iri(owner)
    programme = n % 9 if fault != "programme unknown" else 77
    yield key, "fp:programme", _iri(_name("programme", programme))
    area = n % _COUNTIES if fault != "area abroad" else 901
    yield key, "schema:location", _iri(_name("area", area))
    if fault != "no period":
        yield key, "fp:period", _iri(_name("period", n))
    amount = 100_000 + 37 * (n % 50_000) if fault != "too dear" else 10**12
    kind = "decimal" if fault != "wrong datatype" else "string"
    yield key, "fp:amount", _typed(f"{amount}.0", kind) if kind != "string" else f'"{amount} kr"'
    yield key, "fp:status", f'"{("closed", "ongoing", "planned")[n % 3]}"'
    year = 2008 + n % 14 + (1 if fault == "another year" else 0)
    yield key, "fp:year", _typed(str(year), "integer")
    if fault == "a property too many":
        yield key, "schema:keywords", '"företag"@sv'


def _owner(n: int, fault: str) -> Iterator[Row]:
    """Tell the owner when it is first met; whose projects are is told with each."""
    key = _name("organization", n // 20)
    if fault == "owner without a name":
        yield _name("organization", 10_000_000 + n), "rdf:type", "schema:Organization"
    if n % 20 == 0:
        yield key, "rdf:type", "schema:Organization"
        yield key, "schema:name", _text(n // 20, 9, "sv")
    if fault != "not told":
        yield key, "fp:runs", _iri(_name("project", n))
    if fault == "told twice":
        yield _name("organization", n // 20 - 1), "fp:runs", _iri(_name("project", n))


def _period(n: int, fault: str) -> Iterator[Row]:
    key, year, month = _name("period", n), 2008 + n % 14, 1 + n % 12
    end = year + 2 if fault != "ends before it starts" else year - 1
    said = month if fault != "months disagree" else month % 12 + 1
    yield key, "rdf:type", "fp:Period"
    yield key, "rdf:type", "dcterms:PeriodOfTime"
    yield key, "fp:start", _typed(f"{year}-{month:02}-01", "date")
    yield key, "fp:end", _typed(f"{end}-06-30", "date")
    yield key, "fp:startMonth", _typed(f"{year}-{said:02}", "gYearMonth")
    yield key, "dcterms:description", _text(n, 9, "sv")
    yield key, "dcterms:description", _text(n, 10, "en")
    report = _name("report", n)
    yield report, "rdf:type", "fp:Report"
    yield report, "fp:about", _iri(_name("project", n))
    yield report, "schema:text", _text(n, 14, "sv")
