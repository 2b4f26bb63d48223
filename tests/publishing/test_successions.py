"""Organisations that became others, as the steward's guide shows how to write it."""

import re
from pathlib import Path

import pytest

from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import Mapped, map_all

ROOT = Path(__file__).parents[2]
BASE = "https://data.tillvaxtverket.example/"
ORG = "http://www.w3.org/ns/org#"
OLD, NEW = (
    f"{BASE}id/organization/{k}" for k in ("regionforbundet-vasterbotten", "region-exempel")
)
CHANGE = f"{NEW}/change/2019"


@pytest.fixture
def example() -> str:
    guide = (ROOT / "docs/steward.md").read_text("utf-8")
    section = guide[guide.index("## An organisation that became another") :]
    found = re.search(r"```turtle\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1]


def with_curated(site: Path, text: str) -> Mapped:
    (site / "data/curated/successions.ttl").write_text(text, "utf-8")
    return map_all(read_config(site))


def findings(mapped: Mapped) -> set[tuple[str, str]]:
    report = check_publication(mapped, lambda _: None)
    found = {
        (f.rule.id, f.severity) for f in report.findings if not f.rule.id.startswith("notice/")
    }
    return {f for f in found if not f[0].endswith("/licence")}


def test_the_guides_example_conforms_and_leads_both_ways(site: Path, example: str) -> None:
    mapped = with_curated(site, example)
    said = {
        (t.subject.value, t.predicate.value.removeprefix(ORG), t.object.value)  # type: ignore[union-attr]
        for t in mapped.graph.quads
        if CHANGE in str(t) and t.predicate.value.startswith(ORG)
    }
    assert said == {
        (CHANGE, "originalOrganization", OLD),
        (CHANGE, "resultingOrganization", NEW),
        (OLD, "changedBy", CHANGE),
        (NEW, "resultedFrom", CHANGE),
    }
    graphs = {g.value for t, g in mapped.graph.quads.items() if CHANGE in str(t)}
    assert graphs == {f"{BASE}graph/curated"}
    assert findings(mapped) == set()


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("regionforbundet-vasterbotten", "regionforbundet-v", {("spec/change/original", "violation")}),
    ("org:resultingOrganization <id/organization/region-exempel>",
     "org:resultingOrganization <id/organization/region-exemple>",
     {("spec/change/resulting", "violation")}),
    ("    org:originalOrganization <id/organization/regionforbundet-vasterbotten> ;\n", "",
     {("spec/change/original", "violation")}),
    ('    dcterms:date "2019-01-01"^^xsd:date ;\n', "",
     {("spec/change-should/date", "warning")}),
    ('"2019-01-01"^^xsd:date', '"i fjol"', {("spec/change/date", "violation")}),
])  # fmt: skip
def test_what_is_wrong_with_it_is_told(
    site: Path, example: str, old: str, new: str, expected: set[tuple[str, str]]
) -> None:
    assert old in example
    assert findings(with_curated(site, example.replace(old, new))) == expected
