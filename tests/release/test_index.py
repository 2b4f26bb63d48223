"""Lists, facets, sums and search give what a plain loop over the rows gives, for any rows."""

import random
import shutil
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lod.release import (
    FACETS,
    UNKNOWN,
    Certainty,
    CountedGroup,
    IndexFile,
    IndexRow,
    ListQuery,
    Order,
    PeriodBounds,
    count_facets,
    count_listed,
    group_by,
    list_all,
    list_page,
    names_by_iri,
    suggest,
    write_index,
)
from lod.release.index import counting, listing, vocabulary
from lod.release.index.rows import OWNER_FACETS
from lod.release.index.wording import LONGEST, MOST_WORDS, sorting_key, stems_of

BASE = "https://x.example/"
WORDS = ("ål", "al", "ALAR", "näring", "naring", "näringen", "hus", "e", "é", "x1")
OWNERS = [f"{BASE}o{n}" for n in range(4)]
PROJECT, BODY = f"{BASE}Project", f"{BASE}Body"
PLAIN = str.maketrans("åäöé", "aaoe")
DAYS = st.integers(734_000, 734_040)
FIRST = date.fromordinal(734_010)


class BrokenIndex(Exception):
    """Stands for the error that the release makes."""


@contextmanager
def written(rows: Sequence[IndexRow], few: int = 256, many: int = 256) -> Iterator[IndexFile]:
    """Write and open an index; what is few, and what are many words, as wanted."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as patched:
        patched.enter_context(patch.object(vocabulary, "MANY_WORDS", many))
        patched.enter_context(patch.object(listing, "_FEW", few))
        patched.enter_context(patch.object(counting, "_FEW_PAIRS", few))
        write_index(Path(folder) / "index.sqlite", rows, {})
        index = IndexFile(Path(folder) / "index.sqlite", BrokenIndex)
        try:
            yield index
        finally:
            index.close()


def bounds() -> st.SearchStrategy[PeriodBounds | None]:
    def ordered(days: list[int], unknown: tuple[bool, ...]) -> PeriodBounds:
        shown = [None if gone else d for d, gone in zip(sorted(days), unknown, strict=True)]
        first, last = (shown[0], shown[1]), (shown[2], shown[3])
        return PeriodBounds(*first, *last)

    unknown = st.tuples(*[st.booleans()] * 4)
    return st.none() | st.builds(ordered, st.lists(DAYS, min_size=4, max_size=4), unknown)


TEXT = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
VALUES = st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple)


@st.composite
def rows(draw: st.DrawFn) -> list[IndexRow]:
    found = []
    for owner in OWNERS[: draw(st.integers(0, 4))]:
        facets = {"type": (BODY,), "county": draw(VALUES), "organization_type": draw(VALUES)}
        found.append(IndexRow(owner, (("", draw(TEXT)),), facets=held(facets)))
    for number in range(draw(st.integers(0, 40))):
        owners = draw(st.lists(st.sampled_from(OWNERS), max_size=2, unique=True))
        facets = {"type": (PROJECT,), "owner": tuple(owners), "programme": draw(VALUES)}
        amount = draw(st.none() | st.decimals(-1000, 10**9, places=2))
        currency = "" if amount is None else draw(st.sampled_from(("SEK", "EUR")))
        facets["currency"] = (currency,) if currency else ()
        names = draw(st.sampled_from(((), (("sv", draw(TEXT)),))))
        about = (("", draw(TEXT)),)
        anomalies = draw(st.sampled_from(((), (f"{number}/open",), (f"{number}/decided",))))
        found.append(
            IndexRow(
                f"{BASE}p{number:02}", names, about, (), held(facets),
                draw(bounds()), amount, currency, {}, anomalies,
            )
        )  # fmt: skip
        if anomalies and anomalies[0].endswith("decided"):
            found.append(IndexRow(f"{BASE}p{number:02}/a", decides=anomalies, listed=False))
    return sorted(found, key=lambda row: row.iri)


def held(facets: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in facets.items() if values}


@st.composite
def queries(draw: st.DrawFn) -> ListQuery:
    chosen = draw(
        st.dictionaries(
            st.sampled_from(("type", "programme", "owner_county", "anomaly", "unknown")),
            st.lists(st.sampled_from((PROJECT, *"abc", "open", UNKNOWN)), max_size=2),
            max_size=2,
        )
    )
    during = draw(st.none() | st.tuples(DAYS, DAYS).map(lambda d: (min(d), max(d))))
    days = during and (date.fromordinal(during[0]), date.fromordinal(during[1]))
    words = draw(st.lists(st.sampled_from((*WORDS, "", "n", "nar", "!", "ringar")), max_size=2))
    certainty: Certainty | None = draw(st.sampled_from((None, "certain", "perhaps")))
    return ListQuery(" ".join(words), chosen, days, certainty)


@dataclass
class Model:
    """The same, asked of each row."""

    said: Sequence[IndexRow]

    def __post_init__(self) -> None:
        decided = {iri for row in self.said for iri in row.decides}
        self.rows = [row for row in self.said if row.listed]
        known = {row.iri: row.facets for row in self.rows}
        self.values: dict[str, dict[str, set[str]]] = {}
        for row in self.rows:
            values = defaultdict(set, {name: set(held) for name, held in row.facets.items()})
            for facet, own in OWNER_FACETS.items():
                for owner in row.facets.get("owner", ()):
                    values[facet] |= set(known.get(owner, {}).get(own, ()))
            values["anomaly"] = {"decided" if a in decided else "open" for a in row.anomalies}
            self.values[row.iri] = {facet: values[facet] or {UNKNOWN} for facet in FACETS}

    def found(self, asked: ListQuery, but: str = "") -> list[IndexRow]:
        return [row for row in self.rows if self.is_asked(row, asked, but)]

    def is_asked(self, row: IndexRow, asked: ListQuery, but: str) -> bool:
        values = self.values[row.iri]
        chosen = all(
            values.get(facet, set()) & set(some)
            for facet, some in asked.chosen.items()
            if facet != but
        )
        return (
            chosen
            and is_active(row, asked)
            and all(has_word((*row.names, *row.about), word)[1] for word in words_of(asked))
        )

    def ordered(self, asked: ListQuery, order: Order, descending: bool) -> list[str]:
        found = self.found(asked)
        if order == "relevance":
            return [row.iri for row in sorted(found, key=lambda row: relevance(row, asked))]
        if order == "name":
            found.sort(key=name_key)
            key: Callable[[IndexRow], object] = name_key
        else:
            key = {"start": start_of, "end": end_of, "amount": lambda row: row.amount}[order]
        known = sorted((row for row in found if key(row) is not None), key=key)  # type: ignore
        if descending:
            known = [*reversed(known)]
        return [row.iri for row in (*known, *(row for row in found if key(row) is None))]


def start_of(row: IndexRow) -> int | None:
    return row.period.earliest_start if row.period else None


def end_of(row: IndexRow) -> int | None:
    return row.period.latest_end if row.period else None


def name_key(row: IndexRow) -> str:
    return sorting_key(row.names[0][1] if row.names else row.iri.rpartition("/")[2])


def relevance(row: IndexRow, asked: ListQuery) -> tuple[bool, bool, str]:
    """What has all words as written first; in each half, whose name has them all."""
    exact = all(has_word((*row.names, *row.about), word)[0] for word in words_of(asked))
    named = all(has_word(row.names, word)[1] for word in words_of(asked))
    return not exact, not named, name_key(row)


def words_of(asked: ListQuery) -> list[str]:
    return [word for word in asked.words.casefold().split() if word != "!"]


def has_word(texts: Sequence[tuple[str, str]], asked: str) -> tuple[bool, bool]:
    """Whether texts have a word that begins as it is written, and one like it."""
    exact = like = False
    for language, text in texts:
        for word in text.casefold().split():
            forms = {word, word.translate(PLAIN), *stems_of(word, language or "und")}
            exact |= word.startswith(asked)
            like |= any(form.startswith(asked.translate(PLAIN)) for form in forms)
            like |= bool(forms & set(stems_of(asked)))
    return exact, exact or like


def is_active(row: IndexRow, asked: ListQuery) -> bool:
    if asked.during is None:
        return True
    if row.period is None:
        return False
    first, last = (day.toordinal() for day in asked.during)
    p, never, ever = row.period, -1, 10**9
    start = never if p.earliest_start is None else p.earliest_start
    end = ever if p.latest_end is None else p.latest_end
    if start > last or end < first:
        return False
    sure = p.latest_start is not None and p.earliest_end is not None
    sure = sure and (p.latest_start or 0) <= last and (p.earliest_end or 0) >= first
    return asked.certainty is None or sure == (asked.certainty == "certain")


SMALL = st.sampled_from((0, 1, 256))
ORDERS: tuple[Order, ...] = ("relevance", "name", "start", "end", "amount")


@given(rows(), queries(), st.sampled_from(ORDERS), st.booleans(), SMALL, SMALL, st.integers(1, 9))
def test_pages_are_the_list_cut_in_pieces_both_ways(
    said: list[IndexRow], asked: ListQuery, order: Order, down: bool, few: int, many: int, size: int
) -> None:
    expected = Model(said).ordered(asked, order, down)
    if order == "relevance":
        down = False
        expected = Model(said).ordered(asked, order, down)
    with written(said, few, many) as index:
        listed = list_all(index, asked, order, descending=down)
        assert [row.iri for row in listed] == expected
        forward, cursor = [], None
        while True:
            page = list_page(index, asked, order, descending=down, after=cursor, size=size)
            assert page.has_before == (cursor is not None)
            assert page.count == len(expected) == count_listed(index, asked)
            forward += [row.iri for row in page.rows]
            if not page.has_after:
                break
            cursor = forward[-1]
        assert forward == expected
        page = list_page(index, asked, order, descending=down, last=True, size=size)
        backward = [row.iri for row in page.rows]
        assert not page.has_after
        while page.has_before:
            before = backward[0]
            page = list_page(index, asked, order, descending=down, before=before, size=size)
            backward = [*(row.iri for row in page.rows), *backward]
            assert page.has_after
        assert backward == expected


@given(rows(), queries(), SMALL)
def test_facets_are_counted_without_their_own_choice(
    said: list[IndexRow], asked: ListQuery, many: int
) -> None:
    model = Model(said)
    with written(said, many=many) as index:
        for query in (asked, replace(asked, words="", during=None)):
            for facet, counts in count_facets(index, query, FACETS).items():
                found = model.found(query, but=facet)
                expected = Counter(v for row in found for v in model.values[row.iri][facet])
                assert {c.value: c.count for c in counts if c.count} == expected, facet
                assert [c.count for c in counts] == sorted((c.count for c in counts), reverse=True)


GROUPED = ((), ("programme",), ("owner",), ("owner_county", "programme"), ("county", "currency"))


@given(rows(), queries(), SMALL)
def test_groups_have_their_things_and_exact_sums(
    said: list[IndexRow], asked: ListQuery, few: int
) -> None:
    model = Model(said)
    with written(said, few) as index:
        for facets in GROUPED:
            expected: dict[tuple[str, ...], list[IndexRow]] = defaultdict(list)
            for row in model.found(asked):
                for values in product(*(sorted(model.values[row.iri][f]) for f in facets)):
                    expected[values].append(row)
            groups = [as_group(values, expected[values]) for values in sorted(expected)]
            assert list(group_by(index, asked, facets)) == groups
            counted = [replace(group, sums={}, stated={}) for group in groups]
            assert list(group_by(index, asked, facets, amounts=False)) == counted


def as_group(values: tuple[str, ...], rows: list[IndexRow]) -> CountedGroup:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.amount is not None:
            sums[row.currency] += row.amount
    stated = Counter(row.currency for row in rows if row.amount is not None)
    return CountedGroup(values, len(rows), dict(sums), dict(stated))


@given(rows())
def test_a_row_comes_back_as_it_was_with_what_its_owners_have(said: list[IndexRow]) -> None:
    model = Model(said)
    with written(said) as index:
        for row in list_all(index, ListQuery()):
            (given_row,) = (r for r in model.rows if r.iri == row.iri)
            held = {facet: {*values} for facet, values in row.values.items()}
            known = {f: v for f, v in model.values[row.iri].items() if v != {UNKNOWN}}
            assert held == known
            assert (row.period, row.amount) == (given_row.period, given_row.amount)
            assert (row.currency, row.names) == (given_row.currency, dict(given_row.names))
        named = names_by_iri(index, [row.iri for row in said])
        assert named == {row.iri: dict(row.names) for row in model.rows if row.names}


@given(st.text(max_size=60) | st.text(max_size=4).map(lambda text: text * 30_000))
@example('"* OR NEAR(a b) AND NOT col:x^2 -"')
@example("\0")
@example("\ud800")
@example("a " * 10_000)
@example("%_' OR 1=1 --")
def test_no_text_is_more_than_words(text: str) -> None:
    row = IndexRow(f"{BASE}a", (("sv", "Håll ut"),), facets={"type": (text[:50],)})
    if not text.isprintable():
        row = replace(row, facets={})
    with written([row]) as index:
        list_page(index, ListQuery(text), "relevance", after=text)
        list_page(index, ListQuery(text), before=text)
        asked = ListQuery("håll", {"type": [text], text: [text]})
        assert count_facets(index, asked, [text])[text] == ()
        assert group_by(index, asked, (text,)) == ()
        assert suggest(index, asked) == ()
        assert names_by_iri(index, [text]) == {}


def test_no_more_than_so_many_words_are_looked_for() -> None:
    rows = [IndexRow(f"{BASE}a", (("", " ".join(f"w{n}" for n in range(MOST_WORDS))),))]
    many = " ".join(f"w{n}" for n in range(MOST_WORDS + 1))
    with written(rows) as index:
        assert count_listed(index, ListQuery(many)) == 1
        assert count_listed(index, ListQuery(f"missing {many}")) == 0


def test_a_word_of_any_length_is_found_by_its_beginning() -> None:
    with written([IndexRow(f"{BASE}a", (("", "x" * 10_000),))]) as index:
        assert count_listed(index, ListQuery("x" * 10_000)) == 1
        assert count_listed(index, ListQuery("x" * (LONGEST - 1))) == 1
        assert count_listed(index, ListQuery("x" * (LONGEST - 1) + "y")) == 0


NAMES = (
    "Näringslivets dag",
    "Naringsliv",
    "Ett företag",
    "Companies",
    "Österby",
    "Kristianstads kommun",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naringsliv", ["Naringsliv", "Näringslivets dag"]),
        ("näringsliv", ["Näringslivets dag", "Naringsliv"]),
        ("NÄRINGSLIVET", ["Näringslivets dag", "Naringsliv"]),
        ("na\u0308ringsliv", ["Näringslivets dag", "Naringsliv"]),
        ("företagen", ["Ett företag"]),
        ("company", ["Companies"]),
        ("osterby", ["Österby"]),
        ("Kristianstad kn", ["Kristianstads kommun"]),
        ("kommun kristianstads", ["Kristianstads kommun"]),
        ("ingen sådan", []),
    ],
)
def test_swedish_is_found_as_written_first_then_by_plain_letters_and_stems(
    text: str, expected: list[str]
) -> None:
    tag = {"Companies": "en"}
    rows = [IndexRow(f"{BASE}{n}", ((tag.get(x, "sv"), x),)) for n, x in enumerate(NAMES)]
    with written(rows) as index:
        page = list_page(index, ListQuery(text), "relevance")
        assert [next(iter(row.names.values())) for row in page.rows] == expected


def test_suggestions_are_of_names_alone() -> None:
    rows = [
        IndexRow(f"{BASE}a", (("sv", "Öland och Gotland"),), facets={"type": (BODY,)}),
        IndexRow(f"{BASE}b", (("sv", "Olle"),), about=(("sv", "Ö"),)),
        IndexRow(f"{BASE}c", (("sv", "Hus"),), about=(("sv", "Öland"),)),
    ]
    with written(rows) as index:
        assert [row.iri[-1] for row in suggest(index, ListQuery("ö"))] == ["a", "b"]
        assert [row.iri[-1] for row in suggest(index, ListQuery("o"))] == ["b", "a"]
        assert [row.iri[-1] for row in suggest(index, ListQuery("öl"))] == ["a", "b"]
        assert [row.iri[-1] for row in suggest(index, ListQuery("o", {"type": [BODY]}))] == ["a"]
        assert len(suggest(index, ListQuery("o"), most=1)) == 1


@pytest.mark.parametrize(
    ("amounts", "total", "stated"),
    [
        (("0.1", "0.2"), "0.3", 2),
        (("-5", "3.0001"), "-1.9999", 2),
        (("1e14", "1"), "100000000000001", 2),
        (("1e30", "7"), "7", 1),
        (("0.00001", "7"), "7", 1),
        (("0.5000000000", "7"), "7.5", 2),
    ],
)
def test_sums_are_exact_and_say_what_is_not_in_them(
    amounts: tuple[str, ...], total: str, stated: int
) -> None:
    rows = [
        IndexRow(f"{BASE}{n}", amount=Decimal(a), currency="SEK", facets={"currency": ("SEK",)})
        for n, a in enumerate(amounts)
    ]
    with written(rows) as index:
        (group,) = group_by(index, ListQuery())
        assert group == CountedGroup((), 2, {"SEK": Decimal(total)}, {"SEK": stated})
        assert [row.amount for row in list_all(index, ListQuery())] == [*map(Decimal, amounts)]


BLOBS = ("NULL", "7", "'text'", "x''", "x'00'", "x'02'", "x'01'", "x'01ffffff'", "x'01ffffffff'",
         "x'00ffffffffffffffffffffffffffff'", "zeroblob(3)", "things || x'00'")  # fmt: skip
TEXTS = ("NULL", "7", "x'ff'", "''", "'[]'", "'7'", "'{'", "'{\"a\":1}'", "'{\"a\":[1]}'",
         "cast(x'ff' AS TEXT)", "replace(hex(zeroblob(5000)), '00', '[')")  # fmt: skip
TOLD = ('{"about":{},"facts":{"period":null,"amount":null},"held":{"type":[9999]}}',
        '{"about":{},"facts":{"period":null,"amount":null},"held":{"type":["x"]}}',
        '{"about":{},"facts":{"period":null,"amount":null},"held":{"type":[1e999]}}',
        '{"about":{},"facts":{"period":null,"amount":["x","y"]},"held":{}}',
        '{"about":{},"facts":{"period":null,"amount":[1]},"held":{}}',
        '{"about":{},"facts":{"period":[1,2,3,4,5],"amount":null},"held":{}}',
        '{"about":{},"facts":{"period":["x",2,3,4],"amount":null},"held":{}}',
        '{"about":{"sv":1},"facts":{"period":null,"amount":null},"held":{}}',
        '{"about":{},"facts":{},"held":{}}')  # fmt: skip
CHANGES = [
    *(f"UPDATE {t} SET things = {b}" for t in ("held_value", "word", "beginning", "slice",
      "ordering") for b in BLOBS),
    *(f"UPDATE ordering SET places = {b}" for b in BLOBS if "things" not in b),
    *(f"UPDATE thing SET {c} = {t}" for c in ("names", "told") for t in TEXTS),
    *(f"UPDATE thing SET told = '{t}'" for t in TOLD),
    *(f"UPDATE OR REPLACE held_value SET {c} = {t}" for c in ("facet", "value", "count")
      for t in TEXTS),
    "UPDATE cube SET count = 'x'", "DELETE FROM slice", "DELETE FROM ordering", "DELETE FROM word",
    "UPDATE OR REPLACE slice SET place = place + 1", "UPDATE ordering SET known = 'x'",
    "UPDATE ordering SET known = -1", "UPDATE OR REPLACE thing SET id = id + 5",
    "UPDATE OR REPLACE thing SET iri = NULL", "UPDATE form SET word = 77777",
    "UPDATE told SET value = 9223372036854775807 WHERE name LIKE 'least%'",
    "UPDATE OR REPLACE word SET word = NULL", "DELETE FROM held_value",
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with something in every table."""
    day = date(2010, 9, 6).toordinal()
    rows = [
        IndexRow(
            f"{BASE}{n:03}", (("sv", f"Ord å{n}"),), (("sv", "a text"),), (),
            {"type": (PROJECT,), "owner": (f"{BASE}001",), "programme": (f"p{n % 3}",),
             "currency": ("SEK",), "county": ("c",)},
            PeriodBounds(day, day, day + n, day + n), Decimal(n), "SEK", {"start": "2010"},
            (f"{n}/a",) if n % 3 else (),
        )
        for n in range(120)
    ]  # fmt: skip
    file = tmp_path_factory.mktemp("whole") / "index.sqlite"
    with patch.object(vocabulary, "MANY_WORDS", 2):
        write_index(file, rows, {f"{BASE}003": [300, 0, 5, 9]})
    return file


