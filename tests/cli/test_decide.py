"""``lod decide``: what is open is listed, a decision is written whole, and holds."""

import re
from pathlib import Path

import pytest
from bringing import publish
from click.testing import CliRunner, Result
from editing import NAME, change
from publishing.test_renamed import renamed

from lod.cli.commands import main
from lod.publishing.config import read_config
from lod.publishing.publication import map_all

BASE = "https://data.tillvaxtverket.example/"
DECISIONS = "data/curated/decisions.ttl"
KEY = "ornskoldsviks-kommun-i-samverkan-med-foretagarna"
START = f"{KEY}/period-start"
ENDED = "manga-vagar-in-tillvaxt-och-foretagande-i-kristianstad"
WHY = ("--reason", "sv=Beslutet anger det.", "--reason", "en=The grant says so.")
DAY = ("--date", "2026-11-23")


def lod(site: Path, *arguments: str, lang: str = "en", code: int = 0) -> Result:
    done = CliRunner().invoke(
        main, [arguments[0], "--site", str(site), "--lang", lang, *arguments[1:]]
    )
    assert done.exit_code == code, done.output
    return done


def decide(site: Path, *arguments: str, lang: str = "en", code: int = 0) -> Result:
    return lod(site, "decide", *arguments, lang=lang, code=code)


def values(site: Path, path: str, predicate: str) -> set[str]:
    graph = map_all(read_config(site)).graph
    subject, name = f"<{BASE}id/{path}>", graph.expand(predicate)
    said = (t for t in graph.quads if str(t.subject) == subject and t.predicate.value == name)
    return {t.object.value for t in said}  # type: ignore[union-attr]


def is_open(site: Path, what: str) -> bool:
    return f"name: {what}" in decide(site).stdout


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            (
                *("2 anomalies are open.", "as written: “20112-01”", "readings: 2011-12, 2012-01"),
                *(
                    "why: The start month has a five-digit year.",
                    "Open too, and settled elsewhere:",
                ),
                "how to mend it: if it should be, compare it with the labels in the sidecar",
            ),
        ),
        (
            "sv",
            (
                *("2 avvikelser är öppna.", "som det står: ”20112-01”"),
                *("läsningar: 2011-12, 2012-01", "varför: Startmånaden är skriven med fem siffror"),
                "Också öppet, och avgörs på annat ställe:",
            ),
        ),
    ],
)
def test_what_is_open_is_listed_and_nothing_is_changed(
    site: Path, lang: str, told: tuple[str, ...]
) -> None:
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    listed = decide(site, lang=lang).stdout
    for words in (*told, START, "programsida-2013-11-15.txt:63:48", "Projekttid: 20112-01"):
        assert words in listed
    assert before == {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    "which",
    ["2", START, KEY, f"project/{START}", f"<{BASE}id/project/{KEY}/anomaly/period-start>"],
)
def test_a_decision_is_written_and_holds(site: Path, which: str) -> None:
    before = (site / DECISIONS).read_bytes()
    done = decide(site, which, "--value", "2012-01", *WHY, *DAY)
    after = (site / DECISIONS).read_bytes()
    assert after.startswith(before)
    line = before.count(b"\n") + 2
    assert f"{DECISIONS}:{line}:1: decided: {START}: 2012-01" in done.stdout
    assert values(site, f"project/{KEY}/period", "dcat:startDate") == {"2012-01"}
    assert values(site, f"project/{KEY}/anomaly/period-start/decision", "dcterms:date") == {
        "2026-11-23"
    }
    assert not is_open(site, START)
    checked = lod(site, "check").stdout
    assert "five-digit year" not in checked
    assert "0 errors" in checked


@pytest.mark.parametrize(("lang", "words"), [("en", "is decided: "), ("sv", "är avgjord: ")])
def test_what_is_decided_is_told_the_second_time(site: Path, lang: str, words: str) -> None:
    decide(site, START, "--value", "2012-01", *WHY)
    before = (site / DECISIONS).read_bytes()
    again = decide(site, START, "--value", "2011-12", *WHY, lang=lang, code=2)
    assert f"{words}{site / DECISIONS}:" in again.stderr
    assert (site / DECISIONS).read_bytes() == before


def test_a_statement_may_stand_as_it_is(site: Path) -> None:
    decide(site, ENDED, "--none", *WHY, *DAY)
    assert not is_open(site, f"{ENDED}/status")
    assert values(site, f"project/{ENDED}", "fp:status") == {f"{BASE}def/stage/ongoing"}
    assert "0 errors" in lod(site, "check").stdout


def test_a_status_takes_a_stage(site: Path) -> None:
    decide(site, ENDED, "--value", "closed", *WHY, *DAY)
    assert values(site, f"project/{ENDED}", "fp:status") == {f"{BASE}def/stage/closed"}
    assert values(site, f"project/{ENDED}", "fp:statusAsOf") == {"2026-11-23"}
    assert "0 errors" in lod(site, "check").stdout


