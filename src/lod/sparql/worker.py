"""A process that answers queries one at a time: ``python -m lod.sparql.worker FD SETTINGS``.

It takes jobs from the socket FD and gives back a type and a file, or the name of an error. It
may end at any time, by its limits or by the service: nothing in it needs tidying.
"""

import errno
import json
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pyoxigraph as ox

from lod.errors import (
    MalformedQuery,
    MalformedRequest,
    QueryError,
    QueryMemory,
    ResultTooLarge,
)
from lod.sparql import wire
from lod.sparql.explain import explain
from lod.sparql.results import Results, write_results
from lod.sparql.sandbox import MIB, confine, data_in_use, limit_memory


class Engine:
    """The store, opened when first asked for, and how to query it.

    :param settings: ``store``, ``memory`` and ``result`` in MiB, ``prefixes``.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._store: ox.Store | None = None
        self._start = data_in_use()

    def open(self) -> ox.Store:
        """Open the store if it isn't; its threads' stacks don't count as a query's memory.

        :raises OSError: it can't be opened.
        """
        if self._store is None:
            self._store = ox.Store.read_only(self._settings["store"])
            self._start = data_in_use()
        return self._store

    @property
    def swollen(self) -> bool:
        """Whether so much memory stays in use that the next query would have too little."""
        return data_in_use() - self._start > int(self._settings["memory"]) * MIB // 4

    def answer(self, job: Mapping[str, Any], file: int) -> str:
        """Write the answer to ``file``; give its Content-Type.

        :raises QueryError: there is no answer.
        """
        try:
            results = self._query(job)
            return write_results(results, job["accept"], self._settings["prefixes"], file)
        except MemoryError as error:
            raise QueryMemory("The query needs more memory than one query may have.") from error
        except OSError as error:
            if f"os error {errno.EFBIG}" in str(error) or error.errno == errno.EFBIG:
                raise self._too_large() from error
            raise QueryError(f"The query can't be evaluated: {error}") from error
        except RuntimeError as error:
            raise QueryError(f"The query can't be evaluated: {error}") from error

    def _query(self, job: Mapping[str, Any]) -> Results:
        try:
            return self.open().query(
                job["query"],
                base_iri=job["base"],
                use_default_graph_as_union=job["union"],
                default_graph=_nodes(job["default_graphs"]),
                named_graphs=_nodes(job["named_graphs"]),
            )
        except SyntaxError as error:
            raise MalformedQuery(explain(job["query"], str(error))) from error
        except ValueError as error:
            raise MalformedRequest(f"A graph's name is not an IRI: {error}.") from error

    def _too_large(self) -> ResultTooLarge:
        size = self._settings["result"]
        return ResultTooLarge(f"The result is more than {size} MiB: narrow it, or use LIMIT.")


def _nodes(iris: list[str] | None) -> Any:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def main(arguments: list[str]) -> None:
    """Confine the process, then answer until the service closes the socket."""
    settings = json.loads(arguments[1])
    confine(parent=settings["parent"], result=settings["result"])
    engine = Engine(settings)
    with suppress(OSError):  # the query that can't open it says so
        engine.open()
    limit_memory(settings["memory"])
    with socket.socket(fileno=int(arguments[0])) as sock:
        try:
            while True:
                job, _ = wire.receive(sock)
                _reply(sock, engine, job)
        except (EOFError, OSError):
            return


def _reply(sock: socket.socket, engine: Engine, job: Mapping[str, Any]) -> None:
    file = os.memfd_create("lod-result")
    try:
        content_type = engine.answer(job, file)
        wire.send(sock, {"content_type": content_type, "retire": engine.swollen}, file)
    except QueryError as error:
        reply = {"error": type(error).__name__, "message": str(error), "retire": engine.swollen}
        wire.send(sock, reply)
    finally:
        os.close(file)


if __name__ == "__main__":
    main(sys.argv[1:])
