"""Nothing of ours stays among the temporary files, however a command ends."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from comparing.comparing import repository
from servers import wait_until

from lod.errors import InputError
from lod.files.temporary import temporary_folder

ROOT = Path(__file__).parents[2]
NAME = "lod-check-abcdefgh"
SHAPES = "<x:s> <http://www.w3.org/ns/shacl#targetNode> <x:a> ; <http://www.w3.org/ns/shacl#nodeKind> <http://www.w3.org/ns/shacl#IRI> .\n"  # fmt: skip # noqa: E501
DATA = '<x:a> <x:p> "1" .\n'
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COMMANDS = {
    "a server of files": ("serve", "data.ttl", "--port", "{port}"),
    "a server of a release": ("serve", "--out", "{out}", "--site", str(ROOT), "--port", "{port}"),
    "a comparison with a revision": ("diff", "HEAD:data.ttl", "slow.ttl"),
    "a check of standard input": ("check", "-", "slow.ttl", "--shapes", "shapes.ttl"),
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, for this process too."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "data.ttl").write_text(DATA)
    (folder / "shapes.ttl").write_text(SHAPES)
    repository(folder)
    os.mkfifo(folder / "slow.ttl")
    return folder


@contextmanager
def at_work(
    folder: Path, place: Path, port: int, release: Path, work: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command up to where it has made a folder and works on."""
    arguments = [a.format(port=port, out=release) for a in COMMANDS[work]]
    process = subprocess.Popen(
        [sys.executable, "-m", "lod", *arguments],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # a background job's children ignore it, and so would this one
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(DATA.encode())
            process.stdin.close()
            if work.startswith("a server"):
                assert b"lod serves" in process.stdout.readline()
                yield process
            else:
                wait_until(lambda: is_read(folder / "slow.ttl"))
                yield process
        finally:
            process.kill()


def is_read(pipe: Path) -> bool:
    """Whether somebody has opened a pipe to read from it; they will wait for what comes."""
    try:
        os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)  # stays open until the test's process ends
    except OSError:
        return False
    return True


@pytest.mark.parametrize("sign", SIGNALS)
@pytest.mark.parametrize("work", COMMANDS)
def test_a_signal_leaves_nothing(
    folder: Path, place: Path, free_port: int, release: Path, work: str, sign: signal.Signals
) -> None:
    with at_work(folder, place, free_port, release, work) as process:
        assert list(place.iterdir())
        process.send_signal(sign)
        process.wait(30)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("work", COMMANDS)
def test_what_a_kill_leaves_the_next_start_clears(
    folder: Path, place: Path, free_port: int, release: Path, work: str
) -> None:
    with at_work(folder, place, free_port, release, work) as process:
        process.kill()
        process.wait(30)
    left = {entry.name for entry in place.iterdir()}
    assert left
    wait_until(lambda: cleared(place, left))


def cleared(place: Path, left: set[str]) -> bool:
    """Make a folder; whether all that was left is gone (a child may hold it a moment longer)."""
    with temporary_folder("test") as own:
        return {entry.name for entry in place.iterdir()} == {own.name}


def test_what_a_living_process_holds_stays(place: Path) -> None:
    with temporary_folder("one") as one:
        with temporary_folder("two") as two:
            assert one.is_dir()
            assert two.is_dir()
        assert list(place.iterdir()) == [one]
    assert list(place.iterdir()) == []


def plain(entry: Path) -> None:
    entry.mkdir()


def link_to_a_folder(entry: Path) -> None:
    entry.symlink_to(as_we_make_it(entry.with_name("elsewhere")))


def linked_lock(entry: Path) -> None:
    entry.mkdir()
    (entry / ".lod-lock").symlink_to(as_we_make_it(entry.with_name("elsewhere")) / ".lod-lock")


def pipe(entry: Path) -> None:
    entry.mkdir()
    os.mkfifo(entry / ".lod-lock")


def file(entry: Path) -> None:
    entry.write_text("")


def another_users(entry: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make another user's folder")
    os.chown(as_we_make_it(entry), 12345, 12345)


def as_we_make_it(entry: Path) -> Path:
    entry.mkdir()
    (entry / ".lod-lock").touch()
    return entry


NOT_OURS = (plain, link_to_a_folder, linked_lock, pipe, file, another_users)


@pytest.mark.parametrize("make", NOT_OURS)
def test_what_is_not_ours_stays(place: Path, make: Callable[[Path], object]) -> None:
    make(place / NAME)
    before = sorted(place.rglob("*"))
    with temporary_folder("test"):
        pass
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("name", ["lod-data", "lod-my-experiments", "lodcheck-abcdefgh", "other"])
def test_other_names_stay(place: Path, name: str) -> None:
    as_we_make_it(place / name)
    with temporary_folder("test"):
        pass
    assert (place / name).is_dir()


def test_what_is_as_we_make_it_and_free_is_cleared(place: Path) -> None:
    (as_we_make_it(place / NAME) / "deep").mkdir()
    with temporary_folder("test"):
        assert not (place / NAME).exists()


def test_many_starts_at_once_take_nothing_from_each_other(place: Path) -> None:
    lost: list[Path] = []

    def start() -> None:
        for _ in range(50):
            with temporary_folder("test") as made:
                (made / "file").write_text("kept")
                time.sleep(0.001)
                if not (made / "file").exists():
                    lost.append(made)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []
    assert list(place.iterdir()) == []


def test_an_error_leaves_nothing(place: Path) -> None:
    with suppress(KeyError), temporary_folder("test") as made:
        (made / "file").write_text("")
        raise KeyError
    assert list(place.iterdir()) == []


def test_a_second_signal_does_not_keep_it_from_being_removed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = "import shutil, signal; old = shutil.rmtree; shutil.rmtree = lambda *a, **k: (signal.raise_signal(signal.SIGINT), old(*a, **k))"  # fmt: skip # noqa: E501
    program = f"{remove}\nfrom lod.cli.exits import heed, end\nheed(end)\nfrom lod.files.temporary import temporary_folder\nwith temporary_folder('test'): signal.raise_signal(signal.SIGTERM)"  # fmt: skip # noqa: E501
    environment = {**os.environ, "TMPDIR": str(place)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=False, timeout=60)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_said_with_the_file(place: Path, number: int) -> None:
    with pytest.raises(InputError) as caught, temporary_folder("test"):
        raise OSError(number, os.strerror(number), "sorted.nt")
    said = str(caught.value)
    assert said.startswith("sorted.nt: the disk is full\n  to do: make room there, or set TMPDIR")
    assert list(place.iterdir()) == []


def test_a_full_disk_is_no_bug(folder: Path, place: Path) -> None:
    """RLIMIT_FSIZE stands for the disk: a file can't grow beyond 100 kB."""
    command = f"ulimit -f 100; {sys.executable} -m lod check - --shapes shapes.ttl"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        input=DATA * 20_000,
        env={**os.environ, "TMPDIR": str(place), "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert "the disk is full" in done.stderr
    assert list(place.iterdir()) == []
