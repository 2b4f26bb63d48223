"""Twenty hostile clients at once, and what others notice of them: a table in Markdown.

The shipped publication is served with its default limits, from processes of its own. Each hostile
client has an address of its own and asks one query of tests/hostile_queries.py after the other;
meanwhile one client asks short queries and one asks for documents.
"""

import argparse
import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from hostile_queries import Hostile, foreign, runaways  # noqa: E402 - from tests/
from process_tree import memory_of, tree  # noqa: E402 - from tests/

from lod.serving.settings import Limits  # noqa: E402 - as above

MIB = 1024 * 1024
DEADLINE = Limits().timeout
SHORT = (
    "ASK { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o } LIMIT 1",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
)
DOCUMENTS = "SELECT ?d { ?d a <http://xmlns.com/foaf/0.1/Document> }"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request went: ``kind`` of query, what came, after how many seconds."""

    kind: str
    answer: str
    took: float
    expected: bool


def ask(port: int, query: str, client: str) -> tuple[int, bytes]:
    """Post a query as ``client``."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Content-Type": "application/sparql-query", "X-Real-IP": client}
    with closing(connection):
        connection.request("POST", "/sparql", query.encode(), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def attack(port: int, target: str, clients: int, seconds: float) -> list[Outcome]:
    """Ask hostile queries as so many clients, each beginning elsewhere in the list."""
    queries = [*runaways(), *foreign(target)]

    def run(number: int) -> list[Outcome]:
        found, at = [], number * len(queries) // clients
        while time.monotonic() < end:
            found.append(_strike(port, queries[at % len(queries)], f"192.0.2.{number + 1}"))
            at += 1
        return found

    end = time.monotonic() + seconds
    with ThreadPoolExecutor(clients) as threads:
        return [outcome for run in threads.map(run, range(clients)) for outcome in run]


def _strike(port: int, hostile: Hostile, client: str) -> Outcome:
    kind = hostile.name if not hostile.name.startswith("elsewhere") else "SERVICE and FROM"
    started = time.monotonic()
    try:
        status, body = ask(port, hostile.query, client)
        slug = json.loads(body).get("type", "").rpartition("/")[2] if status >= 400 else "answer"
    except (OSError, http.client.HTTPException) as error:
        status, slug = 0, type(error).__name__
    expected = slug in hostile.slugs | {"query-timeout"}
    return Outcome(kind, f"{status} {slug}", time.monotonic() - started, expected)


def ask_short(port: int, seconds: float) -> list[Outcome]:
    """Ask short queries, one after the other."""
    found: list[Outcome] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        status, _ = ask(port, SHORT[len(found) % len(SHORT)], "198.51.100.1")
        took = time.monotonic() - started
        found.append(Outcome("short", str(status), took, status == 200))
        time.sleep(0.01)
    return found


def ask_documents(port: int, paths: Sequence[str], seconds: float) -> list[Outcome]:
    """Ask for documents over one connection, one after the other."""
    found: list[Outcome] = []
    end = time.monotonic() + seconds
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while time.monotonic() < end:
            started = time.monotonic()
            connection.request("GET", paths[len(found) % len(paths)], headers={"Accept": "*/*"})
            answer = connection.getresponse()
            answer.read()
            took = time.monotonic() - started
            found.append(Outcome("document", str(answer.status), took, answer.status == 200))
            time.sleep(0.002)
    return found


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """Build and serve the shipped publication; gives the port and the main process."""
    shutil.copy(ROOT / "lod.toml", folder)
    with (folder / "lod.toml").open("a") as file:
        file.write('\n[serve]\nclient_header = "X-Real-IP"\naccess_log = false\n')
    lod, out = [sys.executable, "-m", "lod"], str(folder / "var")
    subprocess.run(
        [*lod, "build", "--site", str(ROOT), "--out", out], check=True, capture_output=True
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*lod, "serve", "--site", str(folder), "--out", out, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield port, process.pid
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with suppress(OSError):
            if ask(port, SHORT[0], "198.51.100.1")[0] == 200:
                return
        time.sleep(0.1)
    raise TimeoutError("the server does not answer")


class Watch(threading.Thread):
    """Counts who connects to ``address``, and notes the most memory that a tree of processes has.

    Memory is what the processes don't share.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._sock = socket.create_server(("127.0.0.1", 0))
        self._sock.settimeout(0.1)
        self.address = f"http://127.0.0.1:{self._sock.getsockname()[1]}/sparql"
        self._pid, self.caught, self.peak = pid, 0, 0

    def run(self) -> None:
        """Watch for as long as the program runs."""
        while True:
            with suppress(TimeoutError):
                self._sock.accept()[0].close()
                self.caught += 1
            self.peak = max(self.peak, self.memory())

    def memory(self) -> int:
        """Give the bytes in use now."""
        return sum(map(memory_of, tree(self._pid)))


def rows(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Give a line for each kind of hostile query."""
    yield "| hostile query | number | worst lateness, ms (at most 250) | answers |"
    yield "|---|--:|--:|---|"
    for kind in dict.fromkeys(sorted(outcome.kind for outcome in outcomes)):
        these = [outcome for outcome in outcomes if outcome.kind == kind]
        late = max(0.0, max(outcome.took for outcome in these) - DEADLINE) * 1000
        answers = Counter(f"{o.answer}{'' if o.expected else ' (!)'}" for o in these)
        shown = ", ".join(f"{answer} × {count}" for answer, count in answers.most_common())
        yield f"| {kind} | {len(these)} | {late:.0f} | {shown} |"


def share(outcomes: Sequence[Outcome], percent: int) -> float:
    """Give the milliseconds within which so many percent were answered."""
    times = sorted(outcome.took * 1000 for outcome in outcomes)
    return times[-1] if percent == 100 else statistics.quantiles(times, n=100)[percent - 1]


def summary(short: Sequence[Outcome], documents: Sequence[Outcome]) -> Iterator[str]:
    """Give a line for each threshold of what others notice."""
    yield "| others | number | failed | median, ms | threshold | worst, ms |"
    yield "|---|--:|--:|--:|--:|--:|"
    for name, outcomes, percent, most in (
        ("short queries", short, 95, "100; worst 1,500"),
        ("documents", documents, 99, "50"),
    ):
        failed = sum(not outcome.expected for outcome in outcomes)
        yield (
            f"| {name} | {len(outcomes)} | {failed} | {share(outcomes, 50):.1f} "
            f"| p{percent} {share(outcomes, percent):.1f} (at most {most}) "
            f"| {share(outcomes, 100):.1f} |"
        )


def measure(folder: Path, clients: int, seconds: float) -> Iterator[str]:
    """Run it all once; gives the lines to print."""
    with served(folder) as (port, pid), ProcessPoolExecutor(3) as others:
        base = json.loads((folder / "var/current/manifest.json").read_bytes())["base_iri"]
        bindings = json.loads(ask(port, DOCUMENTS, "198.51.100.1")[1])["results"]["bindings"]
        addresses = [row["d"]["value"].removeprefix(base) for row in bindings]
        paths = ["/", *(f"/{urllib.parse.quote(address)}" for address in addresses)]
        ask_documents(port, paths, 2.0)
        watch = Watch(pid)
        before = watch.memory()
        watch.start()
        hostile: Future[list[Outcome]] = others.submit(
            attack, port, watch.address, clients, seconds
        )
        short = others.submit(ask_short, port, seconds)
        documents = others.submit(ask_documents, port, paths, seconds)
        yield from [*rows(hostile.result()), "", *summary(short.result(), documents.result()), ""]
        time.sleep(5)
        sizes = (before, watch.peak, watch.memory())
        yield "Memory before, at its peak, after 5 s: {:.0f}, {:.0f}, {:.0f} MiB.".format(
            *(size / MIB for size in sizes)
        )
        yield f"Outgoing connections: {watch.caught} (at most 0)."


def main() -> None:
    """Read the command line, print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lod-hostile-") as folder:
        for line in measure(Path(folder), arguments.clients, arguments.seconds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
