"""Queries answered in worker processes: a whole answer or an error, in bounded time and space."""

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod import errors
from lod.config import Limits
from lod.errors import (
    ForbiddenSource,
    NestedTooDeep,
    QueryError,
    QueryInterrupted,
    QueryMemory,
    QueryTimeout,
)
from lod.sparql.guard import check_query, names_dataset
from lod.sparql.pool import Pool, Worker
from lod.sparql.protocol import Request


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole result: the Content-Type header's value, and the body."""

    content_type: str
    body: bytes


class QueryService:
    """Runs queries on the store in the folder ``store``. Its methods may be called by any thread.

    :param union: without a dataset in request or query, the default graph is the union.
    :param graphs: IRIs of the store's named graphs.
    :param prefixes: what Turtle and RDF/XML results are abbreviated with.
    """

    def __init__(
        self,
        store: Path,
        *,
        limits: Limits,
        union: bool,
        graphs: frozenset[str],
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.limits, self.union, self.graphs = limits, union, graphs
        settings = {
            "store": str(store.resolve()),
            "memory": limits.memory,
            "result": limits.result,
            "prefixes": dict(prefixes or {}),
        }
        self._pool = Pool(settings, limits.workers, limits.waiting)

    def run(self, request: Request, accept: str | None, base: str | None = None) -> Answer:
        """Answer a query in a format that the Accept header ``accept`` allows.

        The deadline counts from now, waiting included.

        :param base: what relative IRIs in the query are resolved against.
        :raises QueryError: which of its classes says why there is no answer.
        """
        allowed = min(self.limits.timeout, request.timeout or self.limits.timeout)
        deadline = time.monotonic() + allowed
        job = self._job(request, accept, base)
        worker = self._pool.acquire(deadline)
        reusable = False
        try:
            reply, file = self._ask(worker, job, deadline, allowed)
            reusable = not reply["retire"]
        finally:
            self._pool.release(worker, reusable=reusable)
        return _read_answer(reply, file)

    def close(self) -> None:
        """End the workers. A query still running is interrupted."""
        self._pool.close()

    def _job(self, request: Request, accept: str | None, base: str | None) -> dict[str, object]:
        for graph in request.default_graphs + request.named_graphs:
            if graph not in self.graphs:
                raise ForbiddenSource(
                    f"<{graph}> isn't one of this endpoint's graphs, and nothing is fetched."
                )
        check_query(request.query, self.graphs, request.has_dataset, base)
        return {
            "query": request.query,
            "accept": accept,
            "base": base,
            "default_graphs": request.default_graphs if request.has_dataset else None,
            "named_graphs": request.named_graphs if request.has_dataset else None,
            "union": self.union and not request.has_dataset and not names_dataset(request.query),
        }

    def _ask(
        self, worker: Worker, job: Mapping[str, object], deadline: float, allowed: float
    ) -> tuple[dict[str, Any], int | None]:
        try:
            return worker.ask(job, deadline)
        except TimeoutError as error:
            worker.process.kill()
            raise QueryTimeout(f"The query was ended after {allowed:g} seconds.") from error
        except EOFError as error:
            raise self._death(worker.process.wait()) from error

    def _death(self, status: int) -> QueryError:
        if status == -signal.SIGABRT:
            size = self.limits.memory
            return QueryMemory(f"The query needs more than the {size} MiB that one query may have.")
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return NestedTooDeep("The query is nested deeper than the engine can take.")
        return QueryInterrupted("The query was interrupted from outside. Ask again.")


def _read_answer(reply: Mapping[str, Any], file: int | None) -> Answer:
    if file is None:
        kind = getattr(errors, reply["error"])
        raise kind(reply["message"])
    with os.fdopen(file, "rb") as body:
        body.seek(0)
        return Answer(reply["content_type"], body.read())