@pytest.mark.parametrize(
    ("old", "new", "aspect", "value", "subject", "predicate", "found"),
    [
        (
            *("Projektägare: Örnsköldsviks kommun", "Projektägare:", "owner"),
            *("motala-kommun", "", "fp:projectOwner"),
            f"{BASE}id/organization/motala-kommun",
        ),
        (
            *("20112-01 — 2014-10", "enligt beslut", "period", "2012-01/2014-10"),
            *("/period", "fp:latestEnd", "2014-10-31"),
        ),
    ],
)
def test_each_kind_of_value_holds(
    site: Path,
    old: str,
    new: str,
    aspect: str,
    value: str,
    subject: str,
    predicate: str,
    found: str,
) -> None:
    change(site, old, new)
    decide(site, f"{KEY}/{aspect}", "--value", value, *WHY, *DAY)
    assert values(site, f"project/{KEY}{subject}", predicate) == {found}
    assert " 0 errors" in lod(site, "check").stdout


# Arguments after WHICH → what is said in English, in Swedish.
REFUSED = {
    "no such anomaly": (
        (f"{KEY}/period-strat", "--none", *WHY),
        f"did you mean {START}?",
        f"menar du {START}?",
    ),
    "no such number": (("3", "--none", *WHY), "no number 3; open: 2", "inget nummer 3; öppna: 2"),
    "number nought": (("0", "--none", *WHY), "no number 0", "inget nummer 0"),
    "nothing like it": (("x", "--none", *WHY), "lod decide lists them", "lod decide visar dem"),
    "no reading": (
        (START, "--value", "2013-01", *WHY),
        "2013-01 is none of the readings",
        "2013-01 är ingen av läsningarna",
    ),
    "no month": (
        (START, "--value", "2012-13", "--other", *WHY),
        "there is no month 13",
        "det finns ingen månad 13",
    ),
    "a word for a month": (
        (START, "--value", "januari", *WHY),
        "a day, a month or a year",
        "en dag, en månad eller ett år",
    ),
    "no stage": (
        (ENDED, "--value", "closd", *WHY),
        "there is no stage closd",
        "läget closd finns inte",
    ),
    "no day": (
        (START, "--none", *WHY, "--date", "2013-11-31"),
        "November has 30 days",
        "november har 30 dagar",
    ),
    "a day by its week": (
        (START, "--none", *WHY, "--date", "2026-W48-1"),
        "a day such as 2026-11-23",
        "en dag, till exempel 2026-11-23",
    ),
    "a day in words": ((START, "--none", *WHY, "--date", "soon"), "read as a day", "som en dag"),
    "nobody's organisation": (
        (START, "--none", *WHY, "--by", "tilvaxtverket"),
        "no such organisation is known: tilvaxtverket\n  expected: perhaps tillvaxtverket",
        "ingen sådan organisation är känd: tilvaxtverket\n  väntat: kanske tillvaxtverket",
    ),
    "a person": (
        (START, "--none", *WHY, "--by", "Eva Exempel"),
        "never a person's name",
        "aldrig en persons namn",
    ),
    "no reason": ((START, "--none"), "the reason is missing in sv, en", "skälet saknas på sv, en"),
    "a reason in one language": (
        (START, "--none", "--reason", "Därför."),
        "the reason is missing in en",
        "skälet saknas på en",
    ),
    "a reason twice": ((START, "--none", "--reason", "a", *WHY), "given twice", "två gånger"),
    "neither value nor none": ((START, *WHY), "say --value VALUE or --none", "ange --value"),
    "both": ((START, "--none", "--value", "2012-01", *WHY), "not both", "inte båda"),
    "which is missing": (("--none", *WHY), "say which anomaly", "ange vilken avvikelse"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "sv"])
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_is_told_and_nothing_is_written(site: Path, what: str, lang: str) -> None:
    arguments, english, swedish = REFUSED[what]
    before = (site / DECISIONS).read_bytes()
    done = decide(site, *arguments, lang=lang, code=2)
    assert (english if lang == "en" else swedish) in done.stderr
    assert (site / DECISIONS).read_bytes() == before
    assert [file.name for file in (site / "data/curated").iterdir()] == [
        file.name for file in (site / "data/curated").glob("*.ttl")
    ]


def test_a_value_that_is_no_reading_is_taken_when_told_to(site: Path) -> None:
    decide(site, START, "--value", "2013-01", "--other", *WHY)
    assert values(site, f"project/{KEY}/period", "dcat:startDate") == {"2013-01"}


def test_a_publication_in_one_language_takes_one_reason(site: Path) -> None:
    settings = site / "lod.toml"
    text = re.sub(r"(?m)^en = .*\n", "", settings.read_text(encoding="utf-8"))
    settings.write_text(f'languages = ["sv"]\n{text}', encoding="utf-8")
    decide(site, START, "--value", "2012-01", "--reason", 'Beslutet säger "januari".\nSå är det.')
    reason = values(site, f"project/{KEY}/anomaly/period-start/decision", "dcterms:description")
    assert reason == {'Beslutet säger "januari". Så är det.'}


