"""What is named on the command line: all of it is read, or the run says what it could not read."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from checking.running import HEAD, run
from lod.checking import find_files
from lod.errors import InputError, SeveralErrors, UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/deep").mkdir(parents=True)
    (tmp_path / "data/one.ttl").write_text(HEAD)
    (tmp_path / "data/deep/two.ttl").write_text(HEAD)
    return tmp_path


def found(*names: str) -> list[str]:
    return [file.name for file in find_files(names)]


def test_a_folder_that_cannot_be_read_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:  # root may read all: chmod shows nothing
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="data/deep: can't be read: Permission denied"):
        find_files(["data"])


@pytest.mark.parametrize("name", ["gone.ttl", "gone", "gone.2014"])
@pytest.mark.parametrize("given", ["data", "data/*", "{}"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, name: str, given: str) -> None:
    (folder / "data" / name).symlink_to("nowhere")
    with pytest.raises(InputError, match=f"data/{name}: is a link that leads nowhere"):
        find_files([given.format(f"data/{name}")])


def test_all_that_cannot_be_reached_is_told_at_once(folder: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (folder / "data" / name).symlink_to("nowhere")
    with pytest.raises(SeveralErrors) as raised:
        find_files(["data"])
    assert [str(e.file) for e in raised.value.others] == ["data/a.ttl", "data/b.ttl"]


def test_a_linked_folder_is_searched_and_a_loop_ends(folder: Path) -> None:
    (folder / "data/.elsewhere").mkdir()
    (folder / "data/.elsewhere/three.ttl").write_text(HEAD)
    (folder / "data/linked").symlink_to(folder / "data/.elsewhere")
    (folder / "data/.elsewhere/back").symlink_to(folder / "data")
    (folder / "data/deep/self").symlink_to(folder / "data/deep")
    assert found("data") == ["data/deep/two.ttl", "data/linked/three.ttl", "data/one.ttl"]


def test_a_glob_goes_into_the_folders_that_it_fits(folder: Path) -> None:
    assert sorted(found("data/*")) == ["data/deep/two.ttl", "data/one.ttl"]
    assert sorted(found("data/**")) == ["data/deep/two.ttl", "data/one.ttl"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((""), "the name of a file is empty"),
        (("data", ""), "the name of a file is empty"),
        (("https://x.example/a.ttl",), "https://x.example/a.ttl: nothing is fetched"),
        (("no.ttl", "data", "nor.ttl"), "no.ttl, nor.ttl: there is no such file"),
        (("notes.txt", "data", "notes.doc"), "notes.txt, notes.doc: its format"),
    ],
)
def test_names_that_can_be_nothing_are_all_told(
    folder: Path, names: tuple[str, ...], said: str
) -> None:
    (folder / "notes.txt").write_text("")
    (folder / "notes.doc").write_text("")
    with pytest.raises(UsageError, match=said):
        find_files(names or ("",))


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
@pytest.mark.parametrize("extension", ["ttl", "nt"])
def test_syntax_errors_of_data_shapes_and_ontology_are_told_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool, extension: str
) -> None:
    broken = "<a:s> <a:p> .\n<a:s> <a:q> .\n"
    data = {f"one.{extension}": broken, f"two.{extension}": broken}
    with pytest.raises(SeveralErrors) as raised:
        run(tmp_path, data, "ex:S a .\n", monkeypatch, large=large, ontology="ex:C a .\n")
    places = [(str(error.file), error.line) for error in raised.value.others]
    first = [(f"{name}.{extension}", line) for name in ("one", "two") for line in (1, 2)]
    assert places == [*first, ("shapes.ttl", 7), ("terms.ttl", 7)]


@pytest.mark.parametrize("large", [False, True], ids=["in memory", "streamed"])
@pytest.mark.parametrize("count", [1, 2])
def test_all_syntax_errors_of_the_data_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool, count: int
) -> None:
    data = {f"{n}.nt": "<a:s> <a:p> .\n<a:s> <a:q> <a:o> .\n<a:t> .\n" for n in range(count)}
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    with pytest.raises(SeveralErrors) as raised:
        run(tmp_path, data, shapes, monkeypatch, large=large)
    places = [(str(error.file), error.line) for error in raised.value.others]
    assert places == [(f"{n}.nt", line) for n in range(count) for line in (1, 3)]


def test_malformed_shapes_are_told_with_the_syntax_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ;\n  sh:minLength -1 .\n"
    with pytest.raises(SeveralErrors) as raised:
        run(tmp_path, {"a.nt": "<a:s> .\n"}, shapes, monkeypatch)
    assert [str(error.file) for error in raised.value.others] == ["a.nt", "shapes.ttl"]
    assert raised.value.others[1].line == 8


def test_a_shape_that_cannot_run_is_told_with_the_syntax_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .\n"
        "ex:B a sh:NodeShape ; sh:targetClass ex:C ;\n  sh:minLength -1 .\n"
    )
    with pytest.raises(SeveralErrors) as raised:
        run(tmp_path, {"a.nt": "<a:s> .\n"}, shapes, monkeypatch)
    assert [str(error.file) for error in raised.value.others] == ["a.nt", "shapes.ttl"]
    assert raised.value.others[1].line == 9


def test_an_iri_that_is_none_is_a_syntax_error_in_large_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"a.nt": "<a:s> <a:p> <a:o> .\n<a:s> <a:p p> <a:o> .\n<a:s> <a:p> <a:{> .\n"}
    shapes = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    with pytest.raises(SeveralErrors) as raised:
        run(tmp_path, data, shapes, monkeypatch, large=True)
    places = [(str(error.file), error.line) for error in raised.value.others]
    assert places == [("a.nt", 2), ("a.nt", 3)]
