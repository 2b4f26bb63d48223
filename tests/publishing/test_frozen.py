"""Publications made by earlier versions are checked and built: tests/frozen/README.md."""

import hashlib
import shutil
from pathlib import Path

import pytest
from editing import change

from lod import publishing
from lod.publishing.build import mint_keys
from lod.publishing.config import read_config
from lod.publishing.keys import write_keys

FROZEN = Path(__file__).parents[1] / "frozen"
SUMS = {"0.1.0": "0ab5685682cc01f0ee88a083df3be33d4e3cf0ef9bf197ea172e0de7ab36413a"}

PAGES = {"0.1.0": "bygdeprogrammet-2012-04-02"}


def silent(_line: str) -> None:
    """Take a line of progress and print nothing."""


def summed(folder: Path) -> str:
    """One checksum over the names and bytes of all files."""
    found = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        found.update(f"{file.relative_to(folder).as_posix()}\n".encode() + file.read_bytes())
    return found.hexdigest()


@pytest.mark.parametrize("version", SUMS)
def test_nothing_in_it_has_changed(version: str) -> None:
    assert summed(FROZEN / version) == SUMS[version]


@pytest.mark.parametrize("version", SUMS)
def test_it_is_checked_and_built(version: str, tmp_path: Path) -> None:
    mapped = publishing.read_publication(read_config(FROZEN / version), silent)
    report = publishing.check_publication(mapped, silent)
    assert not mapped.problems
    assert report.counts["violation"] == 0
    assert (publishing.publish(mapped, report, tmp_path, silent) / "manifest.json").exists()


@pytest.mark.parametrize("version", SUMS)
def test_what_it_has_not_yet_is_no_fault_by_its_own_shapes(version: str, tmp_path: Path) -> None:
    """What a later version says of a page that the earlier one's shapes were made for."""
    site = Path(shutil.copytree(FROZEN / version, tmp_path / "site"))
    change(site, "201201 — 201310", "20112-01 — 201003", PAGES[version])  # an anomaly, quoted
    change(site, "Hamnbolaget i Norr AB", "Föreningen Hamnen", PAGES[version])  # a kind it hasn't
    config = read_config(site)
    write_keys(*mint_keys(config))
    mapped = publishing.read_publication(config, silent)
    report = publishing.check_publication(mapped, silent)
    assert report.counts["violation"] == 0
    said = {t.predicate.value for t in mapped.graph.quads}
    assert mapped.graph.expand("fp:quotation") in said
    assert mapped.graph.expand("fp:file") in said
