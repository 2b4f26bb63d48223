"""A comparison as Markdown for a pull request: bounded, and data can't become markup.

GitHub takes 65,536 characters in a comment. Names after @ and numbers after # would call people
and link issues even when escaped: a zero-width space keeps them apart, as Renovate does.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from lod.checking import escaped
from lod.comparing.findings import BareFinding
from lod.comparing.model import ADDED, PROBABLY_RENAMED, REMOVED, ChangedThing, Diff
from lod.comparing.phrases import DATA, NEW, OLD, OURS, TextRun, joined_runs, name, phrases
from lod.comparing.text import check_counts, closing, compared, fetched, finding
from lod.comparing.words import DiffWords, diff_words
from lod.words import cut, printable

DIFF_LIMIT = 60_000
"""Characters."""

_RESERVE = 400  # for what closes the report
_COLLAPSE, _FINDINGS, _ITEM = 10, 20, 4_000
_MARKS = {ADDED: "+", REMOVED: "−", PROBABLY_RENAMED: "?"}
_CALLS = re.compile(r"@(?=\w)|#(?=\d)")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def write(diff: Diff, language: str, *, everything: bool = False) -> str:
    """Write the counts, the check, then the things by class: at most 60,000 characters."""
    said = diff_words(language)
    top = [f"## {said.title}", safe(compared(diff, said))]
    top += [safe(cut(row, 500)) for row in (*fetched(diff, said), *closing(diff, said))[-50:]]
    head = "\n\n".join([*top, *_check(diff, said)]) + "\n"
    things = diff.things if everything else diff.loud
    body = "".join(_classes(things, diff, said, DIFF_LIMIT - len(head) - _RESERVE, everything))
    return head + body


def safe(text: str) -> str:
    r"""Escape what Markdown, HTML or GitHub would read as more than text; one line.

    >>> safe("<b>*@x #1")
    '&lt;b\\>\\*@\u200bx \\#\u200b1'
    """
    plain = _CALLS.sub("\\g<0>\u200b", printable(" ".join(text.split())))
    plain = _LINKS.sub("\u200b", plain)
    return escaped(plain).replace("$", "&#36;")


def _classes(
    things: Iterable[ChangedThing], diff: Diff, said: DiffWords, room: int, everything: bool
) -> Iterator[str]:
    """Give a list for each class while there is room; a long one is folded."""
    left = 0
    for heading, group in groupby(things, key=lambda t: said.kind(t.kind, t.class_iri, diff)):
        found = list(group)
        opening, ending = _frame(safe(cut(heading, 200)), len(found), said)
        items: list[str] = []
        room -= len(opening) + len(ending)
        for thing in found if left == 0 else ():
            item = _item(thing, diff, said, everything=everything)
            if len(item) > room:
                break
            items.append(item)
            room -= len(item)
        left += len(found) - len(items)
        if items:
            yield "".join([opening, *items, ending])
    if left:
        yield f"\n{said.counted(left, said.cut)}\n"


def _frame(heading: str, number: int, said: DiffWords) -> tuple[str, str]:
    if number <= _COLLAPSE:
        return f"\n### {heading}\n\n", ""
    counted = f"{heading} ({said.number(number)})"
    return f"\n<details>\n<summary><strong>{counted}</strong></summary>\n\n", "\n</details>\n"


def _item(thing: ChangedThing, diff: Diff, said: DiffWords, *, everything: bool) -> str:
    mark = _MARKS.get(thing.state, "~")
    head = f"- `{mark}` **{safe(name(thing, diff, said))}**"
    found = phrases(thing, diff, said, everything=everything)
    rows = _fitting([_drawn(row) for row in found], said)
    line = "; ".join(rows)
    if not line:
        return f"{head}\n"
    if len(line) <= 200:
        return f"{head}: {line}\n"
    return f"{head}:\n" + "".join(f"  - {row}\n" for row in rows)


def _fitting(rows: list[str], said: DiffWords) -> list[str]:
    """Give as many phrases as one thing may take."""
    room = _ITEM
    kept: list[str] = []
    for row in rows:
        room -= len(row)
        if room < 0:
            return [*kept, said.more.format(said.number(len(rows) - len(kept)))]
        kept.append(row)
    return kept


def _drawn(runs: Iterable[TextRun]) -> str:
    return "".join(_draw(kind, text) for kind, text in joined_runs([list(runs)], ""))


def _draw(kind: str, text: str) -> str:
    if kind == OURS:
        return text
    drawn = safe(text)
    drawn = f" {drawn}" if kind == DATA and text.startswith(" ") else drawn
    return {DATA: drawn, OLD: f"~~{drawn}~~", NEW: f"**{drawn}**"}[kind]


def _check(diff: Diff, said: DiffWords) -> Iterator[str]:
    found = diff.findings
    if found is None:
        return
    yield f"**{said.check}:** {check_counts(diff, said)}"
    for word, rows in ((said.new, found.new), (said.gone, found.gone)):
        if rows:
            yield "\n".join(_findings(word, rows, diff, said))


def _findings(
    word: str, rows: tuple[BareFinding, ...], diff: Diff, said: DiffWords
) -> Iterator[str]:
    for row in rows[:_FINDINGS]:
        yield f"- {word}: {safe(cut(finding(row, diff, said), 400))}"
    if len(rows) > _FINDINGS:
        yield f"- {said.more.format(said.number(len(rows) - _FINDINGS))}"
