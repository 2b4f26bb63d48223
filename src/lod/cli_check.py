"""``lod check``: the publication, or any RDF."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click
import pyoxigraph as ox

from lod import build as building
from lod.checking import (
    UNREADABLE,
    Options,
    check_files,
    find_files,
    read_baseline,
    read_files,
    read_shape_files,
    unread_check,
    unread_findings,
    write_baseline,
)
from lod.config import Config, read_config
from lod.errors import InputError, NotConforming, UsageError
from lod.keys import missing, read_keys, write_keys
from lod.linking import read_reference
from lod.namespaces import SHARED
from lod.positions import EXTENSIONS
from lod.reports import FORMATS, Check, render
from lod.reports.markdown import summary
from lod.reports.model import SEVERITIES
from lod.reports.printable import printable, unobeyed


class _Format(click.ParamType[tuple[str, Path | None]]):
    """``FORM`` or ``FORM=FILE``."""

    name = "form[=file]"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path | None]:
        form, _, file = value.partition("=")
        if form not in (*FORMATS, "summary"):
            self.fail(f"{form}: known are {', '.join(FORMATS)} and summary", param, ctx)
        return form, Path(file) if file else None


@click.command()
@click.argument("data", nargs=-1)
@click.option(
    "--shapes", multiple=True, metavar="FILE", help="Shapes for DATA: files, folders or globs."
)
@click.option(
    "--ontology", multiple=True, metavar="FILE", help="Vocabularies that define DATA's terms."
)
@click.option(
    "--format",
    "forms",
    type=_Format(),
    multiple=True,
    help=f"{', '.join(FORMATS)} or summary; =FILE writes to a file. May be given several times.",
)
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="violation", show_default=True)
@click.option("--strict", is_flag=True, help="Unknown terms and uncovered things are violations.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Fail on what isn't in it only.")
@click.option("--update-baseline", is_flag=True, help="Write what is wrong now to --baseline.")
@click.option("--engine", type=click.Choice(["own", "pyshacl"]), default="own", show_default=True)
@click.option(
    "--stdin-format",
    type=click.Choice([extension[1:] for extension in EXTENSIONS]),
    default="ttl",
    show_default=True,
    help="Of DATA given as -.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("."),
    help="The folder that holds lod.toml; by default this one.",
)
@click.option("--lang", type=click.Choice(["sv", "en"]), help="Language of the messages.")
def check(
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    ontology: tuple[str, ...],
    forms: tuple[tuple[str, Path | None], ...],
    fail_on: str,
    strict: bool,
    baseline: Path | None,
    update_baseline: bool,
    engine: str,
    stdin_format: str,
    site: Path,
    lang: str | None,
) -> None:
    """Check the publication, or DATA against --shapes: files, folders, globs, - for stdin."""
    if update_baseline and baseline is None:
        raise UsageError("--update-baseline needs --baseline FILE to write to")
    if bool(data) != bool(shapes):
        raise UsageError("give DATA and --shapes together, or neither to check the publication")
    known = () if baseline is None or update_baseline else read_baseline(baseline)
    options = Options(fail_on=fail_on, engine=engine, strict=strict, baseline=known)
    language = lang or spoken(os.environ)
    try:
        report = (
            _check_data(data, shapes, ontology, options, f".{stdin_format}")
            if data
            else _check_site(site, options)
        )
    except InputError as error:
        _write(unread_check(error), [form for form in forms if form[0] != "text"], language)
        raise
    if update_baseline and baseline is not None:
        _put(baseline, write_baseline(report.findings))
    _write(report, forms or (("text", None),), language)
    unread = any(finding.rule.id == UNREADABLE for finding in report.findings)
    if unread or not (report.conforms or update_baseline):
        sys.exit(NotConforming.exit_code)


def _check_data(
    data: Sequence[str],
    shapes: Sequence[str],
    ontology: Sequence[str],
    options: Options,
    extension: str,
) -> Check:
    files = find_files(data, extension)
    read = read_shape_files(find_files(shapes))
    subjects = (triple.subject for triple in read_files(find_files(ontology)))
    known = {term.value for term in subjects if isinstance(term, ox.NamedNode)}
    return check_files(files, read, replace(options, known=known, prefixes=SHARED))


def _check_site(site: Path, options: Options) -> Check:
    config = read_config(site)
    propose_keys(config, apply=False)
    mapped = building.read(config, say)
    report = building.check(mapped, lambda _: None, options)
    return replace(report, findings=[*unread_findings(mapped.problems), *report.findings])


def _write(report: Check, forms: Sequence[tuple[str, Path | None]], language: str) -> None:
    for form, file in forms:
        colour = form == "text" and file is None and sys.stdout.isatty()
        written = (
            summary(report, language).encode()
            if form == "summary"
            else render(report, form, language, colour=colour)
        )
        if file is None:
            sys.stdout.buffer.write(written)
            sys.stdout.flush()
        else:
            _put(file, written)


def _put(file: Path, written: bytes) -> None:
    try:
        file.write_bytes(written)
    except OSError as error:
        raise UsageError(f"{file} can't be written: {error.strerror}") from error


def spoken(environment: Mapping[str, str]) -> str:
    """Give the language that the environment speaks: Swedish unless it says otherwise."""
    value = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "en" if (value or "sv").startswith("en") else "sv"


def say(text: object) -> None:
    """Print progress or an error on stderr; what data says in it steers no terminal and no CI."""
    for line in str(text).split("\n"):
        click.echo(unobeyed(printable(line)), err=True)


def propose_keys(config: Config, *, apply: bool) -> int:
    """Say which keys are missing, and mint them if ``apply``; gives how many."""
    keys = read_keys(config.site / "data" / "keys.csv")
    reference = read_reference(config.site / "data" / "reference")
    pages, _ = building.read_pages(config)
    new = []
    for page in pages:
        for row in missing(page, keys, reference):
            new.append(row)
            keys = type(keys)(keys.file, (*keys.rows, row))
            verb = "minted" if apply else "no key yet; lod keys would mint"
            say(f"{verb}: {row.kind} {row.key}  ({row.as_written}, {row.source})")
    if apply and new:
        write_keys(keys, ())
    return len(new)
