"""The process that all queries go through: ``python -m lod.serving.queries.broker FD SETTINGS``.

One thread, but for loading and reaping. Web processes connect to the listening socket FD, one
connection for a query, and get one reply: an answer's type with the file it is in, or the name of
an error.
"""

import json
import os
import resource
import selectors
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from typing import Any

from lod.confining import die_with
from lod.errors import (
    NestedTooDeep,
    QueryError,
    QueryInterrupted,
    QueryMemory,
    QueryTimeout,
    TooManyWaiting,
)
from lod.files import text_to
from lod.serving.queries import wire
from lod.serving.queries.crew import SPARES, Crew, Worker
from lod.serving.queries.tally import Tally
from lod.serving.queries.turns import Turns

_OWN_FILES = 32
_BREATH = 0.02
"""Seconds until the broker asks again for what the system has just refused."""


@dataclass(eq=False, slots=True)
class QueuedQuery:
    """A query that waits or runs; see :class:`lod.serving.queries.turns.Turn`.

    :param sock: where the reply goes.
    :param file: what the worker is to do.
    :param allowed: seconds from arrival to deadline, for the message.
    """

    sock: socket.socket
    file: int
    client: str
    store: str
    deadline: float
    allowed: float
    started: float = 0.0
    slow: bool = False
    worker: Worker | None = field(default=None)


