"""Hostile queries against the real server: each gets an error in time, and nothing stays behind."""

import http.client
import json
import random
import shutil
import socket
import threading
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT, serving
from hostile_queries import Hostile, foreign, runaways
from patience import PATIENCE, until
from process_tree import Processes, files_of, processes, tree

from lod.serving.queries.crew import SPARES

TIMEOUT = 1.0
"""Seconds that a runaway query asks for; others may take as long as a busy machine needs."""
SLOTS = 4
HERE = "http://trap.invalid/"
"""Stands for the trap's address where tests are named."""

SETTINGS = f"""
[sparql]
timeout = {PATIENCE}
workers = {SLOTS}

[serve]
client_header = "X-Real-IP"
access_log = false
"""


class Trap(threading.Thread):
    """Listens, and counts who connects."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.sock = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.sock.getsockname()[1]}/sparql"
        self.caught = 0

    def run(self) -> None:
        while True:
            try:
                self.sock.accept()[0].close()
            except OSError:
                return
            self.caught += 1

    def close(self) -> None:
        self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()
        self.join()


@dataclass(frozen=True)
class Answer:
    """``slug`` is the problem type's, or "" for an answer that is none."""

    status: int
    body: bytes
    slug: str = field(init=False)

    def __post_init__(self) -> None:
        kind = json.loads(self.body).get("type", "") if self.status >= 400 else ""
        object.__setattr__(self, "slug", kind.rpartition("/problems/")[2])


@dataclass(frozen=True)
class Target:
    """The server under attack."""

    port: int
    pid: int
    trap: Trap

    def ask(self, query: str, client: str = "192.0.2.1", timeout: float | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2 * PATIENCE)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Real-IP": client}
        bound = {} if timeout is None else {"timeout": str(timeout)}
        try:
            form = urllib.parse.urlencode({"query": query, **bound})
            connection.request("POST", "/sparql", form, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()

    def files(self) -> dict[int, int]:
        """Open files of the processes that stay."""
        found = processes(self.pid)
        return {pid: files_of(pid) for pid in (found.main, *found.web)}


@pytest.fixture(scope="module")
def target(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    site = tmp_path_factory.mktemp("hostile")
    shutil.copy(ROOT / "lod.toml", site)
    with (site / "lod.toml").open("a") as file:
        file.write(SETTINGS)
    trap = Trap()
    trap.start()
    try:
        with serving("--out", release, "--site", site) as (address, pid):
            found = Target(urllib.parse.urlsplit(address).port or 0, pid, trap)
            with ThreadPoolExecutor(20) as threads:  # every counter and socket is there
                list(threads.map(found.ask, ["ASK {}"] * 40 + ["ASK {"] * 5))
            yield found
    finally:
        trap.close()


@pytest.fixture(scope="module")
def before(target: Target) -> tuple[Processes, dict[int, int]]:
    return processes(target.pid), target.files()


def or_too_slow(hostile: Hostile) -> Hostile:
    """The same where a busy machine may not get to its end in time."""
    return Hostile(hostile.name, "", hostile.slugs | {"query-timeout"})


def check(answer: Answer, hostile: Hostile) -> None:
    assert answer.slug in hostile.slugs, (answer.status, answer.body[:500])
    assert 400 <= answer.status < 600
    assert answer.status != 500


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("hostile", runaways(), ids=str)
def test_a_hostile_query_gets_an_error_in_time(target: Target, hostile: Hostile) -> None:
    check(target.ask(hostile.query, timeout=TIMEOUT), or_too_slow(hostile))


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("hostile", foreign(HERE), ids=str)
def test_nothing_is_fetched_from_elsewhere(target: Target, hostile: Hostile) -> None:
    caught = target.trap.caught
    scheme, rest = HERE.split("//")[0], target.trap.address.partition("//")[2]
    query = hostile.query.replace(HERE, f"{scheme}//{rest}")
    query = query.replace(HERE.replace(":", "\\u003A", 1), f"http\\u003A//{rest}")
    assert HERE.partition("//")[2] not in query
    answer = target.ask(query)
    check(answer, hostile)
    assert target.trap.caught == caught


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ('SELECT (REGEX(CONCAT(?a, "b"), "^(a+)+$") AS ?n) { VALUES ?a { "%s" } }', "false"),
        ("ASK { ?s " + "(" * 10_000 + "<urn:p>" + ")" * 10_000 + " ?o }", "false"),
        ("ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 1000) + " }", "true"),
    ],
    ids=["catastrophic regex", "parentheses in paths", "1,000 unions"],
)
def test_what_ends_other_engines_and_not_this_one_is_answered(
    target: Target, query: str, result: str
) -> None:
    answer = target.ask(query.replace("%s", "a" * 5000))
    assert (answer.status, result in answer.body.decode()) == (200, True), answer.body[:500]


def test_twenty_hostile_clients_at_once_get_their_errors_while_others_are_served(
    target: Target,
) -> None:
    queries = runaways()
    random.Random(1).shuffle(queries)

    def attack(number: int) -> list[tuple[Answer, Hostile]]:
        mine = queries[number::20]
        return [(target.ask(h.query, f"192.0.2.{100 + number}", TIMEOUT), h) for h in mine]

    with ThreadPoolExecutor(20) as threads:
        attacks = [threads.submit(attack, number) for number in range(20)]
        short = []
        while not all(done.done() for done in attacks):
            short.append(target.ask("SELECT ?s { ?s ?p ?o } LIMIT 1"))
    for done in attacks:
        for answer, hostile in done.result():
            check(answer, or_too_slow(hostile))
    assert {answer.status for answer in short} <= {200, 503}  # how soon, benchmarks measure


def test_afterwards_the_server_is_as_before(
    target: Target, before: tuple[Processes, dict[int, int]]
) -> None:
    old, files = before
    assert until(lambda: not _left_over(target, old, files)), _left_over(target, old, files)
    assert target.trap.caught == 0
    answer = target.ask("ASK { ?s ?p ?o }")
    assert (answer.status, b"true" in answer.body) == (200, True)
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=PATIENCE)
    connection.request("GET", "/ready")
    assert connection.getresponse().status == 200
    connection.close()


def _left_over(target: Target, old: Processes, files: dict[int, int]) -> list[object]:
    """What is there that was not: other processes, more workers, more open files."""
    new = processes(target.pid)
    found: list[object] = []
    if (old.main, old.broker, old.web) != (new.main, new.broker, new.web):
        found.append((old, new))
    if len(new.workers) > SLOTS + SPARES:
        found.append(new.workers)
    if len(list(tree(target.pid))) > 1 + len(new.web) + 1 + SLOTS + SPARES:
        found.append(list(tree(target.pid)))
    found += [(pid, n, files[pid]) for pid, n in target.files().items() if n > files[pid]]
    most = 12 + 2 * len(new.workers)
    if files_of(new.broker) > most:
        found.append((new.broker, files_of(new.broker), most))
    return found
