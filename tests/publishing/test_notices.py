"""What no shape speaks of isn't passed over: findings with a place, in every format."""

import re
import shutil
from pathlib import Path

import pytest
from editing import NAME, change

from lod.checking.report import REPORT_FORMATS, Finding, Report, render_report
from lod.publishing.build import check_publication
from lod.publishing.config import read_config
from lod.publishing.publication import map_all

SIDECAR = f"data/sources/{NAME}.toml"


def checked(site: Path) -> Report:
    return check_publication(map_all(read_config(site)), lambda _: None)


def told(report: Report, name: str) -> list[Finding]:
    return [f for f in report.findings if f.rule.id == f"notice/{name}"]


def places(found: list[Finding], site: Path) -> list[str]:
    return [str(f.place).removeprefix(f"{site}/") for f in found]


def marked(found: Finding) -> str:
    place = found.place
    assert place is not None
    assert place.text is not None
    assert place.column is not None
    assert place.end_column is not None
    return place.text[place.column - 1 : place.end_column - 1]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_publication_has_two_open_anomalies_and_a_line_that_nothing_takes(
    site: Path,
) -> None:
    report = checked(site)
    found = [f for f in report.findings if f.rule.id.startswith("notice/")]
    assert [f.rule.id.removeprefix("notice/") for f in found] == [
        *("open-anomaly", "open-anomaly", "untaken-line"),
    ]
    assert {marked(f) for f in found} == {
        *("20112-01", "201206 — 201310", "Tillväxtverkets logotyp"),
    }
    assert all(f.severity == "info" for f in found)
    assert report.conforms


def test_an_anomaly_that_is_decided_is_open_no_more(site: Path) -> None:
    file = site / "data/curated/decisions.ttl"
    text = file.read_text(encoding="utf-8")
    block = text[text.index("# <id/") :]
    file.write_text(text.replace(block, re.sub(r"(?m)^# ?", "", block)), encoding="utf-8")
    assert len(told(checked(site), "open-anomaly")) == 1


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_format_tells_of_an_open_anomaly(site: Path, form: str) -> None:
    assert (
        "Startmånaden är skriven med fem siffror"
        in render_report(checked(site), form, "sv").decode()
    )


def test_a_label_that_the_page_has_not_is_told_on_its_line(site: Path) -> None:
    edit(site / SIDECAR, '"ladda hem publikationen"', '"hämta rapporten"')
    (found,) = told(checked(site), "unmet-words")
    assert (marked(found), found.severity) == ("hämta rapporten", "warning")
    assert places([found], site) == [f"{SIDECAR}:15:11"]


def test_a_partner_that_the_page_has_not_is_told_in_its_list(site: Path) -> None:
    edit(site / SIDECAR, '"Företagarna", ', '"Företagarna",\n  "Ingen alls", ')
    (found,) = told(checked(site), "unmet-words")
    assert marked(found) == "Ingen alls"
    assert places([found], site) == [f"{SIDECAR}:18:4"]


def test_a_line_that_nothing_takes_is_told(site: Path) -> None:
    change(site, "Senast ändrad", "Något annat\n\nSenast ändrad")
    assert "Något annat" in [marked(f) for f in told(checked(site), "untaken-line")]


@pytest.mark.parametrize("name", [".git/x.ttl", "2013/.hidden", ".x.ttl.swp", "2013/note.md"])
def test_what_is_hidden_or_a_note_is_passed_over(site: Path, name: str) -> None:
    file = site / "data/curated" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    assert told(checked(site), "unread-file") == []


@pytest.mark.parametrize("name", ["more.TTL", "decisions.txt", "2013/decisions.ttl"])
def test_a_curated_file_that_is_not_read_is_told(site: Path, name: str) -> None:
    file = site / "data/curated" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    (site / "data/curated/README.md").write_text("A note.", encoding="utf-8")
    assert places(told(checked(site), "unread-file"), site) == [f"data/curated/{name}"]


def test_a_source_that_is_not_listed_is_told(site: Path) -> None:
    for suffix in ("txt", "toml"):
        file = site / f"data/sources/{NAME}.{suffix}"
        shutil.copy(file, file.with_stem("programsida-2014-01-10"))
    found = told(checked(site), "unlisted-source")
    assert places(found, site) == ["data/sources/programsida-2014-01-10.toml"]


def test_curated_statements_without_an_address_are_all_told_and_left_out(site: Path) -> None:
    file = site / "data/curated/organizations.ttl"
    text = file.read_text(encoding="utf-8")
    more = '\n<https://x.example/a> schema:member [ schema:name "A"@sv ], _:b .\n'
    file.write_text(text + more, encoding="utf-8")
    mapped = map_all(read_config(site))
    found = told(check_publication(mapped, lambda _: None), "blank-node")
    line = text.count("\n") + 2
    assert {f.place.line for f in found if f.place} == {line}
    assert len(found) == 3
    assert not [t for t in mapped.graph.quads if "_:" in str(t)]
