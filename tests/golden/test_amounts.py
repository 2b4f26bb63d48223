"""A page that states amounts: from its lines to the graph, its documents and a query."""

import json
import shutil
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from conftest import serving
from editing import change
from patience import PATIENCE
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic
from rdflib.query import ResultRow

from lod import publishing
from lod.cli.commands import main
from lod.publishing.build import mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys
from lod.rdf.namespaces import prefixes

HERE = Path(__file__).parent
QUERY = (HERE.parents[1] / "queries/grants.rq").read_text(encoding="utf-8")
SHIPPED = "https://data.tillvaxtverket.example/"
BASE = "https://data.bygdestod.example/"
SIDECAR = """\
title = "Bygdestödet"
publisher = "publisher"
language = "sv"
media_type = "text/plain"
sha256 = "{sum}"

[labels]
owner = "Sökande"
period = "Tid"
changed = "Senast ändrad"
amount = "Beviljat belopp"
cofinancing = "Medfinansiering"
share = "Andel"

[labels.sections]
"Beviljade projekt" = "ongoing"
"""

# Typed by hand: project, number, currency, words, the amount's line.
GRANTS = {
    ("nya-bryggan", "1200000", "SEK", "1 200 000 kr", 11),
    ("byabadet", "1250000", "SEK", "1,25 mkr", 18),
    ("elljussparet", "300000.5", "SEK", "300.000,50 SEK", 28),
    ("rastplatsen", "1250000", "EUR", "EUR 1,250,000", 34),
}
LINES = {
    ("nya-bryggan", "line=6,13"),
    ("byabadet", "line=14,20"),
    ("elljussparet", "line=21,28"),
    ("rastplatsen", "line=29,36"),
    ("stigen", "line=37,44"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of its own whose page states amounts."""
    site = tmp_path_factory.mktemp("amounts") / "site"
    done = CliRunner().invoke(main, ["init", str(site), "--base", BASE])
    assert done.exit_code == 0, done.output
    data = (HERE / "amounts.txt").read_bytes()
    (site / "data/sources/sida.txt").write_bytes(data)
    sidecar = SIDECAR.format(sum=sha256(data).hexdigest())
    (site / "data/sources/sida.toml").write_text(sidecar, encoding="utf-8")
    settings = (site / "lod.toml").read_text(encoding="utf-8")
    (site / "lod.toml").write_text(settings.replace("sources = []", 'sources = ["sida"]'))
    write_keys(*mint_keys(read_config(site)))
    return site


@pytest.fixture(scope="module")
def mapped_amounts(made: Path) -> publishing.Mapped:
    return publishing.read_publication(read_config(made), lambda _: None)


def asked(mapped: publishing.Mapped, query: str) -> set[tuple[str, ...]]:
    store = ox.Store()
    store.extend(mapped.graph)
    found = store.query(query, prefixes=prefixes(f"{BASE}def/"), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple("" if v is None else v.value for v in row) for row in found}


def test_the_grants_are_those_of_the_page(mapped_amounts: publishing.Mapped) -> None:
    query = """SELECT ?project ?grant ?amount ?value ?type ?currency ?words {
        ?project schema:funding ?grant . ?grant a schema:MonetaryGrant ; schema:amount ?amount ;
            schema:funder <https://data.bygdestod.example/id/organization/publisher> .
        ?amount a schema:MonetaryAmount ; schema:value ?value ; schema:currency ?currency ;
            fp:verbatim ?words BIND(DATATYPE(?value) AS ?type) }"""
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    expected = set()
    for key, value, currency, words, _ in GRANTS:
        project = f"{BASE}id/project/{key}"
        ids = (project, f"{project}/grant", f"{project}/grant/amount")
        expected.add((*ids, value, decimal, currency, words))
    assert asked(mapped_amounts, query) == expected


def test_numbers_stand_as_they_are_written_down(mapped_amounts: publishing.Mapped) -> None:
    found = {
        q.object.value  # type: ignore[union-attr]
        for q in mapped_amounts.graph
        if q.predicate.value == "https://schema.org/value"
    }
    assert found == {"1200000", "1250000", "300000.5", "750000"}


def test_co_financing_and_share_are_no_grants(mapped_amounts: publishing.Mapped) -> None:
    project = f"{BASE}id/project/byabadet"
    query = """SELECT ?project ?amount ?value ?currency ?words ?share {
        ?project fp:cofinancing ?amount ; fp:fundedShare ?share .
        ?amount schema:value ?value ; schema:currency ?currency ; fp:verbatim ?words }"""
    expected = (project, f"{project}/cofinancing", "750000", "SEK", "750 tkr", "62.5")
    assert asked(mapped_amounts, query) == {expected}


def test_the_documents_point_at_the_lines_of_the_amounts(
    mapped_amounts: publishing.Mapped,
) -> None:
    query = """SELECT ?p ?at { ?p a fp:FundedProject ; schema:mainEntityOfPage ?d .
        ?d prov:wasDerivedFrom ?at }"""
    found = asked(mapped_amounts, query)
    for key, lines in LINES:
        assert (f"{BASE}id/project/{key}", f"{BASE}source/sida#{lines}") in found
    ends = dict(LINES)
    for key, *_, line in GRANTS:
        first, last = map(int, ends[key].removeprefix("line=").split(","))
        assert first < line <= last


def test_words_that_are_no_amount_are_an_open_anomaly(mapped_amounts: publishing.Mapped) -> None:
    query = """SELECT ?a ?type ?words ?at { ?a a fp:SourceAnomaly ; fp:concerns schema:funding ;
        dcterms:type ?type ; fp:verbatim ?words ; prov:wasDerivedFrom ?at }"""
    anomaly = f"{BASE}id/project/stigen/anomaly/amount"
    kind = f"{BASE}def/anomaly-type/unreadable-value"
    place = f"{BASE}source/sida#line=41,42"
    assert asked(mapped_amounts, query) == {(anomaly, kind, "enligt beslut", place)}


def test_the_publication_conforms_and_says_where_an_amount_stands(
    mapped_amounts: publishing.Mapped,
) -> None:
    report = publishing.check_publication(mapped_amounts, lambda _: None)
    assert report.conforms
    places = {
        str(finding.place).rpartition("/")[2]
        for finding in report.findings
        if finding.rule.id == "notice/open-anomaly" and "anomaly/amount" in (finding.focus or "")
    }
    assert places == {"sida.txt:42:18"}


def test_the_question_of_grants_gets_its_answer(mapped_amounts: publishing.Mapped) -> None:
    query = QUERY.replace(SHIPPED, BASE)
    names = ["Rastplatsen", "Byabadet", "Nya bryggan", "Elljusspåret"]
    sums = [("1250000", "EUR"), ("1250000", "SEK"), ("1200000", "SEK"), ("300000.5", "SEK")]
    expected = [(n, "data.bygdestod.example", *s) for n, s in zip(names, sums, strict=True)]
    assert asked(mapped_amounts, query) == set(expected)
    dataset = Dataset(default_union=True)
    data = ox.serialize(mapped_amounts.graph, format=ox.RdfFormat.N_QUADS) or b""
    dataset.parse(data=data, format="nquads")
    rows = [row for row in dataset.query(query) if isinstance(row, ResultRow)]
    assert [tuple(str(v) for v in row) for row in rows] == expected


@pytest.mark.parametrize(
    ("words", "lang", "told"),
    [
        ("1.200 kr", "en", "1.200 kr can be read as 1.200 or 1200; it is not published"),
        ("1.200 kr", "sv", "1.200 kr kan läsas som 1.200 eller 1200; det publiceras inte"),
        ("1 200 000", "en", "nothing says the currency of 1 200 000; it is not published"),
        ("1 200 000", "sv", "inget säger vilken valuta 1 200 000 är i; det publiceras inte"),
    ],
)
def test_what_cannot_be_told_is_refused_with_line_and_words(
    made: Path, tmp_path: Path, words: str, lang: str, told: str
) -> None:
    site = Path(shutil.copytree(made, tmp_path / "site"))
    old = "Beviljat belopp: 1 200 000 kr"
    change(site, old, f"Beviljat belopp: {words}", "sida")
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", lang])
    assert done.exit_code == 1
    assert told in done.output
    assert "sida.txt:11\n      11 | Beviljat belopp: " in done.output


@pytest.fixture(scope="module")
def served_amounts(
    mapped_amounts: publishing.Mapped, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    out = tmp_path_factory.mktemp("var")
    report = publishing.check_publication(mapped_amounts, lambda _: None)
    publishing.publish(mapped_amounts, report, out, lambda _: None)
    with serving("--out", out, "--site", mapped_amounts.config.site) as (address, _):
        yield address


def got(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_the_jsonld_has_the_amount_where_it_belongs(served_amounts: str) -> None:
    document = got(f"{served_amounts}doc/project/byabadet.jsonld")
    read = json.loads(document)
    (grant,) = read["funding"]
    assert grant["type"] == ["MonetaryGrant"]
    assert grant["funder"][0]["name"] == {"sv": "data.bygdestod.example"}
    assert (grant["amount"]["value"], grant["amount"]["currency"]) == ("1250000", "SEK")
    assert grant["amount"]["verbatim"] == ["1,25 mkr"]
    assert (read["cofinancing"]["value"], read["fundedShare"]) == ("750000", "62.5")
    ntriples = got(f"{served_amounts}doc/project/byabadet.nt")
    expected = Graph().parse(data=ntriples, format="nt")
    assert isomorphic(Graph().parse(data=document, format="json-ld"), expected)


def test_the_page_of_a_project_shows_its_amounts(served_amounts: str) -> None:
    page = got(f"{served_amounts}doc/project/byabadet.html")
    for words in ("beviljat", "1,25 mkr", "1250000", "medfinansiering", "750 tkr", "62.5"):
        assert words in page
