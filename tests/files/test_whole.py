"""Where something can't be written, the command says so with the path and leaves nothing behind."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lod.errors import UsageError
from lod.files.write import new_folder, put, put_all, put_new

FULL = Path("/dev/full")
HEAD = "@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
CHECK = ("check", "data.ttl", "--shapes", "shapes.ttl")


@pytest.fixture
def work(site: Path) -> Path:
    """A publication in which a key is missing, some RDF, and names that can't be written to."""
    (site / "data.ttl").write_text(f"{HEAD}ex:a a ex:C .\n", encoding="utf-8")
    shapes = f"{HEAD}ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal .\n"
    (site / "shapes.ttl").write_text(shapes, encoding="utf-8")
    (site / "page.html").write_text("<p>Projekt</p>" * 1000, encoding="utf-8")
    (site / "folder").mkdir()
    return site


def lod(
    site: Path, *arguments: str, most: int | None = None, **streams: object
) -> subprocess.CompletedProcess[str]:
    """Run lod; no file may grow beyond ``most`` bytes, as on a disk with so much room."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most or 0, most or 0))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-B", "-m", "lod", *arguments],
        cwd=site,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8"},
        text=True,
        check=False,
        preexec_fn=None if most is None else limit,
        **pipes,
    )


def contents(site: Path) -> dict[str, bytes]:
    return {str(f.relative_to(site)): f.read_bytes() for f in site.rglob("*") if f.is_file()} | {
        str(f.relative_to(site)): b"" for f in site.rglob("*") if f.is_dir()
    }


LONG = "x" * 300
UNWRITABLE = {
    "a report": (*CHECK, "--format", "json=report.json"),
    "a report in a folder's place": (*CHECK, "--format", "json=folder"),
    "a report of an endless name": (*CHECK, "--format", f"json={LONG}"),
    "a baseline": (*CHECK, "--baseline", "known.json", "--update-baseline"),
    "a baseline where there is no folder": (
        *CHECK, "--baseline", "no/such/known.json", "--update-baseline"),
    "a baseline below a file": (
        *CHECK, "--baseline", "page.html/known.json", "--update-baseline"),
    "keys": ("keys",),
    "a source": ("import", "page.html", "--name", "page"),
    "a new publication": ("init", "new", "--base", "https://data.example.org/"),
    "a new one in folders that aren't there": (
        "init", "a/b/new", "--base", "https://data.example.org/"),
    "a new one below a file": ("init", "page.html/new", "--base", "https://data.example.org/"),
    "a new one below a deeper file": (
        "init", "page.html/a/new", "--base", "https://data.example.org/"),
    "a new one of an endless name": ("init", LONG, "--base", "https://data.example.org/"),
}  # fmt: skip
NAMED = {"import": "data/sources", "keys": "data/keys.csv"}


@pytest.mark.parametrize("case", UNWRITABLE)
def test_a_full_disk_is_told_with_the_path_and_leaves_no_litter(case: str, work: Path) -> None:
    arguments = UNWRITABLE[case]
    if arguments == ("keys",):
        rows = (work / "data/keys.csv").read_bytes().splitlines(keepends=True)
        (work / "data/keys.csv").write_bytes(b"".join(rows[:2] + rows[3:]))
    before = contents(work)
    done = lod(work, *arguments, most=64)
    assert done.returncode in (2, 3), done.stderr
    named = NAMED.get(arguments[0]) or next(
        a for a in reversed(arguments) if "--" not in a and ":" not in a
    )
    assert named.removeprefix("json=") in done.stderr
    assert "can't be written" in done.stderr
    assert contents(work) == before


@pytest.mark.parametrize(
    "arguments",
    [
        CHECK,
        (*CHECK, "--format", "json"),
        ("check",),
        ("keys",),
        ("import", "page.html", "--name", "page"),
        ("init", "new", "--base", "https://data.example.org/"),
        ("diff", "data.ttl", "shapes.ttl"),
        ("--help",),
        ("check", "--help"),
        ("--version",),
    ],
)
@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_standard_output_that_is_full_is_no_bug(arguments: tuple[str, ...], work: Path) -> None:
    with FULL.open("w") as full:
        done = lod(work, *arguments, stdout=full)
        assert done.returncode == 2, done.stderr
        assert "standard output" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_nobody_hears_what_is_said_and_the_verdict_stays(work: Path) -> None:
    with FULL.open("w") as full:
        assert lod(work, "check", stderr=full).returncode == 0
        assert lod(work, *CHECK, stderr=full).returncode == 1
        assert lod(work, "check", "none.ttl", "--shapes", "shapes.ttl", stderr=full).returncode == 2


@pytest.mark.parametrize("ending", ["ttl", "nt"])
def test_a_large_check_without_room_for_what_it_puts_aside_says_so(ending: str, work: Path) -> None:
    rows = (
        f"<https://example.org/{n}> <https://example.org/p> <https://example.org/o> .\n"
        for n in range(150_000, 0, -1)
    )
    (work / f"large.{ending}").write_text("".join(rows), encoding="ascii")
    temporary = work / "temporary"
    temporary.mkdir()
    before = sorted(contents(work))
    environment = pytest.MonkeyPatch()
    environment.setenv("TMPDIR", str(temporary))
    try:
        arguments = (f"large.{ending}", "--shapes", "shapes.ttl")
        done = lod(work, "check", *arguments, most=1_000_000)
    finally:
        environment.undo()
    assert done.returncode == 3, done.stderr
    assert f"{temporary.name}" in done.stderr
    assert "the disk is full" in done.stderr
    assert sorted(contents(work)) == before


def test_a_file_keeps_its_rights_and_a_link_is_replaced(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    put(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    put(link, b"other")
    assert not link.is_symlink()
    assert (link.read_bytes(), file.read_bytes()) == (b"other", b"new")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["file", "link"]


Fails = Callable[..., object]


def _full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("broken", ["os.fsync", "os.replace"])
def test_whichever_step_fails_nothing_is_left(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"old")
    monkeypatch.setattr(broken, _full)
    with pytest.raises(UsageError, match=r"file can't be written: No space left"):
        put(tmp_path / "file", b"new")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("file", b"old")]


@pytest.mark.parametrize("broken", ["os.fsync", "os.link"])
def test_several_files_are_written_or_none(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        put_new(tmp_path, {"a": b"1", "b": b"2"})
    monkeypatch.setattr(broken, _full)
    with pytest.raises(UsageError, match=r"can't be written: No space left"):
        put_new(tmp_path, {"a": b"1"})
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("b", b"old")]


def test_a_folder_that_can_t_be_filled_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"new can't be written: No space"):
        _fill(tmp_path / "a/b/new")
    assert not list(tmp_path.iterdir())


def _fill(folder: Path) -> None:
    with new_folder(folder) as made:
        (made / "file").write_bytes(b"1")
        raise shutil.Error([("from", "to", "No space left on device")])


def _filled(folder: Path, meanwhile: Callable[[], object]) -> None:
    with new_folder(folder) as made:
        for name in "abc":
            (made / name).write_bytes(b"1")
        meanwhile()


def test_an_empty_folder_stays_the_one_that_it_was(tmp_path: Path) -> None:
    before = tmp_path.stat().st_ino
    with new_folder(tmp_path) as made:
        (made / "a").mkdir()
        (made / "b").write_bytes(b"1")
    assert tmp_path.stat().st_ino == before, "who stands in it would stand nowhere"
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a", "b"]


def test_a_folder_that_fills_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not empty"):
        _filled(tmp_path, lambda: (tmp_path / "a").write_bytes(b"theirs"))
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("a", b"theirs")]


def test_what_cannot_be_moved_in_whole_is_moved_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rename

    def rename(old: Path, new: Path) -> None:
        if Path(new).name == "b" and Path(new).parent == tmp_path:
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(UsageError, match="No space left"):
        _filled(tmp_path, lambda: None)
    assert not list(tmp_path.iterdir())


def test_several_files_change_together(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(f"old {name}")
    (tmp_path / "a").chmod(0o600)
    put_all(tmp_path, {"a": b"new a", "b": None, "d/e/f": b"new f"})
    files = {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()}
    assert files == {"a", "c", "d/e/f"}
    assert (tmp_path / "a").read_text() == "new a"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "c").read_text() == "old c"


def test_one_of_several_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old a")
    (tmp_path / "b").mkdir()
    for wrong in ({"b": b"x"}, {"a/x": b"x"}, {"b/../../out": b"x"}):
        with pytest.raises(UsageError):
            put_all(tmp_path, {"a": b"new a", "n/m": b"new", **wrong})
        assert {f.name for f in tmp_path.iterdir()} == {"a", "b"}
        assert (tmp_path / "a").read_text() == "old a"


def test_none_of_several_is_written_through_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in/away").symlink_to(tmp_path / "out")
    with pytest.raises(UsageError, match="link that leads out"):
        put_all(tmp_path / "in", {"away/a": b"x"})
    assert [*(tmp_path / "out").iterdir()] == []
