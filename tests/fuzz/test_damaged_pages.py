"""A damaged page: nothing is published that it doesn't say, and nothing is lost in silence."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from publishing.sources.own_pages import CASES, text_of_case

from fuzz.damages import Lines, damaged
from lod.errors import SourceError
from lod.publishing.minting import names_of
from lod.publishing.records import Page, Project, Source, Text, clean
from lod.publishing.sources.page import read_page
from lod.publishing.sources.sidecar import read_labels, read_source

DAMAGES = 1000
"""To each page; a sample goes through the commands (``test_damages_told.py``)."""
SOURCES = Path(__file__).parents[2] / "data" / "sources"
PATH = Path("page.txt")

STACKED = """\
Bygdens program

Programmet ger stöd till byar och mindre orter.

Pågående projekt

Levande skärgård
Projektägare: Hjo kommun
Beviljat stöd: 1,2 mnkr
Projekttid: 2012-01 — 2013-10

Projektet ska hålla öarna levande året om.

Byns fiber
Projektägare: Föreningen Byn
Beviljat stöd: 75 tkr
Projekttid: 2012-04 — 2014-03

Projektet gräver fiber till alla hus.
Det görs med egna händer.

Avslutade projekt

Ungas bygd
Projektägare: Laxå kommun
Beviljat stöd: 450 000 kr
Projekttid: 2011-02 — 2012-05

Ungdomar fick egna medel att råda över.

Öppna landskap
Projektägare: Töreboda kommun
Beviljat stöd: 310 000 kr
Projekttid: 2011-05 — 2012-12

Hagar och ängar hölls öppna av betande djur.

Senast ändrad
15 november 2013 13:46
"""
BELOW = """\
Coast and country

The programme helps villages by the sea.

Approved projects

Kvarken by bike

A route for cyclists was planned across the islands.

Lead partner:
City of Vaasa

Duration:
2012-01 – 2013-10

Green harbours

Harbours learn from each other how to save energy.

Lead partner:
Municipality of Malax

Duration:
2012-03 – 2014-10

Rail for all

Studies show where trains should stop.

Lead partner:
Mid Nordic Committee

Duration:
2012-09 – 2014-12

