"""A real server of a release, and connections that misbehave: for tests/http."""

import socket
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT
from conftest import serving as serving_release
from patience import PATIENCE, until
from process_tree import processes, ticks_of
from servers import Server

DOCUMENT, ACCEPT = "/doc/project/hall-ut", "text/turtle"
HOST = b"Host: data.example\r\n"
_WORKS = 5  # ticks of the processor: more than it takes to hear of a query


def query(text: str) -> str:
    return "/sparql?" + urllib.parse.urlencode({"query": text})


@dataclass(frozen=True)
class Target(Server):
    """A server and its main process."""

    pid: int

    def check_is_served(self) -> None:
        """A document and a query are answered; how soon, benchmarks measure."""
        document = self.get(DOCUMENT, ACCEPT)
        answer = self.get(query("ASK { ?s ?p ?o }"))
        assert (document.status, "Håll ut".encode() in document.body) == (200, True)
        assert (answer.status, b"true" in answer.body) == (200, True)

    @contextmanager
    def answering(self, query: bytes) -> Iterator[socket.socket]:
        """Ask what takes a while, and wait until it is being worked on; gives the connection."""
        before = {pid: ticks_of(pid) for pid in processes(self.pid).workers}

        def works() -> bool:
            workers = processes(self.pid).workers
            return any(ticks_of(pid) > before.get(pid, 0) + _WORKS for pid in workers)

        with closing(self.open(b"GET %s HTTP/1.1\r\n%s\r\n" % (query, HOST))) as sock:
            assert until(works), "nobody works on it"
            yield sock

    def open(self, data: bytes, small: bool = False) -> socket.socket:
        """Connect and send ``data``; a ``small`` connection takes little at a time."""
        sock = socket.socket()
        if small:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(PATIENCE)
        sock.connect(("127.0.0.1", self.port))
        sock.sendall(data)
        return sock


@contextmanager
def serving(out: Path) -> Iterator[Target]:
    with serving_release("--out", out, "--site", ROOT) as (address, pid):
        yield Target(urllib.parse.urlsplit(address).port or 0, out, pid)


@contextmanager
def together(target: Target, requests: list[bytes], small: bool = False) -> Iterator[None]:
    """Have connections open that have sent so much and no more."""
    with ExitStack() as stack:
        for data in requests:
            stack.enter_context(closing(target.open(data, small)))
        yield
