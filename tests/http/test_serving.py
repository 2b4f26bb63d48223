"""The real server under what ends others: runaway queries, releases swapped under load."""

import http.client
import subprocess
import sys
import threading
import time
import urllib.parse
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import serving
from patience import PATIENCE, until

from lod.checking.report import Report
from lod.deriving import derive
from lod.publishing.build import contents
from lod.publishing.publication import Mapped
from lod.rdf.namespaces import RDF
from lod.release.write import Contents, write_release

ROOT = Path(__file__).parents[2]
BASE = "https://data.tillvaxtverket.example/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NESTED = "ASK " + "{" * 6000 + "}" * 6000
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l"


def ask(address: str, query: str, timeout: float | None = None) -> tuple[int, bytes, float]:
    url = urllib.parse.urlsplit(address)
    assert url.hostname
    form = {"query": query} | ({"timeout": str(timeout)} if timeout else {})
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)
    started = time.monotonic()
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/sparql", urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), time.monotonic() - started
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        (CROSS, {"query-timeout"}),
        (NESTED, {"nested-too-deep", "query-timeout"}),
        (SORTED, {"query-timeout", "query-memory"}),
    ],
    ids=["cross product", "nesting", "sort"],
)
def test_a_runaway_query_ends_at_its_deadline_and_the_next_is_answered(
    served: str, query: str, slugs: set[str]
) -> None:
    status, body, _ = ask(served, query, timeout=2)
    assert status in (400, 503), body
    assert any(f"problems/{slug}".encode() in body for slug in slugs), body
    status, body, _ = ask(served, "ASK { ?s ?p ?o }")
    assert (status, b"true" in body) == (200, True)


def test_the_default_deadline_ends_a_query_too(served: str) -> None:
    status, body, took = ask(served, CROSS)
    assert status == 503
    assert b"after 10 seconds" in body
    assert took > 9


def swapped(mapped: Mapped, number: int) -> Contents:
    """The publication with one more statement, so that it's another release."""
    found = contents(mapped, Report([]))
    node = ox.NamedNode(f"{BASE}id/report/number")
    name, graph = ox.NamedNode("https://schema.org/name"), ox.NamedNode(f"{BASE}graph/curated")
    more = ox.Quad(node, name, ox.Literal(str(number)), graph)
    return Contents([*mapped.graph, more], found.base_iri, found.vocab_iri, True)


def test_releases_are_swapped_without_dropping_a_request(mapped: Mapped, tmp_path: Path) -> None:
    write_release(swapped(mapped, 0), derive, tmp_path)
    bad: list[object] = []
    counts = [0, 0]
    done = threading.Event()

    def load(address: str, which: int) -> None:
        url = urllib.parse.urlsplit(address)
        assert url.hostname
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=PATIENCE)
        while not done.is_set():
            connection.request("GET", "/doc/project/hall-ut", headers={"Accept": "text/turtle"})
            answer = connection.getresponse()
            body = answer.read()
            counts[which] += 1
            if answer.status != 200 or "Håll ut".encode() not in body:
                bad.append((answer.status, body[:200]))
        connection.close()

    with serving("--out", tmp_path, "--site", ROOT) as (address, _):
        threads = [threading.Thread(target=load, args=(address, n)) for n in range(2)]
        for thread in threads:
            thread.start()
        for number in range(1, 6):
            write_release(swapped(mapped, number), derive, tmp_path, keep=1)
            names = partial(ask, address, "SELECT ?n { ?s <https://schema.org/name> ?n }")
            expected = f'"{number}"'.encode()
            assert until(lambda: expected in names()[1]), f"release {number} isn't picked up"  # noqa: B023
        assert until(lambda: min(counts) > 20)
        done.set()
        for thread in threads:
            thread.join()
    assert not bad


def test_any_file_is_served_as_it_is(tmp_path: Path) -> None:
    files = {
        "a.ttl": "<urn:a> <urn:p> 01 .",
        "b.nt": "<urn:b> <urn:p> <urn:o> .\n",
        "c.nq": "<urn:c> <urn:p> <urn:o> <urn:g> .\n",
        "d.trig": "<urn:g> { <urn:d> <urn:p> <urn:o> }",
        "e.rdf": f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="urn:x:">'
        '<rdf:Description rdf:about="urn:e"><x:p>v</x:p></rdf:Description></rdf:RDF>',
        "f.jsonld": '{"@id": "urn:f", "urn:p": "v"}',
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with serving(*(tmp_path / name for name in files)) as (address, _):
        assert b'"4"' in ask(address, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1]
        assert b'"2"' in ask(address, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[1]


def test_a_file_that_is_no_rdf_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> .\n")
    command = [sys.executable, "-m", "lod", "serve", str(tmp_path / "bad.ttl")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 3
    assert "bad.ttl:2:" in done.stderr


def test_an_address_that_cannot_be_served_is_refused(served: str, release: Path) -> None:
    taken = str(urllib.parse.urlsplit(served).port)
    for arguments in (["--port", taken], ["--host", "192.0.2.1"]):
        command = [sys.executable, "-m", "lod", "serve", "--out", str(release), "--site", str(ROOT)]
        done = subprocess.run(
            command + arguments, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 2, done.stderr
        assert "can't listen" in done.stderr


def test_the_protocol_suite_passes_on_the_real_server(shared: object) -> None:
    suite = shared("suites/protocol_suite.py")  # type: ignore[operator]
    with serving(suite.parent / "fixtures/protocol_data.trig") as (address, _):
        command = [
            sys.executable,
            str(suite),
            "--endpoint",
            f"{address}sparql",
            "--level",
            "should",
            "--heavy",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout
        assert " 0 failed" in done.stdout
        assert ask(address, "ASK {}")[0] == 200
