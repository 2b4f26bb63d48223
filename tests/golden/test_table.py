"""A table, from its cells to the graph: bygdemedel.csv, and what was typed from it by hand."""

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.errors import InputError, SeveralErrors
from lod.publishing.build import check_publication, contents, mint_keys
from lod.publishing.config import Config, read_config
from lod.publishing.keys import write_keys
from lod.publishing.publication import Mapped, map_all, read_pages
from lod.publishing.refetch import plan_keys

HERE = Path(__file__).parent
BASE = "https://data.tillvaxtverket.example/"
GRAPH = ox.NamedNode(f"{BASE}graph/bygdemedel")


def list_table(site: Path, *entries: str) -> Config:
    settings = site / "lod.toml"
    listed = f"sources = {json.dumps(entries)}"
    text = re.sub(r"(?m)^sources = .*$", listed, settings.read_text("utf-8"))
    settings.write_text(text, "utf-8")
    return read_config(site)


@pytest.fixture
def table(site: Path) -> Config:
    """The shipped publication, with a table beside its page."""
    for name in ("bygdemedel.csv", "bygdemedel.toml"):
        shutil.copy(HERE / name, site / "data/sources")
    return list_table(site, "programsida-2013-11-15", "bygdemedel.csv")


@pytest.fixture
def mapped(table: Config) -> Mapped:
    write_keys(*mint_keys(table))
    return map_all(table)


def test_the_graph_says_what_was_typed_and_no_more(mapped: Mapped) -> None:
    typed = {*ox.parse((HERE / "bygdemedel.ttl").read_bytes(), ox.RdfFormat.TURTLE)}
    expected = {quad.triple for quad in typed}
    about = re.compile(rf"{BASE}(?:id|doc)/(?:project/d-|programme/atgard-)")
    said = {
        triple
        for triple, graph in mapped.graph.quads.items()
        if graph == GRAPH and about.match(getattr(triple.subject, "value", ""))
    }
    assert said == expected


def test_it_conforms_and_what_was_rejected_is_told_at_its_row(mapped: Mapped) -> None:
    report = check_publication(mapped, lambda _: None)
    assert report.conforms
    told = {(error.line, error.message) for error in mapped.problems}
    assert told == {
        (6, "Start: of no declared form"),
        (6, "Stöd (kr): not a number in the declared form"),
    }


def test_findings_stand_at_the_cell(mapped: Mapped) -> None:
    report = check_publication(mapped, lambda _: None)
    about = f"<{BASE}id/project/d-1>"
    place = next(f.place for f in report.findings if f.focus == about)
    assert place is not None
    assert (place.line, place.column, place.pointer) == (4, 5, "row=4;column=Projekt")


def test_the_source_is_served_as_far_as_it_is_published(mapped: Mapped) -> None:
    report = check_publication(mapped, lambda _: None)
    made = contents(mapped, report)
    described, data = made.sources["bygdemedel"]
    assert described.media_type == "text/csv"
    assert data.decode() == (
        "[…]\n"
        "Dnr,Projekt,Ägare,Org.nr,Start,Slut,Stöd (kr),Läge,[…]\n"
        "Åtgärd 1: Service,,,,,,,,\n"
        'D-1,Lanthandel i Laxå,Laxå kommun,212000-1918,2015-03-01,2016-02,"250 000,50",Pågår,[…]\n'
        "[…]\n"
        'D-3,"Ljus\ni hamn",Föreningen Hamnljus,,31/04/2015,2016,[…],Avslutat,\n'
        "[…]\n"
    )
    reports = (report.decode() for report in made.reports.values())
    shown = [*reports, *(str(quad) for quad in mapped.graph)]
    for words in ("N. N.", "811228", "070-000", "400 tkr"):
        assert not any(words in text for text in shown), words


def test_a_row_has_its_key_by_its_number(mapped: Mapped) -> None:
    rows = [row for row in mapped.keys.rows if row.source == "bygdemedel"]
    assert [(row.kind, row.key, row.as_written) for row in rows] == [
        ("programme", "bygdemedel", "Bygdemedel"),
        ("programme", "atgard-1-service", "Åtgärd 1: Service"),
        ("project", "d-1", "D-1"),
        ("organization", "laxa-kommun", "Laxå kommun"),
        ("project", "d-3", "D-3"),
        ("organization", "foreningen-hamnljus", "Föreningen Hamnljus"),
    ]


