"""Runs the publication: the broker and the web processes, until a signal comes."""

import json
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from prometheus_client.multiprocess import mark_process_dead

from lod.errors import LodError, UsageError
from lod.files import temporary_folder, unblocked
from lod.release import Damaged
from lod.serving.http.current import open_newest
from lod.serving.http.keeping import BrokerKeeper
from lod.serving.http.process import BACKLOG, GRACE
from lod.serving.http.verdicts import Verdicts, Verifier
from lod.serving.processes import Kept, raise_file_limit
from lod.serving.queries.service import BrokerProcess
from lod.serving.settings import Limits, ServerSettings
from lod.words import msg

_GIVE_UP = signal.SIGUSR1
_LATE = 1.0
"""Seconds beyond a query's own, until the broker ends where there is no more store."""

_MALLOC = {"GLIBC_TUNABLES": "glibc.malloc.arena_max=2"}
"""Python's threads take turns, so pools of memory for each of them would only lie about."""


def serve_release(
    out: Path,
    limits: Limits,
    settings: ServerSettings,
    host: str,
    port: int,
    language: str = "en",
) -> None:
    """Serve the release that ``out/current`` points at until SIGINT, SIGTERM or SIGHUP.

    Where one is damaged, the newest whole one is served; where none is whole, requests are told so.

    :param language: in which it is said where to look.
    :raises ReleaseError: there is no release.
    :raises UsageError: the address doesn't exist here, or is taken; or too few files may be open.
    """
    title = _title(out)
    raise_file_limit()
    with ExitStack() as stack:
        signals = stack.enter_context(_signals_kept())
        stack.enter_context(unblocked())
        sockets = [stack.enter_context(s) for s in _listen(host, port, settings.processes)]
        counts = str(stack.enter_context(temporary_folder("metrics")))
        seen = stack.enter_context(temporary_folder("verdicts"))
        stack.callback(Verifier(out, Verdicts(seen)).close)
        environment = {"PROMETHEUS_MULTIPROC_DIR": counts}
        broker = BrokerProcess(limits, environment, running=False)
        stack.callback(broker.close)
        patience = limits.timeout + _LATE
        stack.callback(BrokerKeeper(out, Verdicts(seen), broker, patience).close)
        told = {
            "parent": os.getpid(),
            "out": str(out.resolve()),
            "verdicts": str(seen),
            "broker": broker.address,
            "limits": asdict(limits),
            "server": asdict(settings),
        }
        stack.enter_context(_web_processes(sockets, json.dumps(told), environment | _MALLOC))
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        said = msg("lod serves {title} on {address}", title=title, address=address)
        click.echo(said.told(language))
        came = signal.sigwait(signals)
        if came == _GIVE_UP:
            raise LodError(msg("The web processes fall as they start: the lines above say why."))
        name = signal.Signals(came).name
        said = msg("lod ends ({signal}): it answers what was asked", signal=name)
        click.echo(said.told(language), err=True)


@contextmanager
def _signals_kept() -> Iterator[set[signal.Signals]]:
    """Keep the signals that end the server for when they are waited for; gives them.

    SIGHUP, a terminal's farewell, is not one of them under nohup.
    """
    signals = {signal.SIGINT, signal.SIGTERM, _GIVE_UP}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.add(signal.SIGHUP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield signals
    finally:
        while signal.sigtimedwait(signals, 0) is not None:  # it ends already
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _title(out: Path) -> str:
    """Give the name of what is served.

    :raises ReleaseError: there is no release, damaged or not.
    """
    release, wrong = open_newest(out)
    if release is not None:
        release.close()
        return release.manifest.title or release.manifest.base_iri
    if not any(isinstance(error, Damaged) for error in wrong):
        raise wrong[0]
    return "no release, as none is whole,"


@contextmanager
def _web_processes(
    sockets: list[socket.socket], settings: str, environment: dict[str, str]
) -> Iterator[None]:
    """Keep a process on each socket; at the end let all of them finish what is under way."""
    kept = [
        Kept(
            ["lod.serving.http.process", str(sock.fileno()), settings],
            files=[sock.fileno()],
            environment=environment,
            hopeless=lambda: os.kill(os.getpid(), _GIVE_UP),
            lost=partial(mark_process_dead, path=environment["PROMETHEUS_MULTIPROC_DIR"]),
        )
        for sock in sockets
    ]
    try:
        yield
    finally:
        with ThreadPoolExecutor(len(kept)) as threads:
            for process in kept:
                threads.submit(process.close, signal.SIGTERM, GRACE + 3)


def _listen(host: str, port: int, count: int) -> list[socket.socket]:
    """Give listening sockets that share an address: the kernel spreads clients over them.

    They stay open here, so clients of a process that fell wait for the next one.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:  # a taken port would be shared without a word
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
        return [_listening(family, kind, place) for _ in range(count)]
    except OSError as error:
        message = (
            f"can't listen on {host}:{port}: {error.strerror}; choose another --port or --host"
        )
        raise UsageError(message) from error


def _listening(family: int, kind: int, place: object) -> socket.socket:
    sock = socket.socket(family, kind)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
    sock.bind(place)  # type: ignore[arg-type]
    sock.listen(BACKLOG)
    return sock
