"""The real server when its processes are killed and its clients misbehave: others are served."""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest
from attacked import ACCEPT, DOCUMENT, Target, query, serving, together
from conftest import ROOT
from patience import PATIENCE, until
from process_tree import files_of, is_alive, processes, tree

from lod.deriving import derive
from lod.release.write import Contents, write_release

BASE = "https://data.example/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LIST = "SELECT ?s ?o { ?s <https://schema.org/name> ?o } ORDER BY ?s ?o"
SIXTY = " ".join(map(str, range(60)))
A_SECOND = (
    "SELECT (SUM(?a + ?b + ?c + ?d) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {SIXTY} }}" for name in "abcd")
    + " FILTER(?d < 4) }"
)
HOST = b"Host: data.example\r\n"
START = b"GET %s HTTP/1.1\r\n%s\r\n"


@pytest.fixture(scope="module")
def target(release: Path) -> Iterator[Target]:
    with serving(release) as found:
        yield found


@dataclass
class Load:
    """Threads that ask for what is known, and note when something else came."""

    target: Target
    known: dict[str, bytes]
    done: threading.Event = field(default_factory=threading.Event)
    wrong: list[object] = field(default_factory=list)
    right: int = 0
    """Right answers in a row; what got none starts the count anew."""

    def run(self, path: str) -> None:
        connection = self._connect()
        while not self.done.is_set():
            try:
                connection.request("GET", path, headers={"Accept": ACCEPT + ", */*;q=0.1"})
                answer = connection.getresponse()
                self._note(path, answer.status, answer.read())
            except (OSError, http.client.HTTPException):  # refused, or cut: seen as such
                self.right = 0
                connection.close()
                connection = self._connect()
                time.sleep(0.02)
        connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.target.port, timeout=PATIENCE)

    def _note(self, path: str, status: int, body: bytes) -> None:
        if status == 200 and body == self.known[path]:
            self.right += 1
        elif status == 503 and b"/problems/" in body:
            self.right = 0
        else:
            self.wrong.append((path, status, body[:300]))


KILLS: dict[str, Callable[[int], tuple[int, ...]]] = {
    "broker": lambda main: (processes(main).broker,),
    "query workers": lambda main: processes(main).workers,
    "a web process": lambda main: processes(main).web[:1],
    "all web processes": lambda main: processes(main).web,
}


def test_whatever_is_killed_under_load_no_answer_is_wrong_and_service_is_back(
    release: Path,
) -> None:
    with serving(release) as target:
        paths = [DOCUMENT, "/catalog", query(COUNT), query(LIST)] * 2
        known = {path: target.get(path, ACCEPT + ", */*;q=0.1").body for path in paths}
        load = Load(target, known)
        threads = [threading.Thread(target=load.run, args=(path,)) for path in paths]
        for thread in threads:
            thread.start()
        for kill in (*KILLS.values(), *KILLS.values()):
            time.sleep(0.7)
            for pid in kill(target.pid):
                os.kill(pid, signal.SIGKILL)
            load.right = 0
            _wait_until_back(target, 20 * len(paths), load)
        load.done.set()
        for thread in threads:
            thread.join()
        assert not load.wrong
        target.check_is_served()


def _wait_until_back(target: Target, count: int, load: Load) -> None:
    """All kinds of processes are there, and as many right answers as that came in a row."""

    def is_back() -> bool:
        with suppress(LookupError):
            found = processes(target.pid)
            return len(found.web) == 2 and bool(found.workers) and load.right >= count
        return False

    assert until(is_back), f"not back: {list(tree(target.pid))}, {load.wrong[:3]}"


@contextmanager
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_1500_idle_connections_leave_room_for_others(target: Target) -> None:
    web = processes(target.pid).web
    before = sum(map(files_of, web))
    idle = [b""] * 750 + [b"GET / HTTP/1.1\r\nHost: da"] * 750
    with many_files():
        with together(target, idle):
            most = sum(map(files_of, web))
            target.check_is_served()
            most = max(most, sum(map(files_of, web)))
            assert most > before + 50
            given_up = until(lambda: sum(map(files_of, web)) <= before + 50)
            assert given_up, "idle connections are kept"
        target.check_is_served()


def large(out: Path) -> None:
    """A release with dumps of 24 MB."""
    name, graph = ox.NamedNode("https://schema.org/name"), ox.NamedNode(f"{BASE}graph/large")
    nodes = (ox.NamedNode(f"{BASE}id/report/{number}") for number in range(48))
    quads = [ox.Quad(node, name, ox.Literal("lång text " * 45_000), graph) for node in nodes]
    write_release(Contents(quads, BASE, f"{BASE}def/", True, dataset="all"), derive, out)


def test_a_dozen_readers_who_stall_leave_room_for_others(tmp_path: Path) -> None:
    large(tmp_path)
    start = b"GET %s HTTP/1.1\r\n" + HOST + b"\r\n"
    result = query("SELECT * { ?s ?p ?o }").encode()
    for path in (b"/set/all/data.nq", result):
        with serving(tmp_path) as target, together(target, [start % path] * 12, small=True):
            time.sleep(1)
            for _ in range(5):
                assert target.get("/static/lod.css").status == 200
                assert b"true" in target.get(query("ASK { ?s ?p ?o }")).body
                time.sleep(0.1)
            whole = target.get("/set/all/data.nq")
            assert len(whole.body) == int(whole.headers["content-length"]) > 20_000_000


def started(release: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "lod", "serve", "--out", str(release), "--site", str(ROOT)]
    return subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)


@contextmanager
def own_process(release: Path) -> Iterator[tuple[Target, "subprocess.Popen[bytes]"]]:
    """A server whose end is the test's matter."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with started(release, port) as process:
        target = Target(port, release, process.pid)
        try:
            _wait_for(target)
            yield target, process
        finally:
            process.kill()


def _wait_for(target: Target) -> None:

    def is_ready() -> bool:
        with suppress(OSError):
            return target.get("/ready").status == 200
        return False

    assert until(is_ready), "the server does not answer"


def test_all_end_with_the_main_process(release: Path) -> None:
    with own_process(release) as (target, process):
        target.get(query(COUNT))
        everyone = list(tree(target.pid))
        assert len(everyone) >= 6
        process.kill()
        process.wait(PATIENCE)
        assert until(lambda: not any(map(is_alive, everyone)))


def test_at_sigterm_a_query_in_flight_is_answered_and_nothing_is_left(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with own_process(release) as (target, process):
        target.check_is_served()
        known = target.get(query(A_SECOND)).body
        everyone = list(tree(target.pid))
        assert list(tmp_path.glob("lod-*"))
        with target.answering(query(A_SECOND).encode()) as sock:
            process.terminate()
            answer = b""
            while piece := sock.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 200 "), answer
        assert answer.endswith(known)
        assert process.wait(PATIENCE) == 0
        assert not [pid for pid in everyone if is_alive(pid)]
        assert not list(tmp_path.glob("lod-*"))
