"""What a command tells, and where, in both languages: cases of it, and how they are looked at."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from click.testing import CliRunner

from lod.cli.commands import main
from lod.words import LANGUAGES, unfilled

Damage = Callable[[Path], None]


class Told(NamedTuple):
    """What is done to a publication, and what is told then.

    :param said: the message as the code has it, its places open.
    :param at: words of the line where it is told, which no line above it has; "" for no line.
    :param code: the exit code.
    """

    said: str
    damage: Damage
    file: str
    at: str
    code: int = 0


def check(site: Path, case: Told) -> Mapping[str, str]:
    """Check a publication in each language: what is told at the case's line, in its words."""
    return {lang: _told(site, case, lang) for lang in LANGUAGES}


def _told(site: Path, case: Told, lang: str) -> str:
    done = CliRunner().invoke(main, ["check", "--site", str(site), "--lang", lang])
    assert done.exit_code == case.code, done.output
    place, output = _place(site, case), done.output.replace(f"{site}/", "")
    here = [part for part in output.split("\n\n") if re.search(place, part)]
    found = [part for part in here if re.search(pattern(case.said, lang), part)]
    assert found, f"{case.said!r} is not told at {place} in {lang}:\n{output}"
    (other,) = {*LANGUAGES} - {lang}
    assert not [part for part in here if re.search(pattern(case.said, other), part)]
    return "\n\n".join(found)


def _place(site: Path, case: Told) -> str:
    """Make a pattern of a place as the command writes it."""
    if not case.at:
        return re.escape(case.file)
    lines = (site / case.file).read_bytes().decode(errors="replace").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if case.at in line)
    return rf"{re.escape(case.file)}:{number}(?![0-9])"


def pattern(template: str, lang: str) -> str:
    """Make a pattern of a message in a language: anything may fill its places."""
    text = template if lang == "en" else unfilled(template, 1, lang)
    assert text, f"no Swedish for {template!r}"
    parts = Formatter().parse(text)
    return "".join(re.escape(words) + (".+" if place else "") for words, place, *_ in parts)


def edited(file: str, old: str, new: str) -> Damage:
    def damage(site: Path) -> None:
        text = (site / file).read_text("utf-8")
        assert old in text
        (site / file).write_text(text.replace(old, new, 1), "utf-8")

    return damage


def added(file: str, text: str) -> Damage:
    def damage(site: Path) -> None:
        with (site / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return damage
