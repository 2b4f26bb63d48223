"""What a funder has becomes a source: ``lod import``, and ``lod init``, which makes its folder."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lod.cli.helping import Speaking
from lod.cli.settings import SITE, read_site
from lod.cli.terminal import emit, language_option, message_language, say, speak
from lod.words import counted, msg, spoken

if TYPE_CHECKING:
    from lod.publishing import Imported, TableWishes

_TOLD = 20  # parts of a page that are left out
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OF_TABLE = (
    click.option("--name", help="The source's name in IRIs; by default the file's."),
    click.option(
        "--withhold",
        multiple=True,
        metavar="COLUMN",
        help="A table's column that nobody may see; again for more.",
    ),
    click.option(
        "--keep",
        multiple=True,
        metavar="COLUMN",
        help="A column that would be withheld, and isn't to be; again for more.",
    ),
    click.option(
        "--sheet", help="A workbook's sheet, a page's table by number, JSON's list by pointer."
    ),
    click.option("--encoding", help="The table's encoding, if the guess is wrong."),
    click.option("--delimiter", help="What parts the table's cells, if the guess is wrong."),
)


def of_table(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how a table is brought in."""
    for option in reversed(_OF_TABLE):
        command = option(command)
    return command


@click.command("import", cls=Speaking)
@click.argument("file", type=_FILE)
@of_table
@SITE
@language_option
def import_(file: Path, name: str | None, site: Path, **wishes: Any) -> None:
    """Turn a saved web page, or a table, into a source.

    Of a page: its text, the original beside it, a sidecar. Of a table (CSV, a workbook, JSON, a
    page's table): a copy without what nobody may see, such as columns of contacts, and a sidecar to
    correct.
    """
    from lod.checking import named_here
    from lod.publishing import import_source

    config, _, _ = read_site(site)
    folder = config.site / "data" / "sources"
    done = import_source(
        file, folder, name or file.stem, config.site, config.language, _wishes(**wishes)
    )
    for made in done.files:
        emit(f"{named_here(made)}\n")
    _tell(done)
    if done.told or done.entry != (name or file.stem):
        say(
            msg(
                "Now correct the sidecar, and add {entry} to sources in lod.toml.",
                entry=f'"{done.entry}"',
            )
        )
    else:
        say(msg("Now fill in the sidecar, and add the name to sources in lod.toml."))


def _wishes(
    withhold: tuple[str, ...],
    keep: tuple[str, ...],
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
) -> "TableWishes":
    from lod.publishing import PrivacyWishes, TableWishes

    return TableWishes(PrivacyWishes(withhold, keep), sheet, encoding, delimiter)


def _tell(done: "Imported") -> None:
    """Say what was left out: of a page its words, of a table its columns and rows alone."""
    for part in done.left[:_TOLD]:
        say(msg("left out: {what}: {words}", what=part.what, words=part.words))
    if (more := len(done.left) - _TOLD) > 0:
        say(counted("left out: {n} more part", "left out: {n} more parts", more))
    for message in done.told:
        say(message)


def _base(_context: click.Context, _option: object, value: str) -> str:
    from lod.publishing import check_base_iri

    check_base_iri(value)
    return value


def _publication_languages(
    context: click.Context, _option: object, values: tuple[str, ...]
) -> tuple[str, ...]:
    from lod.publishing import check_languages

    if values:
        speak(context, spoken(values[0]))
    check_languages(values)
    return values


@click.command("init", cls=Speaking)
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--base",
    required=True,
    callback=_base,
    help="The base IRI, such as https://data.example.org/",
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    callback=_publication_languages,
    is_eager=True,
    help="A language of the publication, such as en; again for more, the first counts most. "
    "By default sv and en. Messages are in it if it is one of these.",
)
@click.option("--from", "file", type=_FILE, help="A page or a table to bring in at once.")
@of_table
def init(
    directory: Path,
    base: str,
    languages: tuple[str, ...],
    file: Path | None,
    name: str | None,
    **wishes: Any,
) -> None:
    """Make a new publication in DIRECTORY that builds and serves at once.

    With --from, its source is there too, with a sidecar to correct first; the options after it are
    those of lod import.
    """
    from lod.publishing import PUBLICATION_LANGUAGES, init_from, init_publication

    spoken_here = languages or PUBLICATION_LANGUAGES
    if file is None:
        init_publication(directory, base, spoken_here)
        then = f"lod build --site {directory}; lod serve --site {directory}"
    else:
        done = init_from(directory, base, spoken_here, file, name or file.stem, _wishes(**wishes))
        for made in done.files:
            emit(f"{made}\n")
        _tell(done)
        then = f"lod check --site {directory}"
    emit(f"{msg('Made. Next: {then}', then=then).told(message_language())}\n")
