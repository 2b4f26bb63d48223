"""Several processes, where the system can fork: each job's value comes back, or its error."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

FORKS = hasattr(os, "fork")

T = TypeVar("T")


def in_parallel(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Run jobs, all but the first in forked processes; give their values in order."""
    if not FORKS:
        return [job() for job in jobs]
    import multiprocessing  # a small check does without

    context = multiprocessing.get_context("fork")
    started = []
    for job in jobs[1:]:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(job, sender))
        process.start()
        sender.close()
        started.append((process, receiver))
    try:
        values = [job() for job in jobs[:1]]
        for _, receiver in started:
            values.append(_received(receiver))
    finally:
        for process, receiver in started:
            receiver.close()
            process.terminate()
            process.join()
    return values


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the garbage collector from walking millions of terms again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def give_back() -> None:
    """Give freed memory back to the system: glibc keeps it, and each forked process has it too."""
    import ctypes

    with suppress(AttributeError, OSError, TypeError):  # another library of C, or Windows
        ctypes.CDLL(None).malloc_trim(0)


def _send(job: Callable[[], T], sender: "Connection") -> None:
    """Run a job in a process of its own; an error is sent in place of the value."""
    try:
        sender.send((None, job()))
    except Exception as error:  # noqa: BLE001 (raised again by the other side)
        sender.send((error, None))


def _received(receiver: "Connection") -> T:  # type: ignore[type-var]
    try:
        error, value = receiver.recv()
    except EOFError as gone:
        raise RuntimeError("a process ended before its time") from gone
    if error is not None:
        raise error
    return value  # type: ignore[no-any-return]


def processors() -> int:
    """Give how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
