"""A process that answers queries one at a time, forked by the broker.

It may end at any time, by its limits or by the broker: nothing in it needs tidying.
"""

import errno
import json
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lod.confining import data_in_use
from lod.errors import (
    EndpointClosed,
    MalformedQuery,
    MalformedRequest,
    QueryError,
    QueryMemory,
    ReleaseDamaged,
    ReleaseGone,
    ResultTooLarge,
)
from lod.serving.queries import wire
from lod.serving.queries.dataset import Dataset, Datasets, make_dataset, read_note
from lod.serving.queries.explain import explain_query
from lod.serving.queries.guard import check_query, dataset_of, is_volatile, names_dataset
from lod.serving.queries.held import Held
from lod.serving.queries.results import Results, write_results
from lod.serving.queries.sandbox import MIB, confine, limit_memory

_LONGEST_MESSAGE = 4000
_CORRUPT, _GONE = "Corruption", "No such file or directory"  # as RocksDB says it
_TOLD = " is not supported"  # what the engine says of a function: the one thing that is the query's


class Engine:
    """A store, opened when first asked for, and how to query it.

    :param memory: MiB that one query may take.
    :param result: MiB that a result may have, for the message.
    :param held: the store that is in memory.
    """

    def __init__(self, memory: int, result: int, held: Held | None = None) -> None:
        self._memory, self._result, self._held = memory, result, held
        self._path = ""
        self._datasets: Datasets | None = None
        self._start = data_in_use()

    def open(self, path: str) -> bool:
        """Open the store in the folder ``path``; False if it is open. Its memory is no query's.

        :raises ReleaseGone: it has been deleted.
        :raises ReleaseDamaged: it can't be opened.
        """
        if self._datasets is not None and path == self._path:
            return False
        self._datasets, self._path = None, path
        try:
            held = self._held if self._held and self._held.path == path else None
            store = held.store if held else ox.Store.read_only(path)
        except (OSError, RuntimeError) as error:
            raise _unreadable(error) from error
        self._datasets = Datasets(store, read_note(Path(path)))
        self._start = data_in_use()
        limit_memory(self._memory)
        return True

    @property
    def swollen(self) -> bool:
        """Whether so much memory stays in use that the next query would have too little."""
        return data_in_use() - self._start > self._memory * MIB // 4

    def answer(self, job: Mapping[str, Any], file: int) -> str:
        """Write the answer to ``file``; give its Content-Type.

        :raises QueryError: there is no answer.
        """
        self.open(job["store"])
        has_dataset = job["default_graphs"] is not None
        # Here, where it can be killed: there are texts that the guard takes minutes to read.
        check_query(job["query"], frozenset(job["graphs"]), has_dataset, job["base"])
        try:
            results = self._query(job)
            return write_results(results, job["accept"], job["prefixes"], file)
        except MemoryError as error:
            raise QueryMemory("The query needs more memory than one query may have.") from error
        except OSError as error:
            if f"os error {errno.EFBIG}" in str(error) or error.errno == errno.EFBIG:
                raise self._too_large() from error
            raise _unreadable(error) from error
        except RuntimeError as error:
            if _CORRUPT in str(error):
                raise _unreadable(error) from error
            _log(error)
            told = f": {error}" if _TOLD in str(error) else ""
            raise QueryError(f"The query can't be evaluated{told}.") from error

    def _query(self, job: Mapping[str, Any]) -> Results:
        try:
            assert self._datasets is not None
            results: Results = self._datasets.query(job["query"], job["base"], _dataset(job))
            return results
        except SyntaxError as error:
            raise MalformedQuery(explain_query(job["query"], str(error))) from error
        except ValueError as error:
            raise MalformedRequest(f"A graph's name is not an IRI: {error}.") from error

    def _too_large(self) -> ResultTooLarge:
        return ResultTooLarge(
            f"The result is more than {self._result} MiB: narrow it, or use LIMIT."
        )


def _unreadable(error: Exception) -> QueryError:
    """Say that the store can't be read. RocksDB's own words have paths: they go to the log."""
    if _GONE in str(error):
        return ReleaseGone("The data has just been replaced. Ask again.")
    _log(error)
    return ReleaseDamaged("The data can't be read just now. Ask again later.")


def _log(error: Exception) -> None:
    with suppress(OSError, ValueError):  # nobody reads the log: the answer goes on
        sys.stderr.write(f"lod: a query worker: {error}\n")
        sys.stderr.flush()


class Refusal(Engine):
    """Answers nothing: the kernel here can't keep a query off the network."""

    def __init__(self) -> None:
        super().__init__(memory=0, result=0)

    def open(self, path: str) -> bool:
        """Open nothing."""
        return False

    def answer(self, job: Mapping[str, Any], file: int) -> str:
        """Refuse."""
        raise EndpointClosed(
            "This machine has neither seccomp nor Landlock to keep queries off the network. The "
            "operator can allow queries all the same with unconfined = true under [sparql]."
        )


def _dataset(job: Mapping[str, Any]) -> Dataset:
    """Tell the dataset: the request's, else the query's, else the store's (Protocol, 2.1.4)."""
    if job["default_graphs"] is not None:
        return make_dataset(job["default_graphs"], job["named_graphs"])
    if names_dataset(job["query"]):
        return make_dataset(*dataset_of(job["query"], job["base"]))
    return Dataset(union=job["union"])


def work(
    sock: socket.socket,
    parent: int,
    memory: int,
    result: int,
    held: Held | None = None,
    *,
    unconfined: bool,
) -> None:
    """Confine the process, then answer until the broker closes ``sock``.

    A message has the folder of a ``store`` to open, and with it the file of a job or none. The
    worker says when it has opened one.

    :param unconfined: whether it answers where it can't be kept off the network.
    """
    confined = confine(parent=parent, result=result)
    engine = Engine(memory, result, held) if confined or unconfined else Refusal()
    with suppress(EOFError, OSError):
        while True:
            message, file = wire.receive(sock)
            with suppress(ReleaseGone, ReleaseDamaged):  # the query that comes says so
                if engine.open(message["store"]):
                    wire.send(sock, {"ready": True})
            if file is not None:
                _reply(sock, engine, json.loads(wire.unpack(file)))


def _reply(sock: socket.socket, engine: Engine, job: Mapping[str, Any]) -> None:
    file = os.memfd_create("lod-result")
    try:
        content_type, volatile = engine.answer(job, file), is_volatile(job["query"])
        reply = {"content_type": content_type, "volatile": volatile, "retire": engine.swollen}
        wire.send(sock, reply, file)
    except QueryError as error:
        message = str(error)[:_LONGEST_MESSAGE]
        reply = {"error": type(error).__name__, "message": message, "retire": engine.swollen}
        wire.send(sock, reply)
    finally:
        os.close(file)
