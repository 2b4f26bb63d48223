"""``lod check``: the publication, or any RDF."""

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from lod.checking import (
    EXTENSIONS,
    FAILING,
    REPORT_FORMATS,
    STDIN,
    Options,
    Report,
    all_known,
    check_given,
    find_files,
    fingerprints,
    read_baseline,
    render_report,
    summary,
    unread_check,
    write_baseline,
)
from lod.cli.helping import Speaking
from lod.cli.settings import SITE, read_site
from lod.cli.terminal import emit, is_coloured, language_option, message_language, say
from lod.errors import InputError, UsageError
from lod.files import put
from lod.rdf import SHARED
from lod.words import msg


class _Format(click.ParamType[tuple[str, Path | None]]):
    """``FORM`` or ``FORM=FILE``."""

    name = "form[=file]"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path | None]:
        form, _, file = value.partition("=")
        if form not in (*REPORT_FORMATS, "summary"):
            known = ", ".join(REPORT_FORMATS)
            raise UsageError(
                msg("--format {form}: known are {known} and summary", form=form, known=known)
            )
        if file and not Path(file).parent.is_dir():
            folder = Path(file).parent
            raise UsageError(
                msg("--format {value}: there is no folder {folder}", value=value, folder=folder)
            )
        return form, Path(file) if file else None


@click.command(cls=Speaking)
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
    help=f"{', '.join(REPORT_FORMATS)} or summary; =FILE writes to a file."
    " May be given several times.",
)
@click.option("--fail-on", type=click.Choice(FAILING), default="violation", show_default=True)
@click.option("--strict", is_flag=True, help="Unknown terms and uncovered things are violations.")
@click.option(
    "--skip-bad-shapes", is_flag=True, help="Let shapes that can't run be left out; they are told."
)
@click.option("--baseline", type=click.Path(path_type=Path), help="Fail on what isn't in it only.")
@click.option("--update-baseline", is_flag=True, help="Write what is wrong now to --baseline.")
@click.option(
    "--against",
    metavar="REV|RELEASE",
    help="Tell what that has published and the publication no longer has.",
)
@click.option(
    "--shacl",
    type=click.Choice(["1.0", "1.2"]),
    default="1.2",
    show_default=True,
    help="The version of SHACL; 1.2 is a draft, which 1.0 refuses.",
)
@click.option("--engine", type=click.Choice(["own", "pyshacl"]), default="own", show_default=True)
@click.option(
    "--stdin-format",
    type=click.Choice([extension[1:] for extension in EXTENSIONS]),
    default="ttl",
    show_default=True,
    help="Of what is given as -.",
)
@SITE
@language_option
def check(
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    ontology: tuple[str, ...],
    forms: tuple[tuple[str, Path | None], ...],
    fail_on: str,
    strict: bool,
    skip_bad_shapes: bool,
    baseline: Path | None,
    update_baseline: bool,
    against: str | None,
    shacl: str,
    engine: str,
    stdin_format: str,
    site: Path,
) -> None:
    """Check the publication, or DATA against --shapes: files, folders, globs, - for stdin."""
    if update_baseline and baseline is None:
        raise UsageError(msg("--update-baseline needs --baseline FILE to write to"))
    if bool(data) != bool(shapes):
        raise UsageError(
            msg("give DATA and --shapes together, or neither to check the publication")
        )
    if against is not None and data:
        raise UsageError(msg("--against goes with a publication, not with files"))
    if baseline is not None and not update_baseline and not baseline.exists():
        raise UsageError(
            msg("{name}: there is no such file; make it with --update-baseline", name=baseline)
        )
    _check_targets(forms)
    try:
        known = () if baseline is None or update_baseline else read_baseline(baseline)
        options = Options(
            fail_on=fail_on,
            skip_bad_shapes=skip_bad_shapes,
            shacl=shacl,
            engine=engine,
            strict=strict,
            baseline=known,
        )
        report = (
            _check_data(data, shapes, ontology, options, f".{stdin_format}")
            if data
            else _check_site(site, options, against)
        )
    except InputError as error:
        unread = replace(unread_check(error), fail_on=fail_on)
        _write(unread, [form for form in forms if form != ("text", None)])
        raise
    if update_baseline and baseline is not None:
        report = _update(baseline, report)
    _write(report, forms or (("text", None),))
    if report.exit_code:
        sys.exit(report.exit_code)


def _check_targets(forms: Sequence[tuple[str, Path | None]]) -> None:
    """Refuse two formats that would be written to one place.

    :raises UsageError: as it says.
    """
    for target, count in Counter(file for _, file in forms).items():
        if count > 1:
            where = target or msg("standard output")
            raise UsageError(
                msg("two formats go to {where}: give each a file of its own", where=where)
            )


def _update(baseline: Path, report: Report) -> Report:
    """Write the baseline; give the report in which what it has is known."""
    old: frozenset[str] = frozenset()
    with suppress(InputError):  # there is none, or none that can be read
        old = read_baseline(baseline)
    findings = all_known(report.findings)
    new = fingerprints(found for found in findings if found.known)
    put(baseline, write_baseline(findings))
    say(
        msg(
            "{file}: findings written: {count}; of the old ones gone: {gone}",
            file=baseline,
            count=len(new),
            gone=len(old.difference(new)),
        )
    )
    return replace(report, findings=findings)


def _check_data(
    data: Sequence[str],
    shapes: Sequence[str],
    ontology: Sequence[str],
    options: Options,
    extension: str,
) -> Report:
    shaping, known = (
        find_files(names, extension if STDIN in names else ".ttl") for names in (shapes, ontology)
    )
    options = replace(options, prefixes=SHARED)
    return check_given(find_files(data, extension), shaping, known, options)


def _check_site(site: Path, options: Options, against: str | None) -> Report:
    from lod.publishing import check_site  # a check of any RDF does without

    if against is None:
        return check_site(read_site(site)[0], say, options)
    from lod.comparing import Surroundings, find_losses

    where = Surroundings(site, (site / "var").resolve())
    losses = partial(find_losses, against, where=where)
    return check_site(read_site(site)[0], say, options, losses)


def _write(report: Report, forms: Sequence[tuple[str, Path | None]]) -> None:
    for form, file in forms:
        colour = form == "text" and file is None and is_coloured()
        written = (
            summary(report, message_language()).encode(errors="backslashreplace")
            if form == "summary"
            else render_report(report, form, message_language(), colour=colour)
        )
        if file is None:
            emit(written)
        else:
            put(file, written)
