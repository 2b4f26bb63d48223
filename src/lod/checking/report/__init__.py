"""Reports of a check, one module a format. Nothing is read or written here; no clock, no settings.

The same check gives the same bytes. What comes from data is shown, never obeyed: each format
escapes in its own way, and what can't be seen is spelt out (``printable``). Imports nothing of
lod but ``rdf`` and ``words``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from lod.checking.report import github, htmlreport, jsonreport, junit, sarif, text, turtle
from lod.checking.report.arrange import fingerprints
from lod.checking.report.markdown import summary
from lod.checking.report.model import Covered, Finding, Place, Report, Rule
from lod.words import spoken

__all__ = [
    "REPORT_FORMATS",
    "Covered",
    "Finding",
    "Place",
    "Renderer",
    "Report",
    "Rule",
    "fingerprints",
    "render_report",
    "summary",
]

WriteReport = Callable[[Report, str], str]


@dataclass(frozen=True, slots=True)
class Renderer:
    """A format: how it is written, and what to say of it in the docs.

    :param coloured: how it is written for a terminal, if it has colour at all.
    """

    write: WriteReport
    about: str
    media_type: str
    coloured: WriteReport | None = None


REPORT_FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "text": Renderer(
            text.write,
            "for people: by file and line, the value marked, what to do",
            "text/plain",
            partial(text.write, colour=True),
        ),
        "github": Renderer(
            github.write, "annotations in a GitHub workflow, as many as are shown", "text/plain"
        ),
        "sarif": Renderer(
            sarif.write, "SARIF 2.1.0, for code scanning and editors", "application/sarif+json"
        ),
        "junit": Renderer(
            junit.write, "JUnit XML, a case per rule: GitLab, Jenkins", "application/xml"
        ),
        "json": Renderer(jsonreport.write, "all there is, for programs", "application/json"),
        "turtle": Renderer(turtle.write, "a sh:ValidationReport, for the graph", "text/turtle"),
        "html": Renderer(htmlreport.write, "a page to read, keep or send", "text/html"),
    }
)
"""Name → renderer."""


def render_report(check: Report, form: str, language: str, *, colour: bool = False) -> bytes:
    """Write a check in a format: UTF-8.

    :param form: one of ``FORMATS``.
    :param language: ``sv`` or ``en``; English for any other.
    :raises KeyError: no such format.
    """
    renderer = REPORT_FORMATS[form]
    write = renderer.coloured if colour and renderer.coloured else renderer.write
    return write(check, spoken(language)).encode(errors="backslashreplace")
