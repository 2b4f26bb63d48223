"""What lod says to people it can say in Swedish, and in words that stand where they are said."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

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


@cache
def swedish() -> dict[str, str | list[str]]:
    return tomllib.loads((LOD / "words/messages_sv.toml").read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_is_there_in_swedish_with_the_same_places(room: str) -> None:
    for english in templates(room):
        assert english[-1] in swedish(), f"no Swedish for: {english[-1]}"
        told = swedish()[english[-1]]
        forms = [told] if isinstance(told, str) else told
        assert [*map(fields, forms)] == [*map(fields, english)]


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
    known = {forms[-1] for room in [*ROOMS, "serving"] for forms in templates(room)}
    assert sorted(set(swedish()) - known) == []


def test_translations_are_sorted() -> None:
    assert list(swedish()) == sorted(swedish())