def use(file: Path) -> int:
    """Ask an index all that can be asked; gives how often it said that it is damaged."""
    asked = ListQuery("o", {"type": [PROJECT]}, (FIRST, FIRST), "perhaps")
    try:
        index = IndexFile(file, BrokenIndex)
    except BrokenIndex:
        return 1
    calls: list[Callable[[], object]] = [
        *(lambda o=o: list_page(index, ListQuery(), o) for o in ORDERS),
        *(lambda o=o: list_page(index, asked, o, last=True) for o in ORDERS),
        lambda: list_page(index, ListQuery(chosen={"type": [PROJECT]}), after=f"{BASE}003"),
        lambda: [*list_all(index, asked)],
        lambda: count_facets(index, asked, FACETS),
        lambda: count_facets(index, replace(asked, words="", during=None), FACETS),
        lambda: group_by(index, ListQuery()),
        lambda: group_by(index, ListQuery(), ("programme", "currency")),
        lambda: group_by(index, ListQuery(), ("owner",)),
        lambda: suggest(index, ListQuery("o")),
        lambda: names_by_iri(index, [f"{BASE}003"]),
        lambda: index.hub(f"{BASE}003", 0, 1),
    ]
    told = 0
    for call in calls:
        try:
            call()
        except BrokenIndex:
            told += 1
    index.close()
    return told


