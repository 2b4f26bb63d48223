"""Where the statements of a mapped graph come from: words of a page, a cell, a setting, a term.

A publication's files are named as from the folder that the command runs in; what is kept of a check
names them as from the publication's own (:func:`named_from`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking import Finding, Pattern, Place, RdfFile, Report, Statements, named_here
from lod.errors import InputError
from lod.files import shown_path
from lod.publishing.handwritten import read_edited
from lod.publishing.mapping import Origin, SourceWords, StatedIn
from lod.publishing.parts import Parts


class PublicationPlaces:
    """Locates statements: see :data:`lod.checking.questions.Locate`.

    :param origins: of each statement that has one.
    :param own: the publication's own Turtle, as read.
    :param root: the publication's folder, which all files must lie in.
    :param parts: what of it is mapped in parts.
    """

    def __init__(
        self,
        origins: Mapping[ox.Triple, Origin],
        own: Iterable[RdfFile],
        root: Path | None = None,
        parts: Parts | None = None,
    ) -> None:
        self._origins, self._parts = origins, parts
        self._turtle = {file.path: file for file in own}
        self._root = root
        self._texts: dict[Path, Sequence[str]] = {}

    def __call__(self, pattern: Pattern) -> Place | None:
        """Find the first statement that fits a pattern, and in it the term that is marked.

        Of parts, what has no subject is found only if it is of the thing that its value names.
        """
        *terms, mark = pattern
        wanted = terms[0], terms[1], terms[2]
        triple, origins = self._statements.first(wanted), self._origins
        if triple is None and self._parts is not None:
            origins = self._parts.origins(pattern)
            triple = Statements(origins).first(wanted)
        return None if triple is None else self._place(triple, origins[triple], mark)

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._origins)

    def _place(self, triple: ox.Triple, origin: Origin, mark: int) -> Place | None:
        """Give the place of a statement: of the marked term in Turtle, else of its words."""
        if isinstance(origin, StatedIn):
            said = origin.triple
            return self._turtle[origin.file].find(said.subject, said.predicate, said.object, mark)
        value = triple.object
        return self.of_words(origin, value.value if isinstance(value, ox.Literal) else None)

    def of_words(self, words: SourceWords, value: str | None = None) -> Place:
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
                self._texts[file] = read_edited(file, root=self._root).split("\n")
            except InputError:
                self._texts[file] = ()
        return self._texts[file]


def _find(text: str, words: SourceWords, wanted: str) -> tuple[int, int]:
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


def named_from(report: Report, folder: Path) -> Report:
    """Name the files of a check as from a folder: then it says the same wherever that lies."""

    def named(name: str) -> str:
        whole = Path(shown_path(Path(name).absolute()))  # names are as they are shown already
        return whole.relative_to(shown_path(folder)).as_posix()

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
