"""Where the statements of a mapped graph come from: a line of a source, a curated file's term."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.checking.files import RdfFile, named_here
from lod.errors import InputError
from lod.mapping.terms import Place as Origin
from lod.reports.model import Place
from lod.shacl import Path as PropertyPath


class Places:
    """Locates focus node, path and value: see :data:`lod.checking.findings.Locate`.

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

    def __call__(
        self, focus: object, path: PropertyPath | None, value: object | None
    ) -> Place | None:
        """Find the value, else the property's first, else the subject."""
        about = self._about.get(str(focus), [])
        name = path.text if path is not None else None
        same = [t for t in about if str(t.predicate) == name]
        exact = [t for t in same if t.object == value]
        pointing = [] if about else self._pointing.get(str(focus), [])
        found = next(iter(exact or same or about or pointing), None)
        return None if found is None else self._place(found, exact=bool(exact or pointing))

    @cached_property
    def _about(self) -> Mapping[str, list[ox.Triple]]:
        table = defaultdict(list)
        for triple in self._origins:
            table[str(triple.subject)].append(triple)
        return table

    @cached_property
    def _pointing(self) -> Mapping[str, list[ox.Triple]]:
        table = defaultdict(list)
        for triple in self._origins:
            table[str(triple.object)].append(triple)
        return table

    def _place(self, triple: ox.Triple, *, exact: bool) -> Place:
        origin = self._origins[triple]
        file = self._files.get(origin.source, Path(origin.source))
        if file.suffix == ".ttl":
            return self._in_turtle(file, triple, exact=exact)
        line = origin.span.first
        text = self._line(file, line)
        return _within(Place(named_here(file), line, text=text), triple if exact else None)

    def _in_turtle(self, file: Path, triple: ox.Triple, *, exact: bool) -> Place:
        read = self._file(file)
        value = triple.object if exact else None
        found = read.find(triple.subject, triple.predicate, value)
        line = self._origins[triple].span.first
        return found or Place(read.name, line, text=read.line(line))

    def _file(self, file: Path) -> RdfFile:
        return self._read.setdefault(file, RdfFile(named_here(file), file))

    def _line(self, file: Path, line: int) -> str | None:
        try:
            return self._file(file).line(line)
        except InputError:  # it is gone since it was read
            return None


def _within(place: Place, triple: ox.Triple | None) -> Place:
    """Mark the value in its line, where it stands there as published; else the whole line."""
    text = place.text or ""
    value = triple.object.value if triple and isinstance(triple.object, ox.Literal) else ""
    start = text.find(value) if value else -1
    if start < 0:
        value = text.strip()
        start = text.find(value) if value else -1
    if start < 0:
        return place
    return Place(place.file, place.line, start + 1, place.line, start + len(value) + 1, place.text)
