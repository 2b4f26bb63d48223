"""``lod build`` compares with the release that serves, and stops where something would be gone."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from comparing.test_against import retire, without_project
from editing import change

FROZEN = Path(__file__).parents[1] / "frozen"
SHOULD = "shapes/area-should.ttl"


def build(
    site: Path, *more: str, language: str = "en", code: int
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod", "build", "--site", str(site), "--lang", language]
    done = subprocess.run(
        [*command, *more], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def published(site: Path, release: Path) -> Path:
    """The shipped publication, with its release."""
    shutil.copytree(release, site / "var", symlinks=True)
    return site


def no_sources(site: Path) -> None:
    file = site / "lod.toml"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join("sources = []\n" if x.startswith("sources") else x for x in lines))


def other_key(site: Path) -> None:
    file = site / "data/keys.csv"
    file.write_text(file.read_text().replace("project,hall-ut,", "project,hall-ut-2,"))


def no_rules(site: Path) -> None:
    (site / SHOULD).unlink()


def other_base(site: Path) -> None:
    for file in (site / "lod.toml", *site.glob("*/*.ttl"), *site.glob("data/*/*.ttl")):
        text = file.read_text(encoding="utf-8")
        text = text.replace("data.tillvaxtverket.example/", "data.tillvaxtverket.example/new/")
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (no_sources, ["Håll ut was published", "Motala kommun was published"]),
        (without_project, ["Håll ut was published", "id/project/hall-ut"]),
        (other_key, ["Håll ut was published", "id/project/hall-ut"]),
        (no_rules, ["A rule is gone: "]),
        (other_base, ["The base IRI was https://data.tillvaxtverket.example/"]),
    ],
)
def test_a_loss_stops_the_build_until_told_to_go_on(
    published: Path, damage: object, told: list[str]
) -> None:
    old = (published / "var/current").resolve()
    damage(published)  # type: ignore[operator]
    done = build(published, code=1)
    for words in [*told, "No release made: what is published would be gone", "--allow-loss"]:
        assert words in done.stderr
    assert (published / "var/current").resolve() == old
    assert [*(published / "var/releases").iterdir()] == [old]
    done = build(published, "--allow-loss", code=0)
    assert (published / "var/current").resolve() == Path(done.stdout.strip()) != old


def test_it_stops_in_swedish_too(published: Path) -> None:
    no_sources(published)
    done = build(published, language="sv", code=1)
    assert "Håll ut har publicerats" in done.stderr
    assert "Ingen utgåva gjord: det som är publicerat skulle försvinna" in done.stderr


def test_a_tombstone_is_enough(published: Path) -> None:
    without_project(published)
    retire(published, "retired")
    done = build(published, code=0)
    assert "Håll ut is no more; its address says so." in done.stderr
    assert "Håll ut was published" not in done.stderr


def test_what_is_new_or_said_otherwise_is_no_loss(published: Path) -> None:
    change(published, "Syftet", "Målet")
    done = build(published, code=0)
    assert "was published" not in done.stderr


def test_where_nothing_serves_nothing_is_compared(site: Path) -> None:
    assert "comparing" not in build(site, code=0).stderr


def test_a_release_that_cant_be_read_stops_nothing_and_is_told(published: Path) -> None:
    (manifest,) = published.glob("var/releases/*/manifest.json")
    manifest.write_text("{")
    done = build(published, code=0)
    assert "not compared with the release that serves: " in done.stderr


def test_after_an_upgrade_the_rules_of_the_old_version_stop_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(FROZEN / "0.1.0", site)
    with tarfile.open(FROZEN / "release-0.1.0.tar.xz") as archive:
        archive.extractall(site, filter="data")
    upgrade = [sys.executable, "-m", "lod", "upgrade", "--site", str(site)]
    subprocess.run(upgrade, check=True, capture_output=True, timeout=120)
    done = build(site, code=0)
    assert "another version of lod" in done.stderr
