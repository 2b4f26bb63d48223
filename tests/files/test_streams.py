"""Standard streams that are closed, full or unread: commands decide as they would without."""

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

HEAD = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = f"""{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:N .
ex:N sh:path ex:name ; sh:minCount 1 .
"""
COMMANDS = {
    "check bad.ttl --shapes shapes.ttl": 1,
    "check --help": 0,
    "--version": 0,
    "nonsense": 2,
}
CLOSED = ("<&-", ">&-", "2>&-", "<&- >&- 2>&-")
UNREAD = ("| true", "2>&1 | true")
ERRORS_LOST = ("2>/dev/full", "2</dev/null")
OUTPUT_LOST = {">/dev/full": "No space left on device", "1</dev/null": "Bad file descriptor"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "bad.ttl").write_text("<x:a> a <https://example.org/Person> .\n")
    return tmp_path


def shell(folder: Path, line: str) -> "subprocess.CompletedProcess[str]":
    """Run `lod` with a line's arguments and redirections, as bash reads them."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m lod {line}"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("streams", [*CLOSED, *UNREAD, *ERRORS_LOST])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_nobody_reads_changes_no_verdict(folder: Path, command: str, streams: str) -> None:
    done = shell(folder, f"{command} {streams}")
    assert done.returncode == COMMANDS[command], done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("streams", OUTPUT_LOST)
@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_is_lost_is_told_and_no_success(
    folder: Path, command: str, streams: str
) -> None:
    done = shell(folder, f"{command} {streams}")
    assert done.returncode == 2, done.stderr
    if command != "nonsense":
        told = f"standard output can't be written: {OUTPUT_LOST[streams]}\n"
        assert done.stderr.endswith(told)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_pipe_that_somebody_made_non_blocking_gets_all(folder: Path) -> None:
    """Source: pipe(7); a parent may have set O_NONBLOCK on what it shares with us."""
    names = [f"ex:person-{number}" for number in range(2000)]
    (folder / "bad.ttl").write_text(HEAD + "".join(f"{n} a ex:Person .\n" for n in names))
    read, write = os.pipe()
    os.set_blocking(write, False)
    with (
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "lod",
                "check",
                "bad.ttl",
                "--shapes",
                "shapes.ttl",
                "--format",
                "json",
            ],
            cwd=folder,
            stdout=write,
            stderr=subprocess.PIPE,
        ) as process,
        os.fdopen(read, "rb") as stream,
    ):
        os.close(write)
        time.sleep(1)  # it meets the full pipe
        written = stream.read()
    assert len(written) > 65_536
    assert process.returncode == 1
    assert b"person-1999" in written


def run(
    code: str, *, stdout: int, stderr: int | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run a program; it gets a minute."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, timeout=60, check=False, stdout=stdout, stderr=stderr)


@contextmanager
def full_pipe() -> Iterator[tuple[int, int]]:
    """A pipe that has no room, its ends for reading and writing."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    with suppress(BlockingIOError):
        while True:
            os.write(write, b"-" * 4095 + b"\n")
    os.set_blocking(write, True)
    try:
        yield read, write
    finally:
        os.close(read)
        os.close(write)


def test_inside_the_server_nothing_waits_for_a_reader() -> None:
    code = """
        import subprocess, sys, traceback
        from lod.files.streams import unblocked
        with unblocked():
            for _ in range(5000):
                print("x" * 1000, file=sys.stderr)
            traceback.print_stack()
            subprocess.run(["sh", "-c", "echo from a child >&2"])
        raise SystemExit(7)
    """
    with full_pipe() as (_, write):
        assert run(code, stderr=write, stdout=write).returncode == 7


def test_what_is_read_arrives_whole_and_in_order() -> None:
    code = """
        import os, sys
        from lod.files.streams import PACKET, has_room, unblocked
        with unblocked():
            for number in range(3000):
                has_room(1, None)
                os.write(1, b"%d\\n" % number)
    """
    done = run(code, stdout=subprocess.PIPE)
    assert done.stdout.split() == [b"%d" % number for number in range(3000)]


def test_a_file_is_written_without_a_detour(tmp_path: Path) -> None:
    code = """
        import os
        from lod.files.streams import unblocked
        with unblocked():
            os.write(1, os.readlink("/proc/self/fd/1").encode())
    """
    with (tmp_path / "log").open("wb") as log:
        assert run(code, stdout=log.fileno()).returncode == 0
    assert (tmp_path / "log").read_text() == str(tmp_path / "log")
