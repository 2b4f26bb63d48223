"""New keys for what has none yet: proposed from names, never one that is or was another's."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import count

from lod.errors import MappingError
from lod.publishing.iris import KEY_LENGTH, slug
from lod.publishing.keys import KeyedThing, KeyRow, Keys, fold, without_key
from lod.publishing.linking import KnownBody, Reference
from lod.publishing.numbered import codes_by_name
from lod.publishing.records import Page, Project, Text
from lod.publishing.unicode14 import caseless, fold_blanks, is_punctuation

_MANY_NAMES = "organization"
"""The kind of which a page may have one thing under several names."""

_Sign = tuple[str, str | KnownBody]


def names_of(page: Page) -> Iterator[tuple[str, Text]]:
    """List (kind, name) of all things on a page that need a key, in reading order."""
    yield "programme", page.programme.name
    for programme in page.others:
        yield "programme", programme.name
    for project in page.projects:
        yield "project", project.keyed
        for text in (*project.owners, *project.partners):
            yield "organization", text
    if page.report:
        yield "report", page.report.name


def missing_keys(pages: Iterable[Page], keys: Keys, reference: Reference) -> list[KeyRow]:
    """Propose rows for the things of pages that have no key yet."""
    pages = tuple(pages)
    proposals = _Proposals(map(keys.settled, keys.rows), reference, codes_by_name(pages))
    return [row for page in pages for row in proposals.of_page(page, keys)]


def check_keys(page: Page, keys: Keys) -> list[MappingError]:
    """List the things of a page that have no key, each with its line in the page's file."""
    errors = [
        without_key(kind, name.value, page.file, name.span.first)
        for kind, name in _unnamed(page, keys)
    ]
    return errors if page.shown is None else [error.unquoted(page.file) for error in errors]


def with_minted_owners(page: Page, keys: Keys) -> Page:
    """Take an owner's words for one name where they have a key: the steward let it be minted."""
    return replace(page, projects=tuple(_with_owner(p, page, keys) for p in page.projects))


def _with_owner(project: Project, page: Page, keys: Keys) -> Project:
    owner = project.owner
    if (
        not owner
        or not project.doubtful
        or not keys.has("organization", page.source.name, owner.value)
    ):
        return project
    others = tuple(a for a in project.anomalies if a.aspect != "owner")
    return replace(project, doubtful=False, anomalies=others)


def unyielded(pages: Iterable[Page], keys: Keys, unlisted: Container[str] = ()) -> list[KeyRow]:
    """List the rows in use whose thing doesn't stand in their source, or whose source isn't there.

    :param unlisted: sources that are there, and aren't published.
    """
    stands = {
        (kind, page.source.name, fold(name.value))
        for page in pages
        for kind, name in names_of(page)
    }
    return [
        row
        for row in keys.rows
        if row.thing not in stands
        and row.source not in unlisted
        and (row.kind, row.key) not in keys.gone
    ]


def _unnamed(page: Page, keys: Keys) -> Iterator[tuple[str, Text]]:
    """List (kind, name) of what has no key, each once."""
    seen: set[tuple[str, str]] = set()
    for kind, name in names_of(page):
        if not keys.has(kind, page.source.name, name.value):
            thing = (kind, fold(name.value))
            if thing not in seen:
                seen.add(thing)
                yield kind, name


