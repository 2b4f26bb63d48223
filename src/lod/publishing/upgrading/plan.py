"""What an upgrade does to a publication's folder: found without a change, done in one step."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, unified_diff
from itertools import chain
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from lod.errors import ConfigError
from lod.files import MOST_EDITED, put_all, read_file
from lod.publishing.config import Config
from lod.publishing.handwritten import read_edited
from lod.publishing.template import (
    TEMPLATE,
    Template,
    earlier_template,
    earlier_templates,
    todays_template,
)
from lod.publishing.upgrading.telling import tell_clash
from lod.publishing.upgrading.threeway import Clash, Whose, merge_texts
from lod.publishing.upgrading.version import say_template
from lod.words import Message, msg

_ALIKE = 0.6  # of the lines of a file that has been renamed
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Upgrade:
    """What is to be done.

    :param files: path in the publication → its new text; None for a file that goes.
    :param old: path → the text that is there, of these files; those that are not there are new.
    :param told: path → what happens to it, in words; also of some that don't change.
    :param clashes: path → the places that both have changed. With any, nothing may be written.
    """

    site: Path
    files: dict[str, str | None] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    told: dict[str, Message] = field(default_factory=dict)
    clashes: dict[str, list[Clash]] = field(default_factory=dict)

    def diff(self) -> Iterator[str]:
        """Give what changes, in lines, as `patch -p1` and `git apply` read it."""
        for name, new in sorted(self.files.items()):
            old = self.old.get(name)
            one, other = ((text or "").splitlines(keepends=True) for text in (old, new))
            names = [
                f"{side}/{name}" if text is not None else "/dev/null"
                for side, text in (("a", old), ("b", new))
            ]
            for line in unified_diff(one, other, names[0], names[1]):
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"

    def conflicts(self, language: str) -> Iterator[str]:
        """Tell the conflicts in a language: each at its place, with both versions."""
        for name, clashes in sorted(self.clashes.items()):
            for clash in clashes:
                yield tell_clash(name, clash, language)

    def apply(self) -> None:
        """Write all of it, or nothing.

        :raises UsageError: something can't be written.
        """
        written = {
            name: text if text is None else _as_in(self.site / name, text)
            for name, text in self.files.items()
        }
        put_all(self.site, written)


def plan_upgrade(
    config: Config, whose: Mapping[str, Whose], theirs: Template | None = None
) -> Upgrade:
    """Find what brings a publication to today's template.

    :param whose: path → whose text counts where both have changed it.
    :param theirs: the template to bring it to; by default today's.
    :raises ConfigError: its version isn't known, or a file can't be read.
    """
    upgrade = Upgrade(config.site)
    if config.template == TEMPLATE:
        return upgrade
    if config.template not in earlier_templates():
        raise _unknown(config)
    base = earlier_template(config.template, config.base_iri, config.languages)
    theirs = theirs or todays_template(config.base_iri, config.languages)
    _Plan(upgrade, config, base, theirs, whose).fill()
    settings = read_edited(config.file, root=config.site)
    upgrade.old["lod.toml"] = settings
    upgrade.files["lod.toml"] = say_template(settings, config)
    upgrade.told["lod.toml"] = msg("says template = {version}", version=TEMPLATE)
    return upgrade


def _unknown(config: Config) -> ConfigError:
    return ConfigError(
        msg("template {version} is none that this lod knows", version=config.template),
        config.file,
        config.line("template"),
        msg("one of {names}", names=", ".join([*earlier_templates(), TEMPLATE])),
        msg("use the version of lod that made the publication, or a newer one"),
    )


class _Plan:
    """Goes through the files of both templates, and notes what becomes of each."""

    def __init__(
        self,
        upgrade: Upgrade,
        config: Config,
        base: Template,
        theirs: Template,
        whose: Mapping[str, Whose],
    ) -> None:
        self._upgrade, self._config = upgrade, config
        self._base, self._theirs, self._whose = base, theirs, whose
        self._mine = dict(_own_files(config.site, {*base, *theirs}))

    def fill(self) -> None:
        """Note all of it."""
        kept = self._mine.keys() - self._theirs.keys()
        moved_by_publisher = _moved(self._base, {n: self._mine[n] for n in kept}, self._mine)
        new = {n: t for n, t in self._theirs.items() if n not in self._mine}
        moved_by_lod = _moved(self._base, new, self._theirs)
        for name in self._base:
            own, theirs = moved_by_publisher.get(name, name), moved_by_lod.get(name, name)
            self._shipped(name, own, theirs, own if own != name else theirs)
        for name in self._theirs.keys() - self._base.keys() - set(moved_by_lod.values()):
            self._added(name)

    def _shipped(self, name: str, own: str, theirs: str, target: str) -> None:
        """A file that the publication was made with."""
        mine, new = self._mine.get(own), self._theirs.get(theirs)
        if mine is None:
            if new is not None:
                self._upgrade.told[name] = msg("you have taken it away: it stays away")
        elif new is None:
            self._gone(own, mine, self._base[name])
        else:
            self._merge(own, target, self._base[name], mine, new)

    def _gone(self, name: str, mine: str, base: str) -> None:
        whose = self._whose.get(name)
        if mine == base or whose == "theirs":
            self._note(name, mine, None, msg("goes: lod no longer has it"))
        elif whose is None:
            self._upgrade.clashes[name] = [Clash(1, mine, "")]
        else:
            self._upgrade.told[name] = msg("stays, as yours: lod no longer has it")

    def _added(self, name: str) -> None:
        """A file that is new in lod; the publisher may have one of that name."""
        theirs = self._theirs[name]
        if name in self._mine:
            self._merge(name, name, "", self._mine[name], theirs)
        else:
            self._note(name, None, theirs, msg("new"))

    def _merge(self, own: str, target: str, base: str, mine: str, theirs: str) -> None:
        whose = self._whose.get(own)
        merged, clashes = merge_texts(target, base, mine, theirs, whose)
        if not clashes and merged != mine and not self._is_readable(target, merged):
            merged, clashes = _whole(mine, theirs, whose)
        if clashes:
            self._upgrade.clashes[own] = clashes
            return
        if target != own:
            self._note(own, mine, None, msg("is now {file}", file=target))
            mine_there = None
        else:
            mine_there = mine
        if merged != mine_there:
            done = msg("lod's changes, beside yours") if mine != base else msg("lod's changes")
            self._note(target, mine_there, merged, done)

    def _note(self, name: str, old: str | None, new: str | None, done: Message) -> None:
        if old is not None:
            self._upgrade.old[name] = old
        self._upgrade.files[name] = new
        self._upgrade.told[name] = done

    def _is_readable(self, name: str, text: str) -> bool:
        """Whether a merged file is Turtle still: two who change prefixes can undo each other."""
        if not name.endswith(".ttl"):
            return True
        try:
            for _ in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=self._config.base_iri):
                pass
        except SyntaxError:
            return False
        return True


def _whole(mine: str, theirs: str, whose: Whose) -> tuple[str, list[Clash]]:
    """Texts that can't be put together: one of them, whole, or a conflict."""
    if whose is None:
        return mine, [Clash(1, mine, theirs)]
    return (theirs if whose == "theirs" else mine), []


