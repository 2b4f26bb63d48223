"""``lod decide``: what nobody has decided, and a decision on it."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli.helping import Speaking
from lod.cli.settings import SITE, read_site
from lod.cli.terminal import emit, language_option, message_language, say
from lod.errors import UsageError
from lod.rdf import under_base
from lod.words import Message, counted, draw_excerpt, msg, printable, prose, told

if TYPE_CHECKING:
    from lod.checking import Finding, Place
    from lod.publishing import Mapped, OpenAnomaly

_PLACES = 3  # of an anomaly that are shown


@click.command(cls=Speaking)
@click.argument("which", required=False)
@click.option("--value", metavar="VALUE", help="What holds: one of the readings, if there are any.")
@click.option("--none", "stands", is_flag=True, help="No value: the statement stands as it is.")
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="TEXT",
    help="Why. With several languages once in each: sv=TEXT.",
)
@click.option("--date", "on", metavar="DAY", help="The day of the decision; by default today.")
@click.option("--by", metavar="KEY", help="Whose it is: an organisation; by default the publisher.")
@click.option("--other", is_flag=True, help="Take a value that is none of the readings.")
@SITE
@language_option
def decide(
    which: str | None,
    value: str | None,
    stands: bool,
    reasons: tuple[str, ...],
    on: str | None,
    by: str | None,
    other: bool,
    site: Path,
) -> None:
    """Write a decision on the anomaly WHICH; without it, list what is open.

    WHICH is a number in the list, or a name. The decision goes to the end of
    data/curated/decisions.ttl. On a terminal, what is left out is asked for.
    """
    from lod.publishing import (
        Decision,
        open_anomalies,
        read_day,
        read_organization,
        read_publication,
        read_reasons,
        read_value,
        write_decision,
    )

    config, _, _ = read_site(site)
    mapped = read_publication(config, lambda _line: None, whole=True)
    found = open_anomalies(mapped)
    if which is None:
        if any((value, stands, reasons, on, by, other)):
            raise UsageError(msg("say which anomaly is decided: its number, or its name"))
        emit("".join(f"{row}\n" for row in _listed(found, mapped)))
        return
    anomaly = _found(which, found, mapped)
    chosen = _value(value, anomaly, mapped, stands=stands)
    decision = Decision(
        anomaly,
        None if chosen is None else read_value(chosen, anomaly, mapped, other=other),
        read_reasons(reasons or _asked_reasons(config.languages), config.languages),
        read_day(on) if on else date.today(),
        read_organization(by or config.publisher.key, mapped),
    )
    place = write_decision(decision, mapped)
    emit(f"{_done(decision.anomaly, chosen, place)}\n")
    say(msg("Next: {then}", then="lod check; lod build"))


def _found(which: str, found: "Sequence[OpenAnomaly]", mapped: "Mapped") -> "OpenAnomaly":
    """Find an anomaly; what is settled elsewhere is named with the words where."""
    from lod.publishing import find_anomaly

    try:
        return find_anomaly(which, found, mapped)
    except UsageError:
        language = message_language()
        for other in _elsewhere(mapped):
            name = under_base((other.focus or "").strip("<>"), mapped.config.base_iri)
            if which.strip("<> ") in (name, name.rpartition("/")[2]) and name:
                how = other.rule.help.get(language, "")
                message = msg("{which} isn't settled here, but so: {how}", which=which, how=how)
                raise UsageError(msg("{place}: {said}", place=other.place, said=message)) from None
        raise


def _value(
    value: str | None, anomaly: "OpenAnomaly", mapped: "Mapped", *, stands: bool
) -> str | None:
    """Give what is chosen, if anything is; asked for where somebody can answer."""
    if value is not None and stands:
        raise UsageError(msg("{one} or {other}, not both", one="--value", other="--none"))
    if stands or value is not None:
        return value
    if not _can_ask():
        message = msg("say {one} or {other}", one="--value VALUE", other="--none")
        raise UsageError(message)
    for row in _block(None, anomaly, mapped):
        click.echo(row, err=True)
    said = msg("The value that holds; nothing, if the statement stands as it is")
    return _ask(said) or None


def _asked_reasons(languages: Sequence[str]) -> list[str]:
    """Ask for the reason in each language; nothing where nobody can answer."""
    if not _can_ask():
        return []
    return [f"{one}={_ask(msg('The reason ({language})', language=one))}" for one in languages]


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _ask(question: Message) -> str:
    try:
        answer = click.prompt(
            question.told(message_language()), default="", show_default=False, err=True
        )
    except click.Abort as error:
        raise UsageError(msg("nothing is written")) from error
    return str(answer).strip()


def _done(anomaly: "OpenAnomaly", chosen: str | None, place: "Place") -> str:
    name = anomaly.name
    said = (
        msg("{place}: decided: {name}: the statement stands as it is", place=place, name=name)
        if chosen is None
        else msg("{place}: decided: {name}: {value}", place=place, name=name, value=chosen)
    )
    return prose(said.told(message_language()))


def _listed(found: "Sequence[OpenAnomaly]", mapped: "Mapped") -> Iterator[str]:
    """List the open anomalies, then what else is open and is settled elsewhere."""
    language, others = message_language(), _elsewhere(mapped)
    yield counted("{n} anomaly is open.", "{n} anomalies are open.", len(found)).told(language)
    for number, one in enumerate(found, 1):
        yield ""
        yield from _block(number, one, mapped)
    if found:
        languages = mapped.config.languages
        reasons = [f'{one}="…"' for one in languages] if len(languages) > 1 else ['"…"']
        command = " ".join(["lod decide 1 --value …", *(f"--reason {one}" for one in reasons)])
        yield ""
        yield msg("To decide one: {command}", command=command).told(language)
        yield msg("If the statement stands as it is: --none instead of --value.").told(language)
    if others:
        yield ""
        yield msg("Open too, and settled elsewhere:").told(language)
    for other in others:
        yield ""
        yield from _other(other, language)


def _elsewhere(mapped: "Mapped") -> "list[Finding]":
    from lod.publishing import notices

    return [found for found in notices(mapped) if found.rule.id != "notice/open-anomaly"]


def _other(found: "Finding", language: str) -> Iterator[str]:
    from lod.checking import in_language

    yield f"- {prose(in_language(found.messages, language))}"
    yield from _place(found.place)
    yield f"    {_row(msg('how to mend it'), in_language(found.rule.help, language), language)}"


def _block(number: int | None, one: "OpenAnomaly", mapped: "Mapped") -> Iterator[str]:
    """Show an anomaly: where it stands, what is written there, how it may be read, and why."""
    from lod.publishing import expected_value

    language = message_language()
    expected = expected_value(one, mapped)
    yield f"{f'{number}. ' if number else ''}{prose(one.title)}: {told(one.what, language)}"
    for place in one.places[:_PLACES]:
        yield from _place(place)
    rows = [
        (msg("name"), one.name),
        (msg("as written"), ", ".join(_quoted(words, language) for words in one.words)),
        (msg("readings"), ", ".join(reading.value for reading in one.candidates)),
        (msg("why"), one.why[language]),
        (msg("value"), expected or msg("none can be chosen here: --none")),
    ]
    for label, text in rows:
        if text:
            yield f"    {_row(label, text, language)}"


def _row(label: Message, text: str, language: str) -> str:
    return f"{label.told(language)}: {prose(told(text, language))}"


def _place(place: "Place | None") -> Iterator[str]:
    """Show a line of a file, with the words in it marked."""
    if place is None:
        return
    yield f"    {printable(str(place))}"
    if place.text is not None and place.line is not None:
        start = None if place.column is None else place.column - 1
        end = (place.end_column or 0) - 1 if place.end_line == place.line else 0
        drawn = draw_excerpt(place.text, start, end)
        number = str(place.line)
        yield f"      {number} | {drawn.line}"
        yield f"      {' ' * len(number)} | {drawn.carets}".rstrip()


def _quoted(words: str, language: str) -> str:
    return msg("“{text}”", text=words).told(language)
