"""What the documented proxies let one client ask: real ones, before an upstream of the test's."""

import http.client
import os
import re
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from patience import PATIENCE, until
from test_deployment import TEXT, _free_port, blocks, tool

CERTAINLY_ENOUGH = 5000
"""Requests: a client that can't send so many faster than the limit could not be limited."""

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"


@dataclass
class Upstream:
    """Answers at once; but what is asked under /slow only when ``released``."""

    released: threading.Event = field(default_factory=threading.Event)
    asked: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def listening(self) -> Iterator[int]:
        """Listen on a port, which is given."""
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                upstream.asked[self.path] += 1
                if self.path == "/slow":
                    upstream.released.wait(60)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield server.server_address[1]
            finally:
                self.released.set()
                server.shutdown()


@dataclass
class Proxy:
    """nginx as documented, on a port of this machine."""

    port: int
    upstream: Upstream

    def connect(self, client: str) -> http.client.HTTPSConnection:
        """Connect from an address of this machine."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE, source_address=(client, 0), context=context
        )

    def get(self, path: str, client: str) -> int:
        """Give the status of an answer."""
        connection = self.connect(client)
        try:
            return _status(connection, path)
        finally:
            connection.close()

    def ask_until_refused(self, path: str) -> Counter[int]:
        """Ask as fast as may be, until a 429 comes; gives how many answers of each status came."""
        found: Counter[int] = Counter()

        def ask() -> None:
            connection = self.connect(HERE)
            while not found[429] and found.total() < CERTAINLY_ENOUGH:
                found[_status(connection, path)] += 1
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found


def _status(connection: http.client.HTTPSConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Proxy]:
    """nginx with the documented block; only names, ports and folders are the test's."""
    upstream, port = Upstream(), _free_port()
    with upstream.listening() as behind:
        file = tmp_path / "nginx.conf"
        file.write_text(_configuration(tmp_path, port, behind), encoding="utf-8")
        command = [tool("nginx"), "-e", f"{tmp_path}/log", "-c", str(file)]
        with subprocess.Popen(command) as process:
            try:
                _wait_for(port, process)
                yield Proxy(port, upstream)
            finally:
                process.terminate()


def _configuration(folder: Path, port: int, behind: int) -> str:
    pem = folder / "pem"
    names = ("-keyout", str(pem), "-out", str(pem), "-subj", "/CN=a")
    command = [tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names]
    subprocess.run(command, check=True, capture_output=True)
    (block,) = blocks("nginx")
    block = re.sub(r"/etc/ssl/\S+\.(pem|key)", str(pem), block)
    block = block.replace("listen 443", f"listen 127.0.0.1:{port}")
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    user = "user root;" if os.getuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    start = f"{user} daemon off; pid {folder}/nginx.pid; events {{}}"
    return f"{start}\nhttp {{ access_log off; {folders}\n{block}\n}}\n"


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    def listens() -> bool:
        assert process.poll() is None
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.connect()
            connection.close()
            return True
        return False

    assert until(listens), port


def test_who_asks_too_often_is_refused_and_nobody_else(nginx: Proxy) -> None:
    found = nginx.ask_until_refused("/doc/a")
    assert found[200] >= 200, "the burst that is allowed"
    assert found[429] > 0
    assert nginx.get("/doc/a", ELSEWHERE) == 200


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/%73parql?a", "/projects//sparql"])
def test_queries_are_fewer_however_they_are_asked(nginx: Proxy, path: str) -> None:
    found = nginx.ask_until_refused(path)
    assert found[200] >= 20
    assert found[429] > 0
    assert nginx.get("/doc/a", HERE) == 200
    assert nginx.get(path, ELSEWHERE) == 200


def test_one_client_has_so_many_requests_at_once_and_others_have_theirs(nginx: Proxy) -> None:
    found: Counter[int] = Counter()

    def ask() -> None:
        found[nginx.get("/slow", HERE)] += 1

    threads = [threading.Thread(target=ask) for _ in range(35)]
    for thread in threads:
        thread.start()
    assert until(lambda: (found[429], nginx.upstream.asked["/slow"]) == (15, 20))
    assert (found, nginx.upstream.asked["/slow"]) == ({429: 15}, 20)
    assert nginx.get("/doc/a", ELSEWHERE) == 200
    nginx.upstream.released.set()
    for thread in threads:
        thread.join()
    assert found == {429: 15, 200: 20}


def test_caddy_has_no_such_limits_as_the_page_says() -> None:
    command = [tool("caddy"), "list-modules"]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "http.handlers.reverse_proxy" in modules
    assert not re.search("limit", modules)
    assert "Debian's Caddy has no module that limits clients" in TEXT
