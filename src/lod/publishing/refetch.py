"""A page fetched again: what `lod keys` would write, and writing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import lexists

import pyoxigraph as ox

from lod.errors import InputError, UsageError
from lod.files import put_all, read_file
from lod.publishing.candidates import (
    CANDIDATES,
    Body,
    LinkingCandidate,
    candidates_table,
    likely_pairs,
    register_keys,
)
from lod.publishing.config import Config
from lod.publishing.fetches import FetchedKeys, plan_fetches
from lod.publishing.iris import Iris
from lod.publishing.keeping import KeptKeys, keep_keys
from lod.publishing.keys import Keys, read_keys, with_rows
from lod.publishing.linking import Reference, read_reference
from lod.publishing.mapping import iri_term
from lod.publishing.minting import missing_keys, with_minted_owners
from lod.publishing.own import read_own
from lod.publishing.publication import read_pages, refuse_rejected
from lod.publishing.tables import table_name
from lod.rdf import OWL, SCHEMA
from lod.words import msg

DIFFERENT = "data/curated/different.ttl"
"""Where it is said that two projects, or organisations, which resemble each other are two."""

_HEAD = "# Projects, or organisations, that resemble each other and are two: lod keys wrote it.\n"


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """What would become of keys.csv.

    :param keys: what stands in it.
    :param kept: what the steward says.
    :param fetched: what pages bring then.
    :param candidates: organisations that may be one, by keys.csv as it will be.
    :param apart: pairs of organisations that the steward says are two, by key.
    """

    config: Config
    keys: Keys
    kept: KeptKeys
    fetched: FetchedKeys
    candidates: Sequence[LinkingCandidate] = ()
    apart: Sequence[tuple[str, str]] = ()

    @property
    def different(self) -> Sequence[tuple[str, str]]:
        """Pairs of projects with owner and period in common that are said to be two, by key."""
        return [
            (old.key, one.row.key)
            for page in self.fetched.pages
            for one in page.different
            for old, like in one.old
            if old.kind == "project" and {"owner", "period"} <= {*like.shared}
        ]

    def write(self) -> None:
        """Write keys.csv, and what says that pairs are two; all or none. Then what may be one.

        :raises UsageError: it can't be written, or was changed since it was read.
        """
        if files := self._files():
            put_all(self.config.site, files)
        self._list_candidates()

    def _files(self) -> Mapping[str, bytes]:
        """Give what is to be written: new rows stand in the order of the pages."""
        order = {name: n for n, name in enumerate(map(table_name, self.config.sources))}
        rows = [*self.kept.added, *self.fetched.rows]
        if self.kept.added:
            rows.sort(key=lambda row: (order[row.source], row.line))
        files: dict[str, bytes] = {}
        if rows or self.kept.cells:
            root = self.config.site
            files["data/keys.csv"] = with_rows(self.keys, rows, root, self.kept.cells)
        if self.different or self.apart:
            files[DIFFERENT] = self._said_to_be_two()
        return files

    def _list_candidates(self) -> None:
        """Write the list of candidates; the folder may be a link, as releases may lie elsewhere."""
        file = self.config.site / CANDIDATES
        if not self.candidates and not lexists(file):
            return
        try:
            file.parent.mkdir(exist_ok=True)
        except OSError as error:
            message = msg("{file} can't be written: {why}", file=file, why=error.strerror)
            raise UsageError(message) from error
        put_all(file.parent, {file.name: candidates_table(self.candidates)})

    def _said_to_be_two(self) -> bytes:
        file, iris = self.config.site / DIFFERENT, Iris(self.config.base_iri, self.config.vocab_iri)
        try:
            said = read_file(file, self.config.site) if lexists(file) else _HEAD.encode()
        except OSError as error:
            message = msg("{file} can't be written: {why}", file=file, why=error.strerror)
            raise UsageError(message) from error
        between = b"" if said.endswith(b"\n") else b"\n"
        said_of = (("project", self.different), ("organization", self.apart))
        pairs = [[iris.thing(kind, key) for key in pair] for kind, each in said_of for pair in each]
        lines = dict.fromkeys(f"<{old}> <{OWL}differentFrom> <{new}> .\n" for old, new in pairs)
        there = said.decode("utf-8", "replace").splitlines(keepends=True)
        return said + between + "".join(line for line in lines if line not in there).encode()


def plan_keys(
    config: Config,
    kept: Sequence[str] = (),
    new: Sequence[str] = (),
    apart: Sequence[str] = (),
) -> KeyPlan:
    """Compare what pages have with the keys that there are.

    :param kept: ``OLD=NEW``, see :mod:`lod.publishing.keeping`; ``new``, names of what is new.
    :param apart: ``ONE=OTHER``, keys of organisations that may be one and are two.
    :raises InputError: something can't be read.
    :raises UsageError: what is said can't be.
    """
    keys = read_keys(config.site / "data" / "keys.csv", config.site)
    reference = read_reference(config.site / "data" / "reference", config.site)
    pages = read_pages(config)
    refuse_rejected(pages)
    pages = tuple(with_minted_owners(page, keys) for page in pages)
    missing = missing_keys(pages, keys, reference) if kept or new else []
    said = keep_keys(kept, new, pages, keys, missing)
    fetched = plan_fetches(pages, said.keys, reference, said.new)
    whole = Keys(keys.file, (*said.keys.rows, *fetched.rows))
    pairs = [_apart(pair, whole, reference) for pair in apart]
    found = likely_pairs(pages, whole, reference, _Decided(config, pairs))
    return KeyPlan(config, keys, said, fetched, found, pairs)


def _apart(argument: str, keys: Keys, reference: Reference) -> tuple[str, str]:
    """Read ``ONE=OTHER``: the first is an organisation's key, the other too, or a register's.

    :raises UsageError: nothing has such a key, or both have it.
    """
    used = {row.key for row in keys.rows if row.kind == "organization"}
    one, _, other = (part.strip().removeprefix("organization/") for part in argument.partition("="))
    for key, known in ((one, used), (other, used | {*register_keys(keys, reference)})):
        if key not in known:
            raise UsageError(msg("{argument}: no organisation has the key {key}",
                                 argument=argument, key=key or "“”"))  # fmt: skip
    if one == other:
        raise UsageError(msg("{argument}: write the keys of two organisations", argument=argument))
    return one, other


class _Decided:
    """Knows which pairs a steward has decided: here, or in data/curated."""

    def __init__(self, config: Config, apart: Sequence[tuple[str, str]]) -> None:
        self._iris = Iris(config.base_iri, config.vocab_iri)
        try:
            own = read_own(config.site, config.base_iri, config.vocab_iri)["data/curated"]
        except InputError:  # what is wrong there is for lod check to say
            own = ()
        self._said = {triple for file in own for triple in file.placed}
        self._apart = {frozenset(pair) for pair in apart}

    def __call__(self, one: Body, other: Body) -> bool:
        if frozenset((one.key, other.key)) in self._apart:
            return True
        pair = [iri_term(self._iris.thing("organization", body.key)) for body in (one, other)]
        different, serves = iri_term(f"{OWL}differentFrom"), iri_term(f"{SCHEMA}areaServed")
        said = {ox.Triple(pair[0], different, pair[1]), ox.Triple(pair[1], different, pair[0])}
        if other.of_register and other.known:
            area = iri_term(self._iris.thing("area", other.known.area))
            said.add(ox.Triple(pair[0], serves, area))
        return not said.isdisjoint(self._said)