def test_an_index_that_is_whole_says_nothing(whole: Path) -> None:
    assert use(whole) == 0


@pytest.mark.parametrize("change", CHANGES)
def test_an_index_that_is_not_what_was_written_is_told_or_does_no_harm(
    change: str, whole: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(whole, tmp_path))
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(change)
    use(file)


def test_bytes_that_were_changed_are_told_or_do_no_harm(whole: Path, tmp_path: Path) -> None:
    chance, data = random.Random(16), whole.read_bytes()
    told = 0
    for number in range(150):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 8, 64))):
            changed[chance.randrange(len(data))] = chance.randrange(256)
        if number % 5 == 0:
            del changed[chance.randrange(len(data)) :]
        file = tmp_path / f"{number}"
        file.write_bytes(changed)
        told += use(file) > 0
    assert told > 50


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        IndexRow(f"{BASE}{n:03}", (("sv", f"Ord {n % 7} å{n}"),), facets={"type": (PROJECT, BODY)})
        for n in range(300)
    ]
    hubs = {f"{BASE}b": [201, 0, 9, 12], f"{BASE}a": [300, 0, 5, 9]}
    for name, order in (("one", hubs), ("other", dict(reversed(hubs.items())))):
        write_index(tmp_path / name, iter(rows), order)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_disk_that_is_full_is_told_as_the_system_does(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_index(tmp_path / "missing" / "index.sqlite", [], {})
