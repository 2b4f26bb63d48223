"""What stands around a page's projects: slogan and programme above, a report below."""

from collections.abc import Sequence

from lod.publishing.records import LineSpan, MentionedReport, Programme, Text
from lod.publishing.sources.account import Account
from lod.publishing.sources.lines import SourceLine, heading_of, paragraphs, text_of
from lod.publishing.sources.marks import Marks, mark_all, with_values_below
from lod.words import msg

CLOSED = "closed"


def read_programme(
    name: SourceLine, described: Sequence[SourceLine], marks: Marks, account: Account
) -> Programme:
    """Read the programme's name and description; the sidecar's words say whether it is closed.

    :param described: the lines between its name and the list.
    """
    body = _open(described, marks)
    account.take([name], msg("programme name"))
    account.take(body, msg("programme description"))
    description = text_of(body) if body else None
    closed = marks.labels.closed
    ended = bool(closed and description and closed in description.value)
    if closed:
        account.seek(("labels", CLOSED), closed, met=ended)
    return Programme(
        name=Text.of(name.raw, name.span),
        description=description,
        stage=CLOSED if ended else None,
        span=LineSpan(name.number, (body or [name])[-1].number),
    )


def read_slogan(free: Sequence[SourceLine], slogan: str | None, account: Account) -> Text | None:
    """Find the line that is the publisher's slogan, as the sidecar says it.

    :param free: the lines that nothing else has taken.
    """
    if slogan is None:
        return None
    line = next((line for line in free if line.text == slogan), None)
    account.seek(("labels", "slogan"), slogan, met=line)
    if line is None:
        return None
    account.take([line], msg("slogan"))
    return Text.of(line.raw, line.span)


def read_report(
    lines: Sequence[SourceLine], marks: Marks, account: Account
) -> MentionedReport | None:
    """Read the block whose link names a publication, below the projects.

    The sidecar has the words that the link says before the publication's name.
    """
    words = marks.labels.report
    if words is None:
        return None
    at = next((at for at, line in enumerate(lines) if words in line.text), None)
    account.seek(("labels", "report"), words, met=at is not None)
    if at is None:
        return None
    above = paragraphs(lines[:at])
    name = next((line for p in reversed(above) if (line := _name_in(p, marks))), None)
    if name is None:
        _enter_nameless(lines[at], account)
        return None
    body = _open([line for line in lines[:at] if line.number > name.number], marks)
    account.take([name], msg("report name"))
    account.take(body, msg("report description"))
    account.take([lines[at]], msg("report link"))
    return MentionedReport(
        name=Text.of(name.raw, name.span),
        description=text_of(body) if body else None,
        span=LineSpan(name.number, lines[at].number),
    )


def _name_in(paragraph: Sequence[SourceLine], marks: Marks) -> SourceLine | None:
    line = heading_of(paragraph)
    return line if line and marks.mark(line).kind == "text" else None


def _open(lines: Sequence[SourceLine], marks: Marks) -> list[SourceLine]:
    """Give the lines up to one that isn't published: with a label, or contact details."""
    kept = with_values_below(mark_all(lines, marks))
    end = next((one.line.number for one in kept if one.kind != "text"), None)
    return _trim([line for line in lines if end is None or line.number < end])


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
