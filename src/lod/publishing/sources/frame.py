"""What stands around a page's projects: slogan and programme above, a report below."""

from collections.abc import Sequence

from lod.publishing.records import LineSpan, MentionedReport, Programme, Text, clean
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine, heading_of, paragraphs, text_of
from lod.words import msg

CLOSED = "closed"


def read_programme(
    lines: Sequence[SourceLine], title: str, closed: str | None, account: Account
) -> Programme | None:
    """Read the line with the programme's name and what follows it; None if it isn't there.

    :param lines: those above the projects.
    :param title: the programme's name, as the sidecar gives it.
    :param closed: words in the description that say that the programme is closed.
    """
    name = next((line for line in reversed(lines) if line.text == clean(title)), None)
    if name is None:
        return None
    described = [line for line in lines if line.number > name.number]
    body = _trim(described)
    account.take([name], msg("programme name"))
    account.take(body, msg("programme description"))
    description = text_of(body) if body else None
    ended = bool(closed and description and closed in description.value)
    if closed:
        account.seek(("labels", CLOSED), closed, met=ended)
    return Programme(
        name=Text.of(name.raw, name.span),
        description=description,
        stage=CLOSED if ended else None,
        span=LineSpan(name.number, (body or [name])[-1].number),
    )


def read_slogan(first: SourceLine, account: Account) -> Text | None:
    """Read the page's first line, if nothing else has taken it."""
    if not first.text or not account.free([first]):
        return None
    account.take([first], msg("slogan"))
    return Text.of(first.raw, first.span)


def read_report(
    lines: Sequence[SourceLine], words: str | None, account: Account
) -> MentionedReport | None:
    """Read the block whose link names a publication, below the projects.

    :param words: what the link says before the publication's name.
    """
    if words is None:
        return None
    at = next((at for at, line in enumerate(lines) if words in line.text), None)
    account.seek(("labels", "report"), words, met=at is not None)
    if at is None:
        return None
    above = paragraphs(lines[:at])
    name = next((line for p in reversed(above) if (line := heading_of(p))), None)
    if name is None:
        _enter_nameless(lines[at], account)
        return None
    body = _trim([line for line in lines[:at] if line.number > name.number])
    account.take([name], msg("report name"))
    account.take(body, msg("report description"))
    account.take([lines[at]], msg("report link"))
    return MentionedReport(
        name=Text.of(name.raw, name.span),
        description=text_of(body) if body else None,
        span=LineSpan(name.number, lines[at].number),
    )


def _trim(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Leave out blank lines at both ends."""
    filled = [at for at, line in enumerate(lines) if line.text]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _enter_nameless(line: SourceLine, account: Account) -> None:
    account.problem(
        line,
        msg("names a publication, but has no heading above it"),
        expected=msg("the publication's name alone on a line, then its description"),
        todo=msg("check the label report in the sidecar, or take it away"),
    )
