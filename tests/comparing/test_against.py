"""``lod check --against``: what was published and is no more is told, and fails where it must."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bringing import add_page, publish
from editing import change

from comparing.comparing import BASE, git, repository

PROJECT = f"{BASE}id/project/hall-ut"


def lod(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def without_project(site: Path) -> None:
    """Take Håll ut off the page."""
    text = (site / "data/sources/programsida-2013-11-15.txt").read_text()
    start, end = text.index("Håll ut\n"), text.index("FRONT (Framtid")
    change(site, text[start:end], "")


def retire(site: Path, now: str, name: str = "project,hall-ut,") -> None:
    file = site / "data/keys.csv"
    rows = file.read_text().splitlines()
    rows = [row + now if row.startswith(name) else row for row in rows]
    file.write_text("\n".join(rows) + "\n")


def against(site: Path, old: object, *more: str, code: int) -> list[dict[str, Any]]:
    """What ``--against`` tells, by rule."""
    done = lod("check", "--site", site, "--against", old, "--format", "json", *more)
    assert done.returncode == code, done.stdout + done.stderr
    found = json.loads(done.stdout)["results"]
    return [f for f in found if f["rule"].startswith("against/")]


def brief(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(f["rule"].removeprefix("against/"), f["severity"], f["focus"]) for f in found]


@pytest.mark.parametrize("kind", ["release", "revision", "folder"])
def test_nothing_is_told_where_nothing_is_lost(site: Path, release: Path, kind: str) -> None:
    repository(site)
    old = {"release": release, "revision": "HEAD", "folder": site}[kind]
    assert against(site, old, code=0) == []


@pytest.mark.parametrize("kind", ["release", "revision"])
def test_an_address_that_dies_without_a_tombstone_fails(
    site: Path, release: Path, kind: str
) -> None:
    repository(site)
    without_project(site)
    found = against(site, release if kind == "release" else "HEAD", code=1)
    assert brief(found) == [("dead-address", "violation", PROJECT)]
    (row,) = found
    assert (row["file"].endswith("data/keys.csv"), row["line"]) == (True, 14)
    assert "Håll ut was published" in row["messages"]["en"]
    assert "retired" in row["help"]["en"]


def test_a_tombstone_makes_it_a_note(site: Path, release: Path) -> None:
    without_project(site)
    retire(site, "retired")
    found = against(site, release, code=0)
    assert {(rule, severity) for rule, severity, _ in brief(found)} == {("vanished", "info")}
    assert PROJECT in {focus for _, _, focus in brief(found)}


def test_a_tombstone_of_before_is_told_no_more(site: Path, tmp_path: Path) -> None:
    without_project(site)
    retire(site, "retired")
    repository(site)
    assert against(site, "HEAD", code=0) == []


@pytest.mark.parametrize("now", ["retired", "hall-ut"])
def test_a_tombstone_that_is_gone_is_a_dead_address(site: Path, now: str) -> None:
    file = site / "data/keys.csv"
    rows = file.read_text()
    file.write_text(f"{rows}project,hall-in,an-older-page,Håll in,{now}\n")
    repository(site)
    file.write_text(rows)
    found = against(site, "HEAD", code=1)
    assert brief(found) == [("dead-address", "violation", f"{BASE}id/project/hall-in")]


def test_a_project_that_is_replaced_is_a_note(site: Path, release: Path) -> None:
    file = site / "data/keys.csv"
    text = file.read_text()
    (row,) = (row for row in text.splitlines() if ",hall-ut," in row)
    new = row.replace("hall-ut", "hall-i").replace("2013-11-15", "2014-05-05")
    file.write_text(text.replace(row, f"{row}hall-i\n{new}"))
    found = against(site, release, code=0)
    assert brief(found) == [("vanished", "info", PROJECT)]


def test_what_an_older_page_said_may_hold_again(site: Path) -> None:
    text = (site / "data/sources/programsida-2013-11-15.txt").read_text("utf-8")
    date, owner = "15 november 2013 13:46", "Vansbro kommun"
    add_page(site, "b", text.replace(date, "5 maj 2014 09:30").replace(owner, "Mora kommun"))
    add_page(site, "c", text.replace(date, "5 maj 2015 09:30"))
    publish(site, "programsida-2013-11-15", "b")
    repository(site)
    publish(site, "programsida-2013-11-15", "b", "c")
    found = against(site, "HEAD", code=0)
    assert {(rule, severity) for rule, severity, _ in brief(found)} == {("vanished", "info")}
    assert any("/source/programsida-2013-11-15/" in str(focus) for _, _, focus in brief(found))


def test_a_part_of_what_stays_is_a_note(site: Path, release: Path) -> None:
    change(site, "20112-01", "2012-01")
    found = against(site, release, code=0)
    thing = f"{BASE}id/project/ornskoldsviks-kommun-i-samverkan-med-foretagarna"
    assert ("vanished", "info", f"{thing}/anomaly/period-start") in brief(found)
    assert {severity for _, severity, _ in brief(found)} == {"info"}


def test_a_graph_in_which_nothing_is_written_any_more_is_a_note(site: Path) -> None:
    """A last decision is taken out because it decides nothing: no row of keys.csv can say so."""
    old = site.parent / "old"
    shutil.copytree(site, old)
    for file in (site / "data/curated").iterdir():
        file.write_text("", "utf-8")
    found = brief(against(site, old, code=0))
    assert ("vanished", "info", f"{BASE}graph/curated") in found


def test_what_only_looks_like_a_part_is_an_address_of_its_own(site: Path) -> None:
    old, file = site.parent / "old", site / "data/curated/more.ttl"
    part = f"{BASE}id/report/nobody-has-described/chapter"
    file.write_text(f'<{part}> <https://schema.org/name> "Kapitel"@sv .\n')
    shutil.copytree(site, old)
    file.unlink()
    (found,) = against(site, old, code=1)
    assert brief([found]) == [("dead-address", "violation", part)]
    assert "add a row" not in found["help"]["en"]  # a part has none


def test_of_what_has_no_row_the_row_to_add_is_told(site: Path) -> None:
    """An area has no row in keys.csv; one is shown as the file takes it."""
    old, file = site.parent / "old", site / "data/curated/more.ttl"
    area = f"{BASE}id/area/0899"
    file.write_text(f'<{area}> <https://schema.org/name> "Öar, små"@sv .\n', "utf-8")
    shutil.copytree(site, old)
    file.unlink()
    (found,) = against(site, old, code=1)
    assert brief([found]) == [("dead-address", "violation", area)]
    row = 'area,0899,reference,"Öar, små",retired'
    assert found["help"]["en"].endswith(f"add a row to keys.csv: {row}")
    with (site / "data/keys.csv").open("a", encoding="utf-8") as keys:
        keys.write(f"{row}\n")
    assert brief(against(site, old, code=0)) == [("vanished", "info", area)]


def test_a_shape_that_is_gone_is_told(site: Path, release: Path) -> None:
    (site / "shapes/report-should.ttl").unlink()
    found = against(site, release, code=0)
    assert {(rule, severity) for rule, severity, _ in brief(found)} == {("rule-gone", "warning")}
    assert any("A rule is gone: " in f["messages"]["en"] for f in found)


def test_a_rule_that_is_gone_is_told(site: Path, release: Path) -> None:
    file = site / "shapes/project.ttl"
    text = file.read_text()
    assert "sh:minCount 1 ;" in text
    file.write_text(text.replace("    sh:minCount 1 ;\n", "", 1))
    found = against(site, release, code=0)
    assert [(rule, severity) for rule, severity, _ in brief(found)] == [("rule-gone", "warning")]
    assert "no longer says sh:minCount" in found[0]["messages"]["en"]
    assert against(site, release, "--fail-on", "warning", code=1)


def test_another_base_is_told_once(site: Path, release: Path) -> None:
    new = "https://data.other.example/"
    for file in [site / "lod.toml", *site.rglob("*.ttl")]:
        file.write_text(file.read_text().replace(BASE, new))
    found = against(site, release, code=1)
    assert brief(found)[0] == ("base-changed", "violation", None)
    assert "dead-address" not in {rule for rule, _, _ in brief(found)}


def test_a_release_of_nothing_and_files_are_refused(site: Path, tmp_path: Path) -> None:
    done = lod("check", "--site", site, "--against", "no-such-revision")
    assert done.returncode == 2
    (tmp_path / "d.ttl").write_text("<a:b> <a:c> <a:d> .")
    files = ("check", tmp_path / "d.ttl", "--shapes", tmp_path / "d.ttl", "--against", "HEAD")
    assert lod(*files).returncode == 2


def test_rdf_that_is_no_publication_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text("<a:b> <a:c> <a:d> .")
    done = lod("check", "--site", site, "--against", tmp_path / "d.ttl")
    assert done.returncode == 2, done.stdout
    assert "d.ttl" in done.stderr
    (tmp_path / "rdf").mkdir()
    (tmp_path / "rdf/broken.ttl").write_text("<a:b> oops .")
    done = lod("check", "--site", site, "--against", tmp_path / "rdf", "--lang", "en")
    assert done.returncode == 2, "what it has isn't even read"
    assert "is no publication" in done.stderr


def test_a_release_whose_shapes_are_damaged_is_refused(
    site: Path, release: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree((release / "current").resolve(), tmp_path / "copy")
    (copy / "shapes.nt").write_text("<a:b> oops .\n")
    done = lod("check", "--site", site, "--against", copy)
    assert done.returncode == 3, done.stderr
    assert "is no whole release" in done.stderr + done.stdout or "ingen hel" in done.stderr


def test_a_baseline_knows_it(site: Path, release: Path, tmp_path: Path) -> None:
    without_project(site)
    known = tmp_path / "known.json"
    options = ("--site", site, "--against", release, "--baseline", known)
    assert lod("check", *options, "--update-baseline").returncode == 0
    assert lod("check", *options).returncode == 0


def test_a_rule_that_is_switched_off_is_told_as_gone(site: Path, release: Path) -> None:
    file = site / "shapes/project.ttl"
    head = "<spec/project/type> a sh:PropertyShape ;"
    file.write_text(file.read_text().replace(head, f"{head} sh:deactivated true ;", 1))
    found = against(site, release, code=0)
    assert brief(found) == [("rule-gone", "warning", None)]
    assert found[0]["messages"]["en"] == "A rule is gone: spec/project/type"


def test_an_empty_name_is_no_name(site: Path) -> None:
    done = lod("check", "--site", site, "--against", "", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is empty" in done.stderr


def test_a_revision_that_a_shallow_clone_lacks_is_told_how_to_be_had(
    site: Path, tmp_path: Path
) -> None:
    repository(site)
    git(site, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", site.as_uri(), "clone")
    assert against(tmp_path / "clone", "origin/main", code=0) == []
    done = lod("check", "--site", tmp_path / "clone", "--against", "HEAD~1", "--lang", "en")
    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr
    done = lod("check", "--site", site, "--against", "HEAD~7", "--lang", "en")
    assert (done.returncode, "unshallow" in done.stderr) == (2, False)
