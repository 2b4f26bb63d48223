"""A page fetched again: the change is told, and the fetch once, not at each thing."""

import json
import shutil
from pathlib import Path

import pytest
from editing import NAME, change

from comparing.comparing import BASE, ROOT, of_publications, of_turtle, told
from lod.comparing import Diff, render_diff
from lod.publishing.build import mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys

AGAIN = "programsida-2014-05-01"
PAIR = f"source/{NAME} → source/{AGAIN}"
END = {"en": "end 2014-10 → 2014-12; owner unchanged", "sv": "sluttid 2014-10 → 2014-12; ägare oförändrad"}  # fmt: skip # noqa: E501


@pytest.fixture
def again(site: Path) -> Path:
    """A publication with a later fetch: Håll ut ends later, and the page has another date."""
    return fetched(site)


def fetched(site: Path, *, beside: bool = True) -> Path:
    """Add the later fetch to the one that there is, or put it in its place; mint its keys."""
    folder = site / "data/sources"
    for ending in ("txt", "toml"):
        shutil.copy(folder / f"{NAME}.{ending}", folder / f"{AGAIN}.{ending}")
    text = (folder / f"{AGAIN}.txt").read_text()
    start = text.index("\nHåll ut\n")
    period = text[start : text.index("201410", start) + len("201410")]
    change(site, period, period.replace("201410", "201412"), AGAIN)
    change(site, "15 november 2013 13:46", "1 maj 2014 09:00", AGAIN)
    settings = site / "lod.toml"
    sources = f'["{NAME}", "{AGAIN}"]' if beside else f'["{AGAIN}"]'
    settings.write_text(settings.read_text().replace(f'["{NAME}"]', sources))
    write_keys(*mint_keys(read_config(site)))
    return site


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_change_is_told_in_one_line(again: Path, language: str) -> None:
    found = of_publications(ROOT, again)
    assert f"  ~ Håll ut: {END[language]}" in told(found, language)
    assert f"- `~` **Håll ut**: {END[language]}\n" in render_diff(found, "markdown", language)
    things = json.loads(render_diff(found, "json", language))["things"]
    (hall_ut,) = (thing for thing in things if thing["label"] == "Håll ut")
    shown = [c for c in hall_ut["changes"] if not (c["implied"] or c["moved_in_source"])]
    assert [c["property"] for c in shown] == ["http://www.w3.org/ns/dcat#endDate"]
    assert hall_ut["unchanged"] == ["owner"]


def test_only_what_changed_is_told_and_counted(again: Path) -> None:
    """Two periods ended before the page's new date: that is new. The rest only stands elsewhere."""
    found = of_publications(ROOT, again)
    assert [(thing.state, thing.names["sv"]) for thing in found.loud] == [
        ("changed", "Business Unusual"),
        ("changed", "FRONT (Framtid och Norsjös tillväxt)"),
        ("changed", "Håll ut"),
        ("added", "Lokalt och regionalt tillväxtarbete"),
    ]
    assert found.quiet == 23
    assert found.different
    text = render_diff(found, "text", "en")
    assert "23 things only stand on other lines of their sources, or in other fetches" in text
    assert "#line=" not in text


@pytest.mark.parametrize(("language", "row"), [
    ("en", f"The page was fetched again: {PAIR}; status as of 2013-11-15 → 2014-05-01"),
    ("sv", f"Sidan är hämtad på nytt: {PAIR}; status per 2013-11-15 → 2014-05-01"),
])  # fmt: skip
def test_the_fetch_and_its_date_are_told_once(again: Path, language: str, row: str) -> None:
    found = of_publications(ROOT, again)
    assert f"\n\n{row}\n\n" in render_diff(found, "text", language)
    assert f"\n\n{row}\n\n" in render_diff(found, "markdown", language)
    for form in ("text", "markdown"):
        assert render_diff(found, form, language).count(" 2013-11-15 → ") == 1
    document = json.loads(render_diff(found, "json", language))
    assert document["fetches"] == [
        {
            "old": f"{BASE}source/{NAME}",
            "new": f"{BASE}source/{AGAIN}",
            "dates": ["2013-11-15", "2014-05-01"],
        }
    ]


def test_all_of_it_is_told_when_asked(again: Path) -> None:
    text = render_diff(of_publications(ROOT, again), "text", "en", everything=True)
    assert text.count("status as of 2013-11-15 → 2014-05-01") == 12
    (row,) = [r for r in text.splitlines() if f"source/{AGAIN}#line=42,47" in r]
    assert row.strip().startswith("document: source: added ")
    assert f"source/{NAME}#line=42,47" in row.partition(" and removed ")[2]


def test_turned_round_it_is_the_same(again: Path) -> None:
    there, back = of_publications(ROOT, again), of_publications(again, ROOT)
    assert {t.iri for t in there.loud} == {t.iri for t in back.loud}
    assert [(f.old, f.new) for f in back.fetches] == [(f.new, f.old) for f in there.fetches]


def test_what_the_older_fetch_still_says_is_told_when_asked_alone(again: Path) -> None:
    found = of_publications(ROOT, again)
    assert "quoted from" not in render_diff(found, "text", "en")
    text = render_diff(found, "text", "en", everything=True)
    assert f"quoted from: added source/{NAME}#line=44,45" in text
    (older,) = (thing for thing in found.things if thing.iri == f"{BASE}source/{NAME}")
    assert older.quiet


def test_a_fetch_in_the_place_of_another_is_no_renamed_page(site: Path) -> None:
    found = of_publications(ROOT, fetched(site, beside=False))
    assert found.counts["probably-renamed"] == found.counts["renamed"] == 0
    assert {t.state for t in found.loud if t.kind == "WebPage"} == {"added", "removed"}
    assert "  ~ Håll ut: end 2014-10 → 2014-12; owner unchanged" in told(found)


FROM = "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix fp: <https://x.example/def/> .\n"


def _read_from(page: str, about: str = "x:programme", date: str = "2013-11-15") -> str:
    return (
        f"{FROM}<a> x:p 1 ; fp:statusAsOf '{date}' ; prov:wasDerivedFrom <{page}#line=1,2> .\n"
        f"<{page}> schema:about {about} ; schema:dateModified '{date}T13:46:00' .\n"
    )


def _changes_of_a(found: Diff) -> list[str]:
    (thing,) = (thing for thing in found.things if thing.iri == "https://x.example/a")
    return [change.property.rpartition("/")[2] for change in thing.shown]


def test_another_page_is_no_fetch_of_the_first(tmp_path: Path) -> None:
    old = _read_from("one")
    found = of_turtle(tmp_path, old, _read_from("two", about="x:other", date="2014-05-01"))
    assert _changes_of_a(found) == ["statusAsOf", "prov#wasDerivedFrom"]
    assert not found.fetches
    found = of_turtle(tmp_path, old, _read_from("two", date="2014-05-01"))
    assert _changes_of_a(found) == []
    assert len(found.fetches) == 1


def test_a_status_of_another_day_than_the_page_is_told(tmp_path: Path) -> None:
    new = _read_from("two", date="2014-05-01").replace("fp:statusAsOf '2014-05-01", "fp:statusAsOf '2014-04-30")  # fmt: skip # noqa: E501
    assert _changes_of_a(of_turtle(tmp_path, _read_from("one"), new)) == ["statusAsOf"]