class _Proposals:
    """Keys in use, and what each of them stands for: grows with each row that is proposed."""

    def __init__(
        self,
        rows: Iterable[KeyRow],
        reference: Reference,
        codes: Mapping[KeyedThing, frozenset[str]],
    ) -> None:
        self._reference, self._codes = reference, codes
        self._codes_of: dict[str, set[str]] = defaultdict(set)
        self._by_code: dict[str, dict[str, str]] = defaultdict(dict)
        self._used: dict[str, set[str]] = defaultdict(set)
        self._same: dict[_Sign, tuple[int, str]] = {}
        self._replaced: dict[_Sign, tuple[int, str]] = {}
        self._alike: dict[_Sign, tuple[int, str]] = {}
        self._next: dict[tuple[str, str, int], int] = {}
        self._count = 0
        for row in rows:
            self._enter(row)

    def of_page(self, page: Page, keys: Keys) -> Iterator[KeyRow]:
        """Propose rows for what has no key on a page, in reading order.

        A name takes the key that it has elsewhere, or that replaced it there; or the key of one
        that it looks like. Two things of a page never take the same.
        """
        source, unnamed = page.source.name, list(_unnamed(page, keys))
        taken = {(row.kind, key) for row in keys.of_source(source) for key in (row.key, row.now)}
        given: dict[tuple[str, Text], str] = {}
        for table in (self._same, self._replaced, self._alike):
            for kind, name in unnamed:
                thing = (kind, source, fold(name.value))
                key = None if (kind, name) in given else self._found(table, thing, name.value)
                if key and (kind == _MANY_NAMES or (kind, key) not in taken):
                    given[kind, name] = key
                    taken.add((kind, key))
        for kind, name in unnamed:
            thing = (kind, source, fold(name.value))
            key = given.get((kind, name)) or self._spelt_twice(thing, name.value)
            row = KeyRow(kind, key or self._fresh(kind, name.value), source, name.value)
            row = replace(row, line=name.span.first)
            self._enter(row)
            yield row

    def _enter(self, row: KeyRow) -> None:
        self._count += 1
        self._used[row.kind].add(row.key)
        if row.is_retired:
            return
        found = (self._count, row.now or row.key)
        for code in self._codes.get(row.thing, ()):
            self._codes_of[found[1]].add(code)
            self._by_code[code].setdefault(found[1], row.as_written)
        for sign in self._signs(row.kind, row.as_written):
            (self._replaced if row.now else self._same).setdefault((row.kind, sign), found)
        if letters := letters_of(row.as_written):
            self._alike.setdefault((row.kind, letters), found)

    def _signs(self, kind: str, name: str) -> Iterator[str | KnownBody]:
        """Give what two names of one thing have in common: their signs, or whom they name."""
        yield fold(name)
        known = self._reference.link(name) if kind == _MANY_NAMES else None
        if known is not None:
            yield known

    def _found(
        self, table: Mapping[_Sign, tuple[int, str]], thing: KeyedThing, name: str
    ) -> str | None:
        """Give the key that a table has for a name; of several, the first.

        A number tells more than a name: with another number it is another organisation.
        """
        kind = thing[0]
        codes = self._codes.get(thing, frozenset())
        if same := self._by_number(codes, name):
            return same
        signs = [letters_of(name)] if table is self._alike else self._signs(kind, name)
        found = [table[kind, sign] for sign in signs if (kind, sign) in table]
        others = (self._codes_of.get(key, set()) if codes else set() for _, key in found)
        found = [one for one, has in zip(found, others, strict=True) if not has or has & codes]
        return min(found)[1] if found else None

    def _by_number(self, codes: Iterable[str], name: str) -> str | None:
        """Give the key of the one organisation with the same number, under a like name."""
        found = {
            key
            for code in codes
            for key, known in self._by_code.get(code, {}).items()
            if is_spelling(known, name)
        }
        return found.pop() if len(found) == 1 else None

    def _spelt_twice(self, thing: KeyedThing, name: str) -> str | None:
        """Give the key that another spelling of an organisation has got on the same page."""
        if thing[0] != _MANY_NAMES:
            return None
        return self._found(self._same, thing, name) or self._found(self._alike, thing, name)

    def _fresh(self, kind: str, name: str) -> str:
        """Make a key that nothing has or had."""
        known = self._reference.link(name) if kind == "organization" else None
        key = slug(known.name if known else name) or kind
        if key in self._used[kind] and known:
            key = f"{key}-{known.area}"
        return self._numbered(kind, key) if key in self._used[kind] else key

    def _numbered(self, kind: str, key: str) -> str:
        """Add the first number that makes it new; where one was found last, the search goes on."""
        used = self._used[kind]
        for digits in count(1):
            stem = _cut(key, KEY_LENGTH - digits - 1)
            start = self._next.get((kind, stem, digits), max(2, 10 ** (digits - 1)))
            for number in range(start, 10**digits):
                self._next[kind, stem, digits] = number + 1
                if f"{stem}-{number}" not in used:
                    return f"{stem}-{number}"
        raise AssertionError("numbers don't end")


def _cut(key: str, room: int) -> str:
    """Cut a key at a hyphen where it is too long."""
    return key if len(key) <= room else key[: room + 1].rpartition("-")[0] or key[:room]


_ALIKE = 0.8  # of 1: two spellings of a name have more of their letters in common
_LONG = 200  # letters of a name that are compared


def is_spelling(one: str, other: str) -> bool:
    """Whether two names may be one: with other words beside it, in other order, or respelt.

    >>> is_spelling("Hamnljus förening", "Föreningen Hamnljus"), is_spelling("ABF Umeå", "Umeå IF")
    (True, False)
    """
    return spelling_score(letters_of(one), letters_of(other)) > 0


def spelling_score(one: str, other: str) -> float:
    """Give the share of letters in common of two names that may be one; else 0.

    Both as :func:`letters_of` gives them.
    """
    first, second = one[:_LONG], other[:_LONG]
    words = sorted(first.split()), sorted(second.split())
    score = max(
        _ratio(first, second),
        _ratio(" ".join(words[0]), " ".join(words[1])),
        _held(first, second),
        _held(second, first),
    )
    fewer, more = sorted(map(frozenset, words), key=len)
    if fewer and fewer <= more:
        return max(score, len(fewer) / len(more))
    return score if score > _ALIKE else 0.0


def _ratio(one: str, other: str) -> float:
    """Give the share of letters in common; of much too few what they are at most."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    most = matcher.real_quick_ratio()
    most = min(most, matcher.quick_ratio()) if most > _ALIKE else most
    return matcher.ratio() if most > _ALIKE else 0.0


def _held(one: str, other: str) -> float:
    """Give the share of letters in words that another name holds, written together or apart."""
    whole = other.replace(" ", "")
    held = sum(len(word) for word in one.split() if word in whole)
    return held / max(len(one.replace(" ", "")), len(whole), 1)


def letters_of(name: str) -> str:
    """Give a name without its punctuation and capitals: what a newer page may write otherwise.

    >>> letters_of("FRONT (Framtid och tillväxt)") == letters_of("Front: framtid och tillväxt")
    True
    >>> letters_of("Etapp 1") == letters_of("Etapp 2"), letters_of("C+") == letters_of("C")
    (False, False)
    """
    signs = (" " if is_punctuation(c) else c for c in caseless(fold(name)))
    return fold_blanks("".join(signs))
