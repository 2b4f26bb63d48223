"""Where a page names somebody, and a table something."""

import re
from collections.abc import Iterator

from lod.publishing.iris import Iris
from lod.publishing.keys import Keys
from lod.publishing.records import LineSpan, Page, PointedSpan, Text, clean
from lod.publishing.sources.lines import words_pattern


def named_lines(page: Page, name: str) -> list[LineSpan]:
    """Find the lines of a page that name somebody, also in the genitive, each once, in order.

    :param name: who; nobody if it has no words.
    """
    if not clean(name):
        return []
    pattern = re.compile(rf"(?<!\w){words_pattern(clean(name))}s?(?!\w)")
    found = {span for text in _texts(page) for span in _naming(text, pattern)}
    return sorted(found)


def _texts(page: Page) -> Iterator[Text]:
    """Give the texts that may name others than those whose place it is."""
    programme, report = page.programme, page.report
    around = (page.slogan, programme.name, programme.description)
    yield from (text for text in around if text)
    yield from page.untaken
    yield from dict.fromkeys(p.introduction for p in page.projects if p.introduction)
    for project in page.projects:
        yield project.title
        if project.purpose:
            yield project.purpose
    if report:
        yield report.name
        if report.description:
            yield report.description


def _naming(text: Text, pattern: re.Pattern[str]) -> Iterator[LineSpan]:
    """Give a text's lines with the words; all of them if they aren't told apart."""
    if not pattern.search(text.verbatim):
        return
    rows, first = text.verbatim.split("\n"), text.span.first
    if first + len(rows) - 1 != text.span.last or isinstance(text.span, PointedSpan):
        yield text.span
    else:
        for number, row in enumerate(rows, first):
            if pattern.search(row):
                yield LineSpan(number, number)


def cell_of(span: LineSpan) -> str | None:
    """Point at a table's cell: ``row=5;column=End``; None for lines of a page."""
    if isinstance(span, PointedSpan) and span.cell:
        return f"{span.pointer};column={span.cell}"
    return None


def called_names(page: Page, iris: Iris, keys: Keys) -> dict[str, Text]:
    """Give each organisation the name it is called by: of several spellings one.

    That is the first that isn't the name of a key that another has replaced.
    """
    found: dict[str, Text] = {}
    source = page.source.name
    named = [n for p in page.projects for n in (*p.owners, *p.partners)]
    named = [n for n in named if not keys.is_retired("organization", source, n.value)]
    named.sort(key=lambda n: keys.is_replaced("organization", source, n.value))
    for name in named:
        key = keys.find("organization", source, name.value)
        found.setdefault(iris.thing("organization", key), name)
    return found
