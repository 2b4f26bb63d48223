"""Where a page's programme stands, and where its list begins and surely has not ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from lod.errors import SourceError
from lod.publishing.records import Source, clean
from lod.publishing.sources.lines import SourceLine
from lod.publishing.sources.marks import FACTS, Marks
from lod.publishing.sources.signs import is_period
from lod.words import msg

_ALIKE = 0.8
_LEAST = 4  # letters of a line that may be the beginning of others


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lines that part a page.

    :param name: the programme's name; ``described`` the lines of its description.
    :param top: the first section's heading; ``last`` the last line with a project's label.
    """

    name: SourceLine
    described: tuple[SourceLine, ...]
    top: SourceLine
    last: SourceLine


def find_bounds(lines: Sequence[SourceLine], source: Source, marks: Marks, file: Path) -> Bounds:
    """Find the programme and its list; a menu that repeats the headings is none.

    :raises SourceError: there is no programme, no heading above the projects, no project, or the
        projects stand in a table.
    """
    marked = [marks.mark(line) for line in lines if line.text]
    labelled = [one.line for one in marked if set(one.fields) & set(FACTS)]
    _refuse_table(lines, len(labelled), marks, file)
    last = max((one.line.number for one in marked if one.misspelt), default=0)
    headings = [one.line for one in marked if one.kind == "section"]
    above = [line for line in headings if not labelled or line.number < labelled[0].number]
    if not above:
        raise _no_heading(lines, labelled, marks, file)
    names = [line for line in lines if line.text == clean(source.title)]
    name = next((line for line in names[::-1] if line.number < above[-1].number), None)
    tops = [line for line in above if name is None or line.number > name.number]
    top = _without_menu(tops, headings)
    if not labelled:
        raise _no_labels(top, marks, file)
    if name is None:
        raise _no_programme(lines, source, top, file)
    between = [line for line in lines if name.number < line.number < top.number]
    final = next(line for line in lines if line.number == max(last, labelled[-1].number))
    return Bounds(name, _described(between, marks), top, final)


def _without_menu(above: Sequence[SourceLine], headings: Sequence[SourceLine]) -> SourceLine:
    """Give the first heading above the projects that doesn't stand again below."""
    later = {line.text: line.number for line in headings}
    *others, last = above
    return next((line for line in others if later[line.text] == line.number), last)


def _described(lines: Sequence[SourceLine], marks: Marks) -> tuple[SourceLine, ...]:
    """Give the last lines between headings of a menu that aren't all blank."""
    found: list[list[SourceLine]] = [[]]
    for line in lines:
        if marks.is_section(line):
            found.append([])
        else:
            found[-1].append(line)
    return tuple(next((part for part in found[::-1] if any(line.text for line in part)), ()))


def _refuse_table(lines: Iterable[SourceLine], labelled: int, marks: Marks, file: Path) -> None:
    """Refuse a page on which the labels head the columns of a table.

    :raises SourceError: they do.
    """
    words = [line for line in lines if line.text]
    heads = [line for line in words if _names_columns(line.text, marks)]
    cells = [
        one
        for one, below in pairwise(words)
        if {marks.known.get(line.text.casefold()) for line in (one, below)} == set(FACTS)
    ]
    if len(heads) + len(cells) != 1 or labelled > 2 * len(cells):
        return
    line = (heads or cells)[0]
    raise SourceError(
        msg("the page lists its projects in a table, which can't be read as a page"),
        file,
        line.number,
        expected=msg(
            "a title for each project, and below it {owner}: and {period}:",
            owner=marks.labels.owner,
            period=marks.labels.period,
        ),
        todo=msg("ask the publisher for the table as a file of its own"),
    )


def _names_columns(text: str, marks: Marks) -> bool:
    """Whether a line has both labels, without a colon or a period: ``Projektägare  Projekttid``."""
    found = {match[0].casefold() for match in marks.bare.finditer(text[:1000])}
    both = {marks.known.get(label) for label in found} == set(FACTS)
    return both and ":" not in text and not is_period(text)


def _nearest(lines: Iterable[SourceLine], words: Collection[str]) -> SourceLine | None:
    """Find the line that resembles some words most, or is the beginning of some, if one does."""
    lines = [line for line in lines if len(line.text) >= _LEAST]
    best, found = (
        _ALIKE,
        next((li for li in lines for one in words if one.startswith(li.text)), None),
    )
    for one in words:
        matcher = SequenceMatcher(None, "", one, autojunk=False)
        for line in lines:
            if abs(len(line.text) - len(one)) <= len(one) // 4:
                matcher.set_seq1(line.text)
                if matcher.ratio() > best:
                    best, found = matcher.ratio(), line
    return found


def _no_heading(
    lines: Sequence[SourceLine], labelled: Sequence[SourceLine], marks: Marks, file: Path
) -> SourceError:
    words = marks.labels.sections
    line = labelled[0] if labelled else lines[-1]
    line = _nearest([one for one in lines if one.number < line.number], words) or line
    return SourceError(
        msg("no heading says at what stage the projects are"),
        file,
        line.number,
        expected=msg("above it, alone on a line: {words}", words=" | ".join(words)),
        todo=msg("add the page's heading to [labels.sections] in the sidecar"),
    )


def _no_labels(top: SourceLine, marks: Marks, file: Path) -> SourceError:
    return SourceError(
        msg("no project stands under {heading}", heading=top.text),
        file,
        top.number,
        expected=msg(
            "below it a title, then {owner}: and {period}:",
            owner=marks.labels.owner,
            period=marks.labels.period,
        ),
        todo=msg("check the labels owner and period in the sidecar against the page"),
    )


def _no_programme(
    lines: Sequence[SourceLine], source: Source, top: SourceLine, file: Path
) -> SourceError:
    title = clean(source.title)
    near = next((line for line in lines if line.text == title), None)
    near = near or _nearest([line for line in lines if line.number < top.number], [title])
    return SourceError(
        msg("the programme's name doesn't stand above the projects"),
        file,
        (near or top).number,
        expected=msg("above it, alone on a line: {words}", words=source.title),
        todo=msg("make the title in the sidecar the programme's name as the page writes it"),
    )
