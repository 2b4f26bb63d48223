"""Queries answered by way of the broker: a whole answer or an error, in bounded time and space."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from lod import errors
from lod.errors import ForbiddenSource, QueryInterrupted, QueryTimeout
from lod.files import temporary_folder
from lod.serving.processes import Kept
from lod.serving.queries import wire
from lod.serving.queries.protocol import Request
from lod.serving.settings import Limits

_GRACE = 0.2  # seconds that the broker may be late, before it counts as lost
_BACKLOG = 512
_LONGEST_ADDRESS = 100
_MALLOC = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=100"}
"""Chunks of one size that malloc keeps at hand; with its own 7, counting takes a tenth longer."""


class BrokerProcess:
    """The broker as a process of its own, started again should it end.

    The socket is this process's: who connects while no broker runs waits for the next one.

    :param environment: the broker's, beside what Python needs.
    :param running: whether it runs from now on, or only when it is started.
    """

    def __init__(
        self, limits: Limits, environment: Mapping[str, str] | None = None, *, running: bool = True
    ) -> None:
        self._folder = ExitStack()
        self.address = str(self._folder.enter_context(temporary_folder("broker")) / "broker")
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with _short(self.address) as path:
            self._listening.bind(path)
        self._listening.listen(_BACKLOG)
        settings = {
            "parent": os.getpid(),
            "memory": limits.memory,
            "result": limits.result,
            "workers": limits.workers,
            "waiting": limits.waiting,
            "unconfined": limits.unconfined,
            "in_memory": limits.in_memory,
        }
        self._settings, self._environment = json.dumps(settings), dict(environment or {})
        self._kept: Kept | None = None
        if running:
            self.start()

    @property
    def pid(self) -> int:
        """The process that runs now.

        :raises LookupError: none does.
        """
        if self._kept is None:
            raise LookupError("the broker isn't running")
        return self._kept.pid

    def start(self) -> None:
        """Have the broker run, if it doesn't."""
        if self._kept is not None:
            return
        number = self._listening.fileno()
        self._kept = Kept(
            ["lod.serving.queries.broker", str(number), self._settings],
            files=[number],
            environment={**_MALLOC, **self._environment},
            lost=_forget_counts(self._environment),
        )

    def stop(self) -> None:
        """End the broker and with it its workers. Queries at work get QueryInterrupted."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def close(self) -> None:
        """End the broker, as :meth:`stop` does, and take the socket away."""
        self.stop()
        self._listening.close()
        self._folder.close()


@contextmanager
def _short(path: str) -> Iterator[str]:
    """Give a socket's path as one that is short enough for an address (unix(7): 108 bytes)."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield path
        return
    folder, _, name = path.rpartition("/")
    opened = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{opened}/{name}"
    finally:
        os.close(opened)


def _forget_counts(environment: Mapping[str, str]) -> Callable[[int], None]:
    """Give what takes the gauges of a process that ended out of ``/metrics``."""
    folder = environment.get("PROMETHEUS_MULTIPROC_DIR")
    return (lambda _: None) if folder is None else partial(mark_process_dead, path=folder)


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """A whole result: the Content-Type header's value, and the body.

    :param volatile: asking again may give another, as RAND() does.
    """

    content_type: str
    body: bytes
    volatile: bool = False


class Waiter:
    """Who waits for an answer, and may leave; any thread may say so."""

    def __init__(self) -> None:
        self.left = False
        self._sock: socket.socket | None = None
        self._lock = threading.Lock()

    def leave(self) -> None:
        """Nobody wants the answer any more: the broker is told by the end of the connection."""
        with self._lock:
            self.left = True
            if self._sock is not None:
                with suppress(OSError):  # not connected yet: it won't be
                    self._sock.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def at(self, sock: socket.socket) -> Iterator[None]:
        """Wait at a socket.

        :raises EOFError: who waited has left already.
        """
        with self._lock:
            if self.left:
                raise EOFError
            self._sock = sock
        try:
            yield
        finally:
            with self._lock:
                self._sock = None


@dataclass(frozen=True)
class QueryService:
    """Runs queries on the store in the folder ``store``. Its methods may be called by any thread.

    :param broker: the address of a :class:`BrokerProcess`.
    :param union: without a dataset in request or query, the default graph is the union.
    :param graphs: IRIs of the store's named graphs.
    :param prefixes: what Turtle and RDF/XML results are abbreviated with.
    """

    store: Path
    broker: str
    limits: Limits
    union: bool
    graphs: frozenset[str]
    prefixes: Mapping[str, str]

    def run(
        self,
        request: Request,
        accept: str | None,
        base: str | None = None,
        client: str = "",
        waiting: Waiter | None = None,
    ) -> QueryAnswer:
        """Answer a query in a format that the Accept header ``accept`` allows.

        The deadline counts from now, waiting included.

        :param base: what relative IRIs in the query are resolved against.
        :param client: who asks; clients take turns.
        :param waiting: if they leave, the query ends.
        :raises QueryError: which of its classes says why there is no answer.
        """
        allowed = min(self.limits.timeout, request.timeout or self.limits.timeout)
        deadline = time.monotonic() + allowed
        job = wire.pack(json.dumps(self._job(request, accept, base)).encode(), "lod-query")
        message = {
            "client": client,
            "store": str(self.store),
            "deadline": deadline,
            "allowed": allowed,
        }
        try:
            reply, file = _ask(self.broker, message, job, allowed, waiting or Waiter())
        finally:
            os.close(job)
        return _read_answer(reply, file)

    def _job(self, request: Request, accept: str | None, base: str | None) -> dict[str, object]:
        for graph in request.default_graphs + request.named_graphs:
            if graph not in self.graphs:
                raise ForbiddenSource(
                    f"<{graph}> isn't one of this endpoint's graphs, and nothing is fetched."
                )
        return {
            "store": str(self.store),
            "prefixes": dict(self.prefixes),
            "query": request.query,
            "accept": accept,
            "base": base,
            "default_graphs": request.default_graphs if request.has_dataset else None,
            "named_graphs": request.named_graphs if request.has_dataset else None,
            "union": self.union,
            "graphs": sorted(self.graphs),
        }


def is_up(broker: str) -> bool:
    """Whether the broker answers."""
    try:
        reply, _ = _ask(broker, {"ping": True}, None, _GRACE, Waiter())
    except errors.QueryError:
        return False
    return "pong" in reply


def _ask(
    broker: str,
    message: Mapping[str, object],
    file: int | None,
    allowed: float,
    waiting: Waiter,
) -> tuple[dict[str, Any], int | None]:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as sock:
            sock.settimeout(allowed + _GRACE)
            with waiting.at(sock):
                with _short(broker) as path:
                    sock.connect(path)
                wire.send(sock, message, file)
                return wire.receive(sock)
    except TimeoutError as error:
        raise QueryTimeout(f"The query was ended after {allowed:g} seconds.") from error
    except (OSError, EOFError) as error:
        raise QueryInterrupted("The query was interrupted. Ask again.") from error


def _read_answer(reply: Mapping[str, Any], file: int | None) -> QueryAnswer:
    if file is None:
        kind = getattr(errors, reply["error"])
        raise kind(reply["message"])
    return QueryAnswer(reply["content_type"], wire.unpack(file), reply["volatile"])
