"""What a comparison says: golden texts of small changes to the shipped publication."""

import json
import shutil
from pathlib import Path

import pytest
from editing import change

from comparing.comparing import BASE, ROOT, of_publications, of_turtle, told, where
from lod.comparing import BareFinding, Surroundings, diff, render_diff

ORGANIZATIONS = "data/curated/organizations.ttl"
DECISION = """
<id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start/decision>
    a fp:Decision, prov:Entity ;
    fp:decides <id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna/anomaly/period-start> ;
    fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:description "Beslutet anger januari 2012."@sv, "The decision says January 2012."@en ;
    dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""


def edited(site: Path) -> Path:
    """Change a period, an owner, a text, a name in curated data, and decide on an anomaly."""
    change(site, "201203 — 201410", "201203 — 201412")
    change(site, "hitta nya metoder för att hjälpa", "finna andra metoder för att stödja")
    file = site / "data/curated/decisions.ttl"
    file.write_text(file.read_text() + DECISION)
    return site


def rekeyed(site: Path, now: str = "hall-ut-i-kalmar") -> Path:
    """Give Håll ut another key; the old one is kept, and names it, if it is to."""
    file = site / "data/keys.csv"
    row = "project,hall-ut,programsida-2013-11-15,Håll ut,\n"
    assert row in file.read_text()
    old = f"project,hall-ut,programsida-2013-11-14,Håll ut,{now}\n" if now else ""
    fresh = "project,hall-ut-i-kalmar,programsida-2013-11-15,Håll ut,\n"
    file.write_text(file.read_text().replace(row, old + fresh))
    return site


ENGLISH = [
    "  ~ Håll ut:",
    "      end 2014-10 → 2014-12",
    "      description: … utvecklad regional samverkan, [-hitta nya-] {+finna andra+} "
    "metoder för att [-hjälpa-] {+stödja+} regionens industriföretag att …",
    "      owner unchanged",
    "  ~ Progressiva kommuner: end 2014-10 → 2014-12; owner unchanged",
    "  ~ Örnsköldsviks kommun i samverkan med Företagarna:",
    "      start: added 2012-01",
    "      anomaly start decision: added 2012-01, “The decision says January 2012.”",
    "      owner unchanged",
    "  ~ What the publisher has written by hand: modified: added 2026-11-23; "
    "made of the file: added “data/curated/decisions.ttl”",
]


def test_the_text_in_english(site: Path) -> None:
    rows = told(of_publications(ROOT, edited(site)))
    assert rows == ENGLISH


def test_the_text_in_swedish(site: Path) -> None:
    text = render_diff(of_publications(ROOT, edited(site)), "text", "sv")
    assert text.splitlines()[2:4] == ["Projekt", "  ~ Håll ut:"]
    assert "  ~ Progressiva kommuner: sluttid 2014-10 → 2014-12; ägare oförändrad" in text
    assert (
        "      avvikelse starttid beslut: tillagt 2012-01, ”Beslutet anger januari 2012.”" in text
    )
    assert text.splitlines()[-1] == "0 tillagda, 0 borttagna, 4 ändrade; påståenden: +19 −7."


def test_the_markdown(site: Path) -> None:
    change(site, "201203 — 201410", "201203 — 201412")
    found = of_publications(ROOT, site)
    assert render_diff(found, "markdown", "en") == (
        f"## What changed\n\nworking tree → {site}\n\n".replace("_", r"\_")
        + "0 added, 0 removed, 2 changed; statements: +6 −6.\n\n"
        "### Projects\n\n"
        "- `~` **Håll ut**: end 2014-10 → 2014-12; owner unchanged\n"
        "- `~` **Progressiva kommuner**: end 2014-10 → 2014-12; owner unchanged\n"
    )


def test_the_json(site: Path) -> None:
    change(site, "201203 — 201410", "201203 — 201412")
    document = json.loads(render_diff(of_publications(ROOT, site), "json", "en"))
    assert document["counts"]["changed"] == 2
    assert document["statements"] == {"added": 6, "removed": 6, "regraphed": 0}
    thing = document["things"][0]
    assert (thing["kind"], thing["iri"]) == ("project", f"{BASE}id/project/hall-ut")
    assert (thing["label"], thing["state"], thing["unchanged"]) == ("Håll ut", "changed", ["owner"])
    end = thing["changes"][0]
    assert end["property"] == "http://www.w3.org/ns/dcat#endDate"
    assert end["subject"] == f"{BASE}id/project/hall-ut/period"
    assert [value["value"] for value in end["before"]] == ["2014-10"]
    assert [value["value"] for value in end["after"]] == ["2014-12"]
    assert [c["implied"] for c in thing["changes"]] == [False, True, True]


def test_every_key_of_the_json_is_documented(site: Path, release: Path) -> None:
    from lod.comparing import document

    checked = Surroundings(
        site, release, lambda _mapped: [BareFinding("x", None, None, None, "info", {})]
    )
    written = json.loads(render_diff(diff(None, str(rekeyed(site)), checked), "json", "sv"))

    def keys(value: object) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        if not isinstance(value, dict):
            return set()
        own = set() if "sv" in value or "en" in value else set(value)
        return own.union(*(keys(v) for k, v in value.items() if k not in ("labels", "messages")))

    states = {"added", "removed", "changed", "renamed", "probably-renamed", "regraphed"}
    told_of = (document.__doc__ or "").replace("``", "")
    missing = {key for key in keys(written) - states if key not in told_of}
    assert not missing


def test_a_thing_whose_key_was_replaced_is_renamed(site: Path) -> None:
    found = of_publications(ROOT, rekeyed(site))
    assert told(found) == [
        "  ~ Håll ut: renamed project/hall-ut → project/hall-ut-i-kalmar",
        "  ~ What the publisher has written by hand: made of the file: added “data/keys.csv”",
    ]
    back = of_publications(site, ROOT)
    assert [t.state for t in back.loud] == ["renamed", "changed"]


def test_a_thing_with_the_same_content_is_probably_renamed(site: Path) -> None:
    found = of_publications(ROOT, rekeyed(site, ""))
    assert told(found) == [
        "  ? Håll ut: probably renamed project/hall-ut → project/hall-ut-i-kalmar",
    ]
    assert found.counts["probably-renamed"] == 1


def test_two_projects_of_one_period_and_programme_are_not_taken_for_one(site: Path) -> None:
    change(site, "\nProgressiva kommuner\n", "\nEtt helt annat projekt\n")
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("progressiva-kommuner", "ett-helt-annat").replace(
        "Progressiva kommuner", "Ett helt annat projekt"))  # fmt: skip
    text = (site / "data/sources/programsida-2013-11-15.txt").read_text()
    purpose = next(row for row in text.split("\n") if "etablera Region 8" in row)
    change(site, purpose, "Projektet syftar till att odla äpplen i hela kommunen med omnejd.")
    found = of_publications(ROOT, site)
    assert found.counts["added"] == found.counts["removed"] == 1
    rows = told(found)
    assert any(row.startswith("  + Ett helt annat projekt: start ") for row in rows)
    assert any(row.startswith("  - Progressiva kommuner: ") for row in rows)


def test_a_thing_of_which_parts_stay_is_not_renamed(tmp_path: Path) -> None:
    for old, new in (("a", "b"), ("b", "a")):
        name = 'schema:name "A" .'
        before, after = f"<a> {name}", f"<a/part> x:p 1 . <b> {name}"
        texts = (before, after) if old == "a" else (after, before)
        found = of_turtle(tmp_path, *texts)
        assert {thing.state for thing in found.things} == {"added", "removed"}, (old, new)


def test_a_withdrawn_thing_says_that_its_address_is_gone(site: Path) -> None:
    file = site / "data/keys.csv"
    row = "project,hall-ut,programsida-2013-11-15,Håll ut,"
    file.write_text(file.read_text().replace(row, row + "retired"))
    (line,) = [row for row in told(of_publications(ROOT, site)) if "Håll ut" in row]
    assert line.startswith("  - Håll ut")
    assert "withdrawn: its address answers 410" in render_diff(
        of_publications(ROOT, site), "text", "en"
    )


def test_things_that_only_moved_in_their_source_are_counted_not_told(site: Path) -> None:
    change(site, "Tillväxtverkets logotyp\n", "Tillväxtverkets logotyp\n\n")
    found = of_publications(ROOT, site)
    assert told(found) == []
    assert not found.different
    assert found.quiet > 9
    assert f"{found.quiet} things only stand on other lines of their sources" in render_diff(
        found, "text", "en"
    )
    everything = render_diff(found, "text", "en", everything=True)
    assert "document: source " in everything


def test_a_source_under_another_name_moves_statements_to_another_graph(
    site: Path, tmp_path: Path
) -> None:
    for old, new in (("old", "a"), ("new", "b")):
        (tmp_path / f"{old}.nq").write_text(f"<x:s> <x:p> <x:o> <x:{new}> .\n")
    found = diff(str(tmp_path / "old.nq"), str(tmp_path / "new.nq"), where(site))
    assert (found.regraphed, found.added, found.removed) == (1, 0, 0)
    assert "1 statement stands in another named graph." in render_diff(found, "text", "en")


def test_a_new_curated_link_is_shown_as_an_added_value(site: Path) -> None:
    file = site / ORGANIZATIONS
    extra = (
        f"\n<{BASE}id/organization/lycksele-kommun> schema:sameAs <https://www.lycksele.se/> .\n"
    )
    file.write_text(file.read_text() + extra)
    assert told(of_publications(ROOT, site), "sv") == [
        "  ~ Lycksele kommun: samma som: tillagt https://www.lycksele.se/"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('<a> x:p "1" .', "<a> x:p 1 .", "p “1” → 1"),
        ('<a> x:p "ja" .', '<a> x:p "ja"@sv .', "p ja (string) → ja@sv"),
        ('<a> x:p "ja"@sv, "yes"@en .', '<a> x:p "jo"@sv, "yep"@en .',
         "p (en) “yes” → “yep”; p (sv) “ja” → “jo”"),
        ("<a> x:p 1, 2, 3 .", "<a> x:p 3, 4 .", "p: added 4 and removed 1, 2"),
        ("<a> x:p <b> . <b> schema:name 'B' .", "<a> x:p <c> . <b> schema:name 'B' .",
         "p B → https://x.example/c"),
        ("<a> x:p 1, 2, 3, 4, 5, 6, 7 .", "<a> x:q 1 .",
         "p: removed 1, 2, 3, 4, 5 … and 2 more; q: added 1"),
        ("<a> x:municipalityCode 1 .", "<a> x:municipalityCode 2 .", "municipality code 1 → 2"),
        ("<a> x:p 1 . x:p rdfs:label 'weight'@en .", "<a> x:p 2 . x:p rdfs:label 'weight'@en .",
         "weight 1 → 2"),
    ],
)  # fmt: skip
def test_values_in_words(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert told(of_turtle(tmp_path, old, new)) == [f"  ~ https://x.example/a: {expected}"]


def test_parts_below_an_iri_belong_to_it_in_any_data(tmp_path: Path) -> None:
    old = "<a> x:p <a/part> . <a/part> x:q 1 . <b/c> x:q 1 ."
    found = of_turtle(tmp_path, old, old.replace("1", "2"))
    assert told(found) == [
        "  ~ https://x.example/a: part: q 1 → 2",
        "  ~ https://x.example/b/c: q 1 → 2",
    ]


def test_what_would_steer_a_terminal_is_spelt_out(tmp_path: Path) -> None:
    found = of_turtle(tmp_path, '<a> x:p "a" .', '<a> x:p "\\u001b[31m\\u202eb\\n" .')
    text = render_diff(found, "text", "sv")
    assert all(c.isprintable() or c in "\n\xa0" for c in text)
    assert all(c.isprintable() or c == "\n" for c in render_diff(found, "json", "sv"))


def test_a_shipped_publication_is_the_same_as_its_copy(site: Path) -> None:
    shutil.copytree(ROOT / "queries", site / "queries")
    for form, said in (
        ("text", "No differences."),
        ("markdown", "No differences."),
        ("json", "[]"),
    ):
        assert said in render_diff(of_publications(ROOT, site), form, "en")


def test_a_thing_is_taken_for_another_that_has_half_in_common(tmp_path: Path) -> None:
    """Of eight statements four are the same: that is enough, and four of nine are not."""
    same = 'schema:name "Ett namn" ; x:p 1 ; x:q 2 ; x:w 2'
    found = of_turtle(tmp_path, f"<a> {same} ; x:r 3 ; x:u 6 .", f"<b> {same} ; x:s 4 ; x:t 5 .")
    assert [thing.state for thing in found.things] == ["probably-renamed"]
    found = of_turtle(
        tmp_path, f"<a> {same} ; x:r 3 ; x:u 6 .", f"<b> {same} ; x:s 4 ; x:t 5 ; x:v 7 ."
    )
    assert sorted(thing.state for thing in found.things) == ["added", "removed"]
