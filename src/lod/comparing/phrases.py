"""Changes in words, as marked runs of text that each format escapes and draws its own way. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lod.checking import in_language
from lod.comparing.model import (
    ADDED,
    PROBABLY_RENAMED,
    REMOVED,
    RENAMED,
    Change,
    ChangedThing,
    ComparedValue,
    Diff,
)
from lod.comparing.naming import and_more, part_name, property_word
from lod.comparing.prose import compare_prose
from lod.comparing.things import DOCUMENT
from lod.rdf import last_part, under_base
from lod.words import cut, msg

OURS, DATA, OLD, NEW = "ours", "data", "old", "new"

TextRun = tuple[str, str]
"""``OURS``: our own words. ``DATA``: text from the data; ``OLD``, ``NEW``: such, gone or new."""

_LONG, _LONGEST, _VALUES, _CHANGES = 60, 120, 5, 30
_UNCHANGED = {"owner": msg("owner unchanged"), "period": msg("period unchanged")}
_RENAMED = {RENAMED: msg("renamed"), PROBABLY_RENAMED: msg("probably renamed")}
_GIST = ("chosen", "name", "prefLabel", "label", "title", "verbatim", "description", "value")
_TOLD_OF_WHOLE = ("startDate", "endDate", "projectOwner", "prefLabel", "label", "sameAs")


def name(thing: ChangedThing, diff: Diff, language: str) -> str:
    """Name a thing: as it is called, else by its IRI."""
    return cut(in_language(thing.names, language), _LONGEST) or under_base(thing.iri, diff.base)


def phrases(
    thing: ChangedThing, diff: Diff, language: str, *, everything: bool = False
) -> list[list[TextRun]]:
    """Say what changed of a thing, one phrase a change, at most 30.

    :param everything: tell what is implied too, and what merely moved within the source.
    """
    changes = thing.changes if everything else thing.shown
    if thing.state in (ADDED, REMOVED) and not everything:
        changes = tuple(
            c for c in changes if last_part(c.property) in _TOLD_OF_WHOLE and not _own(c)
        )
        rows = [_whole(change, diff, language) for change in changes]
    else:
        rows = list(_changes(changes, diff, language, folded=not everything))
    rows = [*_renamed(thing, diff, language), *rows]
    if thing.retired:
        rows.append([(OURS, msg("withdrawn: its address answers 410").told(language))])
    rows, left = rows[:_CHANGES], len(rows) - _CHANGES
    rows += [[(OURS, and_more(left, language))]] if left > 0 else []
    return rows + [[(OURS, _UNCHANGED[main].told(language))] for main in thing.unchanged]


def _changes(
    changes: Sequence[Change], diff: Diff, language: str, *, folded: bool
) -> Iterator[list[TextRun]]:
    """Say changes one by one; a part that came or went as a whole in one phrase."""
    for (part, _, whole), group in groupby(changes, lambda c: (c.part, c.subject, c.whole)):
        rows = list(group)
        gist = (
            _gist(rows, language) if folded and whole and part not in ("period", DOCUMENT) else []
        )
        if gist:
            word = msg("added").told(language) if rows[0].after else msg("removed").told(language)
            yield [
                (DATA, part_name(part, language)),
                (OURS, f": {word} "),
                *_list(gist, diff, language),
            ]
        else:
            yield from (row for change in rows for row in _change(change, diff, language))


def _gist(changes: Sequence[Change], language: str) -> list[ComparedValue]:
    """Choose the values that say most of a part, texts in one language."""
    table = {last_part(change.property): change.after or change.before for change in changes}
    gist = []
    for key in _GIST:
        values = table.get(key, ())
        asked = [v for v in values if v.language in (language, None)]
        gist += (asked or list(values))[:1]
    return gist


def _own(change: Change) -> bool:
    """Whether it is a name that heads the thing already."""
    return change.part == "" and last_part(change.property) in ("prefLabel", "label")


def _renamed(thing: ChangedThing, diff: Diff, language: str) -> list[list[TextRun]]:
    if thing.was is None:
        return []
    pair = f"{under_base(thing.was, diff.base)} → {under_base(thing.iri, diff.base)}"
    return [[(OURS, f"{_RENAMED[thing.state].told(language)} "), (DATA, pair)]]


def _whole(change: Change, diff: Diff, language: str) -> list[TextRun]:
    values = change.after or change.before
    return [*_label(change, diff, language), (OURS, " "), *_list(values, diff, language)]


def _change(change: Change, diff: Diff, language: str) -> Iterator[list[TextRun]]:
    """Say one change, its languages apart where both sides have the same."""
    before, after = _by_language(change.before), _by_language(change.after)
    together = bool(before and after) and before.keys() != after.keys()
    if together or len(before.keys() | after.keys()) < 2:
        kept = sum(change.kept.values())
        yield [
            *_label(change, diff, language),
            *_moved(change.before, change.after, kept, diff, language),
        ]
        return
    for spoken_in in sorted(before.keys() | after.keys()):
        old, new = before.get(spoken_in, ()), after.get(spoken_in, ())
        tag = f" ({spoken_in})" if spoken_in else ""
        label = [*_label(change, diff, language), (DATA, tag)]
        yield [*label, *_moved(old, new, change.kept.get(spoken_in, 0), diff, language)]


def _by_language(values: Sequence[ComparedValue]) -> dict[str, tuple[ComparedValue, ...]]:
    found: dict[str, tuple[ComparedValue, ...]] = {}
    for value in values:
        tag = value.language or ""
        found[tag] = (*found.get(tag, ()), value)
    return found


def _label(change: Change, diff: Diff, language: str) -> list[TextRun]:
    label = property_word(change.property, diff, language)
    if change.part in ("", "period"):
        return [(DATA, label)]
    if change.part == DOCUMENT:
        return [(OURS, f"{msg('document').told(language)}: "), (DATA, label)]
    return [(DATA, f"{part_name(change.part, language)}: {label}")]


def _moved(
    before: Sequence[ComparedValue],
    after: Sequence[ComparedValue],
    kept: int,
    diff: Diff,
    language: str,
) -> list[TextRun]:
    if len(before) == len(after) == 1 and not kept:
        return _replaced(before[0], after[0], diff, language)
    rows: list[TextRun] = []
    for word, values in (
        (msg("added").told(language), after),
        (msg("removed").told(language), before),
    ):
        if values:
            rows += [(OURS, f" {msg('and').told(language)} ")] if rows else []
            rows += [(OURS, f"{word} "), *_list(values, diff, language)]
    return [(OURS, ": "), *rows]


def _replaced(old: ComparedValue, new: ComparedValue, diff: Diff, language: str) -> list[TextRun]:
    prose = old.kind == new.kind == "literal" and max(len(old.text), len(new.text)) > _LONG
    if prose and " " in old.text and " " in new.text:
        pieces = compare_prose(old.text, new.text)
        if any(kind != "same" for kind, _ in pieces):
            marks = {"same": DATA, "old": OLD, "new": NEW}
            runs = [run for kind, text in pieces for run in ((OURS, " "), (marks[kind], text))]
            return [(OURS, ":"), *runs]
    before, after = shown_value(old, diff, language), shown_value(new, diff, language)
    if before == after:
        before, after = exact_value(old), exact_value(new)
    return [(OURS, " "), (DATA, before), (OURS, " → "), (DATA, after)]


def _list(values: Sequence[ComparedValue], diff: Diff, language: str) -> list[TextRun]:
    runs: list[TextRun] = []
    for value in values[:_VALUES]:
        runs += [(OURS, ", ")] if runs else []
        runs.append((DATA, shown_value(value, diff, language)))
    left = len(values) - _VALUES
    return [*runs, (OURS, f" {and_more(left, language)}")] if left > 0 else runs


def shown_value(value: ComparedValue, diff: Diff, language: str) -> str:
    """Show a value in short: a thing by its name, a string in quotes, others as written."""
    if value.kind == "iri":
        return cut(in_language(value.names, language), _LONGEST) or under_base(
            value.text, diff.base
        )
    if value.kind == "literal" and value.datatype is None:
        return msg("“{text}”", text=cut(value.text, _LONGEST)).told(language)
    return cut(value.text, _LONGEST)


def exact_value(value: ComparedValue) -> str:
    """Show a value with what tells it from its like: IRI, language, datatype."""
    if value.kind != "literal":
        return cut(value.text, 2 * _LONGEST)
    tag = f"@{value.language}" if value.language else f" ({last_part(value.datatype or 'string')})"
    return f"{cut(value.text, _LONGEST)}{tag}"


def joined_runs(rows: Iterable[Sequence[TextRun]], between: str) -> Iterator[TextRun]:
    """Put phrases in a row."""
    for number, row in enumerate(rows):
        if number:
            yield OURS, between
        yield from row
