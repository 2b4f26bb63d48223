"""What points at a thing: the statements turned round, and where the pages of many begin."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from lod.files import sorted_lines
from lod.rdf import Subjects
from lod.release import INCOMING, PAGE


def inverse_files(
    subjects: Subjects, hubs: dict[str, list[int]]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Make the lines of what points at each thing; put the marks of those with many in ``hubs``.

    They are there when the lines have been taken: see :func:`find_hubs`.
    """
    yield INCOMING, _marked(incoming_lines(subjects), hubs)


def incoming_lines(subjects: Subjects) -> Iterator[bytes]:
    """Turn triples round, object first, for finding what points at a thing. Sorted, each once.

    Links from a thing's own parts are left out.
    """
    return sorted_lines(_turned(subjects))


def _turned(subjects: Subjects) -> Iterator[bytes]:
    for subject, triples in subjects.items():
        for t in triples:
            if isinstance(t.object, ox.NamedNode) and not _is_part(subject, t.object):
                yield f"{t.object} {t.predicate} {subject} .\n".encode()


def _is_part(subject: object, thing: ox.NamedNode) -> bool:
    return str(subject).startswith(f"<{thing.value}/")


def find_hubs(lines: Iterable[bytes]) -> dict[str, list[int]]:
    """Find what more than ``PAGE`` of the lines of :func:`incoming_lines` point at.

    :return: for each IRI how many, then where in bytes each page begins, and the end.
    """
    hubs: dict[str, list[int]] = {}
    for _ in _marked(lines, hubs):
        pass
    return hubs


def _marked(lines: Iterable[bytes], hubs: dict[str, list[int]]) -> Iterator[bytes]:
    """Pass lines on, and put the marks of :func:`find_hubs` into ``hubs``."""
    thing, marks, size, count = b"", [0], 0, 0
    for line in lines:
        if not line.startswith(thing) or not thing:
            _put_hub(hubs, thing, marks, size, count)
            thing, marks, size, count = line[: line.index(b"> ") + 2], [0], 0, 0
        size, count = size + len(line), count + 1
        if count % PAGE == 0:
            marks.append(size)
        yield line
    _put_hub(hubs, thing, marks, size, count)


def _put_hub(
    hubs: dict[str, list[int]], thing: bytes, marks: list[int], size: int, count: int
) -> None:
    if count > PAGE:
        hubs[thing[1:-2].decode()] = [count, *marks, *([size] if marks[-1] != size else [])]
