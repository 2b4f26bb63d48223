"""A build that is cut short leaves nothing: the disk full, a signal, an error, at any step."""

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE
from servers import write_site

from lod.errors import InputError, ReleaseError
from lod.release import write as release
from lod.release.manifest import damage_of

ROOT = Path(__file__).parents[2]
STEPS = (
    *("put_data", "put_packed", "_put", "in_order", "make_store", "sync"),
    *("_sync_folder", "_swap", "_find_name", "sums_of"),
)
ENDS: dict[str, BaseException] = {
    "the disk is full": OSError(errno.ENOSPC, "No space left on device"),
    "the quota is used up": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "a broken disk": OSError(errno.EIO, "Input/output error"),
    "RocksDB has no room": OSError("IO error: No space left on device: While appending to file"),
    "SIGINT": KeyboardInterrupt(),
    "SIGTERM": SystemExit(143),
    "no memory": MemoryError(),
    "a bug": KeyError("x"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    write_site(out)
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "out", symlinks=True))


def entries(out: Path) -> set[str]:
    return {p.relative_to(out).as_posix() for p in [*out.iterdir(), *(out / "releases").iterdir()]}


def failing_at(monkeypatch: pytest.MonkeyPatch, step: str, call: int, error: BaseException) -> None:
    """Let a step fail when it is called for the ``call``th time."""
    real: Callable[..., Any] = getattr(release, step)
    calls = iter(range(call))

    def fail(*arguments: Any, **named: Any) -> Any:
        if next(calls, None) is None:
            raise error
        return real(*arguments, **named)

    monkeypatch.setattr(release, step, fail)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_it_and_wherever_nothing_stays(
    out: Path, monkeypatch: pytest.MonkeyPatch, end: str, step: str
) -> None:
    before, current = entries(out), (out / "current").resolve()
    kind = ReleaseError if isinstance(ENDS[end], OSError) else type(ENDS[end])
    for call in range(20):
        done = False
        with monkeypatch.context() as patch, suppress(kind):
            failing_at(patch, step, call, ENDS[end])
            write_site(out, projects=2)
            done = True
        if (out / "current").resolve() != current:  # it was made, or but for the last tidying
            assert damage_of((out / "current").resolve()) == []
            break
        assert not done
        assert entries(out) == before
    assert call > 0


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 5_000, 20_000, 60_000])
def test_a_file_that_finds_no_room_is_said_in_plain_words(out: Path, size: int) -> None:
    before = entries(out)
    with files_up_to(size), pytest.raises(InputError) as caught:
        write_site(out, projects=400)
    full, elsewhere = f"{out}: the disk is full; no release was made", ": the disk is full"
    said = str(caught.value).splitlines()[0]
    assert said == full or said.endswith(elsewhere), "the index is made in a temporary folder"
    assert "to do: make room there" in str(caught.value)
    assert caught.value.exit_code == 3
    assert entries(out) == before
    assert write_site(out, projects=400).is_dir()


def build(site: Path, out: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "lod", "build", "--site", str(site), "--out", str(out)],
        env={**os.environ, "LC_ALL": "en_GB.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_signal_at_any_moment_leaves_nothing(out: Path, tmp_path: Path) -> None:
    with build(ROOT, tmp_path / "timing") as process:
        started = time.monotonic()
        process.communicate()
        whole = time.monotonic() - started
        assert process.returncode == 0
    before, chance = entries(out), random.Random(5)
    old = (out / "current").resolve()
    for number in range(9):
        with build(ROOT, out) as process:
            time.sleep(chance.uniform(0.4, 1.0) * whole)
            process.send_signal((signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 3])
            process.communicate(timeout=PATIENCE)
        if (out / "current").resolve() != old:  # it was done before the signal came
            break
        assert entries(out) == before
    assert not [name for name in entries(out) if "unfinished" in name or ".current" in name]


def test_what_a_kill_leaves_the_next_build_clears(out: Path) -> None:
    (out / "releases/.unfinished-1/store").mkdir(parents=True)
    (out / "releases/.unfinished-1/store/000004.log").write_text("")
    (out / ".current-1").symlink_to("nowhere")
    write_site(out)
    assert not [name for name in entries(out) if "unfinished" in name or ".current" in name]
