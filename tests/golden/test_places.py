"""Where projects are, and which numbers their owners have: from a table's cells to the graph."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from bringing import list_pages

from lod.publishing.build import check_publication, mint_keys
from lod.publishing.config import Config
from lod.publishing.keys import write_keys
from lod.publishing.publication import Mapped, map_all
from lod.publishing.refetch import plan_keys

HERE = Path(__file__).parent
BASE = "https://data.tillvaxtverket.example/"
SHORT = {
    "https://schema.org/": "",
    f"{BASE}id/": "",
    f"{BASE}def/": "fp:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "",
}


@pytest.fixture
def table(site: Path) -> Config:
    for name in ("platser.csv", "platser.toml"):
        shutil.copy(HERE / name, site / "data/sources")
    return list_pages(site, "platser.csv")


@pytest.fixture
def mapped(table: Config) -> Mapped:
    write_keys(*mint_keys(table))
    return map_all(table)


def short(term: object) -> str:
    if isinstance(term, ox.Literal):
        return f'"{term.value}"'
    iri = str(term).strip("<>")
    for start, name in SHORT.items():
        iri = iri.replace(start, name)
    return iri


def said(mapped: Mapped, subject: str, *predicates: str) -> set[tuple[str, str]]:
    found = {
        (short(t.predicate), short(t.object))
        for t in mapped.graph.about.get(ox.NamedNode(f"{BASE}id/{subject}"), ())
    }
    return {pair for pair in found if pair[0] in predicates}


WHERE = ("location", "fp:county", "fp:municipality")


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        (
            "p-1",
            {
                ("location", "area/05"),
                ("location", "area/0583"),
                ("location", "project/p-1/location/hamnen"),
                ("fp:county", "area/05"),
                ("fp:municipality", "area/0583"),
            },
        ),
        (
            "p-2",
            {
                ("location", "area/24"),
                ("location", "area/2480"),
                ("location", "area/2462"),
                ("fp:county", "area/24"),
                ("fp:municipality", "area/2480"),
                ("fp:municipality", "area/2462"),
            },
        ),
        (
            "p-3",
            {
                ("location", "project/p-3/location/vesterbotten"),
                ("location", "project/p-3/location/umea"),
            },
        ),
        (
            "p-4",
            {
                ("location", "area/12"),
                ("location", "area/0583"),
                ("location", "area/1470"),
                ("fp:county", "area/12"),
                ("fp:county", "area/05"),
                ("fp:county", "area/14"),
                ("fp:municipality", "area/0583"),
                ("fp:municipality", "area/1470"),
            },
        ),
        ("p-5", set()),
        (
            "p-6",
            {("location", "area/0305"), ("fp:county", "area/03"), ("fp:municipality", "area/0305")},
        ),
        (
            "p-7",
            {("location", "area/0643"), ("fp:county", "area/06"), ("fp:municipality", "area/0643")},
        ),
    ],
)
def test_a_project_is_where_its_row_says(
    mapped: Mapped, project: str, expected: set[tuple[str, str]]
) -> None:
    assert said(mapped, f"project/{project}", *WHERE) == expected


def test_a_place_that_is_not_known_keeps_its_name(mapped: Mapped) -> None:
    place = "project/p-3/location/vesterbotten"
    assert said(mapped, place, "type", "name") == {("type", "Place"), ("name", '"Vesterbotten"')}


def test_the_areas_are_described_and_all_conforms(mapped: Mapped) -> None:
    assert said(mapped, "area/2462", "name", "containedInPlace") == {
        ("name", '"Vilhelmina kommun"'),
        ("containedInPlace", "area/24"),
    }
    report = check_publication(mapped, lambda _: None)
    assert report.conforms
    assert not mapped.problems


def test_what_is_odd_is_told_at_its_cell(mapped: Mapped) -> None:
    report = check_publication(mapped, lambda _: None)
    told = {
        (f.place.pointer, f.messages["en"])
        for f in report.findings
        if f.rule.id == "notice/table-remark" and f.place and "Org.nr" not in str(f.place.pointer)
    }
    assert told == {
        ("row=4;column=Län", "no area in data/reference has this name; published as a name"),
        ("row=4;column=Kommun", "no area in data/reference has this code; it isn't published"),
        ("row=5;column=Kommun", "Motala kommun isn't in Skåne län, which stands beside it"),
        ("row=5;column=Plats", "Vara kommun isn't in Skåne län, which stands beside it"),
    }


NUMBERS = ("identifier", "iso6523Code")


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("motala-kommun", {("212000-2817", "0007:2120002817")}),
        ("foreningen-hamnljus", {("802000-0009", "0007:8020000009")}),
        ("byns-vanner", set()),  # its check digit is wrong
        ("bygdens-vanner", set()),  # another has the same number
        ("roddarna-i-a", set()),
        ("ortens-ek-for", set()),  # it has two
    ],
)
def test_an_owner_has_the_number_that_nothing_contradicts(
    mapped: Mapped, owner: str, expected: set[tuple[str, str]]
) -> None:
    pairs = {(f'"{one}"', f'"{code}"') for one, code in expected}
    wanted = {(name, value) for pair in pairs for name, value in zip(NUMBERS, pair, strict=True)}
    assert said(mapped, f"organization/{owner}", *NUMBERS) == wanted


def test_a_number_stands_at_its_cell(mapped: Mapped) -> None:
    triple = next(t for t in mapped.graph if getattr(t.object, "value", "") == "802000-0009")
    place = mapped.places((str(triple.subject), str(triple.predicate), str(triple.object), 2))
    assert place is not None
    assert (place.line, place.pointer) == (3, "row=3;column=Org.nr")
    assert triple.graph_name == ox.NamedNode(f"{BASE}graph/platser")


def test_numbers_in_doubt_are_told_at_their_cells(mapped: Mapped) -> None:
    report = check_publication(mapped, lambda _: None)
    told = [
        (f.place.pointer, f.messages["en"].split(":")[0])
        for f in report.findings
        if f.rule.id == "notice/table-remark" and f.place and "Org.nr" in str(f.place.pointer)
    ]
    other = "another organisation has the same number"
    two = "another number stands beside the same organisation elsewhere (ortens-ek-for)"
    assert [one for one in told if not one[1].startswith("Org.nr")] == [
        ("row=5;column=Org.nr", "the check digit doesn't agree"),
        ("row=6;column=Org.nr", f"{other} (roddarna-i-a)"),
        ("row=7;column=Org.nr", f"{other} (bygdens-vanner)"),
        ("row=8;column=Org.nr", two),
        ("row=9;column=Org.nr", two),
    ]


def keys_of(config: Config, source: str) -> dict[str, str]:
    rows = plan_keys(config).fetched.rows
    return {r.as_written: r.key for r in rows if (r.kind, r.source) == ("organization", source)}


def test_owners_with_one_number_are_one_if_their_names_are_alike(table: Config) -> None:
    found = keys_of(table, "platser")
    assert found["Hamnljus förening"] == found["Föreningen Hamnljus"] == "foreningen-hamnljus"
    assert found["Roddarna i Å"] != found["Bygdens vänner"]


def test_one_name_with_another_number_in_another_source_is_another(table: Config) -> None:
    folder = table.site / "data/sources"
    shutil.copy(folder / "platser.toml", folder / "andra.toml")
    (folder / "andra.csv").write_text(
        "Dnr,Projekt,Ägare,Org.nr,Län,Kommun,Plats\n"
        "Q-1,Bro,Bygdens vänner,802000-0033,,,\n"
        "Q-2,Led,Hamnljus,802000-0009,,,\n"
        "Q-3,Hus,Föreningen Hamnljus,,,,\n",
        "utf-8",
    )
    found = keys_of(list_pages(table.site, "platser.csv", "andra.csv"), "andra")
    assert found == {
        "Bygdens vänner": "bygdens-vanner-2",
        "Hamnljus": "foreningen-hamnljus",
        "Föreningen Hamnljus": "foreningen-hamnljus",
    }


SET = {("identifier", '"802000-0041"'), ("iso6523Code", '"0007:8020000041"')}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("Ettan,802000-0041", "Tvåan,802000-0041"), {"ettan": set(), "tvaan": set()}),
        (("Ettan,802000-0041", "Ettan,802000-0058"), {"ettan": set()}),
        (("Ettan,802000-0041", "Tvåan,"), {"ettan": SET, "tvaan": set()}),
        (("Ettan,", "Ettan,802000-0041"), {"ettan": SET}),
    ],
)
def test_each_row_of_a_project_says_which_owner_has_which_number(
    table: Config, rows: tuple[str, ...], expected: dict[str, set[tuple[str, str]]]
) -> None:
    folder = table.site / "data/sources"
    sidecar = folder / "platser.toml"
    text = '[repeats]\nowner = "list"\nowner_number = "list"\n'
    sidecar.write_text(sidecar.read_text("utf-8") + text, "utf-8")
    lines = "".join(f"P-1,Bro,{row},,,\n" for row in rows)
    (folder / "platser.csv").write_text(
        f"Dnr,Projekt,Ägare,Org.nr,Län,Kommun,Plats\n{lines}", "utf-8"
    )
    write_keys(*mint_keys(table))
    mapped = map_all(table)
    assert {name: said(mapped, f"organization/{name}", *NUMBERS) for name in expected} == expected


def test_a_private_persons_number_is_nobodys_identifier(table: Config) -> None:
    folder = table.site / "data/sources"
    sidecar = folder / "platser.toml"
    sidecar.write_text(sidecar.read_text("utf-8") + "[owner_number]\nkept = true\n", "utf-8")
    file = folder / "platser.csv"
    file.write_text(file.read_text("utf-8") + "P-9,Ved,Enskild firma,811228-9874,,,\n", "utf-8")
    write_keys(*mint_keys(table))
    mapped = map_all(table)
    assert said(mapped, "organization/enskild-firma", "name", *NUMBERS) == {
        ("name", '"Enskild firma"')
    }


def test_a_table_is_a_download_with_its_media_type(mapped: Mapped) -> None:
    about = mapped.graph.about[ox.NamedNode(f"{BASE}source/platser")]
    found = {(short(t.predicate), short(t.object)) for t in about}
    assert {("type", "DataDownload"), ("encodingFormat", '"text/csv"')} <= found
    assert ("type", "WebPage") not in found


def test_places_outside_sweden_are_known_by_code_and_name(table: Config) -> None:
    folder = table.site / "data/reference"
    for name, row in (
        ("counties.csv", "GB-KEN,Kent,Kent,,\n"),
        ("municipalities.csv", "UKJ41,Medway,Medway,,GB-KEN,\n"),
    ):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text + row, "utf-8")
    file = table.site / "data/sources/platser.csv"
    head = file.read_text("utf-8").splitlines(keepends=True)[0]
    file.write_text(
        f"{head}P-1,Bro,Kent Council,,GB-KEN,Medway,\nP-2,Led,Kent Council,,KENT,,UKJ41\n", "utf-8"
    )
    write_keys(*mint_keys(table))
    mapped = map_all(table)
    expected = {
        ("fp:county", "area/GB-KEN"),
        ("fp:municipality", "area/UKJ41"),
        ("location", "area/GB-KEN"),
        ("location", "area/UKJ41"),
    }
    for project in ("p-1", "p-2"):
        assert said(mapped, f"project/{project}", *WHERE) == expected
    assert check_publication(mapped, lambda _: None).conforms


@pytest.mark.parametrize(
    ("language", "name", "kind"),
    [
        ("sv", "Bygdeföreningen i Å", "association"),
        ("sv", "Byns ek. för.", "economic-association"),
        ("sv", "Stiftelsen Hamnljus", "foundation"),
        ("sv", "Hamnljus högskola", "university"),
        ("sv", "Skaraborgs kommunalförbund", "regional-federation"),
        ("en", "Harbour Lights Association", "association"),
        ("en", "Harbour Economic Association", "economic-association"),
        ("en", "The Harbour Foundation", "foundation"),
        ("en", "University of Harbour", "university"),
    ],
)
@pytest.mark.parametrize("publisher", ["government-agency", "foundation"])
def test_a_name_in_a_table_says_what_kind_it_is(
    table: Config, language: str, name: str, kind: str, publisher: str
) -> None:
    settings = table.site / "lod.toml"
    text = settings.read_text("utf-8").replace('"government-agency"', f'"{publisher}"')
    settings.write_text(text, "utf-8")
    folder = table.site / "data/sources"
    sidecar = folder / "platser.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace('"sv"', f'"{language}"'), "utf-8")
    head = (folder / "platser.csv").read_text("utf-8").splitlines(keepends=True)[0]
    (folder / "platser.csv").write_text(f"{head}P-1,Bro,{name},,,,\n", "utf-8")
    config = list_pages(table.site, "platser.csv")
    write_keys(*mint_keys(config))
    mapped = map_all(config)
    concept = ox.NamedNode(f"{BASE}def/organization-type/{kind}")
    named = ox.Literal(name, language=language)
    found = {t.subject for t in mapped.graph.quads if t.object == concept} & {
        t.subject for t in mapped.graph.quads if t.object == named
    }
    assert len(found) == 1
    public = ox.NamedNode("https://schema.org/GovernmentOrganization")
    ours = mapped.graph.about[ox.NamedNode(f"{BASE}id/organization/tillvaxtverket")]
    assert any(t.object == public for t in ours) == (publisher == "government-agency")
