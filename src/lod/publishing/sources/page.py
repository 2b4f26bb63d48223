"""A programme's page in plain text: programme, projects under headings, date, a report.

The words it goes by are the labels of its sidecar. Every line ends up in the page's account:
in a value, or among those that nothing took.
"""

from collections.abc import Sequence
from pathlib import Path

from lod.errors import SourceError
from lod.publishing.records import MentionedReport, Page, Project, Source
from lod.publishing.sources.account import Account
from lod.publishing.sources.blocks import Marks, find_blocks
from lod.publishing.sources.changed import Changed, read_changed
from lod.publishing.sources.frame import read_programme, read_report, read_slogan
from lod.publishing.sources.lines import SourceLine, read_lines
from lod.publishing.sources.projects import read_projects
from lod.publishing.sources.sidecar import MONEY, Labels, read_labels
from lod.words import msg


def read_page(source: Source, data: bytes, file: Path) -> Page:
    """Read a page; what is wrong with one project leaves the others as they are.

    :param data: the bytes of ``file``, which is opened no more.
    :returns: the page, with a problem for each part that could not be read.
    :raises SourceError: not UTF-8, or no programme, heading or project where one must stand.
    :raises ConfigError: the labels of the sidecar are wrong.
    """
    labels = read_labels(source)
    lines, marks, account = read_lines(data, file), Marks.of(labels), Account()
    changed = read_changed(lines, labels.changed, account) if labels.changed else None
    free = account.free(lines)
    top, last = _bounds(free, marks, file)
    programme = read_programme(free[: free.index(top)], source.title, labels.closed, account)
    if programme is None:
        raise _no_programme(source, top, file)
    below = [line for line in free if line.number > _end_of_list(last, changed)]
    report = read_report(below, labels.report, account)
    listed = [line for line in account.free(free) if top.number <= line.number]
    listed = [line for line in listed if _stands_in_list(line, last, changed, report)]
    time = changed.time if changed else None
    blocks = find_blocks(listed, marks, account)
    projects = read_projects(blocks, marks, time, account, source.language)
    if not projects:
        raise _no_project(account, file)
    _seek_partners(projects, labels, account)
    _seek_money(listed, marks, account)
    return Page(
        source=source,
        file=file,
        slogan=read_slogan(lines[0], account),
        programme=programme,
        projects=projects,
        report=report,
        changed=time,
        changed_text=changed.text if changed else None,
        untaken=account.close(lines),
        lines=account.taken,
        problems=tuple(account.problems),
        unmet=tuple(account.unmet),
    )


def _seek_partners(projects: Sequence[Project], labels: Labels, account: Account) -> None:
    named = {partner.value for project in projects for partner in project.partners}
    named |= {project.owner.value for project in projects if project.owner}
    for name in labels.partners:
        account.seek(("labels", "partners"), name, met=name in named)


def _seek_money(lines: Sequence[SourceLine], marks: Marks, account: Account) -> None:
    named = {name for line in lines for name in marks.names_in(line)}
    for name in MONEY:
        if words := getattr(marks.labels, name):
            account.seek(("labels", name), words, met=name in named)


def _bounds(lines: Sequence[SourceLine], marks: Marks, file: Path) -> tuple[SourceLine, SourceLine]:
    """Find the first section's heading and the last line with a label."""
    labels = marks.labels
    top = next((line for line in lines if marks.is_section(line)), None)
    labelled = [line for line in lines if marks.is_label(line)]
    if top is None or (labelled and labelled[0].number < top.number):
        line = labelled[0] if labelled else lines[-1]
        raise SourceError(
            msg("no heading says at what stage the projects are"),
            file,
            line.number,
            expected=msg("above it, alone on a line: {words}", words=" | ".join(labels.sections)),
            todo=msg("add the page's heading to [labels.sections] in the sidecar"),
        )
    if not labelled:
        raise SourceError(
            msg("no project stands under {heading}", heading=top.text),
            file,
            top.number,
            expected=msg(
                "below it a title, then {owner}: and {period}:",
                owner=labels.owner,
                period=labels.period,
            ),
            todo=msg("check the labels owner and period in the sidecar against the page"),
        )
    return top, labelled[-1]


def _end_of_list(last: SourceLine, changed: Changed | None) -> int:
    """Number the line that surely ends the list, or else the last one that is surely in it."""
    return max(last.number, changed.span.last if changed else 0)


def _stands_in_list(
    line: SourceLine, last: SourceLine, changed: Changed | None, report: MentionedReport | None
) -> bool:
    ends = [found.span.first for found in (changed, report) if found]
    return all(line.number < end for end in ends if end > last.number)


def _no_programme(source: Source, top: SourceLine, file: Path) -> SourceError:
    return SourceError(
        msg("the programme's name doesn't stand above the projects"),
        file,
        top.number,
        expected=msg("above it, alone on a line: {words}", words=source.title),
        todo=msg("make the title in the sidecar the programme's name as the page writes it"),
    )


def _no_project(account: Account, file: Path) -> SourceError:
    last = account.problems[-1]
    return SourceError(
        msg("no project can be read; the last: {why}", why=last.message),
        file,
        last.line,
        expected=last.expected,
        todo=last.todo,
    )
