"""A page fetched again: what `lod keys` would write, and writing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import lexists

from lod.errors import UsageError
from lod.files import put_all, read_file
from lod.publishing.config import Config
from lod.publishing.fetches import FetchedKeys, plan_fetches
from lod.publishing.iris import Iris
from lod.publishing.keeping import KeptKeys, keep_keys
from lod.publishing.keys import Keys, read_keys, with_rows
from lod.publishing.linking import read_reference
from lod.publishing.minting import missing_keys, with_minted_owners
from lod.publishing.publication import read_pages, refuse_rejected
from lod.publishing.tables import table_name
from lod.rdf import OWL
from lod.words import msg

DIFFERENT = "data/curated/different.ttl"
"""Where it is said that two projects which resemble each other are two."""

_HEAD = "# Projects with the same owner and period that are two: lod keys --new wrote it.\n"


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """What would become of keys.csv.

    :param keys: what stands in it.
    :param kept: what the steward says.
    :param fetched: what pages bring then.
    """

    config: Config
    keys: Keys
    kept: KeptKeys
    fetched: FetchedKeys

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
        """Write keys.csv, and what says that pairs are two; all or none.

        :raises UsageError: it can't be written, or was changed since it was read.
        """
        if files := self._files():
            put_all(self.config.site, files)

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
        if self.different:
            files[DIFFERENT] = self._said_to_be_two()
        return files

    def _said_to_be_two(self) -> bytes:
        file, iris = self.config.site / DIFFERENT, Iris(self.config.base_iri, self.config.vocab_iri)
        try:
            said = read_file(file, self.config.site) if lexists(file) else _HEAD.encode()
        except OSError as error:
            message = msg("{file} can't be written: {why}", file=file, why=error.strerror)
            raise UsageError(message) from error
        between = b"" if said.endswith(b"\n") else b"\n"
        pairs = (tuple(iris.thing("project", key) for key in pair) for pair in self.different)
        lines = "".join(f"<{old}> <{OWL}differentFrom> <{new}> .\n" for old, new in pairs)
        return said + between + lines.encode()


def plan_keys(config: Config, kept: Sequence[str] = (), new: Sequence[str] = ()) -> KeyPlan:
    """Compare what pages have with the keys that there are.

    :param kept: ``OLD=NEW``, see :mod:`lod.publishing.keeping`; ``new``, names of what is new.
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
    return KeyPlan(config, keys, said, fetched)
