"""A release without a SPARQL store: all is served but queries, and nobody is sent to ask any."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import serving as serving_publication
from packed import unpacked
from patience import until
from process_tree import children, processes
from servers import BASE, Server, serving, write_site

import lod
from lod.errors import NoEndpoint
from lod.release import damage_of
from lod.serving import create_app

ASKED = "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
TYPE = "application/problem+json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    out = tmp_path_factory.mktemp("var")
    write_site(out, projects=250, store=False)
    with serving(out) as found:
        yield found


def test_it_is_whole_without_a_store_and_says_so(tmp_path: Path) -> None:
    without = write_site(tmp_path, store=False)
    assert not (without / "store").exists()
    assert damage_of(without) == []
    assert json.loads((without / "manifest.json").read_bytes())["store"] is False
    with_one = write_site(tmp_path)
    assert with_one != without, "one would be taken for the other"
    assert damage_of(with_one) == []
    assert unpacked(with_one / "data.nq") == unpacked(without / "data.nq")


def test_a_store_that_it_does_not_speak_of_is_damage(tmp_path: Path) -> None:
    made = write_site(tmp_path, store=False)
    (made / "store").mkdir()
    (made / "store" / "files.json").write_text("{}")
    assert [error.file for error in damage_of(made)] == [made / "store" / "files.json"]


def test_a_store_that_is_gone_is_damage(tmp_path: Path) -> None:
    made = write_site(tmp_path)
    (made / "store" / "files.json").unlink()
    assert damage_of(made)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/sparql"),
        ("GET", ASKED),
        ("GET", "/sparql?nonsense"),
        ("HEAD", ASKED),
        ("POST", "/sparql"),
        ("POST", ASKED),
        ("OPTIONS", "/sparql"),
        ("PUT", "/sparql"),
        ("GET", "/s%70arql"),
    ],
)
def test_whoever_asks_is_told_that_there_is_no_endpoint(
    server: Server, method: str, path: str
) -> None:
    reply = server.get(path, "application/sparql-results+json, */*;q=0.1", method)
    assert (reply.status, reply.headers["content-type"]) == (404, TYPE)
    assert "allow" not in reply.headers
    assert reply.headers["access-control-allow-origin"] == "*"
    if method != "HEAD":
        told = json.loads(reply.body)
        assert told["type"] == f"{BASE}problems/no-endpoint"
        assert f"{BASE}set/all" in told["detail"]
        hrefs = [offer["href"] for offer in told["offers"]]
        assert hrefs == [f"{BASE}set/all/data.{kind}" for kind in ("nq", "ttl", "jsonld")]


@pytest.mark.parametrize("body", [b"x" * 100, b"x" * 2_000_000])
def test_a_query_that_is_posted_gets_the_same_answer(server: Server, body: bytes) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    got = server.send(head % len(body) + body[:200_000])
    status = int(got.split(b" ", 2)[1])
    assert (status, b"problems/no-endpoint" in got) == (404, True)


def test_the_page_leads_to_the_dumps_and_to_what_the_problem_is(server: Server) -> None:
    reply = server.get("/sparql", "text/html")
    assert (reply.status, reply.headers["content-type"]) == (404, "text/html;charset=utf-8")
    links = re.findall('<a href="([^"]+)"', reply.body.decode())
    found = {urljoin("/sparql", link) for link in links}
    assert {"/set/all/data.nq", "/set/all/data.ttl", "/problems/no-endpoint"} <= found
    for path in found:
        answer = server.get(path)
        assert answer.status == 200, path
    assert b"no SPARQL endpoint" in server.get("/problems/no-endpoint").body


@pytest.mark.parametrize("path", ["/", "/doc/project/a", "/set/all", "/graph/page", "/def"])
def test_no_page_leads_to_an_endpoint(server: Server, path: str) -> None:
    reply = server.get(path, "text/html")
    assert reply.status == 200
    assert b"SPARQL" not in reply.body
    assert not re.findall('href="[^"]*sparql"', reply.body.decode())


def test_pages_of_a_release_with_a_store_lead_to_its_endpoint(tmp_path: Path) -> None:
    write_site(tmp_path, projects=250)
    with serving(tmp_path) as other:
        assert other.get("/", "text/html").body.count(b'href="sparql"') == 3
        assert b'href="../../sparql"' in other.get("/doc/project/a", "text/html").body


def test_documents_and_dumps_are_served(server: Server) -> None:
    made = (server.out / "current").resolve()
    assert server.get("/doc/project/a", "text/turtle").status == 200
    assert server.get("/set/all/data.nq").body == unpacked(made / "data.nq")


def test_it_is_ready_without_a_broker(server: Server) -> None:
    assert (server.get("/health").status, server.get("/ready").status) == (200, 200)
    metrics = server.get("/metrics").body
    assert b"lod_requests_total" in metrics
    assert b"lod_queries" not in metrics
    with pytest.raises(LookupError, match="no broker"):
        processes(server.pid)
    assert len(children(server.pid)) == 1, "more than a web process runs"


def test_the_application_for_other_servers_has_none_either(tmp_path: Path) -> None:
    before = children_of_this()
    app = create_app(write_site(tmp_path, store=False))
    try:
        assert children_of_this() == before
        told: list[str] = []
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sparql", "HTTP_HOST": "x"}
        body = b"".join(app(environ, lambda status, _headers: told.append(status)))
        assert (told, b"problems/no-endpoint" in body) == (["404 NOT FOUND"], True)
    finally:
        app.close()


def children_of_this() -> list[int]:
    return children(os.getpid())


def test_a_query_of_a_programmer_says_what_is_missing(tmp_path: Path) -> None:
    with lod.open_release(write_site(tmp_path, store=False)) as release:
        assert len(release.describe(f"{BASE}id/project/a")) > 0
        with pytest.raises(NoEndpoint, match="no SPARQL store"):
            release.query("ASK {}")


def test_a_running_server_goes_from_one_to_the_other_and_back(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "var"
    with (site / "lod.toml").open("a") as settings:
        settings.write("\n[sparql]\ntimeout = 2\n")
    write_site(out)
    with serving_publication("--out", out, "--site", site) as (address, pid):
        server = Server(int(address.rsplit(":", 1)[1].strip("/")), out, pid)
        for _ in range(2):
            assert until(lambda: answers(server) and runs(pid))
            write_site(out, store=False)
            assert until(lambda: server.get(ASKED).status == 404)
            assert until(lambda: not runs(pid)), "the broker stays"
            assert server.get("/ready").status == 200
            assert until(lambda: b"lod_queries_running" not in server.get("/metrics").body)
            write_site(out)
        assert until(lambda: answers(server))


def answers(server: Server) -> bool:
    reply = server.get(ASKED)
    return reply.status == 200 and b"true" in reply.body


def runs(pid: int) -> bool:
    with suppress(LookupError):
        return bool(processes(pid).broker)
    return False


def test_where_the_one_with_a_store_is_damaged_the_broker_ends(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "var"
    with (site / "lod.toml").open("a") as settings:
        settings.write("\n[sparql]\ntimeout = 0.5\n")
    write_site(out, store=False)
    damaged = write_site(out)
    (damaged / "data.nq.gz").write_bytes(b"")
    with serving_publication("--out", out, "--site", site) as (address, pid):
        server = Server(int(address.rsplit(":", 1)[1].strip("/")), out, pid)
        assert server.get("/doc/project/a").status == 200
        assert server.get(ASKED).status == 404
        assert until(lambda: not runs(pid)), "the broker stays"
