"""A store that can't be read is no query's fault, and what RocksDB says of it isn't told."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from servers import write_site

from lod.errors import ReleaseDamaged, ReleaseGone
from lod.serving.queries.protocol import Request
from serving.queries.stores import FAST, service

EACH = Request("SELECT * { GRAPH ?g { ?s ?p ?o } }")
PLACE = "a-path-of-the-server"


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def garble(file: Path) -> None:
    file.write_bytes(bytes(byte ^ 0x55 for byte in file.read_bytes()))


def garble_the_middle(file: Path) -> None:
    """Blocks of values, not what is read when the file is opened."""
    data = bytearray(file.read_bytes())
    for at in range(20, min(200, len(data) // 4)):
        data[at] ^= 0x55
    file.write_bytes(data)


def remove(file: Path) -> None:
    file.unlink()


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    return write_site(out, projects=300) / "store"


CASES = [
    *((damage, "*.sst") for damage in (cut, garble, garble_the_middle, remove, make_a_folder)),
    *((damage, "CURRENT") for damage in (cut, garble, remove, make_a_folder)),
    *((damage, "MANIFEST-*") for damage in (garble, remove, make_a_folder)),
]
"""RocksDB takes half a list of files for a whole store: there it's the sizes that tell."""


@pytest.mark.parametrize(("damage", "pattern"), CASES)
def test_it_is_the_data_that_cannot_be_read_and_no_path_is_told(
    made: Path,
    tmp_path: Path,
    pattern: str,
    damage: Callable[[Path], None],
    capfd: pytest.CaptureFixture[str],
) -> None:
    store = Path(shutil.copytree(made, tmp_path / PLACE / "store"))
    files = [*store.glob(pattern)]
    assert files
    for file in files:
        damage(file)
    with (
        service(store, replace(FAST, in_memory=0)) as queries,
        pytest.raises((ReleaseDamaged, ReleaseGone)) as caught,
    ):
        queries.run(EACH, None)
    assert PLACE not in str(caught.value)
    assert "IO error" not in str(caught.value)
    logged = "lod: a query worker: " in capfd.readouterr().err
    assert logged == (caught.type is ReleaseDamaged)
    assert (damage is remove) == (caught.type is ReleaseGone)
