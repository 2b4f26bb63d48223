"""What lod says to people it can say in Swedish, and in words that stand where they are said."""

import ast
import copy
import pickle
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from lod.checking.positions.problems import quoted
from lod.cli.commands import main
from lod.cli.exits import EXIT_CODES
from lod.words import LANGUAGES, counted, msg, texts

LOD = Path(__file__).parents[2] / "src/lod"
ERRORS = {
    "InputError",
    "ConfigError",
    "OptionError",
    "SourceError",
    "MappingError",
    "ShapesError",
    "ReleaseError",
    "UsageError",
    "NotConforming",
    "MalformedShapes",
    "UnsupportedShapes",
    "SyntaxProblem",
    "Complaint",
    "SourceProblem",
    "Wrong",
    "Beyond",
    "ShapesNote",
    "QueryFailure",
}
"""What is raised or noted for people; the wing that serves speaks English, as HTTP does."""

FORMS = {"msg": 1, "counted": 2}
"""How many texts a message is made of."""

SPOKEN = {"message", "expected", "todo"}
ROOMS = sorted({p.relative_to(LOD).parts[0] for p in LOD.rglob("*.py")} - {"serving"})
IN_PAGE = re.compile(
    r"\b(?:msg|counted)\((?P<q>[\"'])(?P<one>[^\"']+)(?P=q)"
    r"(?:, (?P=q)(?P<several>[^\"']+)(?P=q))?[,)]"
)
IN_PAGE_AT_ALL = re.compile(r"\b(?:msg|counted)\(")
WORDS = re.compile("[a-z] [a-z]")


