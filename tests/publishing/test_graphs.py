"""Each named graph says where it comes from, by whom and when; no date is the clock's."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import ConfigError
from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all
from lod.publishing.registers import read_registers
from lod.rdf import prefixes

BASE = "https://data.tillvaxtverket.example/"
NAME = "programsida-2013-11-15"
PROJECT = "id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"
OTHER = "id/project/manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad"
HEAD = f"""@base <{BASE}> .
@prefix fp: <{BASE}def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DECISION = """<{anomaly}/decision> a fp:Decision, prov:Entity ; fp:decides <{anomaly}> ;
    dcterms:description "Det får stå."@sv, "It stands."@en ; dcterms:date {date} ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""
# Typed by hand: the files that a graph is made of, what those come from, the day of the newest.
GRAPHS: dict[str, tuple[list[str], list[str], list[str]]] = {
    NAME: (
        ["data/keys.csv", f"data/sources/{NAME}.toml", f"data/sources/{NAME}.txt"],
        [f"{BASE}source/{NAME}"],
        ["2013-11-15"],
    ),
    "curated": (["data/curated/organizations.ttl"], [], []),
    "reference": (
        [
            "data/curated/organizations.ttl",  # an area that gives a county
            *("data/reference/counties.csv", "data/reference/municipalities.csv"),
            *("data/reference/registers.toml", "lod.toml"),
        ],
        [
            "https://ec.europa.eu/eurostat/web/nuts",
            "https://www.scb.se/hitta-statistik/regional-statistik-och-kartor/"
            "regionala-indelningar/lan-och-kommuner/lan-och-kommuner-i-kodnummerordning/",
            "https://www.wikidata.org/",
        ],
        ["2026-11-23"],
    ),
    "catalog": (["lod.toml"], [], []),
}


def said(mapped: Mapped, graph: str, predicate: str) -> list[str]:
    """What a graph says of itself, in its own statements."""
    iri, name = f"{BASE}graph/{graph}", mapped.graph.expand(predicate)
    return sorted(
        q.object.value
        for q in mapped.graph
        if str(q.subject) == f"<{iri}>" == str(q.graph_name)
        and q.predicate.value == name
        and isinstance(q.object, ox.Literal | ox.NamedNode)
    )


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_graph_says_where_it_comes_from_by_whom_and_when(mapped: Mapped, graph: str) -> None:
    files, origins, modified = GRAPHS[graph]
    assert said(mapped, graph, "fp:file") == sorted(files)
    assert said(mapped, graph, "dcterms:source") == origins
    assert said(mapped, graph, "dcterms:modified") == modified
    assert said(mapped, graph, "prov:wasAttributedTo") == [f"{BASE}id/organization/tillvaxtverket"]


def test_every_graph_describes_itself_and_is_the_datasets(mapped: Mapped) -> None:
    names = {str(q.graph_name)[1:-1] for q in mapped.graph}
    listed = {
        str(q.object)[1:-1]
        for q in mapped.graph
        if q.predicate.value == mapped.graph.expand("void:subset")
    }
    assert len(names) == 5
    assert listed == names
    assert all(said(mapped, name.rpartition("/")[2], "dcterms:title") for name in names)


def test_where_a_fact_comes_from_is_one_pattern(mapped: Mapped) -> None:
    store = ox.Store()
    store.extend(mapped.graph)
    found = store.query(
        "SELECT * { GRAPH ?graph { ?s ?p ?o . ?graph prov:wasAttributedTo ?who } }",
        prefixes=prefixes(f"{BASE}def/"),
    )
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == len(list(mapped.graph)), "all facts have somebody behind them"


def decide(site: Path, *dates: str) -> Mapped:
    anomalies = (f"{PROJECT}/anomaly/period-start", f"{OTHER}/anomaly/status")
    rows = [DECISION.format(anomaly=a, date=d) for a, d in zip(anomalies, dates, strict=False)]
    (site / "data/curated/decisions.ttl").write_text(HEAD + "".join(rows), "utf-8")
    return map_all(read_config(site))


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        (('"2026-11-23"^^xsd:date',), ["2026-11-23"]),
        (('"2026-11-23"^^xsd:date', '"2027-01-02"^^xsd:date'), ["2027-01-02"]),
        (('"2027-01-02"^^xsd:date', '"2026-11-23"^^xsd:date'), ["2027-01-02"]),
        (('"2026-11-31"^^xsd:date', '"2026-11-23"^^xsd:date'), ["2026-11-23"]),
        (('"i fjol"',), []),
    ],
)
def test_what_is_curated_is_as_new_as_the_newest_decision(
    site: Path, dates: tuple[str, ...], newest: list[str]
) -> None:
    mapped = decide(site, *dates)
    assert said(mapped, "curated", "dcterms:modified") == newest
    files = ["data/curated/decisions.ttl", "data/curated/organizations.ttl"]
    assert said(mapped, "curated", "fp:file") == files


def test_a_graph_that_says_nothing_is_not_described(site: Path) -> None:
    (site / "data/curated/organizations.ttl").unlink()
    mapped = map_all(read_config(site))
    assert not said(mapped, "curated", "dcterms:title")
    assert f"<{BASE}graph/curated>" not in {str(q.object) for q in mapped.graph}


def test_a_source_says_when_it_was_fetched(site: Path) -> None:
    sidecar = site / f"data/sources/{NAME}.toml"
    sidecar.write_text(f"fetched = 2013-11-20\n{sidecar.read_text('utf-8')}", "utf-8")
    mapped = map_all(read_config(site))
    assert said(mapped, NAME, "dcterms:date") == ["2013-11-20"]
    assert said(mapped, NAME, "dcterms:modified") == ["2013-11-15"]
    assert said(mapped, "catalog", "dcterms:modified") == ["2013-11-20"]


def test_titles_are_in_the_publications_languages(site: Path) -> None:
    config = replace(read_config(site), titles={"en": "Projects"})
    assert said(map_all(config), "reference", "dcterms:title") == ["What the reference tables say"]


def test_without_registers_there_is_a_warning(site: Path) -> None:
    (site / "data/reference/registers.toml").unlink()
    mapped = map_all(read_config(site))
    assert said(mapped, "reference", "dcterms:source") == []
    report = check_publication(mapped, print)
    assert report.counts["violation"] == 0
    (found,) = [f for f in report.findings if "registers.toml" in f.messages["en"]]
    assert found.severity == "warning"


def test_a_register_has_a_licence_and_a_date_if_they_are_known(site: Path) -> None:
    (site / "data/reference/registers.toml").write_text(
        '[iso]\ntitle = "ISO 3166-2"\nlanguage = "en"\naddress = "https://iso.example/3166"\n'
        'licence = "https://iso.example/licence"\nfetched = 2026-01-02\n'
    )
    mapped = map_all(read_config(site))
    register = [q for q in mapped.graph if str(q.subject) == "<https://iso.example/3166>"]
    assert sorted((q.predicate.value.rpartition("/")[2], str(q.object)) for q in register) == [
        ("date", '"2026-01-02"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("license", "<https://iso.example/licence>"),
        ("title", '"ISO 3166-2"@en'),
    ]
    assert said(mapped, "reference", "dcterms:modified") == []
    assert check_publication(mapped, print).counts["violation"] == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('compiled = "i fjol"\n', 1),
        ('compiled = 2026-11-23\nscb = "SCB"\n', 2),
        ('[scb]\ntitle = "SCB"\nlanguage = "sv"\naddress = "scb.se"\n', 4),
        ('[scb]\ntitle = "SCB"\nlanguage = "sv"\n', 1),
        ('[scb]\ntitle = "SCB"\nlanguage = "svenska"\naddress = "https://scb.se/"\n', 3),
        (
            '[scb]\ntitle = "S"\nlanguage = "sv"\naddress = "https://scb.se/"\nlicense = "x"\n',
            5,
        ),
    ],
)
def test_what_is_wrong_in_registers_is_told_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "registers.toml").write_text(text)
    with pytest.raises(ConfigError) as error:
        read_registers(tmp_path)
    assert error.value.line == line
