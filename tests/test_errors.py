"""What an error says stays as it is: it can't be changed, and is hashed and pickled."""

import copy
import importlib
import pickle
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, fields, replace
from http import HTTPStatus
from pathlib import Path

import pytest

import lod
from lod.checking.shacl import MalformedShapes
from lod.errors import ConfigError, InputError, LodError, QueryError, SeveralErrors, raise_all
from lod.serving.app.problems import HttpProblem
from lod.words.messages import msg


def below(kind: type[LodError]) -> Iterator[type[LodError]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


for module in pkgutil.walk_packages(lod.__path__, "lod."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
KINDS = sorted({*below(LodError), LodError}, key=lambda kind: kind.__qualname__)
INPUT = [kind for kind in KINDS if issubclass(kind, InputError)]
WHY = msg("can't be read: {why}", why=msg("interrupted"))
TODO = msg("run lod build")
VALUES = {
    "message": WHY,
    "file": Path("a/b.ttl"),
    "line": 3,
    "expected": msg("a text"),
    "todo": TODO,
    "column": 5,
    "source": "one two",
    "shape": "<http://x.example/s>",
    "property": "http://x.example/p",
    "within": "data.nq",
    "at": 7,
}


def made(kind: type[LodError]) -> LodError:
    """Make an error with a value in each of its fields."""
    if issubclass(kind, InputError):
        values = {f.name: VALUES[f.name] for f in fields(kind) if f.name != "others"}
        several = any(f.name == "others" for f in fields(kind))
        other = MalformedShapes if issubclass(kind, MalformedShapes) else ConfigError
        more = {"others": (other(WHY, "c.ttl", 9),)} if several else {}
        return kind(**values, **more)  # type: ignore[arg-type]
    if issubclass(kind, HttpProblem):
        return kind(HTTPStatus.NOT_ACCEPTABLE, WHY, (("text/turtle", "/x.ttl"),))
    return kind(WHY)


def everything(error: LodError) -> object:
    """Give all that can be asked of an error."""
    names = [f.name for f in fields(error)] if isinstance(error, InputError) else []
    web = [getattr(error, name, None) for name in ("status", "title", "slug", "offers")]
    return [type(error), error.told("sv"), error.told("en"), str(error), error.exit_code, *web] + [
        getattr(error, name) for name in names
    ]


def test_the_tree_is_whole() -> None:
    assert {"MalformedShapes", "ShapesProblem", "SyntaxProblem", "QueryTimeout", "HttpProblem"} <= {
        kind.__name__ for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_is_pickled(kind: type[LodError], protocol: int) -> None:
    error = made(kind)
    back = pickle.loads(pickle.dumps(error, protocol))
    assert everything(back) == everything(error)
    assert everything(copy.deepcopy(error)) == everything(error)


def test_an_error_of_another_process_says_the_same_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "error"
    file.write_bytes(pickle.dumps(made(SeveralErrors)))
    code = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')).told('sv'))"
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, check=True)
    assert done.stdout.decode().strip() == made(SeveralErrors).told("sv")


def test_a_message_is_pickled_whatever_it_is_about() -> None:
    error = InputError(msg("can't be read: {why}", why=OSError(2, lambda: None)), "a.ttl")
    assert everything(pickle.loads(pickle.dumps(error))) == everything(error)


@pytest.mark.parametrize("kind", INPUT)
def test_what_an_error_says_cant_be_changed(kind: type[InputError]) -> None:
    error = made(kind)
    before = everything(error)
    for field in (*fields(kind), *fields(InputError)):
        with pytest.raises(FrozenInstanceError):
            setattr(error, field.name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(error, field.name)
    with pytest.raises(FrozenInstanceError):
        error.args = ()
    assert everything(error) == before


@pytest.mark.parametrize("kind", INPUT)
def test_errors_that_say_the_same_are_equal(kind: type[InputError]) -> None:
    error, other = made(kind), made(kind)
    assert isinstance(other, InputError)
    assert len({error, other, replace(other, line=4)}) == 2
    assert error == other
    assert error != replace(other, column=None)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_can_be_raised_through_anything(kind: type[LodError]) -> None:
    @contextmanager
    def passing() -> Iterator[None]:
        yield

    def fail() -> None:
        with passing():
            raise error from ValueError("why")

    error = made(kind)
    error.add_note("on the way")
    with pytest.raises(kind) as caught:
        fail()
    assert caught.value is error
    assert error.with_traceback(None).__traceback__ is None


def test_an_error_gets_another_files_name_in_a_copy() -> None:
    error = ConfigError(WHY, None, 3, column=5, source="one two")
    named = error.in_file("HEAD:a.toml")
    assert type(named) is ConfigError
    assert named == replace(error, file="HEAD:a.toml")
    assert error.file is None
    with pytest.raises(SeveralErrors) as caught:
        raise_all([error, InputError(WHY, Path("b"))])
    several = caught.value.in_file("c")
    assert [e.file for e in (several, *several.others)] == ["c"] * 3
    assert [e.file for e in caught.value.others] == [None, Path("b")]


def test_queries_errors_keep_their_slug_and_status() -> None:
    kinds = [kind for kind in KINDS if issubclass(kind, QueryError)]
    assert len(kinds) > 15
    for kind in kinds:
        back = pickle.loads(pickle.dumps(kind("why")))
        assert (back.slug, back.status, str(back)) == (kind.slug, kind.status, "why")
