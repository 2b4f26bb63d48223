"""Whoever opens a release's folder reads what is in it."""

import json
from pathlib import Path

import pytest
from servers import write_site

from lod.deriving import derive
from lod.release import damage_of
from lod.release.write import Contents, write_release


def told(release: Path) -> dict[str, str]:
    """Give what the text says of each name."""
    text = (release / "readme.txt").read_text("utf-8")
    rows = [line.split(maxsplit=1) for line in text.split("\n\n")[2].splitlines()]
    return dict(rows)


@pytest.mark.parametrize("store", [True, False])
def test_it_says_of_each_file_and_folder_what_it_holds(tmp_path: Path, store: bool) -> None:
    release = write_site(tmp_path, store=store)
    there = {f"{file.name}/" if file.is_dir() else file.name for file in release.iterdir()}
    found = told(release)
    assert found.keys() == there - {"readme.txt"}
    assert all(found.values())
    text = (release / "readme.txt").read_text("utf-8")
    assert text.startswith("Provdata\nhttps://data.example/\n\nEn utgåva av lod")
    assert ("Det finns inget SPARQL-lager." in text) is not store


def test_a_built_publication_says_it_of_its_report_too(release: Path) -> None:
    current = (release / "current").resolve()
    there = {f"{file.name}/" if file.is_dir() else file.name for file in current.iterdir()}
    assert told(current).keys() == there - {"readme.txt"}
    assert {"report.json", "report.ttl"} <= there


def test_it_speaks_a_language_of_the_publication(tmp_path: Path) -> None:
    for language, said in (("en", "A release of lod"), ("fi", "A release of lod")):
        base = "https://x.example/"
        contents = Contents((), base, f"{base}def/", union=True, languages=[language])
        made = write_release(contents, derive, tmp_path / language)
        assert said in (made / "readme.txt").read_text("utf-8")


def test_it_is_part_of_the_release(tmp_path: Path) -> None:
    release = write_site(tmp_path)
    assert "readme.txt" in json.loads((release / "manifest.json").read_bytes())["files"]
    assert damage_of(release) == []
    (release / "readme.txt").write_text("other")
    assert [error.file for error in damage_of(release)] == [release / "readme.txt"]
