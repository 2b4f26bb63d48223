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
from lod.comparing.naming import and_more, kind_heading
from lod.comparing.phrases import DATA, NEW, OLD, OURS, TextRun, joined_runs, name, phrases
from lod.comparing.text import check_counts, closing, compared, fetched, finding
from lod.words import Message, counted, cut, msg, number, printable

DIFF_LIMIT = 60_000
"""Characters."""

_RESERVE = 400  # for what closes the report
_COLLAPSE, _FINDINGS, _ITEM = 10, 20, 4_000
_MARKS = {ADDED: "+", REMOVED: "−", PROBABLY_RENAMED: "?"}
_CALLS = re.compile(r"@(?=\w)|#(?=\d)")
_LINKS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def write(diff: Diff, language: str, *, everything: bool = False) -> str:
    """Write the counts, the check, then the things by class: at most 60,000 characters."""
    top = [f"## {msg('What changed').told(language)}", safe(compared(diff, language))]
    top += [
        safe(cut(row, 500)) for row in (*fetched(diff, language), *closing(diff, language))[-50:]
    ]
    head = "\n\n".join([*top, *_check(diff, language)]) + "\n"
    things = diff.things if everything else diff.loud
    body = "".join(_classes(things, diff, language, DIFF_LIMIT - len(head) - _RESERVE, everything))
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
    things: Iterable[ChangedThing], diff: Diff, language: str, room: int, everything: bool
) -> Iterator[str]:
    """Give a list for each class while there is room; a long one is folded."""
    left = 0
    for heading, group in groupby(
        things, key=lambda t: kind_heading(t.kind, t.class_iri, diff, language)
    ):
        found = list(group)
        opening, ending = _frame(safe(cut(heading, 200)), len(found), language)
        items: list[str] = []
        room -= len(opening) + len(ending)
        for thing in found if left == 0 else ():
            item = _item(thing, diff, language, everything=everything)
            if len(item) > room:
                break
            items.append(item)
            room -= len(item)
        left += len(found) - len(items)
        if items:
            yield "".join([opening, *items, ending])
    if left:
        yield f"\n{_cut(left).told(language)}\n"


def _cut(left: int) -> Message:
    return counted(
        "… and {n} more thing; lod diff --format text has it too.",
        "… and {n} more things; lod diff --format text has all of them.",
        left,
    )


def _frame(heading: str, count: int, language: str) -> tuple[str, str]:
    if count <= _COLLAPSE:
        return f"\n### {heading}\n\n", ""
    told = f"{heading} ({number(count).told(language)})"
    return f"\n<details>\n<summary><strong>{told}</strong></summary>\n\n", "\n</details>\n"


def _item(thing: ChangedThing, diff: Diff, language: str, *, everything: bool) -> str:
    mark = _MARKS.get(thing.state, "~")
    head = f"- `{mark}` **{safe(name(thing, diff, language))}**"
    found = phrases(thing, diff, language, everything=everything)
    rows = _fitting([_drawn(row) for row in found], language)
    line = "; ".join(rows)
    if not line:
        return f"{head}\n"
    if len(line) <= 200:
        return f"{head}: {line}\n"
    return f"{head}:\n" + "".join(f"  - {row}\n" for row in rows)


def _fitting(rows: list[str], language: str) -> list[str]:
    """Give as many phrases as one thing may take."""
    room = _ITEM
    kept: list[str] = []
    for row in rows:
        room -= len(row)
        if room < 0:
            return [*kept, and_more(len(rows) - len(kept), language)]
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


def _check(diff: Diff, language: str) -> Iterator[str]:
    found = diff.findings
    if found is None:
        return
    yield f"**{msg('The check').told(language)}:** {check_counts(diff, language)}"
    for word, rows in (
        (msg("new").told(language), found.new),
        (msg("gone").told(language), found.gone),
    ):
        if rows:
            yield "\n".join(_findings(word, rows, diff, language))


def _findings(word: str, rows: tuple[BareFinding, ...], diff: Diff, language: str) -> Iterator[str]:
    for row in rows[:_FINDINGS]:
        yield f"- {word}: {safe(cut(finding(row, diff, language), 400))}"
    if len(rows) > _FINDINGS:
        yield f"- {and_more(len(rows) - _FINDINGS, language)}"
