"""The broker's workers: forked warm, killed without waiting, reaped when they are gone."""

import gc
import os
import selectors
import signal
import socket
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue

from lod.serving.queries import wire
from lod.serving.queries.held import Held, Holder
from lod.serving.queries.worker import work

SPARES = 2
"""Workers kept warm beyond those at work."""


class Worker:
    """One process, the socket to it, and the folder of the store it was last told of.

    ``ready`` is whether it has that store open.

    :param held: the folder of the store that it has in memory.
    """

    def __init__(self, pid: int, sock: socket.socket, held: str) -> None:
        self.pid, self.sock, self.held, self.store, self.ready = pid, sock, held, "", False
        self.watch = os.pidfd_open(pid)

    def kill(self) -> None:
        """End the process; it is reaped later."""
        signal.pidfd_send_signal(self.watch, signal.SIGKILL)

    def tell(self, store: str, file: int | None = None) -> bool:
        """Have the store opened, and the job in ``file`` done; False if the worker is gone."""
        try:
            wire.send(self.sock, {"store": store}, file)
        except OSError:
            return False
        if store != self.store:
            self.store, self.ready = store, False
        return True


class Crew:
    """Forks workers and watches them.

    :param selector: what the broker waits on; each worker's socket and end are put there, with
        the function to call.
    :param in_memory: MiB of N-Quads up to which workers have the store in memory.
    :param on_reply: called with a worker that has something to say.
    :param on_death: called with a worker at its end and its exit status, negative for a signal.
    """

    def __init__(
        self,
        selector: selectors.BaseSelector,
        *,
        memory: int,
        result: int,
        unconfined: bool,
        in_memory: int,
        on_reply: Callable[[Worker], None],
        on_death: Callable[[Worker, int], None],
    ) -> None:
        self._selector = selector
        self._memory, self._result, self._unconfined = memory, result, unconfined
        self._on_reply, self._on_death = on_reply, on_death
        self.idle: list[Worker] = []
        self._dead: SimpleQueue[Worker] = SimpleQueue()
        threading.Thread(target=self._reap, name="reap", daemon=True).start()
        self.store = ""
        self._holder = Holder(in_memory)
        gc.freeze()

    def take(self, store: str) -> Worker:
        """Give an idle worker: if there is one, that with the store open, which worked last."""
        self._holder.want(store)
        self._renew()
        if store != self.store:
            self.store = store
            for worker in self.idle:  # so that the old store's files are let go
                worker.tell(store)
        if not self.idle:
            return self._fork()
        worker = max(reversed(self.idle), key=lambda w: (w.store == store, w.ready))
        self.idle.remove(worker)
        return worker

    def give_back(self, worker: Worker) -> None:
        """Make a worker idle again."""
        self.idle.append(worker)

    def fill(self) -> bool:
        """Start a spare if one is missing; whether there was one to start."""
        self._renew()
        if len(self.idle) >= SPARES:
            return False
        worker = self._fork()
        if self.store:
            worker.tell(self.store)
        self.idle.append(worker)
        return True

    def _renew(self) -> None:
        """End the idle workers that were forked before the copy in memory that there is now."""
        held = _path(self._holder.held)
        for worker in [worker for worker in self.idle if worker.held != held]:
            self.dismiss(worker)

    def _fork(self) -> Worker:
        ours, theirs = wire.pair()
        parent, held = os.getpid(), self._holder.held
        with theirs:
            pid = os.fork()
            if pid == 0:
                self._become_worker(theirs, parent, held)
        ours.setblocking(False)
        try:
            worker = Worker(pid, ours, _path(held))
        except OSError:  # too many open files
            ours.close()
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            raise
        self._selector.register(ours, selectors.EVENT_READ, lambda: self._on_reply(worker))
        self._selector.register(worker.watch, selectors.EVENT_READ, lambda: self._bury(worker))
        return worker

    def _become_worker(self, sock: socket.socket, parent: int, held: Held | None) -> None:
        try:
            file = sock.fileno()
            os.closerange(3, file)
            os.closerange(file + 1, os.sysconf("SC_OPEN_MAX"))
            work(sock, parent, self._memory, self._result, held, unconfined=self._unconfined)
            os._exit(0)
        except BaseException:  # noqa: BLE001 - it is told, and that is all
            traceback.print_exc()
        finally:  # whatever it is, a worker never goes on as a broker
            os._exit(70)

    def _bury(self, worker: Worker) -> None:
        self.forget(worker)
        self._selector.unregister(worker.watch)
        ended = os.waitid(os.P_PIDFD, worker.watch, os.WEXITED | os.WNOWAIT)
        self._dead.put(worker)
        killed = ended is not None and ended.si_code != os.CLD_EXITED
        self._on_death(worker, -ended.si_status if killed and ended else 0)

    def _reap(self) -> None:
        """Take dead workers away, for ever: the kernel has been seen to need seconds for one."""
        while True:
            worker = self._dead.get()
            os.waitpid(worker.pid, 0)
            os.close(worker.watch)

    def dismiss(self, worker: Worker) -> None:
        """Kill a worker, and hear no more from it."""
        self.forget(worker)
        worker.kill()

    def forget(self, worker: Worker) -> None:
        """Hear no more from a worker that is dead or will be."""
        if worker in self.idle:
            self.idle.remove(worker)
        if worker.sock.fileno() >= 0:
            self._selector.unregister(worker.sock)
            worker.sock.close()


def _path(held: Held | None) -> str:
    return "" if held is None else held.path
