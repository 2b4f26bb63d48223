"""Twice as many projects take twice as many steps: counted, which no busy machine changes.

The time is measured by benchmarks/pages.py.
"""

import shutil
import sys
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from editing import change

from lod import publishing
from lod.publishing import fetches, keeping, keys, leaving, likeness, minting, refetch, renamed
from lod.publishing.config import read_config
from lod.publishing.mapping import quotations
from lod.publishing.mapping.quotations import quotation_keys
from lod.publishing.publication import map_all
from lod.publishing.records import LineSpan, Text
from lod.publishing.renamed import likely_renames

SIZES = (40, 80, 120)
BASE = "https://data.tillvaxtverket.example/"
OF_KEYS = {m.__file__ for m in (fetches, keeping, keys, leaving, likeness, minting, refetch)}
OF_RENAMES = {renamed.__file__}
SIDECAR = """title = "Bygdemedel"
publisher = "tillvaxtverket"
language = "sv"
stated = {stated}
[columns]
{columns}
title = "Projekt"
owner = "Ägare"
start = "Start"
[table]
dates = ["yyyy"]
"""
LONG = "Utvecklingsplan för staden och regionen som en integrerad del av näringslivets"
DECISION = """<{0}/decision> a fp:Decision, prov:Entity ; fp:decides <{0}> ;
    fp:chosen "2012-01"^^xsd:gYearMonth ; dcterms:date "2026-11-23"^^xsd:date ;
    dcterms:description "Så."@sv, "So."@en ;
    prov:wasAttributedTo <id/organization/tillvaxtverket> .
"""


def calls(run: Callable[[], object]) -> int:
    """Count the calls of functions, Python's own among them, that something takes."""
    count = 0

    def note(_frame: object, event: str, _what: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def lines(run: Callable[[], object], files: Collection[str | None] = OF_KEYS) -> int:
    """Count the lines of some files that something takes: loops without a call show, too."""
    count = 0

    def note(frame: FrameType, event: str, _what: object) -> Callable[..., Any] | None:
        nonlocal count
        count += event == "line"
        return note if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(note)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def publication(site: Path, folder: Path, count: int) -> Path:
    """Copy a publication, with more projects: titles alike, periods unreadable."""
    made = folder / str(count)
    shutil.copytree(site, made)
    blocks = "".join(
        f"{LONG} {n}\n\nProjektägare: Bolaget {n % 20} AB Projekttid: 20112-01 — 2014-10\n\n"
        f"Projektets syfte är att samla näringslivet i bolag {n}.\n\n"
        for n in range(count)
    )
    change(made, "Senast ändrad\n", f"{blocks}Senast ändrad\n")
    return made


def decide(site: Path) -> None:
    """Decide every anomaly of the projects that were added."""
    rows = publishing.plan_keys(read_config(site)).keys.rows
    anomalies = [
        f"id/project/{row.key}/anomaly/period-start"
        for row in rows
        if "utvecklingsplan-for" in row.key
    ]
    with (site / "data/curated/decisions.ttl").open("a", encoding="utf-8") as file:
        file.writelines(DECISION.format(iri) for iri in anomalies)


def steps(site: Path, folder: Path, count: int) -> list[int]:
    """Count the lines of lod keys and the calls of lod build, by what it does."""
    made = publication(site, folder, count)
    config = read_config(made)
    found: dict[str, object] = {}

    def step(name: str, run: Callable[[], object]) -> int:
        def kept() -> None:
            found[name] = run()

        return calls(kept)

    counts = [lines(lambda: publishing.plan_keys(config))]
    publishing.plan_keys(config).write()
    decide(made)
    counts += [step("mapped", lambda: publishing.read_publication(config, lambda _: None))]
    mapped = found["mapped"]
    assert isinstance(mapped, publishing.Mapped)
    counts += [step("report", lambda: publishing.check_publication(mapped, lambda _: None))]
    report = publishing.check_publication(mapped, lambda _: None)
    assert len([f for f in report.findings if f.rule.id == "notice/open-anomaly"]) < 10
    counts += [step("release", lambda: publishing.publish(mapped, report, folder, lambda _: None))]
    return counts


def test_steps_grow_as_projects_do(site: Path, tmp_path: Path) -> None:
    steps(site, tmp_path / "first", SIZES[0])  # what is made once and kept
    small, middle, large = (steps(site, tmp_path, size) for size in SIZES)
    for name, *counted in zip(
        ("keys", "read", "check", "publish"), small, middle, large, strict=True
    ):
        before, after = counted[1] - counted[0], counted[2] - counted[1]
        assert before > 0
        assert after < 1.1 * before, (name, counted)


@pytest.mark.parametrize("columns", ['id = "Dnr"', ""])
def test_likely_renames_take_steps_as_projects_do(site: Path, columns: str) -> None:
    config, counted = read_config(site), []
    config = replace(config, sources=("first.csv", "second.csv"))
    for count in (40, 80, 120):
        for name, year in (("first", 2015), ("second", 2016)):
            rows = (f"{name}{n},{name} {n},Bolaget AB,2015" for n in range(count))
            table = site / f"data/sources/{name}.csv"
            table.write_text("\n".join(("Dnr,Projekt,Ägare,Start", *rows, "")), "utf-8")
            said = SIDECAR.format(stated=f"{year}-12-31", columns=columns)
            table.with_suffix(".toml").write_text(said, "utf-8")
        publishing.plan_keys(config).write()
        mapped = map_all(config)
        found = partial(likely_renames, mapped.pages, mapped.keys)
        counted += [lines(partial(list, found()), OF_RENAMES)]
    before, after = counted[1] - counted[0], counted[2] - counted[1]
    assert 0 < after < 1.1 * before, counted


def test_names_of_quotations_take_steps_by_their_count() -> None:
    """Words of letters that no IRI has, as a table's cell may list them by the thousand."""

    def named(count: int) -> int:
        quotes = [Text.of(chr(0x4E00 + n), LineSpan(1, 1)) for n in range(count)]
        return lines(lambda: list(quotation_keys(quotes)), [quotations.__file__])

    assert named(200) < 2.1 * named(100)
