"""How much of the disk a build takes is told before it is made; refused only if it can't fit."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from click.testing import CliRunner

from lod.cli.commands import main
from lod.errors import ReleaseError
from lod.publishing.parts import MANY_PROJECTS
from lod.publishing.room import tell_room

MB = 1_000_000
Usage = namedtuple("Usage", "total used free")


def said(count: int, out: Path, *, store: bool = True) -> list[str]:
    lines: list[str] = []
    tell_room(count, out, lambda line: lines.append(str(line)), store=store)
    return lines


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes that are free on every disk, to be set."""
    found = [10**12]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**13, 0, found[0]))
    return found


def test_of_few_projects_nothing_is_said_whatever_is_free(free: list[int], tmp_path: Path) -> None:
    free[0] = 0
    assert said(MANY_PROJECTS, tmp_path) == []


def test_of_many_it_is_said_what_they_take_and_what_is_free(
    free: list[int], tmp_path: Path
) -> None:
    release, temporary = said(1_000_000, tmp_path / "var")
    assert "1,000,000 projects" in release
    assert "13,000 MB" in release
    assert "8,000 MB then" in release
    assert "1,000,000 MB are free" in release
    assert str(tmp_path / "var") in release
    assert "16,000 MB" in temporary
    assert "2,500 MB" in said(1_000_000, tmp_path, store=False)[0]


def test_what_may_not_fit_is_told_and_goes_on(free: list[int], tmp_path: Path) -> None:
    free[0] = 28_000 * MB  # for either of the two, not for both on one disk
    assert "this may not fit" in said(1_000_000, tmp_path)[-1]
    free[0] = 30_000 * MB
    assert len(said(1_000_000, tmp_path)) == 2
    free[0] = 3_100 * MB
    assert "this may not fit" in said(1_000_000, tmp_path)[-1]


def test_what_cannot_fit_is_refused(free: list[int], tmp_path: Path) -> None:
    free[0] = 2_900 * MB
    with pytest.raises(ReleaseError, match="too small") as caught:
        said(1_000_000, tmp_path / "var")
    assert caught.value.file == tmp_path / "var"
    assert caught.value.todo
    assert said(1_000_000, tmp_path, store=False), "without a store it may"
    free[0] = 600 * MB
    with pytest.raises(ReleaseError, match="too small"):
        said(1_000_000, tmp_path, store=False)


def many(site: Path) -> None:
    """Let a publication have one table, of some projects more than few."""
    shutil.rmtree(site / "data/sources")
    shutil.rmtree(site / "data/curated")
    (site / "data/sources").mkdir()
    rows = "".join(f"{n};Projekt {n};Tillväxtverket\n" for n in range(MANY_PROJECTS + 1))
    (site / "data/sources/t.csv").write_text(f"Id;Namn;Vem\n{rows}")
    (site / "data/sources/t.toml").write_text(
        'title = "T"\npublisher = "tillvaxtverket"\nlanguage = "sv"\n[table]\ndelimiter = ";"\n'
        '[columns]\nid = "Id"\ntitle = "Namn"\nowner = "Vem"\n'
    )
    file = site / "lod.toml"
    lines = file.read_text().splitlines()
    lines = ['sources = ["t.csv"]' if line.startswith("sources") else line for line in lines]
    file.write_text("\n".join(lines) + "\n")


def test_a_build_that_cannot_fit_ends_before_anything_is_made(free: list[int], site: Path) -> None:
    many(site)
    free[0] = 0
    done = CliRunner().invoke(main, ["build", "--site", str(site), "--lang", "en"])
    assert done.exit_code == 3
    assert "2,001 projects takes about 26 MB of disk" in done.stderr
    assert "the disk is too small for this; no release was made" in done.stderr
    assert not (site / "var/releases").exists()
    told = CliRunner().invoke(main, ["build", "--site", str(site), "--lang", "sv"]).stderr
    assert "disken är för liten" in told
