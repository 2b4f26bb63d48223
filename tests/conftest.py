"""What all tests share: the shipped publication, built once, and the folder beside it."""

import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import skips
from hypothesis import HealthCheck, settings
from patience import PATIENCE, until

from lod import publishing
from lod.publishing.config import read_config

# How long an example takes is the machine's matter, and no test's.
settings.register_profile("lod", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lod")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """In CI no test is skipped unseen."""
    skips.watch(config)


@pytest.fixture(scope="session")
def mapped() -> publishing.Mapped:
    """The shipped publication, read and mapped."""
    return publishing.read_publication(read_config(ROOT), lambda _line: None)


@pytest.fixture(scope="session")
def release(mapped: publishing.Mapped, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped publication, built; the folder that holds ``current``."""
    out = tmp_path_factory.mktemp("var")
    report = publishing.check_publication(mapped, lambda _line: None)
    publishing.publish(mapped, report, out, lambda _line: None)
    return out


@pytest.fixture(scope="session")
def served(release: Path) -> Iterator[str]:
    """The address of a server of the shipped publication, ending in a slash."""
    with serving("--out", release, "--site", ROOT) as (address, _):
        yield address


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[str, int]]:
    """Run `lod serve` on a free port; gives its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "lod", "serve", *map(str, arguments), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/", process.pid
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait(address: str) -> None:
    def answers() -> bool:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
        except OSError:
            return False
        return True

    assert until(answers), address


@pytest.fixture
def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
