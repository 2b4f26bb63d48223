"""More pages than one: what each says stays, what holds is the newest's, whatever comes when."""

import re
from pathlib import Path

import pytest
from bringing import add_page, list_pages, publish
from editing import NAME

from lod.publishing.build import check_publication, mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys
from lod.publishing.mapping import Graph
from lod.publishing.publication import Mapped, map_all

BASE = "https://data.tillvaxtverket.example/"
DATE = "15 november 2013 13:46"
Said = set[tuple[str, str, str]]


@pytest.fixture
def text(site: Path) -> str:
    return (site / f"data/sources/{NAME}.txt").read_text("utf-8")


def edit(text: str, changes: object) -> str:
    for old, new in changes:  # type: ignore[attr-defined]
        assert old in text
        text = text.replace(old, new)
    return text


def short(term: object) -> str:
    found = str(term).strip("<>").removeprefix(BASE)
    return re.sub(r'^"(.*)".*$', r"\1", found)


def local_of(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def said(graph: Graph, about: str, local: str) -> list[str]:
    """What holds of a thing's property."""
    found = [t for t in graph.quads if short(t.subject) == about]
    return sorted(short(t.object) for t in found if local_of(t.predicate.value) == local)


def earlier(graph: Graph, source: str) -> Said:
    """What a source said and nobody says now: of what, property, value."""
    rows: dict[str, dict[str, str]] = {}
    for t, name in graph.quads.items():
        if name.value == f"{BASE}graph/{source}":
            rows.setdefault(str(t.subject), {})[local_of(t.predicate.value)] = short(t.object)
    found = [row for row in rows.values() if {"subject", "predicate", "object"} <= row.keys()]
    return {(row["subject"], local_of(row["predicate"]), row["object"]) for row in found}


def revisions(graph: Graph) -> set[tuple[str, str]]:
    return {
        (short(t.subject).removeprefix("source/"), short(t.object).removeprefix("source/"))
        for t in graph.quads
        if t.predicate.value.endswith("#wasRevisionOf")
    }


def conforms(mapped: Mapped) -> bool:
    return check_publication(mapped, lambda _: None).conforms


def three(site: Path, text: str) -> None:
    """2012: owned by Mora; 2013: the shipped page, owned by Vansbro; 2014: owned by Orsa."""
    for name, date, owner in (
        ("p2012", "1 mars 2012 09:00", "Mora kommun"),
        ("p2014", "5 maj 2014 09:00", "Orsa kommun"),
    ):
        add_page(site, name, edit(text, [(DATE, date), ("Vansbro kommun", owner)]))


@pytest.mark.parametrize("names", [("p2012", NAME, "p2014"), ("p2014", "p2012", NAME)])
def test_of_three_pages_each_older_one_keeps_what_it_said(
    site: Path, text: str, names: tuple[str, ...]
) -> None:
    three(site, text)
    mapped = publish(site, *names)
    graph, project = mapped.graph, "id/project/utmaningen-samverkan-och-samsyn-for-tillvaxt"
    assert said(graph, project, "projectOwner") == ["id/organization/orsa-kommun"]
    assert said(graph, project, "ownerAsStated") == ["Orsa kommun"]
    for source, owner in (("p2012", "mora"), (NAME, "vansbro")):
        assert (project, "projectOwner", f"id/organization/{owner}-kommun") in earlier(
            graph, source
        )
        assert said(graph, f"id/organization/{owner}-kommun", "name")
    assert earlier(graph, "p2014") == set()
    assert revisions(graph) == {("p2014", NAME), (NAME, "p2012")}
    assert conforms(mapped)


def test_an_older_page_that_is_added_later_changes_nothing_that_holds(
    site: Path, text: str
) -> None:
    three(site, text)
    before = publish(site, NAME, "p2014").graph
    after = publish(site, NAME, "p2014", "p2012").graph
    assert set(before.quads) - set(after.quads) == set()
    new = {short(t.subject) for t in set(after.quads) - set(before.quads)}
    things = {
        s for s in new if not s.startswith(("source/", "doc/organization/", "graph/", "set/"))
    }
    assert things == {"id/organization/mora-kommun", "id/area/2062"}
    assert revisions(before) == {("p2014", NAME)}


def test_a_project_that_is_back_again_is_as_the_newest_page_says(site: Path, text: str) -> None:
    block = text[text.index("Business Unusual\n") : text.index("Örnsköldsviks kommun i samv")]
    add_page(site, "without", edit(text, [(DATE, "1 mars 2014 09:00"), (block, "")]))
    again = block.replace("2014-01", "2014-08")
    add_page(site, "again", edit(text, [(DATE, "1 mars 2015 09:00"), (block, again)]))
    project = "id/project/business-unusual"
    gone = publish(site, NAME, "without").graph
    assert said(gone, project, "statusAsOf") == ["2013-11-15"]
    assert said(gone, f"{project}/period", "latestEnd") == ["2014-01-31"]
    mapped = publish(site, NAME, "without", "again")
    assert said(mapped.graph, project, "statusAsOf") == ["2015-03-01"]
    assert said(mapped.graph, f"{project}/period", "latestEnd") == ["2014-08-31"]
    assert (f"{project}/period", "latestEnd", "2014-01-31") in earlier(mapped.graph, NAME)
    assert not [row for row in earlier(mapped.graph, "without") if row[0].startswith(project)]
    assert conforms(mapped)


@pytest.mark.parametrize(
    "title",
    ["FRONT; Framtid och Norsjös tillväxt", "”FRONT” – framtid och Norsjös tillväxt!",
     "Front (framtid och Norsjös tillväxt)"],
)  # fmt: skip
def test_a_title_with_other_punctuation_is_the_same_project(
    site: Path, text: str, title: str
) -> None:
    was = "FRONT (Framtid och Norsjös tillväxt)"
    add_page(site, "later", edit(text, [(DATE, "1 mars 2014 09:00"), (was, title)]))
    mapped = publish(site, NAME, "later")
    project = "id/project/front-framtid-och-norsjos-tillvaxt"
    assert said(mapped.graph, project, "name") == [title]
    assert (project, "name", was) in earlier(mapped.graph, NAME)
    assert not [t for t in mapped.graph.quads if f"{project}-2" in str(t)]
    assert conforms(mapped)


def test_an_organisation_that_has_another_name_now_is_one(site: Path, text: str) -> None:
    """The steward has written so into the row of its old name."""
    was, now = "Regionförbundet Västerbotten", "Region Västerbotten"
    add_page(site, "later", edit(text, [(DATE, "1 mars 2014 09:00"), (was, now)]))
    publish(site, NAME, "later")
    file = site / "data/keys.csv"
    rows = re.sub(rf"(?m)^(organization,.*,{was},)$", r"\1region-vasterbotten", file.read_text())
    file.write_text(rows)
    curated = site / "data/curated/organizations.ttl"
    curated.write_text(curated.read_text().replace("regionforbundet-v", "region-v"))
    mapped = map_all(read_config(site))
    assert said(mapped.graph, "id/organization/region-vasterbotten", "name") == [now]
    quoted = earlier(mapped.graph, NAME)
    assert ("id/organization/region-vasterbotten", "name", was) in quoted
    assert conforms(mapped)


def test_an_organisation_that_the_tables_know_by_one_of_its_names_keeps_its_kind(
    site: Path, text: str
) -> None:
    add_page(
        site, "later", edit(text, [(DATE, "1 mars 2014 09:00"), ("Norsjö kommun", "Norsjö kn")])
    )
    config = list_pages(site, NAME, "later")
    keys, new = mint_keys(config)
    write_keys(keys, new)
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("organization,norsjo-kn,", "organization,norsjo-kommun,"))  # fmt: skip # noqa: E501
    mapped = map_all(config)
    owner = "id/organization/norsjo-kommun"
    assert said(mapped.graph, owner, "name") == ["Norsjö kommun"]
    assert said(mapped.graph, owner, "areaServed") == ["id/area/2417"]
    project = "id/project/front-framtid-och-norsjos-tillvaxt"
    assert said(mapped.graph, project, "ownerAsStated") == ["Norsjö kn"]
    assert conforms(mapped)


