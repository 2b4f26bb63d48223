"""A programme's page in plain text: programme, projects under headings, date, a report.

The words it goes by are the labels of its sidecar. Every line ends up in the page's account:
in a value, left out by a rule that has a name, told as a problem, or among those that nothing took.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from lod.errors import SourceError
from lod.publishing.records import MentionedReport, Page, Project, Source
from lod.publishing.sources.account import Account
from lod.publishing.sources.bounds import Bounds, find_bounds
from lod.publishing.sources.changed import Changed, read_changed
from lod.publishing.sources.frame import read_programme, read_report, read_slogan
from lod.publishing.sources.lines import SourceLine, read_lines
from lod.publishing.sources.listing import read_listing, withhold_rest
from lod.publishing.sources.marks import Marks
from lod.publishing.sources.sidecar import Labels, read_labels
from lod.words import msg

_MOST = 20  # problems that are told where no project is left


def read_page(source: Source, data: bytes, file: Path) -> Page:
    """Read a page; what is wrong with one project leaves the others as they are.

    :param data: the bytes of ``file``, which is opened no more.
    :returns: the page, with a problem for each part that could not be read.
    :raises SourceError: not UTF-8, or no programme, heading or project where one must stand, or a
        table.
    :raises ConfigError: the labels of the sidecar are wrong.
    """
    labels = read_labels(source)
    lines, account = read_lines(data, file), Account()
    marks = Marks.of(labels, lines)
    changed = _read_changed(lines, source, labels, account)
    free = account.free(lines)
    bounds = find_bounds(free, source, marks, file)
    programme = read_programme(bounds.name, bounds.described, marks, account)
    below = [line for line in free if line.number > _end_of_list(bounds, changed)]
    report = read_report(below, marks, account)
    listed = [line for line in account.free(free) if bounds.top.number <= line.number]
    listed = [line for line in listed if _stands_in_list(line, bounds, changed, report)]
    time = changed.time if changed else None
    stated = source.stated or (_day_of(time) if time else None)
    projects = read_listing(listed, marks, stated, account)
    if not projects:
        raise _no_project(account, file)
    _seek_partners(projects, labels, account)
    slogan = read_slogan(account.free(lines), labels.slogan, account)
    untaken = account.close(lines)
    withhold_rest(lines, marks, account)
    return Page(
        source=source,
        file=file,
        slogan=slogan,
        programme=programme,
        projects=projects,
        report=report,
        changed=time,
        changed_text=changed.text if changed else None,
        untaken=untaken,
        lines=account.taken,
        problems=tuple(account.problems),
        unmet=tuple(account.unmet),
        withheld=frozenset(account.withheld),
    )


def _read_changed(
    lines: Sequence[SourceLine], source: Source, labels: Labels, account: Account
) -> Changed | None:
    """Read the page's date; it may be missing where the sidecar gives it."""
    if labels.changed is None:
        return None
    trial = replace(account, problems=[])
    changed = read_changed(lines, labels.changed, trial)
    stated, time = source.stated, changed.time if changed else None
    if stated is None:
        account.problems += trial.problems
    elif changed and changed.text and time and _day_of(time) != stated:
        account.problem(
            lines[changed.text.span.first - 1],
            msg("the page says another day than stated in the sidecar: {day}", day=stated),
            expected=msg("{day}, or no day in the sidecar", day=changed.text.value),
            todo=msg("take stated away, or changed under [labels]"),
            setting=("stated",),
        )
    return changed


def _seek_partners(projects: Sequence[Project], labels: Labels, account: Account) -> None:
    named = {partner.value for project in projects for partner in project.partners}
    named |= {owner.value for project in projects for owner in project.owners}
    for name in labels.partners:
        account.seek(("labels", "partners"), name, met=name in named)
    owners = {project.owner.value for project in projects if project.owner}
    for words in labels.owners:
        account.seek(("labels", "owners", words), words, met=words in owners)


def _end_of_list(bounds: Bounds, changed: Changed | None) -> int:
    """Number the line that surely ends the list, or else the last one that is surely in it."""
    return max(bounds.last.number, changed.span.last if changed else 0)


def _stands_in_list(
    line: SourceLine, bounds: Bounds, changed: Changed | None, report: MentionedReport | None
) -> bool:
    ends = [found.span.first for found in (changed, report) if found]
    return all(line.number < end for end in ends if end > bounds.last.number)


def _no_project(account: Account, file: Path) -> SourceError:
    found = [p for p in account.problems if p.setting is None] or account.problems
    *others, last = sorted(found, key=lambda problem: problem.line)
    message = msg("no project can be read; the last: {why}", why=last.message)
    for other in others[-_MOST:][::-1]:
        message = msg("{one}; line {line}: {why}", one=message, line=other.line, why=other.message)
    return SourceError(
        message,
        file,
        last.line,
        expected=last.expected,
        todo=last.todo,
    )


def _day_of(moment: date | datetime) -> date:
    """Give the day of a day, or of a day and time."""
    return moment.date() if isinstance(moment, datetime) else moment
