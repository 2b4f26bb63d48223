"""What was published, and is no more: things, addresses, rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lod.checking import Finding, Place, Rule, demands_of, named_here
from lod.comparing.merge import GONE, differing
from lod.comparing.side import About, Side
from lod.comparing.sides import (
    Surroundings,
    is_published,
    moved_from,
    open_side,
    side_of_publication,
)
from lod.errors import UsageError
from lod.files import temporary_folder
from lod.publishing import KEY_KINDS, KeyRow, Mapped
from lod.words import Message, msg, texts

_TITLES: Mapping[str, Message] = {
    "base-changed": msg("addresses must stay"),
    "dead-address": msg("an address that was published must lead somewhere"),
    "vanished": msg("what was published must be published still"),
    "rule-gone": msg("a rule should stay"),
}
# What the steward writes by hand may all be taken out, as a last decision that decides nothing any
# more. No row of keys.csv could say so.
_MAY_BE_EMPTY = "graph/curated"
_TODO = msg(
    "publish it again, or write into its row of keys.csv “retired”, or the key that replaces it"
)


def find_losses(old: str, mapped: Mapped, where: Surroundings) -> list[Finding]:
    """Say what ``old`` has published that the publication as it was read hasn't.

    :param old: a release's folder, a publication's folder, or a git revision.
    :raises InputError: it can't be read.
    :raises UsageError: it is none of these.
    """
    other = UsageError(msg("{name} is no publication, and no release of one", name=old))
    path = Path(old)
    if old and path.is_dir() and path != where.out and not is_published(path):
        raise other  # before all the RDF in it is read
    with open_side(old, where) as before, temporary_folder("diff") as folder:
        if before.about.base is None:
            raise other
        about = About("", "publication", mapped.config.base_iri, True, moved_from(mapped), None)
        after = side_of_publication(about, mapped, folder)
        try:
            return [*_Losses(before, after, mapped).found()]
        finally:
            after.close()


@dataclass(frozen=True)
class _Losses:
    before: Side
    after: Side
    mapped: Mapped

    def found(self) -> Iterator[Finding]:
        base, now = self.before.about.base, self.mapped.config.base_iri
        if base != now:
            said = msg("The base IRI was {old}: every address that was published is dead.", old=base)  # fmt: skip # noqa: E501
            yield _finding(
                "base-changed", "violation", said, Place(named_here(self.mapped.config.file))
            )
        else:
            yield from map(self._dead, self._gone(now))
        yield from self._rules()

    def _gone(self, base: str) -> list[str]:
        """Give the addresses under the base of which nothing is said any more, or a tombstone.

        Parts and documents of a thing go with it.
        """
        found = differing(self.before.lines, self.after.lines)
        lines = [line for kind, line in found if kind == GONE]
        starts = {line[1 : line.index(b">")].decode() for line in lines if line.startswith(b"<")}
        moved = self.after.about.moved.keys() - self.before.about.moved.keys()
        gone = {iri for iri in starts if iri.startswith(base) and not self.after.has(iri)}
        gone |= starts & moved
        gone -= {iri for iri in gone if iri.startswith(f"{base}doc/")}
        return sorted(iri for iri in gone if gone.isdisjoint(_wholes(iri, base)))

    def _dead(self, iri: str) -> Finding:
        base, moved = self.mapped.config.base_iri, self.after.about.moved
        name = next(iter(self.before.names(iri).values()), iri)
        whole = next((i for i in _wholes(iri, base) if self.after.has(i)), None)
        if iri in moved:
            said = msg("{name} is no more; its address says so.", name=name)
            return _finding("vanished", "info", said, self._place(iri), iri)
        if iri == base + _MAY_BE_EMPTY:
            said = msg("Nothing is left in this graph: {iri}", iri=iri)
            return _finding(
                "vanished", "info", said, Place(named_here(self.mapped.config.file)), iri
            )
        if whole is not None:
            said = msg("A part of what is published is no more: {iri}", iri=iri)
            return _finding("vanished", "info", said, self._place(whole), iri)
        return _finding(
            "dead-address",
            "violation",
            msg(
                "{name} was published, and its address would lead nowhere: {iri}",
                name=name,
                iri=iri,
            ),
            self._place(iri),
            iri,
            self._todo(iri, name),
        )

    def _todo(self, iri: str, name: str) -> Message:
        """Say what keys.csv needs; what has no row there, as an area, needs one."""
        path = self._path(iri)
        kind, _, key = path.partition("/")
        if path in self._places or kind not in KEY_KINDS or not key or "/" in key:
            return _TODO
        row = KeyRow(kind, key, "reference", name, "retired")
        return msg("publish it again, or add a row to keys.csv: {row}", row=row)

    def _place(self, iri: str) -> Place:
        """Give the row of keys.csv that made an address, else the file."""
        return self._places.get(self._path(iri)) or Place(named_here(self.mapped.keys.file))

    def _path(self, iri: str) -> str:
        return iri.removeprefix(f"{self.mapped.config.base_iri}id/")

    @cached_property
    def _places(self) -> dict[str, Place]:
        """Where keys.csv says what became of a thing, by its path."""
        keys, found = self.mapped.keys, {}
        for row in keys.rows:
            if row.cells is not None:
                cell = row.cells.cells["now"]
                place = Place(named_here(keys.file), cell.line, cell.column, text=cell.source)
                found[f"{row.kind}/{row.key}"] = place
        return found

    def _rules(self) -> Iterator[Finding]:
        """Tell of rules that are gone; those of another version of lod were lod's to change."""
        if not self.before.about.same_layout:
            said = msg("What is published was made by another version of lod: its rules aren't compared.")  # fmt: skip # noqa: E501
            yield _finding("rule-gone", "info", said, self._shapes())
            return
        old = demands_of(self.before.about.shapes())
        new = demands_of(t for file in self.mapped.own["shapes"] for t in file.placed)
        for rule, demanded in sorted(old.items()):
            if rule not in new:
                said = msg("A rule is gone: {rule}", rule=rule)
                yield _finding("rule-gone", "warning", said, self._shapes())
            elif lost := sorted(demanded - new[rule]):
                said = msg("The rule {rule} no longer says {parameters}.", rule=rule, parameters=", ".join(f"sh:{name}" for name in lost))  # fmt: skip # noqa: E501
                yield _finding("rule-gone", "warning", said, self._shapes())

    def _shapes(self) -> Place:
        return Place(named_here(self.mapped.config.site / "shapes"))


def _wholes(iri: str, base: str) -> list[str]:
    """Give the things that an address is a part of: of ``id/project/x/period`` the project.

    What a source said and no longer holds is a part of the source: it may hold again.
    """
    steps = iri.removeprefix(base).split("/")
    least = {"id": 3, "source": 2}.get(steps[0], len(steps))
    return [base + "/".join(steps[:n]) for n in range(least, len(steps))]


def _finding(
    slug: str,
    severity: str,
    said: Message,
    place: Place,
    focus: str | None = None,
    todo: Message | None = None,
) -> Finding:
    rule = Rule(f"against/{slug}", severity, title=texts(_TITLES[slug]))
    help_ = {} if todo is None else texts(todo)
    return Finding(rule, severity, texts(said), place, focus and f"<{focus}>", help=help_)
