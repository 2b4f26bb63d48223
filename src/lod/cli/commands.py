"""The command line: parse, call, print. Exit codes are in ``cli_exits``."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from os.path import abspath, exists, isdir, lexists, realpath
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lod.cli.check import check
from lod.cli.decide import decide
from lod.cli.exits import BUG, Ended
from lod.cli.helping import SpeakingGroup, take_over, write_exit_codes
from lod.cli.importing import import_, init
from lod.cli.keys import keys_
from lod.cli.release import release_group
from lod.cli.settings import RELEASES, SITE, read_site
from lod.cli.terminal import (
    emit,
    language_option,
    message_language,
    say,
    service_language,
    silence_stdout,
)
from lod.cli.upgrade import upgrade
from lod.comparing import DIFF_FORMATS, diff, render_diff
from lod.errors import LodError, NotConforming, UsageError
from lod.files import DISK, temporary_folder
from lod.rdf import base_of_server
from lod.serving import QUERY_FORMATS, Limits, ServerSettings, refuse_elsewhere
from lod.words import msg

if TYPE_CHECKING:
    from lod.checking import Finding, Report
    from lod.publishing import Config, Mapped, Page

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where releases go; by default var/ beside lod.toml.",
)


def out_of(config: "Config", out: Path | None) -> Path:
    """Give the folder of the releases."""
    return (out or config.site / "var").resolve()


class _Commands(SpeakingGroup):
    """Turns the errors that lod raises into messages and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LodError as error:
            say(error.told(message_language()))
            sys.exit(error.exit_code)
        except Ended:
            say(msg("interrupted"))
            raise
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in DISK:
                raise
            if isinstance(error, FileNotFoundError) and _is_nowhere():
                say(msg("the folder that this runs in has been deleted: go to another one"))
                sys.exit(UsageError.exit_code)
            _bug(error)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; a disk that is full, where no room could say of which file, is said."""
        try:
            return super().main(*args, **extra)
        except LodError as error:  # of --help, which is no command
            say(error.told(message_language()))
            sys.exit(error.exit_code)
        except OSError as error:
            if error.errno not in DISK:
                raise
            silence_stdout()
            where = error.filename or msg("standard output or a temporary file")
            why = error.strerror or error
            say(msg("{file} can't be read or written: {why}", file=where, why=why))
            sys.exit(UsageError.exit_code)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_exit_codes(formatter)


def _is_nowhere() -> bool:
    """Whether the folder that relative names are in is gone."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _bug(error: Exception) -> NoReturn:
    traceback.print_exception(error)
    say(msg("This is a bug in lod: please report it with the lines above."))
    sys.exit(BUG)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lod-publisher", prog_name="lod")
def main() -> None:
    """Publish a public funder's projects as linked open data."""


take_over()
main.add_command(check)
main.add_command(decide)
main.add_command(import_)
main.add_command(init)
main.add_command(keys_)
main.add_command(release_group)
main.add_command(upgrade)


@main.command()
@click.option("--allow-loss", is_flag=True, help="Publish, though what is published would be gone.")
@SITE
@OUT
@language_option
def build(site: Path, out: Path | None, allow_loss: bool) -> None:
    """Make a release from the sources: read, map, check, compare, write, swap."""
    from lod.checking import named_here
    from lod.publishing import check_publication, publish, read_publication

    config, _, _ = read_site(site)
    folder = out_of(config, out)
    with _Progress() as progress:
        mapped = read_publication(config, progress, partial(_seen, config, folder, progress))
        report = check_publication(mapped, progress)
        losses = _losses(mapped, folder, progress)
        _tell_all(report, losses)
        if not report.conforms:
            raise NotConforming(msg("No release made: mend the errors above. The old one stays."))
        if not allow_loss and any(found.severity != "info" for found in losses):
            raise NotConforming(
                msg(
                    "No release made: what is published would be gone, as told above. Mend that, "
                    "or go on with {option}. The old one stays.",
                    option="--allow-loss",
                )
            )
        release = publish(mapped, report, folder, progress)
    emit(f"{named_here(release)}\n")
    _problems(mapped)


def _seen(config: "Config", out: Path, say: Callable[[str], None], pages: "Sequence[Page]") -> None:
    """Look at the sources before anything is made of them: what is rejected, what room they need.

    :raises ReleaseError: there isn't so much.
    """
    from lod.publishing import tell_room

    _keep_rejected(out, say, pages)
    tell_room(sum(len(page.projects) for page in pages), out, say, store=config.store)


def _keep_rejected(out: Path, say: Callable[[str], None], pages: "Sequence[Page]") -> None:
    """Write what tables have that is in no project, for the steward; say where."""
    from lod.checking import named_here
    from lod.publishing import write_rejected

    for file in write_rejected(pages, out, message_language()):
        say(msg("what is rejected stands as it was in {file}", file=named_here(file)))


