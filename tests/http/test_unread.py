"""The server when nobody reads its log, its streams are closed, or few files may be open."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
from attacked import DOCUMENT, HOST, Target, query, together
from conftest import ROOT
from patience import PATIENCE, until
from process_tree import is_alive, processes, tree
from servers import write_site

from lod.serving.http.journal import Journal, RequestNote
from lod.serving.http.metrics import Metrics

HEAD = b"HEAD " + DOCUMENT.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n"
AT_ONCE = 100
A_SECOND = query(
    "SELECT (SUM(?a + ?b + ?c) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(90)))} }}" for name in "abc")
    + " }"
)


@contextmanager
def running(
    out: Path,
    *,
    before: Callable[[], None] | None = None,
    site: Path = ROOT,
    stdout: int | None = None,
    stderr: int | None = None,
) -> Iterator[tuple[Target, "subprocess.Popen[bytes]"]]:
    """A server with streams of the test's; the test ends it, or it is killed.

    :param before: called in the process before it becomes `lod`.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "lod", "serve", "--out", str(out), "--site", str(site)]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        preexec_fn=before,
        start_new_session=True,
        stdout=stdout,
        stderr=stderr,
    ) as process:
        try:
            target = Target(port, out, process.pid)
            _wait_for(target, process)
            yield target, process
        finally:
            process.kill()


def _wait_for(target: Target, process: "subprocess.Popen[bytes]") -> None:
    def is_ready() -> bool:
        assert process.poll() is None, "the server ended"
        with suppress(OSError):
            return target.get("/ready").status == 200
        return False

    assert until(is_ready), "the server does not answer"


@contextmanager
def pipe(*, full: bool = False) -> Iterator[tuple[int, int]]:
    """A pipe, its ends for reading and writing; a full one has no room."""
    read, write = os.pipe()
    if full:
        os.set_blocking(write, False)
        with suppress(BlockingIOError):
            while True:
                os.write(write, b"-" * 4095 + b"\n")
        os.set_blocking(write, True)
    try:
        yield read, write
    finally:
        for end in (read, write):
            with suppress(OSError):
                os.close(end)


def ask_often(target: Target, rounds: int) -> None:
    """Ask 100 times a round for what the cache has, on one connection."""
    with closing(target.open(b"")) as sock, sock.makefile("rb") as answers:
        for _ in range(rounds):
            sock.sendall(HEAD * AT_ONCE)
            left = AT_ONCE
            while left:
                line = answers.readline()
                assert line, "the server closed the connection"
                left -= line == b"\r\n"


def counted(target: Target, name: str) -> int:
    """Sum a counter of /metrics over its labels."""
    rows = target.get("/metrics").body.decode().splitlines()
    found = [
        float(row.rpartition(" ")[2]) for row in rows if row.startswith((f"{name}{{", f"{name} "))
    ]
    assert found, name
    return int(sum(found))


def lines_of(file: int, words: bytes = b"") -> list[bytes]:
    """What is in a pipe, and comes within a second; these words come, however long it takes."""
    os.set_blocking(file, False)
    read, quiet = b"", 0
    while quiet < (10 if words in read else PATIENCE * 10):
        try:
            read, quiet = read + os.read(file, 1 << 20), 0
        except BlockingIOError:
            quiet += 1
            time.sleep(0.1)
    os.set_blocking(file, True)
    assert words in read, read
    return read.splitlines()


@pytest.fixture
def one_process(site: Path) -> Path:
    """A publication that one web process serves, so that all is in one log."""
    with (site / "lod.toml").open("a") as file:
        file.write("\n[serve]\nprocesses = 1\n")
    return site


def test_a_log_that_nobody_reads_stops_nothing_and_what_is_lost_is_counted(
    release: Path, one_process: Path
) -> None:
    with (
        pipe(full=True) as (log, stdout),
        pipe() as (said, stderr),
        running(release, site=one_process, stdout=stdout, stderr=stderr) as (target, _),
    ):
        assert target.get(DOCUMENT).status == 200
        for _ in range(10):
            ask_often(target, 60)
            if counted(target, "lod_notes_dropped_total"):
                break
        target.check_is_served()
        assert counted(target, "lod_notes_dropped_total") > 0
        lines = [line for line in lines_of(log) if not line.startswith((b"-", b"lod serves"))]
        assert all(json.loads(line)["method"] for line in lines)
        lost = counted(target, "lod_notes_dropped_total")

        def too_many() -> int:
            lines.extend(lines_of(log))  # of the requests for counts
            return len(lines) + lost - counted(target, "lod_requests_total")

        assert until(lambda: too_many() in (0, 1))
        words = b"nobody read in time"
        told = [line for line in lines_of(said, words) if words in line]
        assert sum(int(line.rpartition(b" ")[2]) for line in told) == lost


def test_the_end_waits_for_no_reader(release: Path) -> None:
    with (
        pipe(full=True) as (_, write),
        running(release, stdout=write, stderr=write) as (target, process),
    ):
        ask_often(target, 100)
        target.check_is_served()
        everyone = list(tree(target.pid))
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert not [pid for pid in everyone if is_alive(pid)]