def _own_files(site: Path, shipped: Collection[str]) -> Iterator[tuple[str, str]]:
    """Read what is in a publication of the shipped files, and what could be one, renamed.

    :raises ConfigError: a file can't be read, or isn't UTF-8.
    """
    folders = {PurePosixPath(name).parent for name in shipped} - {PurePosixPath()}
    ends = {PurePosixPath(name).suffix for name in shipped}
    beside = chain.from_iterable(sorted((site / folder).glob("*")) for folder in sorted(folders))
    names = [f.relative_to(site).as_posix() for f in beside if f.suffix in ends and f.is_file()]
    for name in dict.fromkeys([*sorted(shipped), *names]):
        file = site / name
        if file.is_symlink() or file.exists():
            yield name, read_edited(file, root=site)


def _moved(base: Template, fresh: Template, side: Template) -> dict[str, str]:
    """Find the files of a side that were others before: old path → new path."""
    found = dict[str, str]()
    for name in sorted(base.keys() - side.keys()):
        likely = {
            n: _likeness(base[name], text)
            for n, text in fresh.items()
            if n not in base
            and n not in found.values()
            and n.rpartition(".")[2] == name.rpartition(".")[2]
        }
        best = max(likely, key=lambda n: likely[n], default=None)
        if best and likely[best] >= _ALIKE:
            found[name] = best
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False).ratio()


def _as_in(file: Path, text: str) -> bytes:
    """Write a text as the file is that it replaces: its lines' ends, its byte order mark."""
    old = read_file(file, most=MOST_EDITED) if file.is_file() else b""
    if b"\r\n" in old:
        text = text.replace("\n", "\r\n")
    return (_BOM if old.startswith(_BOM) else b"") + text.encode()
