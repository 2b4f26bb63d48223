"""A release has the same bytes from the same input, and replaces the old one in one step."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import serving
from packed import unpacked
from patience import PATIENCE

from lod.deriving import derive
from lod.errors import ReleaseError
from lod.release.read import open_release
from lod.release.write import Contents, write_release

ROOT = Path(__file__).parents[2]


def contents(value: str) -> Contents:
    node = ox.NamedNode("https://x.example/id/project/a")
    name = ox.NamedNode("https://schema.org/name")
    graph = ox.NamedNode("https://x.example/graph/s")
    quads = [ox.Quad(node, name, ox.Literal(value), graph)]
    return Contents(quads, "https://x.example/", "https://x.example/def/", union=True)


def files_of(out: Path) -> dict[str, bytes]:
    """All bytes under ``current``, the store's own files aside: RocksDB writes times there."""
    top = out / "current"
    found = (p for p in top.rglob("*") if p.is_file() and p.relative_to(top).parts[0] != "store")
    return {str(p.relative_to(top)): p.read_bytes() for p in found}


def stored(out: Path) -> set[str]:
    return {str(q) for q in ox.Store.read_only(str(out / "current" / "store"))}


def lod_build(out: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lod", "build", "--site", str(ROOT), "--out", str(out)]
    return subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def test_two_builds_in_different_folders_times_and_hash_seeds_have_equal_bytes(
    tmp_path: Path,
) -> None:
    for name, seed, zone in (("one", "1", "UTC"), ("two", "2", "Asia/Tokyo")):
        with lod_build(tmp_path / name, PYTHONHASHSEED=seed, TZ=zone) as process:
            _, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors.decode()
        time.sleep(1.1)
    one, two = files_of(tmp_path / "one"), files_of(tmp_path / "two")
    assert len(one) > 10
    assert one == two
    assert stored(tmp_path / "one") == stored(tmp_path / "two")
    names = [(tmp_path / n / "current").resolve().name for n in ("one", "two")]
    assert names[0] == names[1]


def test_a_release_does_not_depend_on_where_the_publication_or_the_command_is(
    site: Path, tmp_path: Path
) -> None:
    other = tmp_path / "another folder/deeper/name"
    shutil.copytree(site, other)
    builds = [(site, site), (other, tmp_path), (other, other / "data/curated")]
    found = []
    for number, (publication, cwd) in enumerate(builds):
        out = tmp_path / f"out{number}"
        where = os.path.relpath(publication, cwd)
        command = [sys.executable, "-m", "lod", "build", "--site", where, "--out", str(out)]
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=120)
        found.append(((out / "current").resolve().name, files_of(out)))
    assert found[0] == found[1] == found[2]
    report = found[0][1]["report.json"].decode()
    assert str(tmp_path) not in report
    assert '"data/sources/programsida-2013-11-15.txt"' in report


def test_a_release_is_named_by_its_content(tmp_path: Path) -> None:
    one = write_release(contents("a"), derive, tmp_path)
    assert write_release(contents("a"), derive, tmp_path) == one
    other = write_release(contents("b"), derive, tmp_path)
    assert other != one
    assert (tmp_path / "current").resolve() == other
    assert (tmp_path / "current").readlink() == Path("releases") / other.name


def test_old_releases_are_kept_and_cleaned(tmp_path: Path) -> None:
    made = [write_release(contents(str(n)), derive, tmp_path, keep=2) for n in range(5)]
    left = {d.name for d in (tmp_path / "releases").iterdir()}
    assert left == {d.name for d in made[-3:]}


def test_leftovers_of_a_crash_are_swept(tmp_path: Path) -> None:
    leftover = tmp_path / "releases" / ".unfinished-1"
    leftover.mkdir(parents=True)
    write_release(contents("a"), derive, tmp_path)
    assert not leftover.exists()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ReleaseError, match="another build"):
            write_release(contents("a"), derive, tmp_path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(ReleaseError, match="can't be written"):
        write_release(contents("a"), derive, file)


def test_a_missing_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="lod build"):
        open_release(tmp_path / "current")


def count(address: str) -> int:
    query = urllib.parse.quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    url = f"{address}sparql?query={query}"
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return int(json.load(answer)["results"]["bindings"][0]["n"]["value"])


def test_killed_at_any_moment_a_build_leaves_a_server_with_a_whole_release(tmp_path: Path) -> None:
    write_release(contents("old"), derive, tmp_path)
    with lod_build(tmp_path / "timing") as process:
        started = time.monotonic()
        process.communicate()
        whole = time.monotonic() - started
        assert process.returncode == 0
    sizes = {1, len(stored(tmp_path / "timing"))}
    chance = random.Random(2)
    with serving("--out", tmp_path, "--site", ROOT) as (address, _):
        for _ in range(20):
            with lod_build(tmp_path) as process:
                time.sleep(chance.uniform(0.4, 1.1) * whole)
                process.send_signal(signal.SIGKILL)
                process.communicate()
            assert count(address) in sizes
            release = open_release(tmp_path / "current")
            lines = unpacked(release.directory / "data.nq").count(b"\n")
            release.close()
            assert len(stored(tmp_path)) == lines
            assert lines in sizes


def test_a_release_that_is_made_again_counts_as_new(tmp_path: Path) -> None:
    """Else going back to an earlier state would be the first to be deleted."""
    first = write_release(contents("a"), derive, tmp_path)
    second = write_release(contents("b"), derive, tmp_path)
    assert write_release(contents("a"), derive, tmp_path) == first
    write_release(contents("c"), derive, tmp_path, keep=1)
    assert (first.exists(), second.exists()) == (True, False)