Last updated
15 november 2013 13:46
"""


def own(title: str, language: str = "sv", **labels: object) -> Source:
    kind, file = "text/plain", Path("own.toml")
    return Source("own", title, "publisher", language, kind, "", file, labels=labels)


def pages() -> dict[str, tuple[Source, str]]:
    shipped, file = read_source(SOURCES, "programsida-2013-11-15")
    words = {"owner": "Projektägare", "period": "Projekttid", "changed": "Senast ändrad"}
    stages = {"Pågående projekt": "ongoing", "Avslutade projekt": "closed"}
    stacked = own("Bygdens program", **words, sections=stages, fields={"Beviljat stöd": "amount"})
    words = {"owner": "Lead partner", "period": "Duration", "changed": "Last updated"}
    below = own("Coast and country", **words, sections={"Approved projects": "ongoing"})
    ours = {
        name: (own(case.title, case.language, **case.labels), text_of_case(case))
        for name, case in CASES.items()
    }
    return {
        "shipped": (shipped, file.read_text(encoding="utf-8")),
        "stacked": (stacked, STACKED),
        "below": (below, BELOW),
        **ours,
    }


PAGES = pages()
WHOLE = {name: read_page(source, text.encode(), PATH) for name, (source, text) in PAGES.items()}


def published(page: Page) -> Iterator[Text]:
    yield page.programme.name
    yield from (
        text for text in (page.programme.description, page.slogan, page.changed_text) if text
    )
    if page.report:
        yield from (text for text in (page.report.name, page.report.description) if text)
    for project in page.projects:
        yield project.title
        yield from (text for text in (project.owner, project.purpose, project.heading) if text)
        yield from (*project.owners, *project.partners)
        yield from ([project.grant.text] if project.grant else ())
        if project.period:
            yield project.period.text
        yield from (quote for anomaly in project.anomalies for quote in anomaly.quotes)


def told(page: Page, known: set[tuple[str, str]]) -> set[int]:
    """Give the lines with a finding: problems, lines that nothing took, new names, anomalies."""
    lines = {problem.line for problem in page.problems}
    lines |= {text.span.first for text in page.untaken}
    lines |= {name.span.first for kind, name in names_of(page) if (kind, name.value) not in known}
    return lines | {
        line
        for project in page.projects
        for anomaly in project.anomalies
        for span in anomaly.spans
        for line in range(span.first, span.last + 1)
    }


def records(page: Page) -> dict[tuple[str, str], set[int]]:
    """Give the lines that say that there is a thing, by its kind and name.

    Of a project those of its title and labels: what is left of a description alone, no reader can
    tell from the one above, and the row in keys.csv tells that its thing is gone.
    """
    found = {("programme", page.programme.name.value): lines_of(page.programme.name)}
    if page.report:
        found["report", page.report.name.value] = lines_of(page.report.name)
    for project in page.projects:
        facts = [project.title, *([project.owner] if project.owner else ())]
        facts += [project.period.text] if project.period else ()
        lines = {line for text in facts for line in lines_of(text)}
        found["project", project.title.value] = lines
        for name in project.owners:
            found["organization", name.value] = lines
        for name in project.partners:
            found.setdefault(("organization", name.value), lines_of(name))
    return found


def lines_of(text: Text) -> set[int]:
    return set(range(text.span.first, text.span.last + 1))


def faults(name: str, lines: Lines) -> list[str]:
    """List what is wrong with how a damaged page is read."""
    source, _ = PAGES[name]
    whole = records(WHOLE[name])
    text = "\n".join(line.text for line in lines)
    raws = text.split("\n")
    touched = {
        near for at, line in enumerate(lines, 1) if line.touched for near in range(at - 2, at + 3)
    }
    try:
        page = read_page(source, text.encode(), PATH)
    except SourceError as error:
        return [] if error.line and error.todo else ["refused without a place"]
    found = [
        f"not at its place: {value.value} ({value.span})"
        for value in published(page)
        if value.value not in clean("\n".join(raws[value.span.first - 1 : value.span.last]))
    ]
    lines_told = told(page, set(whole))
    still = {thing.value for _, thing in names_of(page)} | unmet_names(source, page)
    for (kind, record), origins in whole.items():
        own_lines = {at for at, line in enumerate(lines, 1) if line.origin in origins}
        if record in still:
            continue
        if any(raws[at - 1].strip() for at in own_lines) and not lines_told & (own_lines | touched):
            found.append(f"gone in silence: {kind} {record}")
    titles = {record for kind, record in whole if kind == "project"}
    found += [
        f"made up: {project.title.value}"
        for project in page.projects
        if project.title.value not in titles
        and touched.isdisjoint(range(project.span.first, project.span.last + 1))
    ]
    found += changed_afar(WHOLE[name], page, lines)
    left = {value.span.first for value in page.untaken}
    filled = {at for at, raw in enumerate(raws, 1) if clean(raw)}
    found += [f"line {at} is nowhere" for at in sorted(filled - set(page.lines) - left)]
    return found


def unmet_names(source: Source, page: Page) -> set[str]:
    """Give the names of the sidecar's words that are told as not on the page."""
    words = [unmet.words for unmet in page.unmet]
    owners = read_labels(source).owners
    return {*words, *(name for one in words for name in owners.get(one, ()))}


def changed_afar(whole: Page, page: Page, lines: Lines) -> Iterator[str]:
    """Name the projects that read otherwise than before, though nothing near them was damaged."""
    broken = {at for at, line in enumerate(lines, 1) if line.touched}
    pairs = enumerate(pairwise(line.origin for line in lines), 1)
    broken |= {at for at, (above, below) in pairs if below != above + 1}
    near = {by for at in broken for by in range(at - 4, at + 6)}
    now = {project.title.value: said(project) for project in page.projects}
    for project in whole.projects:
        own = range(project.span.first, project.span.last + 1)
        places = {at for at, line in enumerate(lines, 1) if line.origin in own}
        afar = len(places) == len(own) and not places & near
        if afar and now.get(project.title.value) != said(project):
            yield f"changed from afar: {project.title.value}"


def said(project: Project) -> tuple[str | None, ...]:
    texts = (project.owner, project.period and project.period.text, project.purpose)
    return tuple(text.value if text else None for text in texts)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_lost_in_silence_and_nothing_is_made_up(name: str) -> None:
    text = PAGES[name][1]
    blocks = [(p.span.first, p.span.last) for p in WHOLE[name].projects]
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(DAMAGES):
        kind, lines = damaged(text, blocks, seed)
        kinds[kind] += 1
        wrong += [f"{kind}, seed {seed}: {fault}" for fault in faults(name, lines)]
    assert not wrong, "\n".join(wrong)
    assert len(kinds) == 14, kinds


@pytest.mark.parametrize("name", PAGES)
def test_what_is_damaged_is_whole_to_begin_with(name: str) -> None:
    page = WHOLE[name]
    listed = {"shipped": 10, "stacked": 4, "below": 3}
    assert len(page.projects) == (listed[name] if name in listed else len(CASES[name].rows))
    assert bool(page.problems) == (name == "nb")
    assert all(p.owners and p.period and p.purpose for p in page.projects)
    assert replace(page, untaken=()).untaken == ()
