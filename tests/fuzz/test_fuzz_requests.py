"""Damaged requests to a real server: each gets a whole answer that may be seen."""

import os
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, serving

from fuzz.client import Connection, send

PERCENT = float(os.environ.get("LOD_FUZZ_PERCENT", "1"))
COUNT = int(20_000 * PERCENT / 100)
_CLIENTS = 4
_SETTINGS = "\n[sparql]\ntimeout = 1\n\n[serve]\naccess_log = false\n"


@pytest.fixture
def port(release: Path, site: Path) -> Iterator[int]:
    with (site / "lod.toml").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS)
    with serving("--out", release, "--site", site) as (address, _):
        yield urllib.parse.urlsplit(address).port or 0


def test_a_damaged_request_gets_a_whole_answer_without_500_or_our_paths(
    port: int, release: Path
) -> None:
    secrets = [b"Traceback", b"site-packages", b"/tmp/", str(ROOT).encode(), str(release).encode()]
    with ThreadPoolExecutor(_CLIENTS) as clients:
        numbers = [range(first, COUNT, _CLIENTS) for first in range(_CLIENTS)]
        done = list(clients.map(lambda some: send(port, some, secrets), numbers))
    faults = [fault for _, some in done for fault in some]
    assert not faults, f"{len(faults)} findings\n" + "\n\n".join(faults[:5])
    statuses = sum((Counter(found) for found, _ in done), Counter[int]())
    assert statuses.total() == COUNT
    assert {200, 303, 400, 404, 405} <= set(statuses)
    whole = b"GET /doc/project/hall-ut HTTP/1.1\r\nHost: x\r\nAccept: text/turtle\r\n\r\n"
    with closing(Connection(port)) as connection:
        assert "Håll ut".encode() in connection.ask(whole).body
