"""A comparison as plain text. What can't be seen, or would steer a terminal, is spelt out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from lod.checking import in_language
from lod.comparing.findings import BareFinding
from lod.comparing.model import (
    ADDED,
    CHANGED,
    PROBABLY_RENAMED,
    REMOVED,
    RENAMED,
    ChangedThing,
    Diff,
)
from lod.comparing.naming import and_more, finding_word, kind_heading
from lod.comparing.phrases import (
    DATA,
    NEW,
    OLD,
    OURS,
    TextRun,
    joined_runs,
    name,
    phrases,
)
from lod.rdf import under_base
from lod.words import Message, counted, cut, msg, number, printable, prose, told

_MARKS = {ADDED: "+", REMOVED: "-", PROBABLY_RENAMED: "?"}
_COUNTED: Mapping[str, Callable[[int], Message]] = {
    ADDED: lambda n: counted("{n} added", "{n} added", n),
    REMOVED: lambda n: counted("{n} removed", "{n} removed", n),
    CHANGED: lambda n: counted("{n} changed", "{n} changed", n),
    RENAMED: lambda n: counted("{n} renamed", "{n} renamed", n),
    PROBABLY_RENAMED: lambda n: counted("{n} probably renamed", "{n} probably renamed", n),
}
_ONE_LINE = 100
_FINDINGS = 100
_LONGEST = 1000


def write(diff: Diff, language: str, *, everything: bool = False) -> str:
    """Write what changed by class and thing, then the check, then the counts."""
    rows = [
        printable(compared(diff, language)),
        "",
        *(f"{row}\n" for row in fetched(diff, language)),
    ]
    things = diff.things if everything else diff.loud
    for heading, group in groupby(
        things, key=lambda t: kind_heading(t.kind, t.class_iri, diff, language)
    ):
        rows.append(prose(heading))
        for thing in group:
            rows += _thing(thing, diff, language, everything=everything)
        rows.append("")
    rows += _check(diff, language)
    return "\n".join([*rows, *closing(diff, language)]) + "\n"


def compared(diff: Diff, language: str) -> str:
    """Name the two sides."""
    return f"{told(diff.old, language)} → {told(diff.new, language)}"


def fetched(diff: Diff, language: str) -> list[str]:
    """Say which pages were fetched again, and what day their statuses are of now."""
    rows = []
    fetched_again, as_of = (
        text.told(language) for text in (msg("The page was fetched again"), msg("status as of"))
    )
    for fetch in diff.fetches:
        old, new = (under_base(iri, diff.base) for iri in (fetch.old, fetch.new))
        row = f"{fetched_again}: {old} → {new}"
        dates = f"; {as_of} {' → '.join(fetch.dates)}" if fetch.dates else ""
        rows.append(prose(f"{row}{dates}"))
    return rows


def _thing(thing: ChangedThing, diff: Diff, language: str, *, everything: bool) -> list[str]:
    """Give one line; where it would be long, a line for each change."""
    head = f"  {_MARKS.get(thing.state, '~')} {prose(name(thing, diff, language))}"
    found = phrases(thing, diff, language, everything=everything)
    line = _drawn(joined_runs(found, "; "))
    if len(line) <= _ONE_LINE:
        return [f"{head}: {line}" if line else head]
    return [f"{head}:", *(f"      {_drawn(row)}" for row in found)]


def _drawn(runs: Iterable[TextRun]) -> str:
    return "".join(_draw(kind, text) for kind, text in runs)


def _draw(kind: str, text: str) -> str:
    if kind == OURS:
        return text
    safe = printable(" ".join(text.split()) if text.strip() != text else text)
    safe = f" {safe}" if text.startswith(" ") else safe
    return {DATA: safe, OLD: f"[-{safe}-]", NEW: f"{{+{safe}+}}"}[kind]


def _check(diff: Diff, language: str) -> Iterator[str]:
    found = diff.findings
    if found is None:
        return
    yield f"{msg('The check').told(language)}: {check_counts(diff, language)}"
    for word, mark, rows in (
        (msg("new").told(language), "+", found.new),
        (msg("gone").told(language), "-", found.gone),
    ):
        yield from (f"  {mark} {word}: {finding(row, diff, language)}" for row in rows[:_FINDINGS])
        if len(rows) > _FINDINGS:
            yield f"  {and_more(len(rows) - _FINDINGS, language)}"
    yield ""


def check_counts(diff: Diff, language: str) -> str:
    """Count the findings that are new, gone, and unchanged."""
    found = diff.findings
    if found is None:
        return ""
    counts = (
        counted("{n} new", "{n} new", len(found.new)),
        counted("{n} gone", "{n} gone", len(found.gone)),
        counted("{n} unchanged", "{n} unchanged", found.unchanged),
    )
    return ", ".join(count.told(language) for count in counts)


def finding(found: BareFinding, diff: Diff, language: str) -> str:
    """Say a finding in a line: how bad, what is wrong, of what."""
    severity = finding_word(found.severity, language)
    message = in_language(found.messages, language)
    about = [under_base(found.focus or "", diff.base), found.value or ""]
    shown = " ".join(part for part in about if part)
    return prose(cut(f"{severity}: {message}{f' ({shown})' if shown else ''}", _LONGEST))


def closing(diff: Diff, language: str) -> list[str]:
    """Give the counts, and what isn't told thing by thing."""
    rows = [
        f"{msg('Could not be read').told(language)}: {prose(note.told(language))}"
        for note in diff.notes
    ]
    if not diff.different:
        rows.append(msg("No differences.").told(language))
    elif diff.loud:
        rows.append(f"{', '.join(_counts(diff, language))}; {statements(diff, language)}.")
    return [*rows, *(row.told(language) for row in _aside(diff))]


def _aside(diff: Diff) -> Iterator[Message]:
    """Count what isn't told thing by thing."""
    if diff.regraphed:
        yield counted(
            "{n} statement stands in another named graph.",
            "{n} statements stand in other named graphs.",
            diff.regraphed,
        )
    if diff.quiet:
        yield counted(
            "{n} thing only stands on another line of its source, or in another fetch of it.",
            "{n} things only stand on other lines of their sources, or in other fetches of them.",
            diff.quiet,
        )


def _counts(diff: Diff, language: str) -> Sequence[str]:
    """Count things by state; renamed ones only where there are any."""
    counts = diff.counts.items()
    return [
        _COUNTED[state](count).told(language)
        for state, count in counts
        if count or "renamed" not in state
    ]


def statements(diff: Diff, language: str) -> str:
    """Count the statements that came and went."""
    came, went = number(diff.added), number(diff.removed)
    return msg("statements: +{added} −{removed}", added=came, removed=went).told(language)
