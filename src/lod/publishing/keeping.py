"""What a steward says of keys: that a thing is one that has a key, or that it is new.

``OLD=NEW``: OLD is a key, or the name that it is minted for; NEW the name as a page writes it, or
the key that it would get. Before either may stand its kind: ``project/hall-ut``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from lod.errors import UsageError
from lod.publishing.handwritten import Cell
from lod.publishing.iris import KEY_KINDS, slug
from lod.publishing.keys import KeyedThing, KeyRow, Keys, fold
from lod.publishing.leaving import rows_of, things_of
from lod.publishing.records import Page
from lod.words import Message, msg

_MANY_NAMES = "organization"


@dataclass(frozen=True, slots=True)
class KeptKeys:
    """What follows from what a steward says.

    :param keys: all rows as they are then.
    :param cells: values that change in the file.
    :param added: rows that come to it.
    :param new: what is said to be new.
    """

    keys: Keys
    cells: Sequence[tuple[Cell, str]]
    added: Sequence[KeyRow]
    new: frozenset[KeyedThing]


def keep_keys(
    kept: Sequence[str],
    new: Sequence[str],
    pages: Sequence[Page],
    keys: Keys,
    missing: Sequence[KeyRow],
) -> KeptKeys:
    """Take ``OLD=NEW`` arguments, and the names of what is new.

    :param missing: the rows that would be minted for what has none.
    :raises UsageError: one of them can't be: nothing is to be written then.
    """
    whole = Keys(keys.file, (*keys.rows, *missing))
    names = _Names(pages, whole)
    said = [names.pair(argument) for argument in kept]
    fresh = [row for name in new for row in names.new(name)]
    _check_once(said, fresh)
    keeping = _Keeping(keys, missing, names)
    for old, rows in said:
        for row in rows:
            keeping.keep(old, row)
    return keeping.done(frozenset(row.thing for row in fresh))


_Pair = tuple[KeyRow, Sequence[KeyRow]]


class _Names:
    """Finds what people name: keys and titles, of what there is and of what pages bring."""

    def __init__(self, pages: Sequence[Page], keys: Keys) -> None:
        self.keys = keys
        self.things = {page.source.name: things_of(page, keys) for page in pages}
        self.listed = [row for page in pages for row in rows_of(page, keys)]
        self.standing = {row.thing for row in self.listed}

    def pair(self, argument: str) -> _Pair:
        """Give a row of the old key, and the rows of what is to have it.

        A name may hold an equals sign itself: the first that parts two known names counts.
        """
        ways = [n for n, sign in enumerate(argument) if sign == "="]
        if not ways:
            message = msg("{argument}: write OLD=NEW, as in {example}",
                          argument=argument, example="hall-ut=hall-i")  # fmt: skip
            raise UsageError(message)
        wrong: UsageError | None = None
        for n in ways:
            try:
                return self._pair(argument[:n].strip(), argument[n + 1 :].strip())
            except _Unknown as error:
                wrong = wrong or error
        raise wrong or AssertionError("there is a way")

    def _pair(self, old: str, new: str) -> _Pair:
        olds = _found(old, self.keys.rows)
        if not olds:
            raise _Unknown(_unknown(old, self.keys.rows, is_old=True))
        kinds = {row.kind for row in olds}
        news = [row for row in _found(new, self.listed) if row.kind in kinds]
        if not news:
            raise _Unknown(_unknown(new, [r for r in self.listed if r.kind in kinds], is_old=False))
        olds = [row for row in olds if row.kind in {row.kind for row in news}]
        return _one(old, olds), [r for r in news if r.kind == _one(old, olds).kind]

    def new(self, name: str) -> Sequence[KeyRow]:
        """Give the rows of what is said to be new."""
        found = _found(name, self.listed)
        if not found:
            raise UsageError(_unknown(name, self.listed, is_old=False))
        return found


class _Unknown(UsageError):
    """A name that nothing has."""


def _found(name: str, rows: Iterable[KeyRow]) -> list[KeyRow]:
    """Find rows by name, else by key, else by the key that the name would get.

    >>> row = KeyRow("project", "hall-ut", "page", "Håll i")
    >>> [len(_found(name, [row])) for name in ("Håll  i", "hall-ut", "hall-i", "area/hall-ut")]
    [1, 1, 1, 0]
    """
    kind, _, bare = name.rpartition("/id/")[2].partition("/")
    if kind not in KEY_KINDS:
        kind, bare = "", name
    rows = [row for row in rows if kind in ("", row.kind)]
    ways: tuple[Callable[[KeyRow], bool], ...] = (
        lambda row: fold(row.as_written) in (fold(name), fold(bare)),
        lambda row: row.key == bare,
        lambda row: slug(row.as_written) == bare,
    )
    return next(filter(None, ([row for row in rows if way(row)] for way in ways)), [])


def _one(name: str, rows: Sequence[KeyRow]) -> KeyRow:
    """Give a row of the one key that is meant."""
    keys = sorted({f"{row.kind}/{row.key}" for row in rows})
    if len(keys) > 1:
        message = msg("{name} may be any of {keys}: write which", name=name, keys=", ".join(keys))
        raise UsageError(message)
    return rows[0]


def _unknown(name: str, rows: Iterable[KeyRow], *, is_old: bool) -> Message:
    known = dict.fromkeys(word for row in rows for word in (row.key, row.as_written))
    folded = {word.casefold(): word for word in known}
    near = get_close_matches(name.casefold(), folded, 1, 0.6)
    meant = folded[near[0]] if near else ""
    if is_old and near:
        return msg(
            "{name}: data/keys.csv has no such key or name; is {near} meant?", name=name, near=meant
        )
    if is_old:
        return msg("{name}: data/keys.csv has no such key or name", name=name)
    if near:
        return msg("{name}: no page has anything of this name; is {near} meant?",
                   name=name, near=meant)  # fmt: skip
    return msg("{name}: no page has anything of this name", name=name)


def _check_once(said: Iterable[_Pair], fresh: Iterable[KeyRow]) -> None:
    """Refuse a key that is given to two things of which there can be one, and two keys for one."""
    given: dict[tuple[str, str], KeyRow] = {}
    keys: dict[KeyedThing, str] = {}
    for old, rows in said:
        for row in rows:
            first = given.setdefault((old.kind, old.key), row)
            if row.kind != _MANY_NAMES and fold(first.as_written) != fold(row.as_written):
                raise UsageError(
                    msg("{key} can't be the key of both {one} and {other}",
                        key=old.key, one=first.as_written, other=row.as_written)
                )  # fmt: skip
            if keys.setdefault(row.thing, old.key) != old.key:
                raise UsageError(
                    msg("{name} can't have both keys, {one} and {other}",
                        name=row.as_written, one=keys[row.thing], other=old.key)
                )  # fmt: skip
    for row in fresh:
        if row.thing in keys:
            message = msg("{name} can't be new and have the key {key}",
                          name=row.as_written, key=keys[row.thing])  # fmt: skip
            raise UsageError(message)


class _Keeping:
    """Rows as they become, one thing after the other."""

    def __init__(self, keys: Keys, missing: Sequence[KeyRow], names: _Names) -> None:
        self._keys, self._missing, self._names = keys, missing, names
        self._rows = {row.thing: row for row in keys.rows}
        self._cells: dict[Cell, str] = {}
        self._added: dict[KeyedThing, KeyRow] = {}

    def keep(self, old: KeyRow, new: KeyRow) -> None:
        """Let a thing have a key that is there."""
        now = self._names.keys.settled(new)
        if old.key in (now.key if not now.now else "", now.now):
            return
        self._refuse(old, new)
        if new.thing in self._rows:
            self._replace(old, new)
        elif (here := self._here(old, new)) is not None:
            self._rename(here, new)
        else:
            for row in self._missing:  # the old one may be minted in this run itself
                if (row.kind, row.key) == (old.kind, old.key):
                    self._added[row.thing] = row
            self._added[new.thing] = replace(new, key=old.key)

    def _refuse(self, old: KeyRow, new: KeyRow) -> None:
        """Refuse a key that isn't free for a thing."""
        for row in (old, new):
            now = self._names.keys.settled(row)
            if now.is_retired:
                message = msg("{name}: the key {key} is retired", name=row.as_written, key=row.key)
                raise UsageError(message)
            if now.now:
                raise UsageError(
                    msg("{key} has been replaced by {now} already", key=row.key, now=now.now)
                )
        stands = self._names.things[new.source].get((old.kind, old.key))
        if stands is not None and old.kind != _MANY_NAMES:
            message = msg(
                "{key} can't be the key of {name}: {source} still lists {old}",
                key=old.key, name=new.as_written, source=new.source, old=stands.as_written,
            )  # fmt: skip
            raise UsageError(message)

    def _here(self, old: KeyRow, new: KeyRow) -> KeyRow | None:
        """Give the key's row of the same source, whose name the page writes otherwise now."""
        found = (
            row for row in self._rows.values()
            if (row.kind, row.key, row.source) == (old.kind, old.key, new.source)
            and row.thing not in self._names.standing
        )  # fmt: skip
        return next(found, None)

    def _rename(self, row: KeyRow, new: KeyRow) -> None:
        """Write a new name into a row, whose thing then is another's no more."""
        self._change(row, "as_written", new.as_written)
        del self._rows[row.thing]
        self._rows[new.thing] = replace(row, as_written=new.as_written)

    def _replace(self, old: KeyRow, new: KeyRow) -> None:
        """Let a key that a thing has got lead to the old one, and all that led to it."""
        if (here := self._here(old, new)) is not None and old.kind != _MANY_NAMES:
            message = msg(
                "{old} and {new} both have a row for {source}: take out the row of the one that "
                "was never published, then run this again",
                old=here.key, new=new.key, source=new.source,
            )  # fmt: skip
            raise UsageError(message)
        for row in list(self._rows.values()):
            if row.kind == new.kind and (row.now == new.key or row.thing == new.thing):
                self._change(row, "now", old.key)
                self._rows[row.thing] = replace(row, now=old.key)

    def _change(self, row: KeyRow, column: str, value: str) -> None:
        assert row.cells is not None, "only rows that were read change"
        self._cells[row.cells.cells[column]] = value

    def done(self, new: frozenset[KeyedThing]) -> KeptKeys:
        """Give all that follows."""
        rows = (*self._rows.values(), *self._added.values())
        keys = Keys(self._keys.file, rows)
        return KeptKeys(keys, list(self._cells.items()), list(self._added.values()), new)
