"""Where the statements of a mapped graph come from: a line of a source, a curated file's term."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking.files import RdfFile, named_here
from lod.checking.statements import VALUE, Pattern, Statements
from lod.errors import InputError
from lod.mapping.terms import Place as Origin
from lod.reports.model import Place


class Places:
    """Locates statements: see :data:`lod.checking.questions.Locate`.

    :param origins: of each statement that has one.
    :param files: each source's file, by its name.
    :param own: the publication's own Turtle, as read.
    """

    def __init__(
        self,
        origins: Mapping[ox.Triple, Origin],
        files: Mapping[str, Path],
        own: Iterable[RdfFile],
    ) -> None:
        self._origins, self._files = origins, files
        self._read = {file.path: file for file in own}

    def __call__(self, pattern: Pattern) -> Place | None:
        """Find the first statement that fits a pattern, and in it the term that is marked."""
        *terms, mark = pattern
        triple = self._statements.first((terms[0], terms[1], terms[2]))
        return None if triple is None else self._place(triple, mark)

    @cached_property
    def _statements(self) -> Statements:
        return Statements(self._origins)

    def _place(self, triple: ox.Triple, mark: int) -> Place:
        origin = self._origins[triple]
        file = self._files.get(origin.source, Path(origin.source))
        if file.suffix == ".ttl":
            return self._in_turtle(file, triple, mark)
        line = origin.span.first
        place = Place(named_here(file), line, text=self._line(file, line))
        return _within(place, triple.object if mark == VALUE else None)

    def _in_turtle(self, file: Path, triple: ox.Triple, mark: int) -> Place:
        read = self._file(file)
        found = read.find(triple.subject, triple.predicate, triple.object, mark)
        line = self._origins[triple].span.first
        return found or Place(read.name, line, text=read.line(line))

    def _file(self, file: Path) -> RdfFile:
        return self._read.setdefault(file, RdfFile(named_here(file), file))

    def _line(self, file: Path, line: int) -> str | None:
        try:
            return self._file(file).line(line)
        except InputError:  # it is gone since it was read
            return None


def _within(place: Place, value: object) -> Place:
    """Mark the value in its line, where it stands there as published; else the whole line."""
    text = place.text or ""
    published = value.value if isinstance(value, ox.Literal) else ""
    wanted = published if published and published in text else text.strip()
    if not wanted:
        return place
    start = text.index(wanted) + 1
    return Place(place.file, place.line, start, place.line, start + len(wanted), place.text)