def test_an_organisation_that_a_page_spells_in_two_ways_has_one_name(site: Path, text: str) -> None:
    changed = [("Vansbro kommun", "Föreningen X"), ("Ljungby kommun", "FÖRENINGEN X")]
    (site / f"data/sources/{NAME}.txt").write_text(text)
    add_page(site, "only", edit(text, changed))
    mapped = publish(site, "only")
    assert said(mapped.graph, "id/organization/foreningen-x", "name") == ["Föreningen X"]


def test_pages_of_one_date_and_pages_without_one_revise_none(site: Path, text: str) -> None:
    add_page(site, "twin", text)
    undated = text[: text.index("Senast ändrad")] + text[text.index("Företagens förv") :]
    add_page(site, "undated", undated)
    mapped = publish(site, "twin", "undated", NAME)
    assert revisions(mapped.graph) == set()
    assert said(mapped.graph, "id/project/hall-ut", "statusAsOf") == ["2013-11-15"]


def test_two_of_one_date_both_revise_the_one_before(site: Path, text: str) -> None:
    three(site, text)
    add_page(site, "twin", text)
    graph = publish(site, "p2012", "twin", NAME, "p2014").graph
    assert revisions(graph) == {
        *(("p2014", NAME), ("p2014", "twin")),
        *((NAME, "p2012"), ("twin", "p2012")),
    }


