"""A comparison as plain text. What can't be seen, or would steer a terminal, is spelt out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lod.checking import in_language
from lod.comparing.findings import BareFinding
from lod.comparing.model import ADDED, PROBABLY_RENAMED, REMOVED, ChangedThing, Diff
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
from lod.comparing.words import DiffWords, diff_words
from lod.rdf import under_base
from lod.words import cut, printable, prose, told

_MARKS = {ADDED: "+", REMOVED: "-", PROBABLY_RENAMED: "?"}
_ONE_LINE = 100
_FINDINGS = 100
_LONGEST = 1000


def write(diff: Diff, language: str, *, everything: bool = False) -> str:
    """Write what changed by class and thing, then the check, then the counts."""
    said = diff_words(language)
    rows = [printable(compared(diff, said)), "", *(f"{row}\n" for row in fetched(diff, said))]
    things = diff.things if everything else diff.loud
    for heading, group in groupby(things, key=lambda t: said.kind(t.kind, t.class_iri, diff)):
        rows.append(prose(heading))
        for thing in group:
            rows += _thing(thing, diff, said, everything=everything)
        rows.append("")
    rows += _check(diff, said)
    return "\n".join([*rows, *closing(diff, said)]) + "\n"


def compared(diff: Diff, said: DiffWords) -> str:
    """Name the two sides."""
    return f"{told(diff.old, said.language)} → {told(diff.new, said.language)}"


def fetched(diff: Diff, said: DiffWords) -> list[str]:
    """Say which pages were fetched again, and what day their statuses are of now."""
    rows = []
    for fetch in diff.fetches:
        old, new = (under_base(iri, diff.base) for iri in (fetch.old, fetch.new))
        row = f"{said.fetched}: {old} → {new}"
        dates = f"; {said.as_of} {' → '.join(fetch.dates)}" if fetch.dates else ""
        rows.append(prose(f"{row}{dates}"))
    return rows


def _thing(thing: ChangedThing, diff: Diff, said: DiffWords, *, everything: bool) -> list[str]:
    """Give one line; where it would be long, a line for each change."""
    head = f"  {_MARKS.get(thing.state, '~')} {prose(name(thing, diff, said))}"
    found = phrases(thing, diff, said, everything=everything)
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


def _check(diff: Diff, said: DiffWords) -> Iterator[str]:
    found = diff.findings
    if found is None:
        return
    yield f"{said.check}: {check_counts(diff, said)}"
    for word, mark, rows in ((said.new, "+", found.new), (said.gone, "-", found.gone)):
        yield from (f"  {mark} {word}: {finding(row, diff, said)}" for row in rows[:_FINDINGS])
        if len(rows) > _FINDINGS:
            yield f"  {said.more.format(said.number(len(rows) - _FINDINGS))}"
    yield ""


def check_counts(diff: Diff, said: DiffWords) -> str:
    """Count the findings that are new, gone, and unchanged."""
    found = diff.findings
    if found is None:
        return ""
    numbers = (len(found.new), len(found.gone), found.unchanged)
    return ", ".join(map(said.counted, numbers, said.stayed))


def finding(found: BareFinding, diff: Diff, said: DiffWords) -> str:
    """Say a finding in a line: how bad, what is wrong, of what."""
    severity = said.severity(found.severity)
    message = in_language(found.messages, said.language)
    about = [under_base(found.focus or "", diff.base), found.value or ""]
    shown = " ".join(part for part in about if part)
    return prose(cut(f"{severity}: {message}{f' ({shown})' if shown else ''}", _LONGEST))


def closing(diff: Diff, said: DiffWords) -> list[str]:
    """Give the counts, and what isn't told thing by thing."""
    rows = [f"{said.unread}: {prose(note.told(said.language))}" for note in diff.notes]
    if not diff.different:
        rows.append(said.same)
    elif diff.loud:
        rows.append(f"{', '.join(_counts(diff, said))}; {statements(diff, said)}.")
    rows += [said.counted(diff.regraphed, said.regraphed)] if diff.regraphed else []
    return rows + ([said.counted(diff.quiet, said.quiet)] if diff.quiet else [])


def _counts(diff: Diff, said: DiffWords) -> Sequence[str]:
    """Count things by state; renamed ones only where there are any."""
    counts = diff.counts.items()
    return [
        said.counted(number, said.states[state])
        for state, number in counts
        if number or "renamed" not in state
    ]


def statements(diff: Diff, said: DiffWords) -> str:
    """Count the statements that came and went."""
    return said.statements.format(said.number(diff.added), said.number(diff.removed))