def test_whoever_stops_reading_stops_nothing(release: Path) -> None:
    """As `lod serve | head -1` does."""
    with (
        pipe() as (log, stdout),
        pipe() as (said, stderr),
        running(release, stdout=stdout, stderr=stderr) as (target, process),
    ):
        os.close(log)
        ask_often(target, 2)
        assert until(lambda: counted(target, "lod_notes_dropped_total"))
        words = b"access log can't be written"
        told = [line for line in lines_of(said, words) if words in line]
        assert 1 <= len(told) <= 2, "once for each process"
        os.close(said)
        target.check_is_served()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_no_file_of_the_server_takes_the_place_of_a_closed_stream(release: Path) -> None:
    def close() -> None:
        for number in (0, 1, 2):
            os.close(number)

    with running(release, before=close) as (target, process):
        target.check_is_served()
        found = processes(target.pid)
        for pid in (found.main, found.broker, *found.web):
            for number in (0, 1, 2):
                assert os.readlink(f"/proc/{pid}/fd/{number}") == os.devnull
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_terminal_that_closes_ends_it_gently(release: Path) -> None:
    """SIGHUP goes to all processes of the terminal's group. What is asked is answered first."""
    with pipe() as (said, stderr), running(release, stderr=stderr) as (target, process):
        known = target.get(A_SECOND).body
        everyone = list(tree(target.pid))
        with target.answering(A_SECOND.encode()) as sock:
            os.killpg(process.pid, signal.SIGHUP)
            answer = b""
            while piece := sock.recv(65536):
                answer += piece
        assert answer.endswith(known)
        assert process.wait(PATIENCE) == 0
        assert not [pid for pid in everyone if is_alive(pid)]
        assert lines_of(said, b"lod ends (SIGHUP)")


def test_under_nohup_it_stays(release: Path) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with running(release, before=ignore) as (target, process):
        os.killpg(process.pid, signal.SIGHUP)
        time.sleep(0.5)
        target.check_is_served()
        process.terminate()
        assert process.wait(PATIENCE) == 0


def allowing(files: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def test_too_few_open_files_are_told_at_the_start(release: Path) -> None:
    command = [sys.executable, "-m", "lod", "serve", "--out", str(release), "--site", str(ROOT)]
    done = subprocess.run(
        [*command, "--lang", "en"],
        preexec_fn=allowing(64),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "lod serve needs at least 128 open files, and here it may have 64; "
        "raise the limit (ulimit -n, or LimitNOFILE= in the unit)\n"
    )


def test_where_few_files_may_be_open_others_wait_and_a_new_release_is_taken(
    tmp_path: Path, one_process: Path
) -> None:
    write_site(tmp_path)
    with (
        pipe() as (said, stderr),
        running(
            tmp_path,
            site=one_process,
            before=allowing(128),
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        ) as (target, _),
    ):
        with together(target, [b"GET /health HTTP/1.1\r\nHost: da"] * 300):
            fresh = write_site(tmp_path, projects=3)
            assert until(lambda: fresh.name.encode() in _ready(target))
            found = ask_together(target, 60)
        assert set(found) <= {200, 503}
        assert target.get(query("ASK { ?s ?p ?o }")).status == 200
        assert b"Traceback" not in b"".join(lines_of(said))


def _ready(target: Target) -> bytes:
    with suppress(OSError):
        return target.get("/ready").body
    return b""


def ask_together(target: Target, count: int) -> list[int]:
    """Statuses of as many queries at once; of those whose connection was closed, none."""
    found: list[int] = []

    def ask(number: int) -> None:
        with suppress(OSError):
            found.append(target.get(f"{A_SECOND}%23{number}").status)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_broker_of_few_files_refuses_and_goes_on(tmp_path: Path, one_process: Path) -> None:
    write_site(tmp_path)
    with running(tmp_path, site=one_process, before=allowing(128)) as (target, _):
        broker = processes(target.pid).broker
        with ExitStack() as stack:
            path = _broker_of(target.pid)
            for _ in range(400):
                sock = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
                sock.settimeout(5)
                with suppress(OSError):
                    sock.connect(path)
            time.sleep(1)
            assert processes(target.pid).broker == broker, "it fell"
        assert target.get(query("ASK { ?s ?p ?o }")).status == 200
        assert processes(target.pid).broker == broker, "it fell"


def _broker_of(main: int) -> str:
    """The address of the broker's socket, from a web process's arguments."""
    command = Path(f"/proc/{processes(main).web[0]}/cmdline").read_bytes().split(b"\0")
    settings = next(part for part in command if part.startswith(b"{"))
    return str(json.loads(settings)["broker"])


def test_notes_beyond_what_fits_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lod.serving.http.journal._MOST_NOTES", 5)
    monkeypatch.setattr("lod.serving.http.journal._INTERVAL", 3600)
    metrics = Metrics()
    journal = Journal(metrics, lines=False)
    for _ in range(8):
        journal.add(RequestNote("1", 1.5, "::1", "GET", "/", "200 OK", 9, 0.1, "r", False, None))
    journal.close()
    assert metrics._dropped._value.get() == 3
