"""Warm workers, at most so many at work at once, and one thread that replaces the fallen.

Workers are started by the keeper thread alone: a worker dies with the *thread* that started
it (PR_SET_PDEATHSIG), and a web server's threads come and go.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lod
from lod.errors import QueryInterrupted, QueryTimeout, TooManyWaiting
from lod.sparql import wire

SPARES = 1
"""Workers kept warm beyond those that may be at work."""

RETRY = 0.5
"""Seconds until a process is started again where that failed."""


class Worker:
    """One process and the socket to it."""

    def __init__(self, settings: Mapping[str, object]) -> None:
        self._sock, theirs = socket.socketpair()
        with theirs:
            try:
                self.process = _start(theirs.fileno(), {**settings, "parent": os.getpid()})
            except BaseException:
                self._sock.close()
                raise

    def ask(self, job: Mapping[str, object], deadline: float) -> tuple[dict[str, Any], int | None]:
        """Send a job and wait for the reply, and the result's file if there is one.

        :raises TimeoutError: no reply at the deadline (on the monotonic clock).
        :raises EOFError: the worker died.
        """
        try:
            wire.send(self._sock, job, deadline=deadline)
            return wire.receive(self._sock, deadline)
        except ConnectionError as error:
            raise EOFError from error

    def close(self) -> int:
        """End the process; give its exit status, negative for a signal."""
        self._sock.close()
        self.process.kill()
        return self.process.wait()


def _start(file: int, settings: Mapping[str, object]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "lod.sparql.worker", str(file), json.dumps(settings)]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[file],
        cwd="/",
        env={"PYTHONPATH": str(Path(lod.__file__).parents[1]), "LC_ALL": "C.UTF-8"},
    )


class Pool:
    """``size`` workers at work at once, ``waiting`` requests in the queue.

    :param settings: what each worker is started with.
    """

    def __init__(self, settings: Mapping[str, object], size: int, waiting: int) -> None:
        self._settings, self._size, self._limit = settings, size, waiting
        self._idle: deque[Worker] = deque()
        self._fallen: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._waiting = 0
        self._closed = False
        lock = threading.Lock()
        self._free = threading.Condition(lock)
        self._work = threading.Condition(lock)
        self._keeper = threading.Thread(target=self._keep, name="sparql-keeper", daemon=True)
        self._keeper.start()

    def acquire(self, deadline: float) -> Worker:
        """Wait for a worker; :meth:`release` gives it back.

        :raises TooManyWaiting: the queue is full.
        :raises QueryTimeout: none was free at the deadline.
        """
        with self._free:
            if not self._can_take():
                self._wait(deadline)
            if self._closed:
                raise QueryInterrupted("The endpoint is being closed. Ask again.")
            worker = self._idle.popleft()
            self._busy.add(worker)
            return worker

    def _wait(self, deadline: float) -> None:
        if self._waiting >= self._limit:
            raise TooManyWaiting("Too many queries are waiting. Ask again in a while.")
        self._waiting += 1
        try:
            if not self._free.wait_for(self._can_take, deadline - time.monotonic()):
                raise QueryTimeout("The query's time ran out while it waited for its turn.")
        finally:
            self._waiting -= 1

    def _can_take(self) -> bool:
        while self._idle and self._idle[0].process.poll() is not None:
            self._fallen.append(self._idle.popleft())
            self._work.notify()
        return self._closed or (bool(self._idle) and len(self._busy) < self._size)

    def release(self, worker: Worker, *, reusable: bool) -> None:
        """Give a worker back; if it isn't reusable it is ended and another one is started."""
        with self._free:
            self._busy.discard(worker)
            (self._idle if reusable else self._fallen).append(worker)
            self._free.notify()
            self._work.notify()
            closed = self._closed
        if closed:
            self._bury()

    def close(self) -> None:
        """End every worker; requests still at work get QueryInterrupted."""
        with self._free:
            self._closed = True
            for worker in self._busy:
                worker.process.kill()
            self._free.notify_all()
            self._work.notify_all()
        self._keeper.join()
        self._bury()

    def _keep(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._closed or self._fallen or self._missing())
                if self._closed:
                    return
                missing = self._missing()
            self._bury()
            if missing:
                self._add_one()

    def _missing(self) -> bool:
        return len(self._idle) + len(self._busy) < self._size + SPARES

    def _add_one(self) -> None:
        try:
            worker = Worker(self._settings)
        except OSError:  # no memory or files for a process just now
            time.sleep(RETRY)
            return
        with self._free:
            self._idle.append(worker)
            self._free.notify()

    def _bury(self) -> None:
        with self._free:
            fallen = [*self._fallen]
            self._fallen.clear()
            if self._closed:
                fallen += self._idle
                self._idle.clear()
        for worker in fallen:
            worker.close()
