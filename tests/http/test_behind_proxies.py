"""Behind the documented proxies: whatever one client sends, the others get their own answers."""

import http.client
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from conftest import ROOT
from patience import PATIENCE, until
from servers import Server, serving, write_site

GUIDE = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
_USER = "user root;\n" if os.getuid() == 0 else ""
"""Of nginx's workers: another could not enter a test's folder."""

PROJECTS = 40
ASKED = 150
"""Documents that each of four innocent clients asks for."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("site")
    write_site(out, projects=PROJECTS)
    with serving(out) as found:
        yield found


def documented(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return str(block)


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(upstream: int, place: Path, port: int, *, passes: bool) -> list[str]:
    """The guide's block without TLS; ``passes``: told to pass Upgrade on, as for WebSocket."""
    block = replaced(
        re.sub(r"(?m)^    ssl_.*\n", "", documented("nginx")),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{port}"),
        ("rate=50r/s", "rate=50000r/s"),  # all clients here have one address
        ("rate=5r/s", "rate=5000r/s"),
        ("limit_conn lod_at_once 20", "limit_conn lod_at_once 2000"),
    )
    if passes:
        block = replaced(
            block, ('Connection ""', "Connection upgrade"), ('Upgrade ""', "Upgrade $http_upgrade")
        )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
    (place / "conf").write_text(
        f"{_USER}daemon off;\npid {place}/pid;\nerror_log {place}/log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{block}\n}}\n",
        encoding="utf-8",
    )
    return ["nginx", "-e", f"{place}/log", "-c", f"{place}/conf"]


def caddy(upstream: int, place: Path, port: int, *, passes: bool) -> list[str]:
    """The guide's block without TLS; Caddy passes Upgrade on unless told otherwise."""
    block = replaced(
        documented("caddyfile"),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("data.example.org {", f"http://127.0.0.1:{port} {{"),
    )
    if passes:
        block = replaced(block, ("header_up -Upgrade", ""))
    options = "{\nadmin off\nauto_https off\n}\n"
    (place / "conf").write_text(options + block, encoding="utf-8")
    return ["caddy", "run", "--config", f"{place}/conf", "--adapter", "caddyfile"]


@contextmanager
def running(command: list[str], place: Path, port: int) -> Iterator[None]:
    env = {"PATH": os.environ["PATH"], "HOME": str(place)}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet) as process:
        try:
            assert until(lambda: _listens(port, process)), "the proxy does not answer"
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _listens(port: int, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "the proxy ended"
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
        return True
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


JAVA = (
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
)
WEBSOCKET = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
POST = b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
HIDDEN = b"GET /catalog HTTP/1.1\r\nHost: a\r\nX-Rest: "
"""The head of a request without its end: it would take the beginning of the next client's."""


def attacks() -> Iterator[bytes]:
    """Give requests; empty lines before what is hidden let it begin in any packet but the first."""
    for asks in (JAVA, WEBSOCKET):
        for lines in (3_000, 15_000, 30_000):
            body = b"\r\n" * lines + HIDDEN
            yield POST + asks + b"Content-Length: %d\r\n\r\n" % len(body) + body
            chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
            yield POST + asks + b"Transfer-Encoding: chunked\r\n\r\n" + chunk


def attack(port: int, ended: Event, told: list[bytes]) -> None:
    """Send every attack over and over."""
    while not ended.is_set():
        for request in attacks():
            with (
                suppress(OSError),
                socket.create_connection(("127.0.0.1", port), timeout=2) as sock,
            ):
                sock.sendall(request)
                told.append(sock.recv(65536))


def need(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")


def ask(port: int, paths: list[str], got: list[tuple[str, bytes]]) -> None:
    """Ask for documents over one connection, as long as the proxy keeps it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for path in paths:
        connection.request("GET", path)
        got.append((path, connection.getresponse().read()))
    connection.close()


@pytest.mark.parametrize("passes", [False, True], ids=["as documented", "passing Upgrade on"])
@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_nobody_gets_anothers_answer(
    server: Server, tmp_path: Path, proxy: Callable[..., list[str]], passes: bool
) -> None:
    need(proxy.__name__)
    paths = [f"/doc/project/p{n:03}.nt" for n in range(PROJECTS)]
    own = {path: server.get(path).body for path in paths}
    assert len(set(own.values())) == PROJECTS
    port, ended = free_port(), Event()
    got, told = list[tuple[str, bytes]](), list[bytes]()
    with running(proxy(server.port, tmp_path, port, passes=passes), tmp_path, port):
        attackers = [Thread(target=attack, args=(port, ended, told)) for _ in range(3)]
        turns = [[paths[(n * k + k) % PROJECTS] for n in range(ASKED)] for k in (1, 3, 7, 9)]
        clients = [Thread(target=ask, args=(port, turn, got)) for turn in turns]
        for thread in (*attackers, *clients):
            thread.start()
        for thread in clients:
            thread.join()
        ended.set()
        for thread in attackers:
            thread.join()
    assert any(b"problems/malformed-query" in answer for answer in told)  # they came through
    assert len(got) == 4 * ASKED
    assert [(path, body[:300]) for path, body in got if body != own[path]] == []


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_the_documented_proxies_keep_upgrade_from_the_server(
    tmp_path: Path, proxy: Callable[..., list[str]]
) -> None:
    need(proxy.__name__)
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        upstream.settimeout(PATIENCE)
        command = proxy(upstream.getsockname()[1], tmp_path, port, passes=False)
        with (
            running(command, tmp_path, port),
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock,
        ):
            sock.sendall(POST + JAVA + b"Content-Length: 6\r\n\r\nASK {}")
            accepted, _ = upstream.accept()
            with accepted:
                got = b""
                while b"\r\n\r\n" not in got and (piece := accepted.recv(65536)):
                    got += piece.lower()
    assert got.startswith(b"post /sparql http/1.1\r\n")
    assert b"\r\nupgrade:" not in got
