"""`lod keys`: what pages bring to data/keys.csv, and what a steward says of it."""

import shlex
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lod.cli.helping import Speaking
from lod.cli.settings import SITE, read_site
from lod.cli.terminal import emit, language_option, message_language, say
from lod.errors import NotConforming
from lod.words import Message, counted, msg, printable, told

if TYPE_CHECKING:
    from lod.publishing import KeyPlan, KeyRow, PageKeys, Resembling

_TOLD = 20  # things as before of a page

_SHARED = {
    "owner": msg("the same owner"),
    "period": msg("the same period"),
    "project": msg("a project in common"),
    "source": msg("the same source"),
    "name": msg("much the same name"),
}


@click.command("keys", cls=Speaking)
@click.argument("kept", nargs=-1, metavar="[OLD=NEW]...")
@click.option(
    "--new",
    multiple=True,
    metavar="NEW",
    help="What resembles something that is gone, and is another; again for more.",
)
@click.option(
    "--apart",
    multiple=True,
    metavar="ONE=OTHER",
    help="Two organisations of var/linking-candidates.csv that are two; again for more.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@SITE
@language_option
def keys_(
    kept: tuple[str, ...], new: tuple[str, ...], apart: tuple[str, ...], dry_run: bool, site: Path
) -> None:
    """Mint the keys that are missing into data/keys.csv, all or none.

    OLD=NEW lets a thing under a new name keep its address: OLD is its key, NEW the name as the
    page writes it, or the key that it would get. What resembles something that is gone is shown,
    and nothing is written before you have said so, or that it is new.
    """
    from lod.publishing import CANDIDATES, DIFFERENT, plan_keys

    config, _, _ = read_site(site)
    plan = plan_keys(config, kept, new, apart)
    emit("".join(f"{printable(line)}\n" for line in _shown(plan, message_language())))
    if doubtful := plan.fetched.resembling:
        given = [*kept, *(word for name in new for word in ("--new", name))]
        given += [word for pair in apart for word in ("--apart", pair)]
        raise NotConforming(_decide(doubtful, given, site))
    if dry_run:
        say(msg("Nothing has been written."))
        return
    plan.write()
    if plan.candidates:
        say(counted("{n} pair of organisations may be one: {file}",
                    "{n} pairs of organisations may be one: {file}",
                    len(plan.candidates), file=CANDIDATES))  # fmt: skip
    if plan.apart:
        say(counted("{n} pair of organisations is said to be two in {file}",
                    "{n} pairs of organisations are said to be two in {file}",
                    len(plan.apart), file=DIFFERENT))  # fmt: skip
    if plan.different:
        say(counted("{n} pair of projects is said to be two in {file}",
                    "{n} pairs of projects are said to be two in {file}",
                    len(plan.different), file=DIFFERENT))  # fmt: skip


def _shown(plan: "KeyPlan", language: str) -> Iterator[str]:
    """Give the lines that say what pages bring, and how many keys are new."""
    for page in plan.fetched.pages:
        for indent, line in _of_page(page, plan):
            yield "  " * indent + str(told(line, language))
    yield msg("new keys: {count}", count=plan.fetched.fresh).told(language)


def _of_page(found: "PageKeys", plan: "KeyPlan") -> Iterator[tuple[int, Message | str]]:
    page = found.page
    day = f" ({page.stated})" if page.stated else ""
    yield 0, f"{page.source.name}{day}"
    if found.unread:
        yield (
            1,
            counted(
                "{n} part of it can't be read: what stands there isn't told here",
                "{n} parts of it can't be read: what stands there isn't told here",
                found.unread,
            ),
        )
    if found.new:
        yield 1, msg("new:")
        yield from ((2, _thing(row)) for row in found.new)
    if found.resembling:
        yield 1, msg("renamed?")
        for one in found.resembling:
            yield 2, _thing(one.row)
            yield from ((3, line) for line in _olds(one))
    if found.gone:
        yield 1, msg("gone:")
        yield from ((2, _thing(row)) for row in found.gone)
    yield 1, msg("as before: {count}", count=len(found.before))
    yield from ((2, _as_before(row, plan)) for row in islice(found.before, _TOLD))
    if (more := len(found.before) - _TOLD) > 0:
        yield 2, counted("and {n} more", "and {n} more", more)


def _thing(row: "KeyRow") -> Message:
    from lod.publishing import KIND_NAMES

    return msg("{kind} {name}: {key}", kind=KIND_NAMES[row.kind], name=row.as_written, key=row.key)


def _as_before(row: "KeyRow", plan: "KeyPlan") -> Message:
    """Name a thing that has its key; with what it was called, if it was called otherwise."""
    whole = plan.kept.keys
    names = [name for name in whole.names(row.kind, row.key) if name != row.as_written]
    if row.now:
        return msg("{thing}, now {key}", thing=_thing(row), key=row.now)
    if not names or whole.has(row.kind, row.source, row.as_written):
        return _thing(row)
    return msg("{thing}, elsewhere {name}", thing=_thing(row), name=names[-1])


def _olds(one: "Resembling") -> Iterator[Message]:
    for row, like in one.old[:3]:
        shared: Message | str = ""
        for what in like.shared:
            word = _SHARED[what]
            shared = msg("{before}, {more}", before=shared, more=word) if shared else word
        yield msg("was {key} ({name}): {shared}", key=row.key, name=row.as_written, shared=shared)


def _decide(doubtful: "Sequence[Resembling]", given: "Sequence[str]", site: Path) -> Message:
    """Say how each is decided: a command to copy, with the likeliest answers."""
    where = [] if site == Path(".") else ["--site", str(site)]
    answers = [f"{one.old[0][0].key}={one.row.key}" for one in doubtful]
    return counted(
        "Nothing has been written: {n} thing resembles what is gone. If it is that:\n"
        "  {kept}\nIf it is new, write instead of its pair: {new}",
        "Nothing has been written: {n} things resemble what is gone. If they are that:\n"
        "  {kept}\nFor one that is new, write instead of its pair, as in {new}",
        len(doubtful),
        kept=shlex.join(["lod", "keys", *where, *given, *answers]),
        new=shlex.join(["--new", doubtful[0].row.key]),
    )
