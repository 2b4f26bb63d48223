"""A sorted file as a graph: a subject's triples are found by bisection, and remembered."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lod.checking.shacl.core.index import Hierarchy, hierarchy_index
from lod.checking.shacl.stream.facts import Incoming
from lod.checking.shacl.stream.reading import Record, as_text, read_record
from lod.files import SortedLines

_CHUNK = 1 << 12
_KEEP = 5_000  # subjects
_RELEASE = 20  # look-ups
_EMPTY: Record = {}


class FileIndex:
    """Looks up records in a sorted file; what points at a node is known from the filter.

    :param incoming: by predicate, for those that some path turns round.
    """

    def __init__(
        self, path: Path, incoming: Mapping[str, Incoming], hierarchy: Hierarchy = ()
    ) -> None:
        self.hierarchy = hierarchy_index(hierarchy)
        self.quads = path.suffix == ".nq"
        self.incoming = incoming
        self._cache: dict[str, Record] = {}
        self._lines = SortedLines(path)
        self._looked = 0

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """Give the objects of a subject's property."""
        return self.record(subject).get(predicate, ())

    def subjects(self, predicate: str, value: str) -> Sequence[str]:
        """Give the subjects that have a value, for predicates that some path turns round."""
        places = self.incoming[predicate].of(hash(value.encode()))
        found = (self.at(place) for place in places)
        return [subject for subject, record in found if value in record.get(predicate, ())]

    def holders(self, predicate: str) -> Iterable[str]:
        """Refuse: targets come from the filter."""
        raise NotImplementedError(predicate)

    def values(self, predicate: str) -> Iterable[str]:
        """Refuse: targets come from the filter."""
        raise NotImplementedError(predicate)

    def record(self, subject: str) -> Mapping[str, Sequence[str]]:
        """Give all of a subject's properties with their values."""
        found = self._cache.get(subject)
        if found is not None:
            return found
        place = self.place(subject)
        return self._remember(subject, _EMPTY) if place is None else self.at(place)[1]

    def place(self, subject: str) -> int | None:
        """Find where the lines of a subject start, in bytes."""
        if subject.startswith('"'):
            return None
        self._release()
        key = f"{subject} ".encode()
        place = self._lines.first_at_least(key)
        return place if self._lines.data[place : place + len(key)] == key else None

    def at(self, place: int) -> tuple[str, Record]:
        """Give the subject that starts at a place, with its properties."""
        subject = self.subject_at(place)
        found = self._cache.get(subject)
        return subject, self._remember(subject, self._read(place)) if found is None else found

    def subject_at(self, place: int) -> str:
        """Give the subject that starts at a place."""
        self._release()
        data = self._lines.data
        return data[place : data.find(b" ", place)].decode()

    def _release(self) -> None:
        """Let go of the file's pages now and then."""
        self._looked += 1
        if self._looked % _RELEASE == 0:
            self._lines.let_go()

    def _read(self, place: int) -> Record:
        data, size = self._lines.data, _CHUNK
        while True:
            lines = data[place : place + size]
            if (last := place + size >= len(data)) or (cut := lines.rfind(b"\n") + 1) > 0:
                lines = lines if last else lines[:cut]
                _, pairs, end = read_record(lines, 0, self.quads)
                if last or end < len(lines):
                    return as_text(pairs)
            size *= 4

    def _remember(self, subject: str, record: Record) -> Record:
        if len(self._cache) >= _KEEP:
            self._cache.clear()
        self._cache[subject] = record
        return record