def change(site: Path, name: str, old: str, new: str) -> None:
    file = site / "data/sources" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "words", "line"),
    [
        ("bygdemedel.toml", "[table]", '[table]\nwithhold = ["Anteckning"]', "withheld column", 7),
        ("bygdemedel.toml", '"Dnr"\nti', '"Drn"\nti', "has no column Drn", 12),
        ("bygdemedel.toml", "title =", "titel =", "titel", 1),
        ("bygdemedel.toml", '"tillvaxtverket"', '"other"', "isn't that of lod.toml", 2),
        ("bygdemedel.csv", "Dnr,", "Nr,", "has no column Dnr", 12),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_line(
    table: Config, name: str, old: str, new: str, words: str, line: int
) -> None:
    change(table.site, name, old, new)
    with pytest.raises(InputError) as raised:
        read_pages(table)
    errors = raised.value.others if isinstance(raised.value, SeveralErrors) else (raised.value,)
    assert any(words in str(error) and error.line == line for error in errors), str(raised.value)


def test_a_table_without_records_replaces_nothing(table: Config) -> None:
    file = table.site / "data/sources/bygdemedel.csv"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    with pytest.raises(InputError, match="has no record"):
        read_pages(table)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (("bygdemedel.xlsx",), "is no text"),
        (("annan.csv",), "annan.toml: is missing"),
        (("bygdemedel.csv", "bygdemedel.tsv"), "two sources have the name bygdemedel"),
        (("../sources/bygdemedel.csv",), "can't be the name of a source"),
    ],
)
def test_what_is_no_table_of_the_publication_is_refused(
    table: Config, entries: tuple[str, ...], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read_pages(list_table(table.site, *entries))


def test_json_is_pointed_into_and_served_by_what_is_published(table: Config) -> None:
    folder = table.site / "data/sources"
    sidecar = (folder / "bygdemedel.toml").read_text("utf-8")
    sidecar = sidecar[: sidecar.index("[table]")]
    (folder / "grants.toml").write_text(
        f'{sidecar}[table]\nrecords = "/g"\n[columns]\nid = "/id"\ntitle = "/t"\n'
        'owner = "/to/*/name"\namount = "/sum"\ncurrency = "/c"\n',
        "utf-8",
    )
    (folder / "grants.json").write_text(
        '{"by": "N. N.", "g": [\n {"id": 7, "t": "Bro", "to": [{"name": "Laxå kommun", "tel": 1}],'
        ' "sum": 1.50, "c": "SEK", "x": 1},\n {"id": 8, "t": "Å", "to": []}]}',
        "utf-8",
    )
    config = list_table(table.site, "programsida-2013-11-15", "grants.json")
    write_keys(*mint_keys(config))
    mapped = map_all(config)
    (page,) = (page for page in mapped.pages if page.source.name == "grants")
    assert page.published is not None
    assert json.loads(page.published) == {
        "g": [{"id": 7, "t": "Bro", "to": [{"name": "Laxå kommun"}], "sum": 1.5, "c": "SEK"}, None]
    }
    assert '"sum": 1.50' in page.published.decode()
    from_rows = f"{BASE}source/grants#/g/0"
    assert any(getattr(t.object, "value", "") == from_rows for t in mapped.graph.quads)
    assert check_publication(mapped, lambda _: None).conforms


def test_a_project_with_a_number_is_new_or_not_by_that_alone(table: Config) -> None:
    """A grant to the same owner over the same months, of nearly the same title, is another."""
    plan_keys(table).write()
    change(table.site, "bygdemedel.csv", "D-1,", "D-9,")
    plan = plan_keys(table)
    assert [row.as_written for row in plan.fetched.rows] == ["D-9"]
    assert plan.fetched.resembling == []


def test_of_very_many_faults_a_thousand_are_told_and_the_others_counted(table: Config) -> None:
    file = table.site / "data/sources/bygdemedel.csv"
    rows = (f"X-{n},=Väg {n},Laxå kommun,,5/6/2015,,,Pågår,\n" for n in range(1500))
    file.write_text(file.read_text("utf-8") + "".join(rows), "utf-8")
    (page,) = (p for p in read_pages(table) if p.source.name == "bygdemedel")
    assert (len(page.problems), len(page.remarks)) == (1001, 1001)
    assert str(page.problems[-1].message) == "errors that aren't told one by one: 502"


def test_of_two_projects_that_nothing_tells_apart_the_second_is_left_out(table: Config) -> None:
    change(table.site, "bygdemedel.toml", 'id = "Dnr"\n', "")
    change(table.site, "bygdemedel.toml", 'ignore = ["Anteckning"]', "")
    file = table.site / "data/sources/bygdemedel.csv"
    file.write_text(
        file.read_text("utf-8") + "D-4,Lanthandel i Laxå,Hjo kommun,,2015-03-01,2016,,Pågår,\n",
        "utf-8",
    )
    (page,) = (p for p in read_pages(table) if p.source.name == "bygdemedel")
    assert [project.title.value for project in page.projects] == [
        "Lanthandel i Laxå",
        "Ljus i hamn",
    ]
    told = [str(p.message) for p in page.problems if p.line == 9]
    assert told == ["has the same title as row 4, and no id tells them apart"]
    assert page.published is not None
    assert "Hjo" not in page.published.decode()


def test_what_the_publication_has_not_is_told_with_all_else(table: Config) -> None:
    change(table.site, "bygdemedel.toml", '= "ongoing"', '= "ongoign"')
    change(table.site, "bygdemedel.toml", '"tillvaxtverket"', '"other"')
    change(table.site, "bygdemedel.toml", '"Dnr"\nti', '"Drn"\nti')
    change(table.site, "bygdemedel.toml", "header = 2", "header = 2\nempty = 1")
    with pytest.raises(SeveralErrors) as raised:
        map_all(table)
    assert [error.line for error in raised.value.others] == [2, 8, 13, 28]


def test_a_stage_that_there_is_not_is_told_at_its_word(table: Config) -> None:
    change(table.site, "bygdemedel.toml", '= "ongoing"', '= "ongoign"')
    with pytest.raises(InputError, match="there is no stage ongoign") as raised:
        map_all(table)
    assert raised.value.line == 27
