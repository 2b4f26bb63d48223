"""Where the statements of a mapped graph come from: words of a page, a cell, a setting, a term.

A publication's files are named as from the folder that the command runs in; what is kept of a check
names them as from the publication's own (:func:`named_from`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking.files import RdfFile, named_here
from lod.checking.findings import predicate_of
from lod.edited import read_text
from lod.errors import InputError
from lod.mapping import Origin, Said
from lod.mapping import Place as Words
from lod.reports.model import Check, Finding, Place
from lod.shacl import Path as PropertyPath


class Places:
    """Locates focus node, path and value: see :data:`lod.checking.findings.Locate`.

    :param origins: of each statement that has one.
    :param own: the publication's own Turtle, as read.
    """

    def __init__(self, origins: Mapping[ox.Triple, Origin], own: Iterable[RdfFile]) -> None:
        self._origins = origins
        self._turtle = {file.path: file for file in own}
        self._texts: dict[Path, Sequence[str]] = {}

    def __call__(
        self, focus: object, path: PropertyPath | None, value: object | None
    ) -> Place | None:
        """Find the value, else the property's first, else the subject, else what points at it."""
        about = self._about.get(focus, ())
        predicate = predicate_of(focus, path, value)
        same = [t for t in about if t.predicate == predicate]
        exact = [t for t in self._ends(focus, path) if t.object == value]
        pointing = [] if exact or same else self._pointing_by(focus, path)
        for found, terms in ((exact, 3), (pointing, 3), (same, 2), (about, 1)):
            if found:
                return self._place(found[0], terms)
        return next((self._place(t, 3) for t in self._pointing.get(focus, ())), None)

    @cached_property
    def _about(self) -> Mapping[object, Sequence[ox.Triple]]:
        table: defaultdict[object, list[ox.Triple]] = defaultdict(list)
        for triple in self._origins:
            table[triple.subject].append(triple)
        return table

    @cached_property
    def _pointing(self) -> Mapping[object, Sequence[ox.Triple]]:
        table: defaultdict[object, list[ox.Triple]] = defaultdict(list)
        for triple in self._origins:
            table[triple.object].append(triple)
        return table

    def _ends(self, focus: object, path: PropertyPath | None) -> Iterable[ox.Triple]:
        """Give the statements in which a path ends; without a path, all about the thing.

        None for steps back and steps repeated.
        """
        about = self._about.get(focus, ())
        if path is None or path.predicate:
            return [t for t in about if path is None or str(t.predicate) == path.predicate]
        if path.operator == "|":
            return [t for part in path.parts for t in self._ends(focus, part)]
        nodes: Iterable[object] = [focus] if path.operator == "/" else []
        for part in path.parts[:-1]:
            nodes = dict.fromkeys(t.object for node in nodes for t in self._ends(node, part))
        return [t for node in nodes for t in self._ends(node, path.parts[-1])]

    def _pointing_by(self, focus: object, path: PropertyPath | None) -> list[ox.Triple]:
        """Give what points at a node by an inverse path, the last first: one too many, say."""
        if path is None or path.operator != "^":
            return []
        name = path.parts[0].predicate[1:-1]
        found = [t for t in self._pointing.get(focus, ()) if t.predicate.value == name]
        return found[::-1]

    def _place(self, triple: ox.Triple, terms: int) -> Place | None:
        """Give the place of a statement; of its first ``terms`` terms, where it is in Turtle."""
        origin = self._origins[triple]
        if isinstance(origin, Said):
            said = origin.triple
            found = (said.subject, said.predicate, said.object)[:terms]
            return self._turtle[origin.file].find(*found)
        value = triple.object
        return self.of_words(origin, value.value if isinstance(value, ox.Literal) else None)

    def of_words(self, words: Words, value: str | None = None) -> Place:
        """Mark words in their lines; the whole first line, if they aren't there as they are.

        :param value: what to look for, where the words are those that were published.
        """
        name, first = named_here(words.file), words.span.first
        rows = self._rows(words.file)[first - 1 : words.span.last]
        if not rows:
            return Place(name, first, pointer=words.pointer)
        text = "\n".join(rows)
        start, end = _find(text, words, words.words or value or "")
        line, column = _at(text, start)
        end_line, end_column = _at(text, end)
        return Place(
            name, first + line, column, first + end_line, end_column, rows[line], words.pointer
        )

    def _rows(self, file: Path) -> Sequence[str]:
        """Give a file's lines; none if it is gone since it was read."""
        if file not in self._texts:
            try:
                self._texts[file] = read_text(file).split("\n")
            except InputError:
                self._texts[file] = ()
        return self._texts[file]


def _find(text: str, words: Words, wanted: str) -> tuple[int, int]:
    """Give where words start and end in the text of their lines; else its first line's ends."""
    if words.column is not None:
        start = words.column - 1
        return start, start + (len(wanted) if text.startswith(wanted, start) else 0)
    if words.file.suffix == ".toml":
        for mark in "\"'":  # the value rather than the setting's name
            if wanted and (at := text.find(f"{mark}{wanted}{mark}")) >= 0:
                return at + 1, at + 1 + len(wanted)
    if wanted and (at := text.find(wanted)) >= 0:
        return at, at + len(wanted)
    row = text.partition("\n")[0]
    return len(row) - len(row.lstrip()), len(row.rstrip())


def _at(text: str, offset: int) -> tuple[int, int]:
    """Give how many lines stand before an offset, and the column in its own, from 1."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


def named_from(report: Check, folder: Path) -> Check:
    """Name the files of a check as from a folder: then it says the same wherever that lies."""

    def named(name: str) -> str:
        return Path(name).absolute().relative_to(folder).as_posix()

    def placed(place: Place | None) -> Place | None:
        return None if place is None else replace(place, file=named(place.file))

    def moved(finding: Finding) -> Finding:
        return replace(
            finding,
            place=placed(finding.place),
            rule=rules.get(finding.rule.id, finding.rule),
            details=tuple(map(moved, finding.details)),
        )

    rules = {rule.id: replace(rule, place=placed(rule.place)) for rule in report.rules}
    return replace(
        report,
        findings=[moved(finding) for finding in report.findings],
        rules=tuple(rules.values()),
        files=tuple(map(named, report.files)),
    )
