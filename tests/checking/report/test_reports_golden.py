"""One rich check in every format and language, against files that were read and found right.

After a change that is meant, this file run with ``PYTHONPATH=tests`` writes them anew; read the
difference.
"""

from pathlib import Path

import pytest

from checking.report.report_checks import RICH
from lod.checking.report import REPORT_FORMATS, render_report, summary

EXPECTED = Path(__file__).parent / "expected"
NAMES = [f"{form}.{language}" for form in (*REPORT_FORMATS, "summary") for language in ("sv", "en")]


def rendered(name: str) -> bytes:
    form, _, language = name.partition(".")
    if form == "summary":
        return summary(RICH, language).encode()
    return render_report(RICH, form, language)


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_as_expected(name: str) -> None:
    assert rendered(name).decode() == (EXPECTED / name).read_bytes().decode()


def test_every_expected_file_is_compared() -> None:
    assert sorted(NAMES) == sorted(file.name for file in EXPECTED.iterdir())


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_the_same_check_gives_the_same_bytes(form: str) -> None:
    assert render_report(RICH, form, "sv") == render_report(RICH, form, "sv")


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_an_unknown_language_is_answered_in_english(form: str) -> None:
    assert render_report(RICH, form, "fi") == render_report(RICH, form, "en").replace(
        b'"fi"', b'"en"'
    )


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render_report(RICH, "pdf", "sv")


if __name__ == "__main__":
    for each in NAMES:
        (EXPECTED / each).write_bytes(rendered(each))
