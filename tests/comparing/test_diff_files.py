"""RDF files are read as `lod check` reads them: by `lod diff`, and by `lod serve FILE`."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from comparing.comparing import told, where
from lod.checking import find_files
from lod.comparing import diff
from lod.errors import InputError, UsageError
from lod.publishing.anyfiles import contents_of_files, read_quads

SAID = "<https://x.example/a> <https://x.example/p> {} .\n"


def _compared(file: Path) -> object:
    return diff(str(file), str(file), where(file.parent))


def _served(file: Path) -> object:
    return list(contents_of_files([str(file)], "https://x.example/").quads)


READERS: list[Callable[[Path], object]] = [_compared, _served]


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    for name, mark, value in (("old.ttl", "\ufeff", 1), ("new.ttl", "", 2)):
        (tmp_path / name).write_text(mark + SAID.format(value), encoding="utf-8")
    found = diff(str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"), where(tmp_path))
    assert told(found) == ["  ~ https://x.example/a: p 1 → 2"]
    assert (
        len(list(contents_of_files([str(tmp_path / "old.ttl")], "https://x.example/").quads)) == 1
    )


@pytest.mark.parametrize("read", READERS)
def test_every_syntax_error_comes_with_its_line_and_what_to_do(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    file = tmp_path / "x.ttl"
    file.write_text(SAID.format("") + SAID.format(1) + SAID.format("ex:b"))
    with pytest.raises(InputError) as caught:
        read(file)
    said = str(caught.value)
    assert f"{file}:1:46: the value is missing" in said
    assert f"{file}:3:45: the prefix ex: is not declared" in said
    assert f"  {SAID.format('ex:b').strip()}\n  {' ' * 44}^\n" in said
    assert "Parser error" not in said


def test_the_errors_of_all_files_come_together(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text(SAID.format(""))
    for read in (
        lambda: diff(str(tmp_path), str(tmp_path), where(tmp_path)),
        lambda: contents_of_files([str(tmp_path)], "https://x.example/"),
    ):
        with pytest.raises(InputError) as caught:
            read()
        assert "a.ttl:1:46: " in str(caught.value)
        assert "b.ttl:1:46: " in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.ttl", "notes.txt"])
def test_a_file_that_is_not_there_or_no_rdf_is_a_wrong_command(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("a note")
    for read in READERS:
        with pytest.raises(UsageError, match=name) as caught:
            read(tmp_path / name)
        assert caught.value.exit_code == 2


def test_graphs_stay_and_blank_nodes_of_two_files_are_apart(tmp_path: Path) -> None:
    for name in ("a.nq", "b.nq"):
        (tmp_path / name).write_text("_:x <x:p> _:y <x:g> .\n_:x <x:p> _:g _:g .\n")
    quads = read_quads(find_files([str(tmp_path)]))
    assert len(quads) == 4
    assert len({q.subject for q in quads}) == 2
    assert [q.graph_name for q in quads[::2]] == [ox.NamedNode("x:g")] * 2
    assert all(q.graph_name == q.object for q in quads[1::2])
    assert len({q.graph_name for q in quads[1::2]}) == 2
