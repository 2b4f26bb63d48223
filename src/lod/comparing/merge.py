"""Two sorted streams of N-Quads lines in one pass: only lines that differ come out."""

from collections.abc import Iterable, Iterator

from lod.rdf import split_graph

GONE, REGRAPHED, FRESH = -1, 0, 1


def differing(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Compare lines sorted by bytes, as a release's ``data.nq`` has them.

    A triple that both sides have counts as the same whatever graphs it stands in; where the
    graphs differ it comes out once, as ``REGRAPHED``.

    :return: ``GONE``, ``FRESH`` or ``REGRAPHED``, and the statement ``s p o `` without its graph.

    >>> list(differing([b"<a> <b> <c> .\\n", b"<a> <b> <d> .\\n"], [b"<a> <b> <d> <g> .\\n"]))
    [(-1, b'<a> <b> <c> '), (0, b'<a> <b> <d> ')]
    """
    ours, theirs = iter(old), iter(new)
    a, b, same = next(ours, None), next(theirs, None), b""
    while a is not None and b is not None:
        if a == b:
            same = a
            a, b = next(ours, None), next(theirs, None)
            continue
        one, other = split_graph(a)[0], split_graph(b)[0]
        if one == other:
            yield REGRAPHED, one
        elif one < other:
            yield _alone(GONE, one, same), one
        else:
            yield _alone(FRESH, other, same), other
        a = _skip(ours, a, one) if one <= other else a
        b = _skip(theirs, b, other) if other <= one else b
    yield from _rest(GONE, a, ours, same)
    yield from _rest(FRESH, b, theirs, same)


def _alone(kind: int, found: bytes, same: bytes) -> int:
    """Tell a statement of one side from one that both have, here in one graph more."""
    return REGRAPHED if same and split_graph(same)[0] == found else kind


def _skip(lines: Iterator[bytes], line: bytes | None, done: bytes) -> bytes | None:
    while line is not None and line.startswith(done):
        line = next(lines, None)
    return line


def _rest(
    kind: int, line: bytes | None, lines: Iterator[bytes], same: bytes
) -> Iterator[tuple[int, bytes]]:
    while line is not None:
        found, _ = split_graph(line)
        yield _alone(kind, found, same), found
        line = _skip(lines, line, found)
