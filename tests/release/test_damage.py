"""A damaged release is recognised, whatever is damaged and how; a whole one is never suspected."""

import gzip
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from patience import PATIENCE
from servers import write_site

from lod.deriving import derive
from lod.errors import ReleaseError
from lod.release.manifest import damage_of
from lod.release.read import open_release
from lod.release.write import Contents, write_release

Damaging = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with files of every kind; the folder that holds ``current``."""
    out = tmp_path_factory.mktemp("made")
    write_site(out, projects=250)
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return Path(shutil.copytree(made, tmp_path / "out", symlinks=True))


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def lengthen(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b"\n")


def change_a_letter(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def remove(file: Path) -> None:
    file.unlink()


def link_to_a_copy(file: Path) -> None:
    copy = file.with_name(f"{file.name}.copy")
    file.rename(copy)
    file.symlink_to(copy)


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def make_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


OF_ANY_FILE: tuple[Damaging, ...] = (remove, lengthen, link_to_a_copy, make_a_folder, make_a_pipe)
OF_WHAT_HAS_CONTENT: tuple[Damaging, ...] = (cut, change_a_letter)
SIZES_TELL = (remove, lengthen, cut, link_to_a_copy, make_a_folder, make_a_pipe)


def files_of(directory: Path) -> list[Path]:
    return sorted(p for p in directory.rglob("*") if p.is_file())


def verify(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lod", "release", "verify", "--out", str(out), *arguments],
        env={**os.environ, "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_whole_release_is_whole(made: Path) -> None:
    assert damage_of((made / "current").resolve()) == []
    done = verify(made)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"release {(made / 'current').resolve().name} is whole\n"


@pytest.mark.parametrize("damage", OF_ANY_FILE + OF_WHAT_HAS_CONTENT)
def test_damage_of_any_file_is_found_and_the_file_named(made: Path, damage: Damaging) -> None:
    """One file after the other, each put back as it was."""
    directory = (made / "current").resolve()
    tried = 0
    for file in files_of(directory):
        if file.stat().st_size == 0 and damage in OF_WHAT_HAS_CONTENT:
            continue
        kept = file.read_bytes(), file.stat()
        damage(file)
        found = damage_of(directory)
        assert [str(error.file) for error in found][:1] == [str(file)], file
        assert all("run lod build" in str(error) for error in found)
        if damage in SIZES_TELL:
            with pytest.raises(ReleaseError) as caught:
                open_release(directory)
            assert str(caught.value.file) == str(file)
        put_back(file, kept[0])
        tried += 1
    assert tried > 15
    assert damage_of(directory) == []


def put_back(file: Path, data: bytes) -> None:
    if file.is_dir() and not file.is_symlink():
        file.rmdir()
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.copy").unlink(missing_ok=True)
    file.write_bytes(data)


@pytest.mark.parametrize(
    "name", ["data.nq.gz", "data.nq.index", "manifest.json", "store/CURRENT", "data.ttl.gz"]
)
def test_the_command_names_file_and_remedy_and_exits_with_3(out: Path, name: str) -> None:
    change_a_letter(out / "current" / name)
    done = verify(out)
    assert (done.returncode, done.stdout) == (3, "")
    assert name in done.stderr
    assert "to do: run lod build" in done.stderr
    assert ("expected: the SHA-256 " in done.stderr) == (name != "manifest.json")


def members_of(file: Path) -> list[int]:
    """Where the members of a compressed file begin."""
    data, starts = file.read_bytes(), [0]
    while starts[-1] < len(data):
        inflater = zlib.decompressobj(31)
        inflater.decompress(data[starts[-1] :])
        starts.append(len(data) - len(inflater.unused_data))
    return starts[:-1]


def test_of_a_compressed_file_the_damaged_member_is_told(out: Path) -> None:
    tried = 0
    for file in [*out.glob("current/*.gz"), *out.glob("current/graphs/*.gz")]:
        whole = file.read_bytes()
        starts = members_of(file)
        for number, start in enumerate(starts, 1):
            file.write_bytes(whole[: start + 30] + bytes(40) + whole[start + 70 :])
            (error,) = damage_of((out / "current").resolve())
            assert f"gzip member {number}, which begins at byte {start}, is damaged" in str(error)
            assert f"{file.name}: " in str(error)
            assert "expected: the SHA-256 " in str(error)
            tried += 1
        file.write_bytes(whole)
    assert tried > 10
    done = verify(out)
    assert done.returncode == 0


def test_damage_of_a_compressed_file_that_changes_no_content_is_told_too(out: Path) -> None:
    """A member's header has a time, for one: no gunzip looks at it."""
    file = out / "current/data.nq.gz"
    data = bytearray(file.read_bytes())
    data[4] ^= 1
    file.write_bytes(data)
    (error,) = damage_of((out / "current").resolve())
    assert "data.nq.gz: has the SHA-256 " in str(error)


