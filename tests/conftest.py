"""What all tests share: the shipped publication, built once, and the folder beside it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lod import build as building
from lod.config import read_config

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def mapped() -> building.Mapped:
    """The shipped publication, read and mapped."""
    return building.read(read_config(ROOT), lambda _line: None)


@pytest.fixture(scope="session")
def release(mapped: building.Mapped, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped publication, built; the folder that holds ``current``."""
    out = tmp_path_factory.mktemp("var")
    report = building.check(mapped, lambda _line: None)
    building.publish(mapped, report, out, lambda _line: None)
    return out


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the shipped publication that a test may change."""
    copy = tmp_path / "site"
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "lod.toml", copy)
    return copy


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """Find a file in ../shared, or skip the test and say so."""

    def find(name: str) -> Path:
        if not (SHARED / name).exists():
            pytest.skip(f"../shared/{name} is not here")
        return SHARED / name

    return find
