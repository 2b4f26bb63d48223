"""Runs the application behind granian: one command, no configuration beyond host and port."""

import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from lod.config import Limits
from lod.errors import UsageError
from lod.store import open_release

_HEADER_READ_TIMEOUT = 5_000  # milliseconds; idle connections would exhaust the backlog
_HEADER_BUFFER = 65_536
_THREADS = 16
_KILL_TIMEOUT = 10


def serve(out: Path, limits: Limits, host: str, port: int, workers: int) -> None:
    """Serve the release that ``out/current`` points at until a signal comes.

    :raises ReleaseError: there is no release.
    :raises UsageError: the address doesn't exist here, or is taken.
    """
    address = _free_address(host, port)
    release = open_release(out / "current")
    title = release.manifest.titles.get("sv") or release.manifest.base_iri
    release.close()
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"lod serves {title} on http://{shown}:{port}/")
    _granian(address, port, workers).serve(target_loader=partial(_load, out.resolve(), limits))


def _free_address(host: str, port: int) -> str:
    """Give the host's IP address; granian would share a taken port without a word."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        message = (
            f"can't listen on {host}:{port}: {error.strerror}; choose another --port or --host"
        )
        raise UsageError(message) from error
    return str(place[0])


def _granian(host: str, port: int, workers: int) -> Any:
    return Granian(
        "lod",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_TIMEOUT,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADER_READ_TIMEOUT, max_buffer_size=_HEADER_BUFFER
        ),
        log_level=LogLevels.error,
    )


def _load(out: Path, limits: Limits, target: str) -> Callable[..., Any]:
    """Make the application, in the worker process.

    granian merges the process's environment into every request's: it's emptied first.
    """
    from lod.web.app import create_app
    from lod.web.current import Current

    os.environ.clear()
    return create_app(Current(out, limits)).wsgi_app
