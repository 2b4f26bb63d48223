"""A web process, on the listening socket FD: ``python -m lod.serving.http.process FD SETTINGS``."""

import asyncio
import gc
import json
import logging
import resource
import signal
import socket
import sys
from collections.abc import Coroutine
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn

from lod.confining import die_with
from lod.files import raising, text_to
from lod.serving.app.create import create_front
from lod.serving.http.connection import Connection, tend_connections
from lod.serving.http.current import Current
from lod.serving.http.verdicts import Verdicts
from lod.serving.settings import Limits, ServerSettings

BACKLOG = 4096
GRACE = 12
"""Seconds that requests have to end after SIGTERM."""


_OWN_FILES, _FILES_OF_ONE = 48, 4
"""Open files that the process itself needs, two releases among them; and one connection at most:
itself, the way to the broker, a query and its result."""


class BoundedConnection(Connection):
    """A connection, if there is room for one more: the files are not to run out."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; or say that there is no room, and end."""
        super().connection_made(transport)
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if len(self.connections) > (files - _OWN_FILES) // _FILES_OF_ONE:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections are open.")


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM, then answer what is under way."""
    settings = json.loads(arguments[1])
    die_with(settings["parent"])
    sys.stdout, sys.stderr = text_to(1, raising, waits=False), text_to(2, waits=False)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # a terminal's goes to the parent too
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)  # what isn't HTTP is in the journal
    limits, server = Limits(**settings["limits"]), ServerSettings(**settings["server"])
    verdicts = Verdicts(Path(settings["verdicts"]))
    cache = server.cache * 1024 * 1024
    state = Current(Path(settings["out"]), limits, settings["broker"], cache, verdicts)
    queries = limits.workers + limits.waiting + 4  # a few are on their way out
    app = create_front(state, server, queries)
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    with socket.socket(fileno=int(arguments[0])) as listening:
        try:
            _run(_serve(_config(app), listening))
        finally:
            app.journal.close()


def _run(serving: Coroutine[Any, Any, None]) -> None:
    """Run the server by uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(serving)
    else:
        uvloop.run(serving)


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=BoundedConnection,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=GRACE,
    )


async def _serve(config: uvicorn.Config, listening: socket.socket) -> None:
    server = uvicorn.Server(config)
    tending = asyncio.create_task(tend_connections(server.server_state.connections))
    await server.serve([listening])
    tending.cancel()


if __name__ == "__main__":
    main(sys.argv[1:])
