"""Servers side by side: started, measured by /proc, stopped by their own ids. And tables.

Peers that are Python packages come from a venv of their own, made at first need.
"""

import http.client
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
VENV = Path(os.environ.get("LOD_PEERS", "/tmp/peers"))
_WANTED = {
    "oxigraph": "0.5.13",
    "rdflib-endpoint[cli]": "0.6.3",
    "granian": "2.7.9",
    "flask": "3.1.3",
    "pyshacl": "0.40.0",
    "pyshifty": "0.5.1",
    "pyrudof": "0.3.35",
    "maplib": "0.20.26",
}
_TICKS = os.sysconf("SC_CLK_TCK")
_START, _STOP = 300.0, 15.0  # seconds
Context = AbstractContextManager["Server"]


@dataclass(frozen=True, slots=True)
class Usage:
    """What a server's processes hold and used: CPU in seconds, memory in MiB."""

    cpu: float
    processes: int
    descriptors: int
    rss: float
    anonymous: float


@dataclass(frozen=True, slots=True)
class Server:
    """A started server with all processes that it started in turn."""

    name: str
    process: subprocess.Popen[bytes]
    port: int

    def pids(self) -> list[int]:
        """Give its processes: its descendants, and all of its session."""
        table = dict(_processes())
        found = {self.process.pid} & table.keys()
        found |= {p for p, (_, session) in table.items() if session == self.process.pid}
        while more := {p for p, (parent, _) in table.items() if parent in found} - found:
            found |= more
        return sorted(found)

    def usage(self) -> Usage:
        """Measure now; a process that ended and was waited for counts in its parent's CPU."""
        pids = self.pids()
        status = [_status(pid) for pid in pids]
        return Usage(
            cpu=sum(map(_cpu, pids)),
            processes=len(pids),
            descriptors=sum(map(_descriptors, pids)),
            rss=sum(s.get("VmRSS", 0.0) for s in status),
            anonymous=sum(s.get("RssAnon", 0.0) for s in status),
        )

    def connect(self, timeout: float = 60.0) -> http.client.HTTPConnection:
        """Open a connection that is kept alive."""
        return http.client.HTTPConnection(HOST, self.port, timeout=timeout)

    def stop(self) -> None:
        """End it and what it started."""
        pids = self.pids()
        self.process.terminate()
        try:
            self.process.wait(_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for pid in {*pids, *self.pids()} & dict(_processes()).keys():
            _kill(pid, self.process.pid)


def _kill(pid: int, session: int) -> None:
    """End what outlived its server, unless the number belongs to another process by now."""
    if dict(_processes()).get(pid, (0, 0))[1] == session:
        os.kill(pid, 9)


def _processes() -> Iterator[tuple[int, tuple[int, int]]]:
    """List (process, (parent, session))."""
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(int(entry))):
            yield int(entry), (int(fields[1]), int(fields[3]))


def _stat(pid: int) -> list[str]:
    """Give the fields of proc_pid_stat(5) from the third on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    return sum(map(int, _stat(pid)[11:15])) / _TICKS


def _descriptors(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return 0


def _status(pid: int) -> dict[str, float]:
    """Give the memory lines of /proc/PID/status, in MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split(":") for line in lines if line.endswith("kB"))
    return {name: int(value.split()[0]) / 1024 for name, value in pairs}


@contextmanager
def serving(
    name: str, command: Sequence[object], port: int, path: str, log: Path, cwd: Path = ROOT
) -> Iterator[Server]:
    """Run a server until the context ends; it has started once it answers ``path``."""
    with log.open("ab") as stream:
        process = subprocess.Popen(
            list(map(str, command)), stdout=stream, stderr=stream, cwd=cwd, start_new_session=True
        )
    server = Server(name, process, port)
    try:
        _wait(server, path, log)
        yield server
    finally:
        server.stop()


def _wait(server: Server, path: str, log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if get(server.connect(5.0), path)[0] < 500:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
    raise ChildProcessError(f"{server.name} doesn't start: {log.read_text('utf-8')[-2_000:]}")


def get(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Give status, headers and body. A connection that is lost raises, nothing is sent twice."""
    connection.request("GET", path, headers=dict(headers or {}))
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def lod(
    out: Path, folder: Path, tables: Mapping[str, Mapping[str, object]], name: str = "lod"
) -> Context:
    """Serve a release; ``tables`` go into lod.toml: ``{"serve": {"processes": 2}}``."""
    site, port = folder / f"site-{name.replace(' ', '-')}", free_port()
    site.mkdir(parents=True, exist_ok=True)
    lines = [(ROOT / "lod.toml").read_text("utf-8")]
    for title, values in tables.items():
        lines += [f"[{title}]", *(f"{k} = {json.dumps(v)}" for k, v in values.items())]
    (site / "lod.toml").write_text("\n".join(lines) + "\n", "utf-8")
    command = [sys.executable, "-m", "lod", "serve", "--site", site, "--out", out]
    command += ["--port", str(port)]
    return serving(name, command, port, "/health", folder / f"{site.name}.log", site)


def flask(folder: Path, workers: int) -> Context:
    """Serve a constant body with Flask behind granian."""
    port = free_port()
    command = [program("granian"), "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "16", "--http", "1", "--no-ws"]
    command += ["--log-level", "error", "bare_flask:app"]
    here = Path(__file__).parent
    return serving("Flask, constant body", command, port, "/", folder / "flask.log", here)


def oxigraph(store: Path, folder: Path) -> Context:
    """Serve a release's store with Oxigraph's own server."""
    port = free_port()
    command = [program("oxigraph"), "serve-read-only", "--location", store]
    command += ["--bind", f"{HOST}:{port}", "--union-default-graph"]
    return serving("oxigraph serve-read-only", command, port, "/", folder / "oxigraph.log")


def rdflib_endpoint(file: Path, folder: Path) -> Context:
    """Serve a file of N-Triples with rdflib-endpoint, in memory."""
    port = free_port()
    command = [program("rdflib-endpoint"), "serve", "--host", HOST, "--port", str(port), file]
    return serving("rdflib-endpoint", command, port, "/", folder / "rdflib.log")


def nginx(configuration: Path, port: int, name: str) -> Context:
    """Run nginx with a configuration that says ``daemon off``."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    command = [found or "nginx", "-c", configuration]
    return serving(name, command, port, "/", configuration.with_suffix(".log"))


def program(name: str) -> Path:
    """Give a program of the peers' venv, which is made when first needed."""
    made = VENV / ".installed"
    if not made.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        pinned = [f"{package}=={number}" for package, number in _WANTED.items()]
        subprocess.run([VENV / "bin" / "pip", "install", "--quiet", *pinned], check=True)
        made.touch()
    return VENV / "bin" / name


def versions(*packages: str) -> list[str]:
    """Name peers with their versions."""
    return [f"{package} {_WANTED[package]}" for package in packages]


def begin(*peers: str) -> None:
    """Say what the figures are measured on. A run that is told to end stops its servers first."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    own = (f"{name} {version(name)}" for name in ("lod-publisher", "uvicorn", "pyoxigraph"))
    python = f"{platform.python_implementation()} {platform.python_version()}"
    load = f"load before {os.getloadavg()[0]:.1f}"
    parts = (f"{os.cpu_count()} cores", load, python, *own, *peers)
    print(f"\n{', '.join(parts)}; {time.strftime('%Y-%m-%d')}\n", flush=True)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; the first column is text, the others numbers."""
    line = "|---|" + "--:|" * (len(titles) - 1)
    return "\n".join(f"| {' | '.join(row)} |" if row else line for row in (titles, (), *rows))