class Broker:
    """Hands queries to workers, in turn, and ends what takes too long."""

    def __init__(self, listening: socket.socket, settings: Mapping[str, Any]) -> None:
        self._memory = int(settings["memory"])
        self._selector = selectors.DefaultSelector()
        workers = int(settings["workers"])
        self._turns = Turns[QueuedQuery](
            workers, min(int(settings["waiting"]), _most_waiting(workers))
        )
        self._at_work: dict[Worker, QueuedQuery] = {}
        self._listening = listening
        self._tally = Tally(self._turns)
        self._crew = Crew(
            self._selector,
            memory=self._memory,
            result=int(settings["result"]),
            unconfined=bool(settings["unconfined"]),
            in_memory=int(settings["in_memory"]),
            on_reply=self._hear,
            on_death=self._mourn,
        )
        self._selector.register(listening, selectors.EVENT_READ, self._accept)

    def run(self) -> None:
        """Serve for ever."""
        while True:
            busy = self._fill()
            for key, _ in self._selector.select(0 if busy else self._pause()):
                if self._is_live(key):
                    key.data()
            self._tend(time.monotonic())
            self._tally.note()

    def _fill(self) -> bool:
        try:
            return self._crew.fill()
        except OSError:  # no room for a spare just now
            return False

    def _is_live(self, key: selectors.SelectorKey) -> bool:
        """Whether what an event is about has not gone meanwhile, in the same round."""
        try:
            return self._selector.get_key(key.fileobj) is key
        except (KeyError, ValueError):
            return False

    def _pause(self) -> float | None:
        moment = self._turns.next_event()
        return None if moment is None else max(0.0, moment - time.monotonic())

    def _accept(self) -> None:
        """Take a connection; if there is no room for it, ask again in a moment."""
        try:
            sock, _ = self._listening.accept()
        except OSError:
            time.sleep(_BREATH)
            return
        sock.setblocking(False)
        self._selector.register(sock, selectors.EVENT_READ, lambda: self._read(sock))

    def _read(self, sock: socket.socket) -> None:
        """Take the query; or learn that whoever asked is gone."""
        query = None
        try:
            message, file = wire.receive(sock)
            if "ping" in message:
                self._send(sock, {"pong": True})
            elif file is not None:
                query = QueuedQuery(sock, file, **message)
        except (OSError, EOFError, TypeError):
            pass
        self._selector.unregister(sock)
        if query is None:
            sock.close()
            return
        self._selector.register(sock, selectors.EVENT_READ, lambda: self._abandon(query))
        away = self._turns.admit(query)
        if away is not None:
            self._refuse(
                away, TooManyWaiting("Too many queries are waiting. Ask again in a while.")
            )

    def _abandon(self, query: QueuedQuery) -> None:
        """Nobody waits for the answer any more."""
        self._end(query, "abandoned", None)

    def _tend(self, now: float) -> None:
        for query in self._turns.late(now):
            self._refuse(query, self._too_late(query))
        for query in self._turns.overdue(now):
            if not self._turns.stays(query):
                self._stop(query)
        while (query := self._turns.next()) is not None:  # type: ignore[assignment]
            self._start(query, now)

    def _too_late(self, query: QueuedQuery) -> QueryError:
        if query.worker is None:
            return QueryTimeout(
                f"The query got no turn within {query.allowed:g} seconds. Ask again."
            )
        return QueryTimeout(f"The query was ended after {query.allowed:g} seconds.")

    def _start(self, query: QueuedQuery, now: float) -> None:
        try:
            worker = self._crew.take(query.store)
        except OSError:  # no room for another process
            self._refuse(query, QueryInterrupted("The server has no room for it now. Ask again."))
            return
        query.worker = worker
        self._at_work[worker] = query
        worker.tell(query.store, query.file)  # if it's gone, its end is heard of
        query.started = now if worker.ready else inf

    def _stop(self, query: QueuedQuery) -> None:
        """Kill the query's worker."""
        worker, query.worker = query.worker, None
        if worker is not None:
            del self._at_work[worker]
            self._crew.dismiss(worker)

    def _hear(self, worker: Worker) -> None:
        """Pass a worker's reply on, and make the worker idle or end it."""
        try:
            reply, file = wire.receive(worker.sock)
        except (OSError, EOFError):
            self._selector.unregister(worker.sock)  # its end is heard of soon
            worker.sock.close()
            return
        if "ready" in reply:
            self._note_ready(worker)
            return
        query = self._at_work.pop(worker)
        query.worker = None
        self._end(query, _outcome(reply), reply, file)
        if reply["retire"]:
            self._crew.dismiss(worker)
        else:
            self._crew.give_back(worker)

    def _note_ready(self, worker: Worker) -> None:
        """A worker has opened its store: only now does its query's time in the fast lane begin."""
        worker.ready = True
        query = self._at_work.get(worker)
        if query is not None:
            query.started = time.monotonic()

    def _mourn(self, worker: Worker, status: int) -> None:
        self._tally.restarts.inc()
        query = self._at_work.pop(worker, None)
        if query is not None:
            query.worker = None
            self._refuse(query, self._cause(status))

    def _cause(self, status: int) -> QueryError:
        if status == -signal.SIGABRT:
            size = self._memory
            return QueryMemory(f"The query needs more than the {size} MiB that one query may have.")
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return NestedTooDeep("The query is nested deeper than the engine can take.")
        return QueryInterrupted("The query was interrupted from outside. Ask again.")

    def _refuse(self, query: QueuedQuery, error: QueryError) -> None:
        self._end(query, error.slug, {"error": type(error).__name__, "message": str(error)})

    def _end(
        self,
        query: QueuedQuery,
        outcome: str,
        reply: Mapping[str, object] | None,
        file: int | None = None,
    ) -> None:
        """Answer first, then kill."""
        if reply is not None:
            self._send(query.sock, reply, file)
        if file is not None:
            os.close(file)
        self._tally.count(outcome, slow=query.slow)
        self._selector.unregister(query.sock)
        query.sock.close()
        os.close(query.file)
        self._turns.leave(query)
        self._stop(query)

    def _send(
        self, sock: socket.socket, reply: Mapping[str, object], file: int | None = None
    ) -> None:
        with suppress(OSError):  # whoever asked is gone
            wire.send(sock, reply, file)


def _most_waiting(workers: int) -> int:
    """Give how many queries there are files for, two for each, beside the workers and their spares.

    A worker that was killed keeps one until it is gone, hence thrice.
    """
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return max(1, (files - _OWN_FILES - 3 * (workers + SPARES)) // 2 - workers)


def _outcome(reply: Mapping[str, Any]) -> str:
    from lod import errors

    return "answered" if "error" not in reply else str(getattr(errors, reply["error"]).slug)


def main(arguments: list[str]) -> None:
    """Run the broker. It ends with its parent, and by SIGKILL alone."""
    settings = json.loads(arguments[1])
    die_with(settings["parent"])
    sys.stderr = text_to(2, waits=False)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    Broker(socket.socket(fileno=int(arguments[0])), settings).run()


if __name__ == "__main__":
    main(sys.argv[1:])