def test_pages_of_two_programmes_revise_not_each_other(site: Path, text: str) -> None:
    add_page(
        site,
        "other",
        edit(text, [(DATE, "1 mars 2014 09:00"), ("Lokalt och regionalt", "Nationellt")]),
    )
    sidecar = site / "data/sources/other.toml"
    sidecar.write_text(sidecar.read_text().replace("Lokalt och regionalt", "Nationellt"))
    assert revisions(publish(site, NAME, "other").graph) == set()


def test_the_newest_slogan_holds(site: Path, text: str) -> None:
    add_page(
        site,
        "later",
        edit(text, [(DATE, "1 mars 2014 09:00"), ("Vi arbetar för att", "Vi ska")]),
    )
    mapped = publish(site, "later", NAME)
    funder = "id/organization/tillvaxtverket"
    assert said(mapped.graph, funder, "slogan") == ["Vi ska stärka företagens konkurrenskraft"]
    assert conforms(mapped)


def test_a_slogan_holds_until_a_newer_page_has_another(site: Path, text: str) -> None:
    """The newer page has none, and names the publisher as a partner."""
    slogan = "Vi arbetar för att stärka företagens konkurrenskraft"
    changes = [(DATE, "1 mars 2014 09:00"), (f"{slogan}\n", "\n")]
    add_page(site, "later", edit(text, [*changes, ("nya metoder för", "med Tillväxtverket för")]))
    sidecar = site / "data/sources/later.toml"
    words = re.sub(r"(?m)^slogan = .*\n", "", sidecar.read_text("utf-8"))
    sidecar.write_text(words.replace("partners = [", 'partners = ["Tillväxtverket", '), "utf-8")
    mapped = publish(site, "later", NAME)
    funder = "id/organization/tillvaxtverket"
    assert funder in said(mapped.graph, "id/project/hall-ut", "namedPartner")
    assert said(mapped.graph, funder, "slogan") == [slogan]
    assert not [row for row in earlier(mapped.graph, NAME) if row[0] == funder]
    assert conforms(mapped)


def test_what_is_quoted_is_found_in_its_source(site: Path, text: str) -> None:
    three(site, text)
    mapped = publish(site, "p2012", NAME, "p2014")
    quoted = [o for o in mapped.graph.superseded if o.said.triple not in mapped.graph.quads]
    assert len(quoted) > 20
    for one in quoted:
        assert one.quoted, str(one.said.triple)
        at = f"{BASE}source/{one.said.graph}#line="
        assert all(lines.value.startswith(at) for lines in one.quoted)


def test_a_decision_leaves_nothing_quoted_that_it_says_itself(site: Path, text: str) -> None:
    """The older page has the start that is decided for the newest, where it can't be read."""
    add_page(
        site,
        "older",
        edit(text, [(DATE, "1 mars 2013 09:00"), ("20112-01", "2012-01")]),
    )
    file = site / "data/curated/decisions.ttl"
    head, at, decision = file.read_text("utf-8").partition("# <id/")
    decision = re.sub(r"(?m)^# ?", "", at + decision)
    period = "id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/period"
    undecided = publish(site, "older", NAME).graph
    assert (period, "startDate", "2012-01") in earlier(undecided, "older")
    file.write_text(head + decision, "utf-8")
    mapped = publish(site, "older", NAME)
    assert said(mapped.graph, period, "startDate") == ["2012-01"]
    assert (period, "startDate", "2012-01") not in earlier(mapped.graph, "older")
    assert conforms(mapped)
