"""Annotations: no more than GitHub shows, the worst first, and said how many are left out."""

import re
from dataclasses import replace

import pytest

from checking.report.report_checks import RICH, large
from lod.checking.report import Finding, Place, Report, Rule, render_report, summary
from lod.checking.report.markdown import LIMIT


def findings(severity: str, number: int) -> list[Finding]:
    rule = Rule(f"spec/{severity}", severity)
    return [
        Finding(rule, severity, {"sv": f"nr {n}."}, Place("a.ttl", n)) for n in range(1, number + 1)
    ]


def commands(check: Report, language: str = "sv") -> list[str]:
    return render_report(check, "github", language).decode().splitlines()


def kinds(rows: list[str]) -> tuple[int, int, int]:
    names = [row.split("::")[1].split(" ")[0] for row in rows]
    return names.count("error"), names.count("warning"), names.count("notice")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((10, 10, 10), (10, 10, 10)),
        ((11, 0, 0), (10, 0, 1)),
        ((11, 12, 10), (10, 10, 10)),
        ((0, 0, 11), (0, 0, 10)),
        ((0, 3, 2), (0, 3, 2)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_no_more_of_each_than_github_shows(
    given: tuple[int, int, int], shown: tuple[int, int, int]
) -> None:
    pairs = zip(("violation", "warning", "info"), given, strict=True)
    check = Report([finding for pair in pairs for finding in findings(*pair)])
    assert kinds(commands(check)) == shown


def test_the_last_line_says_how_many_more() -> None:
    rows = commands(large(10_000))
    assert len(rows) == 11
    assert rows[-1] == (
        "::notice title=Fler än vad GitHub visar::GitHub visar 10 av 10\xa0000 resultat; "
        "9\xa0990 till står i hela rapporten: 10\xa0000 fel, 0 varningar."
    )
    assert "shows 10 of 10,000 results; 9,990 more" in commands(large(10_000), "en")[-1]


def test_errors_come_first_in_the_order_of_files_and_lines() -> None:
    check = Report([*findings("warning", 2), *reversed(findings("violation", 3))])
    heads = [row.split(",title")[0] for row in commands(check)]
    assert heads == [
        "::error file=a.ttl,line=1",
        "::error file=a.ttl,line=2",
        "::error file=a.ttl,line=3",
        "::warning file=a.ttl,line=1",
        "::warning file=a.ttl,line=2",
    ]


def test_columns_are_given_only_within_one_line() -> None:
    one = replace(findings("violation", 1)[0], place=Place("a.ttl", 1, 5, 1, 9))
    two = replace(one, place=Place("a.ttl", 1, 5, 3, 9))
    head = commands(Report([one]))[0].split(",title")[0]
    assert head == "::error file=a.ttl,line=1,endLine=1,col=5,endColumn=9"
    assert commands(Report([two]))[0].split(",title")[0] == "::error file=a.ttl,line=1,endLine=3"


def test_properties_and_texts_are_escaped() -> None:
    rule = Rule("a:b,c", "violation")
    finding = Finding(rule, "violation", {"": "50 % ::error::"}, Place("a,b:c%.ttl", 1))
    row = commands(Report([finding]))[0]
    assert row.startswith("::error file=a%2Cb%3Ac%25.ttl,line=1,title=a%3Ab%2Cc::50 %25 ::error::")
    assert "%0Aregel: a:b,c" in row


def test_known_findings_are_no_annotations() -> None:
    assert not commands(Report([replace(one, known=True) for one in findings("violation", 3)]))


def test_a_long_title_is_cut() -> None:
    row = commands(Report([Finding(Rule("x" * 999, "info"), "info", {})]))[0]
    assert f"title={'x' * 254}…::" in row


def test_a_summary_is_bounded() -> None:
    assert len(summary(large(10_000), "sv").encode()) < LIMIT
    long = [replace(one, messages={"": "漢" * 90_000}) for one in findings("violation", 500)]
    written = summary(Report(long), "sv")
    assert 500_000 < len(written.encode()) < LIMIT
    assert re.search("De första 1[0-9]{2} av 500", written)
    files = [
        Finding(Rule("r", "info"), "info", {}, Place("漢" * 4000 + str(n))) for n in range(900)
    ]
    written = summary(Report(files), "en")
    assert len(written.encode()) < LIMIT
    assert "… and 700 files more" in written


def test_a_summary_of_a_check_that_conforms_is_short() -> None:
    assert (
        summary(Report([]), "en") == "## Check of the data\n\n**Conforms.** 0 errors, 0 warnings.\n"
    )


def test_a_summary_shows_the_worst_first() -> None:
    written = summary(RICH, "sv")
    order = [written.index(word) for word in ("- **fel**", "- **varning**", "- **upplysning**")]
    assert order == sorted(order)
