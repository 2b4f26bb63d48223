"""Names of graphs come from data: they make no file's name, and each has its address."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import servers as small

from lod.deriving import derive
from lod.release.read import open_release
from lod.release.write import Contents, write_release

BASE = "https://data.example/"
LINKED = (
    "graph/a", "graph/a/b", "graph/a.ttl", "graph/a.nt/b", "graph/a.nt", "graph/",
    "graph//abs/path", "graph/c.html", "graph/å", "graph/%41", "graph/a%20b", "graph/a%2Fc",
    "graph/" + "x" * 300, "graph/" + "y/" * 300, "graph/a:b", "graph/-", "graph/.hidden",
    "graph/a;b=c", "graph/..x",
)  # fmt: skip
NOT_LINKED = (
    "graph/../../x", "graph/../y", "graph/./z", "graph/%2e%2e/w", "graph/a?b", "graph/a#b",
    "other/g",
)  # fmt: skip


def value(path: str) -> str:
    return f"in {path[:40]}"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    quads = [
        ox.Quad(
            ox.NamedNode(f"{BASE}id/project/a"),
            ox.NamedNode("https://schema.org/name"),
            ox.Literal(value(path)),
            ox.NamedNode(BASE + path),
        )
        for path in LINKED + NOT_LINKED
    ]
    out = tmp_path_factory.mktemp("names") / "deep/er/var"
    write_release(Contents(quads, BASE, f"{BASE}def/", union=True), derive, out)
    return out


@pytest.fixture(scope="module")
def site(release: Path) -> Iterator[small.Server]:
    with small.serving(release) as server:
        yield server


def test_no_file_has_its_name_from_data(release: Path) -> None:
    directory = (release / "current").resolve()
    assert {p.name for p in release.parents[2].iterdir()} == {"deep"}
    assert {p.name for p in release.iterdir()} == {"releases", "current", ".lock"}
    assert [*(release / "releases").iterdir()] == [directory]
    names = {p.relative_to(directory).as_posix() for p in directory.glob("graphs/*")}
    linked = len(LINKED + NOT_LINKED) - 1  # one is not under graph/
    assert len(names) == linked
    assert all(re.fullmatch(r"graphs/\d+\.nt\.gz", name) for name in names)


def test_the_manifest_tells_each_graphs_file(release: Path) -> None:
    opened = open_release(release / "current")
    for path in LINKED + NOT_LINKED[:-1]:
        triples = opened.graph(BASE + path)
        assert triples is not None
        assert [str(t.object) for t in triples] == [f'"{value(path)}"']
    assert opened.graph_file(f"{BASE}other/g") is None
    opened.close()


@pytest.mark.parametrize("path", LINKED)
def test_each_graph_is_found_where_its_iri_says(site: small.Server, path: str) -> None:
    reply = site.get("/" + quote(path, safe="/%:;="), "text/turtle")
    assert reply.status == 200
    assert value(path) in reply.body.decode()


def test_what_the_first_page_links_to_is_there_and_is_that_graph(site: small.Server) -> None:
    page = site.get("/", "text/html").body.decode()
    links = re.findall(r'<li><a href="([^"]*)">(https://data[^<]*)</a>', page)
    assert sorted(html.unescape(text) for _, text in links) == sorted(BASE + p for p in LINKED)
    for href, text in links:
        there = html.unescape(href)  # relative to the base; urljoin would take // for /
        reply = site.get("/" + quote(there, safe="/%:;="), "text/turtle")
        assert (text, reply.status) == (text, 200)
        assert value(html.unescape(text).removeprefix(BASE)) in reply.body.decode()


def test_a_variant_whose_address_is_another_graph_is_not_offered(site: small.Server) -> None:
    reply = site.get("/graph/a", "text/turtle")
    assert "content-location" not in reply.headers
    assert "graph/a.ttl" not in reply.headers["link"]
    assert "graph/a.jsonld" in reply.headers["link"]
    assert "graph/a.ttl" not in site.get("/graph/a", "text/html").body.decode()
    assert value("graph/a.ttl") in site.get("/graph/a.ttl", "text/turtle").body.decode()
    assert value("graph/a.ttl") in site.get("/graph/a.ttl.nt").body.decode()


@pytest.mark.parametrize(
    "path",
    ["/graph/../../data.nq", "/graph/../data.nq", "/graph/%2e%2e/data.nq", "/graph/1", "/graph/no"],
)
def test_an_address_reads_no_other_file(site: small.Server, path: str) -> None:
    assert site.get(path, "application/n-triples").status == 404


NAMES = ("../../x", "/abs/path", "//abs/path", "a/../../../../../../escaped", "n" * 300, "a.nt/b")


def test_a_server_of_files_writes_nothing_elsewhere(tmp_path: Path, free_port: int) -> None:
    place, data = tmp_path / "one/two/tmp", tmp_path / "data.nq"
    place.mkdir(parents=True)
    base = f"http://127.0.0.1:{free_port}/graph/"
    data.write_text("".join(f"<x:s> <x:p> <x:o> <{base}{name}> .\n" for name in NAMES))
    before = {*tmp_path.rglob("*")}
    command = [sys.executable, "-m", "lod", "serve", str(data), "--port", str(free_port)]
    environment = {**os.environ, "TMPDIR": str(place)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert b"lod serves" in process.stdout.readline()
            made = {*tmp_path.rglob("*")} - before - {*place.rglob("*")}
            files = {p.name for p in place.rglob("graphs/**/*")}
        finally:
            process.terminate()
    assert made == set()
    assert files == {f"{number}.nt.gz" for number in range(1, len(NAMES) + 1)}
    assert not os.path.exists("/abs/path.nt.gz")
