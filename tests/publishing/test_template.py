"""What earlier versions shipped is known, and today's is given the version that it is of."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod.publishing import template
from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.init import init_publication
from lod.publishing.publication import map_all
from lod.publishing.template import (
    FIRST_TEMPLATE,
    SHIPPED_BASE,
    TEMPLATE,
    earlier_template,
    earlier_templates,
    freeze_template,
    todays_template,
)

FROZEN = Path(__file__).parents[1] / "frozen"
EDITED = {
    "0.1.0": {"ontology/stage.ttl", "shapes/project-should.ttl", "shapes/report-should.ttl"},
}
"""What the steward of a frozen publication has changed or taken away."""


@pytest.mark.parametrize("version", EDITED)
def test_a_frozen_publication_has_what_its_version_shipped(version: str) -> None:
    shipped = earlier_template(version, "https://data.sydlanet.example/")
    frozen = {
        name: (FROZEN / version / name).read_bytes().decode()
        for name in shipped
        if (FROZEN / version / name).exists()
    }
    assert {name for name, text in shipped.items() if frozen.get(name) != text} == EDITED[version]


def test_every_earlier_version_has_an_archive_and_a_frozen_publication() -> None:
    earlier = [name for name in earlier_templates() if name != TEMPLATE]
    assert earlier[0] == FIRST_TEMPLATE
    assert set(earlier) == EDITED.keys() == {f.name for f in FROZEN.iterdir() if f.is_dir()}


def test_a_template_that_has_changed_since_it_was_frozen_has_another_version() -> None:
    """If this is red: raise TEMPLATE in src/lod/publishing/template.py."""
    known = earlier_templates()
    latest = earlier_template(known[-1], SHIPPED_BASE)
    assert known[-1] != TEMPLATE or latest == todays_template(SHIPPED_BASE)
    assert sorted([*known, TEMPLATE], key=lambda v: [*map(int, v.split("."))])[-1] == TEMPLATE


def test_an_archive_has_all_that_init_writes_and_is_the_same_each_time(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    made = freeze_template(tmp_path / "a")
    assert made.name == f"{TEMPLATE}.tar.xz"
    assert made.read_bytes() == freeze_template(tmp_path / "b").read_bytes()
    init_publication(tmp_path / "new", "https://x.example/a+b/")
    own = {"lod.toml", "data/keys.csv"}
    files = {f for f in (tmp_path / "new").rglob("*") if f.is_file()}
    written = {f.relative_to(tmp_path / "new").as_posix(): f.read_bytes().decode() for f in files}
    shipped = todays_template("https://x.example/a+b/")
    assert {name: text for name, text in written.items() if name not in own} == shipped


LANGUAGES = pytest.mark.parametrize(
    "languages", [("sv", "en"), ("sv",), ("en",), ("en", "sv"), ("cy", "en"), ("fi", "sv")]
)


@LANGUAGES
def test_what_is_frozen_is_what_a_publication_of_any_languages_was_made_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...]
) -> None:
    freeze_template(tmp_path)
    monkeypatch.setattr(template, "_ARCHIVES", tmp_path)
    made = todays_template("https://x.example/", languages)
    assert earlier_template(TEMPLATE, "https://x.example/", languages) == made


@LANGUAGES
def test_comments_are_in_the_first_language(tmp_path: Path, languages: tuple[str, ...]) -> None:
    init_publication(tmp_path / "new", "https://x.example/", languages)
    swedish = languages[0] == "sv"
    for name, sv, en in (
        ("lod.toml", "fyll i", "fill in"),
        ("lod.toml", "En publikation av länkade öppna data", "A publication of linked open data"),
        ("data/curated/decisions.ttl", "# Beslut om avvikelser.", "# Decisions on anomalies."),
        ("data/curated/decisions.ttl", "visar de avvikelser", "lists the anomalies"),
    ):
        text = (tmp_path / "new" / name).read_text(encoding="utf-8")
        assert (sv in text, en in text) == (swedish, not swedish), name
    assert read_config(tmp_path / "new").languages == languages


@LANGUAGES
def test_the_block_on_decisions_reads_as_it_is_and_holds_when_it_is_filled_in(
    site: Path, languages: tuple[str, ...]
) -> None:
    text = todays_template(SHIPPED_BASE, languages)["data/curated/decisions.ttl"]
    block = text[text.index("# <id/") :]
    decided = text.replace(block, re.sub("(?m)^# ", "", block))
    said = [quad.triple for quad in ox.parse(decided.encode(), ox.RdfFormat.TURTLE)]
    texts = [t.object for t in said if isinstance(t.object, ox.Literal)]
    assert {text.language for text in texts}.issuperset(languages)
    # What is filled in, where the example isn't the shipped publication's.
    key = "ornskoldsviks-kommun-i-samverkan-med-foretagarna"
    decided = decided.replace("orchard-roads", key).replace(
        "<id/organization/publisher>", "<id/organization/tillvaxtverket>"
    )
    (site / "data/curated/decisions.ttl").write_text(decided, encoding="utf-8")
    mapped = map_all(read_config(site))
    starts = {str(t) for t in mapped.graph.quads if "#startDate" in str(t)}
    assert [start for start in starts if "ornskoldsviks" in start and '"2012-01"' in start]
    both = {"sv", "en"} <= {text.language for text in texts}  # what this publication speaks
    assert check_publication(mapped, print).conforms is both
