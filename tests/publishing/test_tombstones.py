"""What became of addresses is in the data: replaced by what, or withdrawn since when."""

import re
from pathlib import Path

import pytest
from bringing import add_page, publish
from editing import NAME

from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all

BASE = "https://data.tillvaxtverket.example/"
DATE = "15 november 2013 13:46"
OLD, NEW = f"<{BASE}id/project/hall-ut>", f"<{BASE}id/project/hall-i>"
REPLACED = "<http://purl.org/dc/terms/isReplacedBy>"
SINCE = "<http://www.w3.org/ns/prov#invalidatedAtTime>"


def later(site: Path, title: str | None, date: str = "5 maj 2014 09:30") -> str:
    """Add a page that has another title than Håll ut, or lists it no more."""
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8").replace(DATE, date)
    block = text[text.index("Håll ut\n") : text.index("FRONT (Framtid")]
    name = re.sub(r"\W+", "-", date)
    add_page(site, name, text.replace(block, block.replace("Håll ut", title) if title else ""))
    return name


def write(site: Path, now: str, key: str = "project,hall-ut") -> Mapped:
    """Write what became of a key into its first row."""
    file = site / "data/keys.csv"
    text, count = re.subn(rf"(?m)^({key},.*,)$", rf"\g<1>{now}", file.read_text("utf-8"), count=1)
    assert count == 1
    file.write_text(text, "utf-8")
    return map_all(read_config(site))


def about(mapped: Mapped, subject: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for t in mapped.graph.quads:
        if str(t.subject) == subject:
            found.setdefault(str(t.predicate), []).append(str(t.object))
    return found


def violations(mapped: Mapped) -> list[str]:
    report = check_publication(mapped, lambda _: None)
    return [f.rule.id for f in report.findings if f.severity == "violation"]


def since(mapped: Mapped) -> str:
    (value,) = about(mapped, OLD)[SINCE]
    return value.split('"')[1]


def test_a_renamed_project_is_replaced_by_its_new_self(site: Path) -> None:
    publish(site, NAME, later(site, "Håll i"))
    mapped = write(site, "hall-i")
    tombstone = about(mapped, OLD)
    assert tombstone[REPLACED] == [NEW]
    assert set(tombstone) == {REPLACED, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"}
    graphs = {g.value for t, g in mapped.graph.quads.items() if str(t.subject) == OLD}
    assert graphs == {f"{BASE}graph/curated"}
    assert not [t for t in mapped.graph.quads if str(t.object) == OLD]
    names = [t for t in mapped.graph.superseded if "Håll ut" in str(t.said.triple.object)]
    assert names, "what the old page called it is quoted"
    assert violations(mapped) == []


@pytest.mark.parametrize(("now", "expected"), [
    ("retired", "2014-05-05T09:30:00"),
    ("retired 2026-11-30", "2026-11-30T00:00:00"),
])  # fmt: skip
def test_a_withdrawn_project_has_a_time(site: Path, now: str, expected: str) -> None:
    publish(site, NAME, later(site, None))
    mapped = write(site, now)
    assert since(mapped) == expected
    assert REPLACED not in about(mapped, OLD)
    assert violations(mapped) == []


def test_newer_pages_dont_move_it(site: Path) -> None:
    publish(site, NAME, later(site, None), later(site, None, "5 maj 2015 09:30"))
    assert since(write(site, "retired")) == "2014-05-05T09:30:00"


def test_what_a_page_still_lists_is_withdrawn_with_that_page(site: Path) -> None:
    publish(site, NAME, later(site, "Håll ut"))
    mapped = write(site, "retired")
    assert since(mapped) == "2014-05-05T09:30:00"
    assert not [t for t in mapped.graph.superseded if OLD in str(t.said.triple)]


def test_what_is_replaced_by_nothing_that_is_published_is_told(site: Path) -> None:
    file = site / "data/keys.csv"
    rows = "project,x,older,X,y\nproject,y,newer,Y,\n"
    file.write_text(file.read_text("utf-8") + rows, "utf-8")
    assert violations(map_all(read_config(site))) == ["spec/tombstone/by-what"]


def test_what_is_said_by_hand_of_a_gone_organisation_is_a_warning(site: Path) -> None:
    text = (site / f"data/sources/{NAME}.txt").read_text("utf-8").replace(DATE, "5 maj 2014 09:30")
    old, new = "Regionförbundet Västerbotten", "Region Västerbotten"
    add_page(site, "later", text.replace(old, new))
    publish(site, NAME, "later")
    mapped = write(site, "region-vasterbotten", "organization,regionforbundet-vasterbotten")
    report = check_publication(mapped, lambda _: None)
    assert report.conforms
    found = [f for f in report.findings if f.rule.id == "spec/tombstone-should"]
    assert len(found) == 3, "its type, its area, and the county that follows"
    assert {f.severity for f in found} == {"warning"}
    assert all("organizations.ttl" in str(f.place) for f in found)
