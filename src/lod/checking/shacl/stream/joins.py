"""Joins: what the filter notes of both nodes of a query that looks at two."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise

from lod.checking.shacl.sparql.simple import Seen, SimplePattern
from lod.checking.shacl.stream.flags import NOT_KEPT, Joined
from lod.checking.shacl.stream.plans import PlanMaker
from lod.checking.shacl.stream.recordforms import Action, Places, RecordColumns
from lod.rdf import TYPE

_MOST = 200_000  # different values that are kept in a pass
_REMEMBERED = 20_000  # of a form
_LONGEST = 200  # letters of them

_Codes = Callable[[RecordColumns, int], list[int]]


def note_asked(maker: PlanMaker, shape: str, asks: Joined) -> None:
    """Note the other nodes of focus nodes, with their own values."""
    key = (shape, asks.number)
    steps = maker.lines.get(asks.query.step, ())
    made = _coded(maker, asks, asks.query.own)
    if not steps or made is None:
        return
    maker.values([asks.query.step])

    def make(at: Mapping[int, int]) -> Action:
        codes_of, groups = made(at), [at[line] for line in steps]
        pairs, codes = maker.found.asked[key], maker.found.codes[key]

        def act(columns: RecordColumns, places: Places) -> None:
            found = codes_of(columns, len(places))
            for group in groups:
                pairs.hashes.extend(map(hash, columns[group]))
                pairs.places.extend(places)
                codes.extend(found)

        return act

    maker.then(make)


def note_told(maker: PlanMaker, asks: Joined) -> None:
    """Note nodes that may be the other one, with their values."""
    made = _coded(maker, asks, asks.query.other)
    if made is None:
        return

    def make(at: Mapping[int, int]) -> Action:
        codes_of, pairs = made(at), maker.found.told[asks.number]

        def act(columns: RecordColumns, places: Places) -> None:
            pairs.hashes.extend(map(hash, columns[0]))
            pairs.places.extend(codes_of(columns, len(places)))

        return act

    maker.then(make)


def _coded(
    maker: PlanMaker, asks: Joined, patterns: Sequence[SimplePattern]
) -> Callable[[Mapping[int, int]], _Codes] | None:
    """Make what gives numbers for the values of records; None if no record meets the patterns."""
    for pattern in patterns:
        known = pattern.predicate == TYPE and pattern.value
        if pattern.predicate not in maker.lines or (known and pattern.value not in maker.own[TYPE]):
            return None
    looked_at = asks.query.looked_at(patterns)
    lines = [maker.lines[pattern.predicate] for pattern in looked_at]
    maker.values(pattern.predicate for pattern in looked_at)
    cuts = [*accumulate(map(len, lines), initial=0)]
    number = _numbering(maker.found.texts[asks.number], cuts)
    known_codes = dict[tuple[bytes, ...], int]()

    def make(at: Mapping[int, int]) -> _Codes:
        groups = [at[line] for some in lines for line in some]

        def codes_of(columns: RecordColumns, count: int) -> list[int]:
            if not groups:
                return [number(())] * count
            rows = list(zip(*(columns[group] for group in groups), strict=True))
            if len(known_codes) > _REMEMBERED:
                known_codes.clear()
            for row in set(rows).difference(known_codes):
                known_codes[row] = number(row)
            return [known_codes[row] for row in rows]

        return codes_of

    return make


def _numbering(texts: dict[int, Seen], cuts: Sequence[int]) -> Callable[[tuple[bytes, ...]], int]:
    """Make what keeps values and gives their number."""

    def number(row: tuple[bytes, ...]) -> int:
        seen = tuple(tuple(v.decode() for v in row[i:j]) for i, j in pairwise(cuts))
        code = hash(seen)
        if code not in texts:
            if len(texts) >= _MOST or sum(map(len, row)) > _LONGEST:
                return NOT_KEPT
            texts[code] = seen
        return code

    return number
