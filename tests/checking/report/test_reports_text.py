"""The text for people: complete, marked at the value, and clear about what stopped the run."""

import re
from dataclasses import replace

import pytest

from checking.report.report_checks import FINDINGS, OWNER, RICH, large, owner
from lod.checking.report import Covered, Finding, Place, Report, Rule, render_report
from lod.checking.report.excerpt import excerpt
from lod.words import WIDTH, width


def text(check: Report, language: str = "sv") -> str:
    return render_report(check, "text", language).decode()


def marked(line: str, start: int, end: int | None, end_line: int = 1) -> tuple[str, str]:
    shown = excerpt(Place("a.ttl", 1, start, end_line, end, line))
    assert shown is not None
    return shown.line, shown.carets


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "carets"),
    [
        ("a <b> .", 3, 6, "a <b> .", "  ^^^"),
        ("\ta\t<b>", 4, 7, "    a   <b>", "        ^^^"),
        ("漢字 <b>", 4, 7, "漢字 <b>", "     ^^^"),
        ("a <漢字>", 3, 7, "a <漢字>", "  ^^^^^^"),
        ("e\u0301 <b>", 4, 7, "e\u0301 <b>", "  ^^^"),
        ("\u200b <b>", 3, 6, "\\u200B <b>", "       ^^^"),
        ("\x1b[31m<b>", 6, 9, "\\u001B[31m<b>", "          ^^^"),
        ("a <b>", 3, None, "a <b>", "  ^"),
        ("kort", 40, 50, "kort", "    ^"),
        ("a <b>", 3, 2, "a <b>", "  ^"),
        ("", 1, 1, "", "^"),
        ("a <b>\r\n", 3, 6, "a <b>", "  ^^^"),
    ],
)
def test_carets_stand_under_the_value(
    line: str, start: int, end: int | None, shown: str, carets: str
) -> None:
    assert marked(line, start, end) == (shown, carets)


def test_a_value_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert marked('a """x', 3, 2, end_line=4) == ('a """x', "  ^^^^")


@pytest.mark.parametrize("wide", ["x", "漢", "\t", "\u202e"])
@pytest.mark.parametrize(("before", "value", "after"), [(0, 5, 500), (500, 5, 0), (300, 5, 300)])
def test_a_long_line_is_cut_around_the_value(
    wide: str, before: int, value: int, after: int
) -> None:
    line = wide * before + "v" * value + wide * after
    shown, carets = marked(line, before + 1, before + value + 1)
    assert width(shown) <= WIDTH
    assert carets.endswith("^" * value)
    assert shown.startswith("…") == (before > 0)
    assert shown.endswith("…") == (after > 0)
    start = width(carets) - value
    assert shown.isascii() is False
    assert _columns(shown, start, value) == "vvvvv"


def _columns(shown: str, start: int, most: int) -> str:
    taken = 0
    for number, character in enumerate(shown):
        if taken == start:
            return shown[number : number + most]
        taken += width(character)
    return ""


def test_a_long_value_keeps_its_beginning_and_its_surroundings() -> None:
    shown, carets = marked("före " + "v" * 900 + " efter", 6, 906)
    assert width(shown) <= WIDTH
    assert shown.startswith("före vvv")
    assert shown.endswith("… efter")
    assert carets.index("^") == 5


def test_one_line_of_ten_megabytes_costs_no_more_than_a_short_one() -> None:
    shown, _ = marked("x" * 10_000_000, 5_000_000, 5_000_010)
    assert width(shown) <= WIDTH


def test_ten_thousand_findings_are_all_there() -> None:
    written = text(large(10_000))
    for line in range(1, 10_001):
        assert f"data/{line % 10}.ttl:{line}:21" in written
    assert written.endswith("Följer inte reglerna. 10\xa0000 fel, 0 varningar.\n")
    assert written.count("väntat: ") == 10


def test_the_same_place_is_shown_once_with_all_the_things_it_is_about() -> None:
    one = owner(12, "", "x")
    written = text(Report([one, replace(one, focus="<https://x.example/other>")]))
    assert written.count("12 | ") == 1
    assert "gäller: https://x.example/other" in written


def test_findings_that_differ_in_what_to_do_stand_apart() -> None:
    one = owner(12, "", "x")
    other = replace(one, expected={"sv": "något annat"})
    written = text(Report([one, other]))
    assert written.count("fel: Projektägaren") == 2


def test_known_findings_are_only_counted() -> None:
    written = text(Report([owner(99, "", "gammal", known=True)], (OWNER,)))
    assert "gammal" not in written
    assert "1 känt sedan tidigare visas inte." in written
    assert written.endswith("Följer reglerna. 0 fel, 0 varningar.\n")


def test_what_stops_the_run_is_said_when_it_is_milder_than_an_error() -> None:
    warning = next(finding for finding in FINDINGS if finding.severity == "warning")
    check = Report([warning], fail_on="warning")
    assert "Följer inte reglerna. Även varningar stoppar här. 0 fel, 1 varning." in text(check)
    assert "Warnings too stop the run here." in text(check, "en")
    assert text(replace(check, fail_on="violation")).startswith("data/sources")
    assert "stoppar" not in text(replace(check, fail_on="violation"))


def test_a_check_of_nothing_conforms() -> None:
    assert text(Report([])) == "Följer reglerna. 0 fel, 0 varningar.\n"
    assert text(Report([]), "en") == "Conforms. 0 errors, 0 warnings.\n"


def test_colour_only_when_asked_and_nothing_else_differs() -> None:
    plain, coloured = (render_report(RICH, "text", "sv", colour=c).decode() for c in (False, True))
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[1;31mfel:\x1b[0m" in coloured
    assert render_report(RICH, "json", "sv", colour=True) == render_report(RICH, "json", "sv")


def test_the_coverage_points_at_what_no_rule_looked_at() -> None:
    covered = (
        Covered("shape", "S", 0, 0),
        Covered("class", "C", 3, 1),
        Covered("class", "D", 2, 2),
    )
    rows = text(Report([], coverage=covered), "en").splitlines()
    assert rows[2].endswith("nothing to check")
    assert rows[3].endswith("2 without a rule")
    assert rows[4].split() == ["class", "D", "2", "2"]


def test_a_message_is_never_empty() -> None:
    finding = Finding(Rule("spec/x", "violation"), "violation", {})
    assert "fel: spec/x" in text(Report([finding]))