def _losses(mapped: "Mapped", out: Path, say: Callable[[str], None]) -> "Sequence[Finding]":
    """Compare with the release that serves; one that can't be read is told."""
    from lod.comparing import Surroundings, find_losses

    if not lexists(out / "current"):
        return ()
    say(msg("comparing with the release that serves"))
    try:
        return find_losses(str(out), mapped, Surroundings(mapped.config.site, out))
    except LodError as error:
        say(msg("not compared with the release that serves: {why}", why=error.told("en")))
        return ()


def _tell_all(report: "Report", losses: "Sequence[Finding]") -> None:
    from lod.checking import render_report

    if report.findings or losses:
        told = replace(report, findings=[*report.findings, *losses])
        click.echo(render_report(told, "text", message_language()), err=True)


def _problems(mapped: "Mapped") -> None:
    for problem in mapped.problems:
        say(problem.told(message_language()))
    if left := len(mapped.problems):
        raise NotConforming(
            msg("Parts of the sources that can't be read, and are left out: {count}.", count=left)
        )


@main.command()
@click.argument("query")
@click.option("--format", "form", type=click.Choice(QUERY_FORMATS), default="table")
@SITE
@RELEASES
@language_option
def query(query: str, form: str, site: Path, out: Path | None) -> None:
    """Run QUERY, or the file of that name, on the current release."""
    refuse_elsewhere("lod query")
    config, limits, _ = read_site(site)
    from lod.serving import run_query

    current = out_of(config, out) / "current"
    emit(run_query(_text_of(query, config.site), form, current, limits))


def _text_of(query: str, site: Path | None) -> str:
    if "{" not in query and exists(query) and not isdir(query):
        from lod.publishing import read_edited

        return read_edited(Path(query), root=_root(Path(query), site))
    if "{" not in query and "describe" not in query.lower():
        raise UsageError(msg("{name}: there is no such file, and this isn't a query", name=query))
    return query


def _root(file: Path, site: Path | None) -> Path | None:
    """Give the folder that a file must lie in, links followed; None for one from elsewhere."""
    names = (Path(abspath(file)), Path(realpath(file.parent)))
    return site if site and any(name.is_relative_to(site) for name in names) else None


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@SITE
@RELEASES
@language_option
def serve(files: tuple[Path, ...], host: str, port: int, site: Path, out: Path | None) -> None:
    """Serve the current release, or FILES: any RDF, without configuration."""
    refuse_elsewhere("lod serve")
    from lod.serving import serve_release

    if not files:
        config, limits, settings = read_site(site)
        serve_release(out_of(config, out), limits, settings, host, port, service_language())
        return
    if out is not None:
        raise UsageError(msg("--out goes with a publication, not with files"))
    from lod.publishing import check_base_iri, publish_files

    base = base_of_server(host, port)
    check_base_iri(base, "--host")
    with temporary_folder("serve") as folder:
        publish_files(map(str, files), base, folder)
        serve_release(folder, Limits(), ServerSettings(), host, port, service_language())


@main.command("diff")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--format", "form", type=click.Choice(list(DIFF_FORMATS)), default="text")
@click.option("--all", "everything", is_flag=True, help="Tell also what is implied or only moved.")
@click.option("--check/--no-check", default=True, help="Compare what lod check finds, too.")
@click.option(
    "--shapes", multiple=True, metavar="FILE", help="Shapes for RDF: files, folders or globs."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there are differences.")
@SITE
@RELEASES
@language_option
def diff_(
    old: str | None,
    new: str | None,
    form: str,
    everything: bool,
    check: bool,
    shapes: tuple[str, ...],
    exit_code: bool,
    site: Path,
    out: Path | None,
) -> None:
    """Say what changed from OLD to NEW, thing by thing.

    Each is a release's folder, a publication's folder, a folder of RDF files, an RDF file, or a
    git revision: HEAD~1, v1.2, REV:path. OLD is by default the current release, NEW the
    publication as it stands in its folder.
    """
    from lod.comparing import Surroundings, check_for_diff, checker_of_files

    where = Surroundings(
        site,
        (out or site / "var").resolve(),
        check_for_diff if check else None,
        checker_of_files(shapes) if check and shapes else None,
    )
    found = diff(old, new, where)
    emit(
        render_diff(found, form, message_language(), everything=everything).encode(
            errors="backslashreplace"
        )
    )
    if exit_code and found.different:
        sys.exit(NotConforming.exit_code)


class _Progress:
    """A spinner on a terminal, plain lines elsewhere."""

    def __enter__(self) -> Callable[[str], None]:
        if not sys.stderr.isatty():
            return say
        from rich.console import Console

        self.console = Console(stderr=True)
        self.status = self.console.status("lod build")
        self.status.start()
        return self._show

    def _show(self, line: str) -> None:
        self.console.print(line, highlight=False, markup=False)
        self.status.update(line)

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "status"):
            self.status.stop()
