"""Help and usage errors are in the language of the messages, whoever words them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from lod.cli.commands import main


def lod(*arguments: str, language: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lod", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "LC_ALL": language},
    )


def paths(command: click.Command, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield name
    if isinstance(command, click.Group):
        for inner, its in command.commands.items():
            yield from paths(its, (*name, inner))


ENGLISH = re.compile(
    r"\b(?:the|of|and|is|are|this|what|where|which|usage|default|required|show)\b", re.I
)


@pytest.mark.parametrize("name", [*paths(main)], ids=" ".join)
def test_help_in_swedish_has_no_english_sentence(name: tuple[str, ...]) -> None:
    done = lod(*name, "--help", language="sv_SE.UTF-8")
    assert done.returncode == 0
    assert done.stdout.startswith("Så här: ")
    assert "[ALTERNATIV]" in done.stdout
    assert "[OPTIONS]" not in done.stdout
    assert ENGLISH.findall(re.sub(r"\b[A-Z]{2,}\b", "", done.stdout)) == []  # names of values


def test_help_elsewhere_is_english() -> None:
    for language in ("en_GB.UTF-8", "fi_FI.UTF-8"):
        assert lod("check", "--help", language=language).stdout.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "swedish", "english"),
    [
        (("chck",), "det finns inget kommando 'chck'. Menar du 'check'?", "No such command 'chck'"),
        (("check", "--foo"), "det finns inget alternativ '--foo'", "No such option '--foo'"),
        (("import",), "ett argument saknas 'FILE'", "Missing argument 'FILE'"),
        (("build", "a", "b"), "För många argument (a b)", "extra arguments (a b)"),
        (("build", "a"), "Ett argument för mycket (a)", "extra argument (a)"),
        (("build", "--site"), "Alternativet '--site' behöver ett värde", "requires an argument"),
        (("check", "--fail-on", "x"), "'x' är inget av 'violation'", "is not one of 'violation'"),
        (("build", "--site", "nowhere"), "'nowhere' finns inte", "'nowhere' does not exist"),
        (("serve", "--port", "x"), "'x' är inget tal", "'x' is not a valid integer"),
        (("check", "--strict=1"), "'--strict' tar inget värde", "does not take a value"),
    ],
)
def test_a_wrong_command_line_is_told_in_both(
    arguments: tuple[str, ...], swedish: str, english: str
) -> None:
    for language, other, said in (("sv_SE", "en", swedish), ("en_GB", "sv", english)):
        done = lod(*arguments, language=f"{language}.UTF-8")
        assert done.returncode == 2
        assert said in done.stderr
        if arguments[0] in main.commands:  # the command line's own word goes first
            theirs = swedish if other == "sv" else english
            first, *rest = arguments
            done = lod(first, "--lang", other, *rest, language=f"{language}.UTF-8")
            assert theirs in done.stderr