def calls(room: str) -> Iterator[tuple[Path, ast.Call, str]]:
    place = LOD / room
    for file in sorted(place.rglob("*.py") if place.is_dir() else [place]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield file, node, name


def templates(room: str) -> Iterator[tuple[str, ...]]:
    """A message's English; of a count, for one and for several, which its Swedish stands under."""
    for file, call, name in calls(room):
        if name in FORMS:
            forms = call.args[: FORMS[name]]
            for form in forms:
                plain = isinstance(form, ast.Constant)
                assert plain, f"{file}:{call.lineno}: {name} takes a plain text"
            yield tuple(str(form.value) for form in forms if isinstance(form, ast.Constant))
    for page in (LOD / room).rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = [(m["one"], m["several"]) for m in IN_PAGE.finditer(text)]
        assert len(found) == len(IN_PAGE_AT_ALL.findall(text)), f"{page}: not a plain text"
        yield from (tuple(filter(None, forms)) for forms in found)


CLICK_TEXTS = (
    *("Usage:", "Options", "Commands", "Error: {message}", "Missing command."),
    *(
        "Show this message and exit.",
        "Show the version and exit.",
        "default: {default}",
        "required",
    ),
    *("Try '{command} {option}' for help.", "Invalid value for {param_hint}: {message}"),
    *(
        "Missing argument",
        "Missing option",
        "No such option {name!r}.",
        "No such command {name!r}.",
    ),
    *("Option {name!r} does not take a value.", "{value} is not in the range {range}."),
    "{name} {filename!r} does not exist.",
    *("{name} {filename!r} is a file.", "{name} {filename!r} is a directory."),
    *("{name} {filename!r} is not readable.", "{value!r} is not a valid {number_type}."),
    "Got unexpected extra arguments ({args})",
    "Option {name!r} requires {nargs} arguments.",
    "{value!r} is not one of {choices}.",
    "(Did you mean one of: {possibilities}?)",
)
"""The words of click that a user of lod can meet; of a count, those for several."""


def help_texts(command: click.Command) -> Iterator[str]:
    """Give all texts that a command's help is made of, in English."""
    found = (command.help, *(getattr(param, "help", None) for param in command.params))
    yield from (cleandoc(text) for text in found if text)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from help_texts(inner)


def helped() -> set[str]:
    """What ``--help`` says, and click of a wrong command line."""
    return {*help_texts(main), *CLICK_TEXTS, *EXIT_CODES.values(), "Exit codes"}


@cache
def swedish() -> dict[str, str | list[str]]:
    return tomllib.loads((LOD / "words/messages_sv.toml").read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("room", [*ROOMS, "serving"])
def test_every_message_is_there_in_swedish_with_the_same_places(room: str) -> None:
    for english in templates(room):
        assert english[-1] in swedish(), f"no Swedish for: {english[-1]}"
        told = swedish()[english[-1]]
        forms = [told] if isinstance(told, str) else told
        assert [*map(fields, forms)] == [*map(fields, english)]


def test_all_help_is_there_in_swedish() -> None:
    assert sorted(helped() - set(swedish())) == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_said_in_an_error_is_a_message(room: str) -> None:
    for file, call, name in calls(room):
        if name not in ERRORS:
            continue
        said = [*call.args[:1], *(k.value for k in call.keywords if k.arg in SPOKEN)]
        for node in said:
            for part in ast.walk(node) if not is_message(node) else ():
                text = part.value if isinstance(part, ast.Constant) else ""
                assert not (isinstance(text, str) and WORDS.search(text)), (
                    f"{file}:{call.lineno}: msg(…) is missing around {text!r}"
                )


def is_message(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in FORMS


def test_no_translation_is_left_over() -> None:
    known = helped()
    known |= {forms[-1] for room in [*ROOMS, "serving"] for forms in templates(room)}
    assert sorted(set(swedish()) - known) == []


def test_translations_are_sorted() -> None:
    assert list(swedish()) == sorted(swedish())


def test_swedish_has_one_word_for_a_thing() -> None:
    others = re.compile(r"\b(?:följefil|skede|sidecar|avvikning)\w*", re.IGNORECASE)
    forms = [[told] if isinstance(told, str) else told for told in swedish().values()]
    assert [text for told in forms for text in told if others.search(text)] == []


@pytest.mark.parametrize(("n", "sv", "en"), [
    (0, "0 regler", "0 rules"),
    (1, "1 regel", "1 rule"),
    (2, "2 regler", "2 rules"),
    (1234567, "1\xa0234\xa0567 regler", "1,234,567 rules"),
])  # fmt: skip
def test_a_number_chooses_the_form_in_each_language(n: int, sv: str, en: str) -> None:
    told = counted("{n} rule", "{n} rules", n)
    assert (told.told("sv"), told.told("en"), told.told("fi"), str(told)) == (sv, en, en, en)
    assert texts(told) == {"sv": sv, "en": en}
    for kept in (pickle.loads(pickle.dumps(told)), copy.deepcopy(told)):
        assert (kept.told("sv"), kept) == (sv, en)


def test_a_count_within_a_message_is_told_in_its_language() -> None:
    told = msg(
        "{before}; nothing took {count}", before=counted("{n} file", "{n} files", 1), count=2
    )
    assert told.told("sv").startswith("1 fil;")
    assert told.startswith("1 file;")


def test_words_of_a_language_stand_in_the_catalogue_alone() -> None:
    """A text by language is made of a message (``texts``), not written out beside the code."""
    found = [
        f"{file}:{node.lineno}"
        for file in sorted(LOD.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict) and by_language(node)
    ]
    assert found == []


def by_language(node: ast.Dict) -> bool:
    said = (ast.Constant, ast.JoinedStr)
    return any(
        isinstance(key, ast.Constant)
        and key.value in LANGUAGES
        and isinstance(value, said)
        and isinstance(getattr(value, "value", ""), str)
        for key, value in zip(node.keys, node.values, strict=True)
    )


def test_a_quotation_has_the_marks_of_its_language() -> None:
    """A piece of a file is put into a message with its marks, and those are the message's."""
    told = msg("a dot or semicolon is missing before {text}", text=quoted(b"ex:a"))
    assert "“ex:a”" in told
    assert "”ex:a”" in told.told("sv")
    marks = [(english, text) for english, text in swedish().items() if "“" in str(text)]
    assert marks == []
