"""A damaged page through the commands: what a steward is told of what is lost."""

import csv
import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from packed import unpacked
from publishing.sources.funders import NAME, Funder
from publishing.sources.own_pages import BARE, Case, text_of_case

from fuzz.damages import Lines, damaged
from fuzz.test_damaged_pages import STACKED, WHOLE
from lod.publishing.records import clean

STACKED_CASE = Case(
    STACKED,
    "Bygdens program",
    {
        **{"owner": "Projektägare", "period": "Projekttid", "changed": "Senast ändrad"},
        "fields": {"Beviljat stöd": "amount"},
        "sections": {"Pågående projekt": "ongoing", "Avslutade projekt": "closed"},
    },
    (),
)
PAGES = {"stacked": STACKED_CASE, "bare": BARE}


@cache
def samples(name: str) -> dict[str, Lines]:
    """Each kind of damage once: the first seed that makes it."""
    blocks = [(p.span.first, p.span.last) for p in WHOLE[name].projects]
    found: dict[str, Lines] = {}
    for seed in range(200):
        kind, lines = damaged(text_of_case(PAGES[name]), blocks, seed)
        found.setdefault(kind, lines)
    return found


def made(site: Path, name: str) -> Funder:
    """A publication whose whole page has its keys."""
    case = PAGES[name]
    text = text_of_case(case)
    funder = Funder.of(site, text, case.labels, title=case.title, language=case.language)
    assert funder.run("keys").exit_code == 0
    return funder


def keys(funder: Funder) -> dict[tuple[str, str], str]:
    with (funder.site / "data/keys.csv").open(encoding="utf-8", newline="") as file:
        return {(r["kind"], r["as_written"]): r["key"] for r in csv.DictReader(file)}


def near(lines: Lines) -> set[int]:
    """The lines of the damage and of the blocks beside it."""
    broken = {at for at, line in enumerate(lines, 1) if line.touched}
    pairs = enumerate(pairwise(line.origin for line in lines), 1)
    broken |= {at for at, (above, below) in pairs if below != above + 1}
    return {by for at in broken for by in range(at - 9, at + 11)}


def said(release: Path) -> tuple[set[str], list[str]]:
    """The things that a release has from the page, and the names and descriptions it has of it."""
    data = unpacked(release / "data.nq").decode()
    return set(_FROM.findall(data)), [json.loads(f'"{words}"') for words in _SAID.findall(data)]


_FROM = re.compile(
    r"<https://x\.example/doc/([a-z]+/[^/>]+)> <http://www\.w3\.org/ns/prov#wasDerivedFrom> "
    rf"<https://x\.example/source/{NAME}#"
)
_SAID = re.compile(
    r"<https://x\.example/id/[a-z]+/[^/>]+> <https://schema\.org/(?:name|description)> "
    rf'"((?:[^"\\]|\\.)*)"(?:@[a-z]+)? <https://x\.example/graph/{NAME}> \.'
)


def tell(funder: Funder, name: str, lines: Lines, out: Path) -> list[str]:
    """Damage the page, check and build it; gives what is wrong with what is told."""
    case, whole = PAGES[name], keys(funder)
    text = "\n".join(line.text for line in lines)
    funder.write(text, case.labels, title=case.title, language=case.language)
    code, told = funder.check()
    if code == 3:
        return [] if any(one.line for one in told) else ["refused without a place"]
    gone = [one.message for one in told if one.rule == "notice/unyielded-key"]
    here = {one.line for one in told if one.file == f"{NAME}.txt"}
    funder.run("build", "--out", str(out))
    things, words = said(out / "current")
    wrong = [f"not on the page: {one}" for one in words if one not in clean(text)]
    for (kind, named), key in whole.items():
        lost = f"{kind}/{key}" not in things
        if lost and not any(named in message for message in gone):
            wrong.append(f"gone without a word: {kind} {named}")
        if lost and any(line.touched for line in lines) and not here & near(lines):
            wrong.append(f"nothing told where it stood: {kind} {named}")
    return wrong if words else ["nothing is published"]


@pytest.mark.parametrize("kind", sorted(samples("stacked")))
def test_a_record_that_is_lost_is_told_within_the_damage(kind: str, tmp_path: Path) -> None:
    funder = made(tmp_path / "site", "stacked")
    assert tell(funder, "stacked", samples("stacked")[kind], tmp_path / "var") == []


@pytest.mark.parametrize("kind", ["line-cut", "line-swapped", "letter-wrong"])
def test_so_it_is_where_labels_have_no_colon(kind: str, tmp_path: Path) -> None:
    funder = made(tmp_path / "site", "bare")
    assert tell(funder, "bare", samples("bare")[kind], tmp_path / "var") == []


def test_a_process_of_its_own_tells_the_same(tmp_path: Path) -> None:
    funder = made(tmp_path / "site", "stacked")
    case, lines = PAGES["stacked"], samples("stacked")["paragraph-swapped"]
    text = "\n".join(line.text for line in lines)
    funder.write(text, case.labels, title=case.title, language=case.language)
    arguments = ["check", "--site", str(funder.site), "--lang", "en"]
    inside = funder.run("check")
    command = [sys.executable, "-m", "lod", *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (inside.exit_code, inside.stdout)
