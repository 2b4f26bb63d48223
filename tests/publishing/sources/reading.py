"""The shipped page and its sidecar, and any other page read by the same labels."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lod.publishing.records import Page, Project, Source
from lod.publishing.sources.page import read_page
from lod.publishing.sources.sidecar import read_source

SOURCES = Path(__file__).parents[3] / "data" / "sources"
NAME = "programsida-2013-11-15"
SOURCE, FILE = read_source(SOURCES, NAME)
SEED = FILE.read_bytes().decode("utf-8")
PATH = Path("page.txt")


def read(page: str | bytes, **labels: object) -> Page:
    """Read a page by the seed's labels, some of them replaced (None takes one away)."""
    data = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    table = {k: v for k, v in {**SOURCE.labels, **labels}.items() if v is not None}
    return read_page(replace(SOURCE, labels=table), data, PATH)


def seed_with(old: str, new: str) -> str:
    """The seed with one change, which must be one."""
    assert SEED.count(old) == 1, f"{old!r} stands {SEED.count(old)} times in the seed"
    return SEED.replace(old, new)


def values(page: Page) -> object:
    """All that a page says, without its lines and its exact words."""
    report, changed = page.report, page.changed
    return (
        page.slogan and page.slogan.value,
        page.programme.name.value,
        page.programme.description and page.programme.description.value,
        page.programme.stage,
        tuple(project_values(project) for project in page.projects),
        report and (report.name.value, report.description and report.description.value),
        changed,
    )


def project_values(project: Project) -> object:
    period = project.period
    return (
        project.title.value,
        project.owner and project.owner.value,
        period and (period.start, period.end),
        project.purpose and project.purpose.value,
        project.stage,
        project.heading.value,
        tuple(partner.value for partner in project.partners),
        tuple((a.aspect, a.type, a.concerns, a.candidates) for a in project.anomalies),
    )


def read_own(text: str, title: str, language: str, labels: Mapping[str, object]) -> Page:
    """Read a page of one's own."""
    source = Source(
        "own", title, "publisher", language, "text/plain", "", Path("own.toml"), labels=labels
    )
    return read_page(source, text.encode(), PATH)
