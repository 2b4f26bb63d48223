"""`lod release`: what can be asked about releases that there are."""

from pathlib import Path

import click

from lod.cli.helping import SpeakingGroup
from lod.cli.settings import RELEASES, SITE, read_site
from lod.cli.terminal import emit, language_option, message_language
from lod.errors import UsageError, raise_all
from lod.release import damage_of
from lod.words import msg


@click.group(cls=SpeakingGroup)
def release_group() -> None:
    """Look after releases."""


@release_group.command()
@click.argument("name", required=False)
@SITE
@RELEASES
@language_option
def verify(name: str | None, site: Path, out: Path | None) -> None:
    """Read every file of the current release, or of NAME, and say which isn't what was written.

    NAME is a folder in releases/, or the path of one.
    """
    where = (out or read_site(site)[0].site / "var").resolve()
    directory = _find(name, where)
    raise_all(damage_of(directory))
    done = msg("release {name} is whole", name=directory.name)
    emit(f"{done.told(message_language())}\n".encode())


def _find(name: str | None, out: Path) -> Path:
    if name is None:
        return (out / "current").resolve()
    for directory in (out / "releases" / name, Path(name)):
        if directory.is_dir():
            return directory.resolve()
    raise UsageError(msg("{name}: there is no such release", name=name))
