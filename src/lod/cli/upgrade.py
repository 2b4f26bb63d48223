"""`lod upgrade`: what lod ships today, put into a publication beside its own changes."""

import posixpath
from collections.abc import Iterator
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli.helping import Speaking
from lod.cli.settings import SITE, read_site
from lod.cli.terminal import emit, language_option, message_language, say
from lod.errors import NotConforming, UsageError
from lod.words import counted, msg, printable, told

if TYPE_CHECKING:
    from lod.publishing import Upgrade, Whose


@click.command(cls=Speaking)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--keep", multiple=True, metavar="FILE", help="Keep yours where both have changed FILE."
)
@click.option(
    "--take", multiple=True, metavar="FILE", help="Take lod's where both have changed FILE."
)
@SITE
@language_option
def upgrade(dry_run: bool, keep: tuple[str, ...], take: tuple[str, ...], site: Path) -> None:
    """Bring ontology, shapes and queries to this version of lod, beside your own changes.

    With conflicts nothing is written: each is told at its place, with both versions. FILE is
    named as in the publication's folder.
    """
    from lod.publishing import plan_upgrade

    config, _, _ = read_site(site)
    found = plan_upgrade(config, _whose(keep, take, config.site))
    _tell(found)
    if dry_run:
        emit("".join(_shown(found)))
    if found.clashes:
        raise NotConforming(msg("Nothing has been changed: settle the conflicts above first."))
    if not dry_run and found.files:
        found.apply()
        say(msg("Done. Next: {then}", then="lod check; lod build"))


def _whose(keep: tuple[str, ...], take: tuple[str, ...], site: Path) -> "dict[str, Whose]":
    kept, taken = ({_named(name, site) for name in names} for names in (keep, take))
    for name in kept & taken:
        raise UsageError(msg("{file}: keep it or take it, not both", file=name))
    return {name: "mine" if name in kept else "theirs" for name in kept | taken}


def _named(name: str, site: Path) -> str:
    """Give a file's path in the publication, as the conflicts tell it.

    :raises UsageError: there is none.
    """
    path = Path(name)
    within = path.relative_to(site) if path.is_relative_to(site) else path
    found = posixpath.normpath(within.as_posix())
    if not exists(site / found):
        raise UsageError(msg("{name}: the publication has no such file", name=name))
    return found


def _tell(found: "Upgrade") -> None:
    language = message_language()
    for name, done in sorted(found.told.items()):
        say(f"{name}: {told(done, language)}")
    for line in found.conflicts(language):
        say(line)
    if not found.files and not found.clashes:
        say(msg("Nothing to do: this publication is of this version of lod."))
    if count := sum(map(len, found.clashes.values())):
        say(counted("{n} conflict", "{n} conflicts", count))


def _shown(found: "Upgrade") -> Iterator[str]:
    """Give what would change, safe to show: a tab in it stays one."""
    for line in found.diff():
        yield "\t".join(map(printable, line.removesuffix("\n").split("\t"))) + "\n"