def test_what_was_compressed_otherwise_has_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deflate gives other bytes with another library: the name is of what is in the files."""
    one = write_release(contents("a" * 999), derive, tmp_path / "one")
    monkeypatch.setattr("lod.files.members._compress", partial(gzip.compress, mtime=0))
    other = write_release(contents("a" * 999), derive, tmp_path / "other")
    assert (one / "data.nq.gz").read_bytes() != (other / "data.nq.gz").read_bytes()
    assert (one / "data.nq.index").read_bytes() != (other / "data.nq.index").read_bytes()
    assert one.name == other.name
    assert damage_of(one) == damage_of(other) == []


def test_the_command_tells_all_that_is_wrong(out: Path) -> None:
    remove(out / "current/shapes.nt")
    cut(out / "current/data.nq.gz")
    change_a_letter(out / "current/data.ttl.gz")
    (out / "current/store/000999.log").write_text("")
    done = verify(out)
    assert done.returncode == 3
    for name in ("shapes.nt", "data.nq.gz", "data.ttl.gz", "store/000999.log"):
        assert f"/{name}: " in done.stderr


def test_an_older_release_is_verified_by_name(out: Path) -> None:
    old = (out / "current").resolve()
    write_site(out)
    change_a_letter(old / "data.nq.gz")
    assert verify(out).returncode == 0
    assert verify(out, old.name).returncode == 3
    assert verify(out, str(old)).returncode == 3
    assert verify(out, "nowhere").returncode == 2


def test_a_release_of_another_layout_is_told_so(out: Path) -> None:
    (out / "current/manifest.json").write_text(
        '{"base_iri": "https://x.example/", "vocab_iri": "", "union": true, "dataset": "",'
        ' "titles": {}, "descriptions": {}, "graphs": [], "sources": {}, "moved": {}}'
    )
    with pytest.raises(ReleaseError, match=r"another version of lod.*\n.*run lod build"):
        open_release(out / "current")
    assert verify(out).returncode == 3


def contents(value: str) -> Contents:
    from release.test_release import contents as of

    return of(value)


def test_a_build_makes_a_damaged_release_anew(tmp_path: Path) -> None:
    old = write_release(contents("a"), derive, tmp_path)
    change_a_letter(old / "data.nq.gz")
    new = write_release(contents("a"), derive, tmp_path)
    assert (tmp_path / "current").resolve() == new
    assert damage_of(new) == []
    assert [*(tmp_path / "releases").iterdir()] == [new]
    assert write_release(contents("a"), derive, tmp_path) != new, "its own name is free again"


def test_reading_changes_nothing(made: Path) -> None:
    """RocksDB, opened for reading, writes nothing: else checksums would be of no use."""
    directory = (made / "current").resolve()
    store = ox.Store.read_only(str(directory / "store"))
    assert "true" in str(store.query("ASK { GRAPH ?g { ?s ?p ?o } }")).lower()
    del store
    assert damage_of(directory) == []
