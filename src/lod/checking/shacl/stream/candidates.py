"""Ends the filter: answers the questions that records asked of other nodes."""

from array import array
from collections.abc import Iterable, Iterator, Mapping

from lod.checking.shacl.stream.facts import Incoming, PassFacts
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.filter import Filter
from lod.checking.shacl.stream.flags import Flag, Pointed


def incoming_of(filtering: Filter, found: PassFacts) -> dict[str, Incoming]:
    """Give who points at a node, by the predicates that paths turn round."""
    given = {p: Incoming(found.incoming[p]) for p in filtering.back}
    found.incoming.clear()
    return given


def find_candidates(filtering: Filter, found: PassFacts, index: FileIndex) -> dict[str, list[str]]:
    """Give the candidates of each shape, from what was found in all spans."""
    _answer(filtering, found, index.incoming)
    given: dict[str, list[str]] = {}
    for shape in filtering.shapes.targeted:
        places = set(found.candidates.pop(shape.node, ()))
        places.update(_unflagged(filtering, found, shape.node))
        places.update(_unpointed(found, shape.node, index.incoming))
        places.update(_still_unproved(filtering, found, shape.node, index))
        nodes = dict.fromkeys(map(index.subject_at, sorted(places)))
        nodes.update(dict.fromkeys(_objects(filtering, found, shape.node, index)))
        nodes.update((t.value, None) for t in shape.targets if t.kind == "node")
        given[shape.node] = list(nodes)
    return given


def _answer(filtering: Filter, found: PassFacts, incoming: Mapping[str, Incoming]) -> None:
    for flag in filtering.prover.flags:
        flag.other = set(found.flagged.pop(flag.number, ()))
    for asks in filtering.prover.pointed:
        asks.places = incoming[asks.predicate]


def _failing(
    flag: Flag, default: bool, hashes: "array[int]", places: "array[int]"
) -> Iterator[tuple[int, int]]:
    """Give the values without a flag, with the places that they were met."""
    other = flag.other
    if default:
        return ((h, p) for h, p in zip(hashes, places, strict=True) if h in other)
    return ((h, p) for h, p in zip(hashes, places, strict=True) if h not in other)


def _unflagged(filtering: Filter, found: PassFacts, shape: str) -> Iterable[int]:
    for (node, number, default), pairs in found.reached.items():
        if node == shape:
            yield from (p for _, p in _failing(filtering.prover.flags[number], default, *pairs))


def _unpointed(found: PassFacts, shape: str, incoming: Mapping[str, Incoming]) -> Iterable[int]:
    for (node, predicate, low, high), pairs in found.pointed.items():
        if node == shape:
            fits = Pointed(predicate, low, high, incoming[predicate]).fits
            yield from (p for h, p in zip(*pairs, strict=True) if not fits(h))


def _still_unproved(
    filtering: Filter, found: PassFacts, shape: str, index: FileIndex
) -> Iterable[int]:
    """Run the proofs that ask more than one question."""
    runs = [p.run for p in filtering.by_shape[shape] if p.far]
    for place in dict.fromkeys(found.waiting.pop(shape, ())):
        subject, record = index.at(place)
        if not all(run(subject, record) for run in runs):
            yield place


def _objects(filtering: Filter, found: PassFacts, shape: str, index: FileIndex) -> Iterable[str]:
    """Give the focus nodes of sh:targetObjectsOf that aren't proved."""
    flag = filtering.of_objects[shape]
    for (node, predicate, default), pairs in found.objects.items():
        if node != shape:
            continue
        pairs_ = zip(*pairs, strict=True)
        failing = pairs_ if flag is None or default is None else _failing(flag, default, *pairs)
        wanted: dict[int, set[int]] = {}
        for value, place in failing:
            wanted.setdefault(place, set()).add(value)
        for place, values in wanted.items():
            record = index.at(place)[1]
            yield from (v for v in record[predicate] if hash(v.encode()) in values)
