"""What is written by hand and changes nothing is told at its line, in both languages."""

import re
from pathlib import Path

import pytest
from bringing import add_page, publish
from click.testing import CliRunner
from conftest import ROOT
from editing import NAME, change

from lod.cli.commands import main

BASE = "https://data.tillvaxtverket.example/"
DECISIONS = "data/curated/decisions.ttl"
PROJECT = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"
HEAD = f"""@prefix fp: <{BASE}def/> .
@prefix stage: <{BASE}def/stage/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{BASE}> .
"""
DECISION = f"""<{PROJECT}/anomaly/period-start/decision>
    a fp:Decision, prov:Entity ;
    fp:decides <{PROJECT}/anomaly/period-start> ;
    fp:chosen "2012-01"^^xsd:gYearMonth ;
    dcterms:description "Så är det."@sv, "So it is."@en ;
    dcterms:date "2026-11-23"^^xsd:date ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""
FIRST = HEAD.count("\n") + 1
NEAR = f"{BASE}id/organization/tillvaxtverket"

# What stands in the decision → what stands there instead, lines after its first, and what is said
# in English and in Swedish.
WRONG = {
    "a property misspelt": (
        *("fp:chosen", "fp:choosen", 3),
        *("a decision has no fp:choosen; did you mean fp:chosen?", "menar du fp:chosen?"),
    ),
    "a property of another vocabulary": (
        *("dcterms:date", "fp:date", 5),
        *("a decision has no fp:date; did you mean dcterms:date?", "menar du dcterms:date?"),
    ),
    "a known property of other things": (
        *("fp:chosen", "fp:candidate", 3),
        *("a decision has no fp:candidate", "ett beslut har ingen egenskap fp:candidate"),
    ),
    "what it decides misspelt": (
        *("fp:decides", "fp:decide", 2),
        *("a decision has no fp:decide; did you mean fp:decides?", "menar du fp:decides?"),
    ),
    "nothing to decide": (
        *(f"fp:decides <{PROJECT}/anomaly/period-start> ;", "", 0),
        *("A decision is on exactly one anomaly", "Ett beslut gäller exakt en avvikelse"),
    ),
    "an anomaly that isn't there": (
        *("anomaly/period-start> ;", "anomaly/period-strat> ;", 2),
        f"which nothing has; did you mean {PROJECT}/anomaly/period-start?",
        f"som inget har; menar du {PROJECT}/anomaly/period-start?",
    ),
    "neither class nor what it decides": (
        f"a fp:Decision, prov:Entity ;\n    fp:decides <{PROJECT}/anomaly/period-start> ;",
        *("a prov:Entity ;", 0),
        *("this decides nothing: it has neither", "detta avgör inget: det har varken"),
    ),
    "nothing but an address": (
        DECISION[DECISION.index("    a fp") :],
        '    rdfs:label "Ja"@sv .',
        0,
        *("this decides nothing: it has neither", "detta avgör inget: det har varken"),
    ),
    "an organisation misspelt": (
        *("tillvaxtverket> .", "tilvaxtverket> .", 6),
        *(f"which nothing has; did you mean {NEAR}?", f"som inget har; menar du {NEAR}?"),
    ),
    "no month": (
        *('"2012-01"^^xsd:gYearMonth', '"2012-13"^^xsd:gYearMonth', 3),
        *("there is no month 13", "det finns ingen månad 13"),
    ),
    "no day": (
        *("2026-11-23", "2013-11-31", 5),
        *("November has 30 days", "november har 30 dagar"),
    ),
    "no day in a short February": (
        *("2026-11-23", "2013-02-29", 5),
        *("February 2013 has 28 days", "februari 2013 har 28 dagar"),
    ),
}  # fmt: skip


def check(site: Path, language: str, code: int) -> str:
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", language])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("what", WRONG)
def test_a_decision_that_decides_nothing_is_an_error_at_its_line(site: Path, what: str) -> None:
    old, new, line, english, swedish = WRONG[what]
    assert old in DECISION
    (site / DECISIONS).write_text(HEAD + DECISION.replace(old, new, 1), encoding="utf-8")
    for language, words in (("en", english), ("sv", swedish)):
        told = check(site, language, 1)
        block = told[told.index(f"{DECISIONS}:") :].partition(f"data/sources/{NAME}")[0]
        assert words in block
        assert f"{DECISIONS}:{FIRST + line}:" in block
        for misleading in ("behåll ett fp:chosen", "Keep one fp:chosen", "guard/unknown-property"):
            assert misleading not in told


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["The decision decides nothing any more", "take the decision out of the file"]),
        ("sv", ["Beslutet avgör inget längre", "ta bort beslutet ur filen"]),
    ],
)
def test_a_decision_on_what_a_newer_page_mends_is_to_be_taken_out(
    site: Path, lang: str, words: list[str]
) -> None:
    later = (ROOT / "tests/golden/programsida-2014-05-05.txt").read_text("utf-8")
    add_page(site, "programsida-2014-05-05", later)
    publish(site, NAME, "programsida-2014-05-05")
    (site / DECISIONS).write_text(HEAD + DECISION, "utf-8")
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", lang])
    assert done.exit_code == 1
    for said in [*words, f"{DECISIONS}:{FIRST + 2}:", f"{NAME} ha"]:
        assert said in done.stdout
    assert "Copy the anomaly" not in done.stdout
    (site / DECISIONS).write_text(HEAD, "utf-8")
    assert CliRunner().invoke(main, ["check", "--site", str(site)]).exit_code == 0


@pytest.mark.parametrize(
    ("words", "day", "told"),
    [
        ("20122-11", "2014-01-01", True),
        ("hösten 2012", "2014-01-01", True),
        ("20112-01", "2014-01-01", False),  # the same words
        ("20122-11", "2014-05-05", False),  # looked at since
    ],
)
def test_a_decision_is_looked_at_again_when_a_newer_page_has_other_words(
    site: Path, words: str, day: str, told: bool
) -> None:
    later = (site / f"data/sources/{NAME}.txt").read_text("utf-8").replace("20112-01", words)
    later = later.replace("15 november 2013 13:46", "5 maj 2014 09:30")
    add_page(site, "later", later)
    decision = DECISION.replace("2026-11-23", day)
    (site / DECISIONS).write_text(HEAD + decision, "utf-8")
    publish(site, NAME, "later")
    for lang, said in (
        ("en", f"the decision is of {day}; since then later has other words there"),
        ("sv", f"beslutet är från {day}; sedan dess har later andra ord där"),
    ):
        done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", lang])
        assert done.exit_code == 0, done.stdout
        assert (said in done.stdout) is told
        assert ("(notice/outdated-decision)" in done.stdout) is told


def test_of_a_misspelt_organisation_nothing_is_said_of_persons(site: Path) -> None:
    wrong = DECISION.replace("tillvaxtverket> .", "tilvaxtverket> .")
    (site / DECISIONS).write_text(HEAD + wrong, encoding="utf-8")
    for language, words in (
        ("en", "No such organisation is known."),
        ("sv", "Ingen sådan organisation är känd."),
    ):
        told = check(site, language, 1)
        assert words in told
        assert "person" not in told.partition("What the rules cover")[0]


@pytest.mark.parametrize("value", ["2012-02-31/2012-12", "2012-12/2012-02-30"])
def test_a_whole_period_has_days_of_the_calendar(site: Path, value: str) -> None:
    change(site, "20112-01 — 2014-10", "enligt beslut")
    period = DECISION.replace("period-start", "period")
    wrong = period.replace('"2012-01"^^xsd:gYearMonth', f'"{value}"')
    (site / DECISIONS).write_text(HEAD + wrong, encoding="utf-8")
    assert f"{DECISIONS}:{FIRST + 3}:" in check(site, "en", 1)


def test_notes_of_a_decision_are_no_errors(site: Path) -> None:
    more = 'rdfs:comment "Se protokollet."@sv ; dcterms:source <https://x.example/protokoll> ;\n'
    (site / DECISIONS).write_text(
        HEAD + DECISION.replace("dcterms:date", f"{more}    dcterms:date"), encoding="utf-8"
    )
    assert "notice/decision-property" not in check(site, "en", 0)


def test_a_property_that_the_ontology_gives_decisions_is_no_error(site: Path) -> None:
    term = f"""{HEAD}@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix schema: <https://schema.org/> .
        fp:minutes a rdf:Property, owl:DatatypeProperty ; rdfs:isDefinedBy <def> ;
            rdfs:label "protokoll"@sv, "minutes"@en ;
            rdfs:comment "Var det står."@sv, "Where it stands."@en ;
            schema:domainIncludes fp:Decision ; schema:rangeIncludes xsd:string ."""
    (site / "ontology/own.ttl").write_text(term, encoding="utf-8")
    more = DECISION.replace("dcterms:date", 'fp:minutes "12 §" ;\n    dcterms:date')
    (site / DECISIONS).write_text(HEAD + more, encoding="utf-8")
    assert "notice/decision-property" not in check(site, "en", 0)


# What is written in data/curated → what is told.
LOST = {
    "a project misspelt": (
        '<id/project/hall-utt> dcterms:description "Ja"@sv .',
        "id/project/hall-ut?",
    ),
    "an organisation misspelt": (
        "<id/organization/motala-komun> rdfs:seeAlso <https://motala.example/> .",
        "id/organization/motala-kommun?",
    ),
    "a link to what isn't there": (
        "<id/project/hall-ut> owl:differentFrom <id/project/business-unusul> .",
        "id/project/business-unusual?",
    ),
    "a document misspelt": (
        "<doc/project/hall-utt> rdfs:seeAlso <https://x.example/> .",
        "doc/project/hall-ut?",
    ),
    "a part misspelt": ('<id/project/hall-ut/perod> rdfs:label "x"@sv .', "hall-ut/period?"),
}


@pytest.mark.parametrize("what", LOST)
@pytest.mark.parametrize(("language", "words"), [("en", "did you mean"), ("sv", "menar du")])
def test_what_is_about_nothing_is_told_with_what_was_meant(
    site: Path, what: str, language: str, words: str
) -> None:
    said, near = LOST[what]
    head = f"{HEAD}@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    (site / "data/curated/more.ttl").write_text(f"{head}{said}\n", encoding="utf-8")
    told = check(site, language, 0)
    assert re.search(rf"{words} \S*{re.escape(near)}", told)
    assert f"data/curated/more.ttl:{head.count(chr(10)) + 1}:" in told
    assert "guard/uncovered" not in told


def test_each_of_several_is_told_at_its_line(site: Path) -> None:
    said = "".join(f'<id/project/nobody{n}> rdfs:label "x"@sv .\n' for n in range(4))
    (site / "data/curated/more.ttl").write_text(HEAD + said, encoding="utf-8")
    told = check(site, "en", 0)
    for line in range(4):
        assert f"data/curated/more.ttl:{FIRST + line}:1" in told


@pytest.mark.parametrize(
    ("old", "new", "english", "swedish"),
    [
        ("prov:wasA", "prv:wasA", "expected: perhaps prov:", "väntat: kanske prov:"),
        (
            *('"2012-01"^^xsd:gYearMonth', "orgtype:x"),
            f"add at the top: @prefix orgtype: <{BASE}def/organization-type/> .",
            f"lägg till överst: @prefix orgtype: <{BASE}def/organization-type/> .",
        ),
        (
            *("dcterms:date", "schema:x"),
            "add at the top: @prefix schema: <https://schema.org/> .",
            "lägg till överst: @prefix schema: <https://schema.org/> .",
        ),
    ],
)
def test_of_an_unknown_prefix_is_told_which_is_meant(
    site: Path, old: str, new: str, english: str, swedish: str
) -> None:
    (site / DECISIONS).write_text(HEAD + DECISION.replace(old, new), encoding="utf-8")
    for language, words in (("en", english), ("sv", swedish)):
        told = check(site, language, 3)
        assert words in told
        assert f"{DECISIONS}:" in told
