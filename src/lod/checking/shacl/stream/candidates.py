"""Ends the filter: answers the questions that records asked of other nodes."""

from collections.abc import Iterable, Iterator, Mapping, Set

from lod.checking.shacl.stream.facts import Counted, Incoming, Pairs, PassFacts
from lod.checking.shacl.stream.fileindex import FileIndex
from lod.checking.shacl.stream.filter import Filter
from lod.checking.shacl.stream.flags import Flag


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
        places.update(_unpointed(filtering, found, shape.node))
        places.update(_unrefuted(filtering, found, shape.node))
        places.update(_still_unproved(filtering, found, shape.node, index))
        nodes = dict.fromkeys(map(index.subject_at, sorted(places)))
        nodes.update(dict.fromkeys(_objects(filtering, found, shape.node, index)))
        nodes.update((t.value, None) for t in shape.targets if t.kind == "node")
        given[shape.node] = list(nodes)
    return given


def _answer(filtering: Filter, found: PassFacts, incoming: Mapping[str, Incoming]) -> None:
    """Let questions and flags know; a flag's number is higher than that of the flag it asks."""
    for asks in filtering.prover.pointed:
        counted = asks.inner is not None
        asks.places = Counted(found.counted[asks.number]) if counted else incoming[asks.predicate]
    for joined in filtering.joins:
        joined.told = dict(zip(*found.told.pop(joined.number, ((), ())), strict=True))
        joined.texts = found.texts.pop(joined.number, {})
    for flag in filtering.prover.flags:
        other = set(found.flagged.pop(flag.number, ()))
        for default in (False, True):
            asked, pairs = flag.asked, found.chained.pop((flag.number, default), None)
            if asked is not None and pairs is not None:
                otherwise = flag.default("")
                failing = asked.failing(set(pairs.places), default)
                nodes = zip(*pairs, strict=True)
                other.update(node for node, one in nodes if (one in failing) is otherwise)
        flag.other = other


def _failing(flag: Flag, default: bool, pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Give the values without a flag, with the places that they were met."""
    return _among(flag.failing(set(pairs.hashes), default), pairs)


def _among(wanted: Set[int], pairs: Pairs) -> Iterator[tuple[int, int]]:
    return ((h, p) for h, p in zip(*pairs, strict=True) if h in wanted) if wanted else iter(())


def _unflagged(filtering: Filter, found: PassFacts, shape: str) -> Iterable[int]:
    for (node, number, default), pairs in found.reached.items():
        if node == shape:
            yield from (p for _, p in _failing(filtering.prover.flags[number], default, pairs))


def _unpointed(filtering: Filter, found: PassFacts, shape: str) -> Iterable[int]:
    for (node, number), pairs in found.pointed.items():
        if node == shape:
            asks = filtering.prover.pointed[number]
            yield from (p for _, p in _among(asks.failing(set(pairs.hashes)), pairs))


def _unrefuted(filtering: Filter, found: PassFacts, shape: str) -> Iterable[int]:
    """Give focus nodes for which a query may give something, by what it joins."""
    for (node, number), (others, places) in found.asked.items():
        if node == shape:
            joined = filtering.joins[number]
            known, codes = joined.told.get, found.codes[node, number]
            for other, place, code in zip(map(known, others), places, codes, strict=True):
                if other is not None and joined.may_match(code, other):
                    yield place


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
    for (node, predicate, number, default), pairs in found.objects.items():
        if node != shape:
            continue
        flag = None if number is None else filtering.prover.flags[number]
        failing = zip(*pairs, strict=True) if flag is None else _failing(flag, default, pairs)
        wanted: dict[int, set[int]] = {}
        for value, place in failing:
            wanted.setdefault(place, set()).add(value)
        for place, values in wanted.items():
            record = index.at(place)[1]
            yield from (v for v in record[predicate] if hash(v.encode()) in values)