HEAD = f"""@prefix fp: <{BASE}def/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{BASE}> .
"""
# What the file holds → lines that the decision adds before its own.
FILES = {
    "as lod writes it": (HEAD.encode(), 0),
    "ends of lines of Windows": (HEAD.replace("\n", "\r\n").encode(), 0),
    "a byte order mark": (b"\xef\xbb\xbf" + HEAD.encode(), 0),
    "no end of the last line": (HEAD.rstrip().encode(), 0),
    "a comment without an end": (HEAD.encode() + b"# the end", 0),
    "nothing": (b"", 5),
    "no base": (HEAD.replace(f"@base <{BASE}> .\n", "").encode(), 1),
    "no prefixes": (f"@base <{BASE}> .\n".encode(), 4),
    "other names": (HEAD.replace("dcterms:", "dct:").replace("xsd:", "x:").encode(), 0),
    "a name that is taken": (
        HEAD.replace("prov: <http://www.w3.org/ns/prov#>", "prov: <urn:x:>").encode(),
        0,
    ),
    "SPARQL's way": (re.sub("(?m)@(prefix|base)(.*) \\.$", r"\1\2", HEAD).encode(), 0),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_the_file_stays_as_it_is_and_the_prefixes_are_right(site: Path, what: str) -> None:
    before, lines = FILES[what]
    (site / DECISIONS).write_bytes(before)
    decide(site, START, "--value", "2012-01", *WHY, *DAY)
    after = (site / DECISIONS).read_bytes()
    added = after.removeprefix(before).decode()
    assert after.startswith(before)
    assert len(re.findall("(?m)^@(?:prefix|base)", added)) == lines
    assert ("\r\n" in added) == (b"\r\n" in before)
    assert values(site, f"project/{KEY}/period", "dcat:startDate") == {"2012-01"}
    assert "0 errors" in lod(site, "check").stdout
    decide(site, ENDED, "--none", *WHY, *DAY)
    assert (site / DECISIONS).read_bytes().startswith(after)
    assert "0 anomalies are open." in decide(site).stdout


def test_a_publication_without_the_file_gets_one(site: Path) -> None:
    (site / DECISIONS).unlink()
    decide(site, START, "--value", "2012-01", *WHY, *DAY)
    assert values(site, f"project/{KEY}/period", "dcat:startDate") == {"2012-01"}


def test_a_decision_goes_where_the_others_are(site: Path) -> None:
    decide(site, START, "--value", "2012-01", *WHY, *DAY)
    other = (site / DECISIONS).rename(site / "data/curated/beslut.ttl")
    done = decide(site, ENDED, "--none", *WHY, *DAY)
    assert "beslut.ttl:" in done.stdout
    assert not (site / DECISIONS).exists()
    assert other.read_text(encoding="utf-8").count("a fp:Decision") == 3  # one in the comments


def test_a_link_out_of_the_publication_is_not_written_to(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.ttl"
    elsewhere.write_text(HEAD, encoding="utf-8")
    (site / DECISIONS).unlink()
    (site / DECISIONS).symlink_to(elsewhere)
    decide(site, START, "--none", *WHY, code=3)
    assert elsewhere.read_text(encoding="utf-8") == HEAD


def test_what_cannot_be_read_is_told_and_stays(site: Path) -> None:
    (site / DECISIONS).write_text(f"{HEAD}<a> <b> ", encoding="utf-8")
    decide(site, START, "--none", *WHY, code=3)
    assert (site / DECISIONS).read_text(encoding="utf-8") == f"{HEAD}<a> <b> "


def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (site / DECISIONS).read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lod.files.write._write", refuse)
    decide(site, START, "--none", *WHY, code=2)
    assert (site / DECISIONS).read_bytes() == before
    assert len([*(site / "data/curated").iterdir()]) == 2


def test_on_a_terminal_what_is_left_out_is_asked_for(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lod.cli.decide._can_ask", lambda: True)
    done = CliRunner().invoke(
        main, ["decide", "2", "--site", str(site), "--lang", "sv"], input="2012-01\nJa.\nYes.\n"
    )
    assert done.exit_code == 0, done.output
    assert "läsningar: 2011-12, 2012-01" in done.stderr
    assert "Skälet (en)" in done.stderr
    assert values(site, f"project/{KEY}/period", "dcat:startDate") == {"2012-01"}


def test_a_terminal_that_ends_writes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod.cli.decide._can_ask", lambda: True)
    before = (site / DECISIONS).read_bytes()
    asked = ["decide", "2", "--site", str(site), "--lang", "en"]
    done = CliRunner().invoke(main, asked, input="2012-01\n")
    assert done.exit_code == 2
    assert "nothing is written" in done.stderr
    assert (site / DECISIONS).read_bytes() == before


@pytest.mark.parametrize(
    ("lang", "how"), [("en", "write the new key into the column now"), ("sv", "kolumnen now")]
)
def test_a_project_under_another_title_is_listed_with_where_it_is_settled(
    site: Path, lang: str, how: str
) -> None:
    renamed(site, (site / f"data/sources/{NAME}.txt").read_text("utf-8"))
    publish(site, NAME, "later")
    assert how in decide(site, lang=lang).stdout
    refused = decide(site, "project/hall-ut", "--none", *WHY, lang=lang, code=2)
    assert how in refused.stderr
    assert "keys.csv:" in refused.stderr
