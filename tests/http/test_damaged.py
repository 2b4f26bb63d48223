"""The real server on a damaged release: the newest whole one serves, and no path is told."""

import os
import shutil
import time
from collections.abc import Callable
from http.client import IncompleteRead
from pathlib import Path
from urllib.parse import quote

import pytest
from release.test_damage import change_a_letter, cut, make_a_folder, remove
from servers import BASE, Reply, Server, serving, wait_until, write_site

QUERY = "/sparql?query=" + quote("SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 3")
PATHS = (
    "/doc/project/a", "/def", "/spec/funded-projects", "/graph/page", "/doc/source/page",
    "/source/page", "/set/all/data.nq", "/set/all/data.ttl.gz", "/catalog", "/", QUERY,
    "/ready", "/metrics", "/problems/release-damaged", "/nowhere",
    "/sparql?query=" + quote("SELECT * { ?s ?p"), "/doc/organization/a-kommun",
)  # fmt: skip
DAMAGES = (cut, change_a_letter, remove, make_a_folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    write_site(out, projects=210)
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "a-path-of-the-server", symlinks=True))


def ready(server: Server) -> Reply:
    for _ in range(100):
        try:
            return server.get("/ready")
        except OSError:  # a web process that fell with a mapped file is started again
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_a_changed_letter_is_found_and_nothing_is_served_for_true(out: Path) -> None:
    with serving(out) as server:
        assert server.get("/doc/project/a", "text/turtle").status == 200
        change_a_letter(out / "current/data.nq.gz")
        wait_until(lambda: ready(server).status == 503)
        assert b"data.nq" in ready(server).body
        for path in PATHS:
            reply = server.get(path)
            watched = path in ("/ready", "/metrics")
            assert reply.status == (200 if path == "/metrics" else 503), path
            assert watched or b"/problems/release-damaged" in reply.body
        assert server.get("/health").status == 200


def test_the_newest_whole_release_serves_and_a_mended_one_again(out: Path) -> None:
    write_site(out, projects=1)
    whole, newest = (out / "current").resolve().name, write_site(out, projects=2)
    with serving(out) as server:
        assert newest.name in ready(server).body.decode()
        change_a_letter(newest / "incoming.nt.gz")
        wait_until(lambda: whole in ready(server).body.decode())
        assert ready(server).status == 200
        assert server.get("/doc/project/p001").status == 404
        assert server.get("/doc/project/p000").status == 200
        mended = write_site(out, projects=2)
        wait_until(lambda: mended.name in ready(server).body.decode())
        assert server.get("/doc/project/p001").status == 200


def test_a_file_put_back_is_seen(out: Path) -> None:
    file = out / "current/shapes.nt"
    data = file.read_bytes()
    with serving(out) as server:
        change_a_letter(file)
        wait_until(lambda: ready(server).status == 503)
        assert ready(server).body.decode().count("shapes.nt") == 1
        file.write_bytes(data)
        wait_until(lambda: ready(server).status == 200)
        assert server.get("/doc/project/a").status == 200


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_server_that_starts_on_damage_serves_the_newest_whole_one(
    out: Path, damage: Callable[[Path], None]
) -> None:
    whole, newest = (out / "current").resolve().name, write_site(out)
    damage(newest / "data.nq.gz")
    with serving(out) as server:
        wait_until(lambda: whole in ready(server).body.decode())
        assert ready(server).status == 200


def test_a_server_that_starts_without_a_whole_one_says_which_file_and_waits(out: Path) -> None:
    cut(out / "current/data.nq.gz")
    with serving(out) as server:
        reply = ready(server)
        assert reply.status == 503
        assert b"data.nq" in reply.body
        assert server.get("/doc/project/a").status == 503
        write_site(out, projects=3)
        wait_until(lambda: ready(server).status == 200)
        assert server.get("/doc/project/p001").status == 200


def test_a_new_release_that_is_damaged_is_not_taken(out: Path, tmp_path: Path) -> None:
    with serving(out) as server:
        before = ready(server).body
        other = tmp_path / "other"
        new = write_site(other, projects=4)
        cut(new / "index.sqlite")
        shutil.copytree(new, out / "releases" / new.name)
        fresh = out / "next"
        fresh.symlink_to(Path("releases") / new.name)
        os.replace(fresh, out / "current")
        time.sleep(2)
        assert ready(server).body == before
        assert server.get("/doc/project/a").status == 200


FILES = (
    "data.nq.gz", "data.nq.index", "incoming.nt.gz", "incoming.nt.index", "index.sqlite",
    "shapes.nt", "data.ttl", "manifest.json", "graphs", "sources", "store/CURRENT",
    "store/MANIFEST", "store/0", "store/files.json",
)  # fmt: skip


def damaged_files(directory: Path, start: str) -> list[Path]:
    found = [p for p in directory.rglob("*") if p.is_file()]
    return [p for p in found if p.relative_to(directory).as_posix().startswith(start)]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("start", FILES)
def test_no_answer_tells_a_path_of_the_server_nor_is_wrong(
    out: Path, start: str, damage: Callable[[Path], None]
) -> None:
    """From the moment of the damage on, before it has been found and after."""
    with serving(out, cache=0) as server:
        for file in damaged_files((out / "current").resolve(), start):
            if file.stat().st_size:
                damage(file)
        for path in PATHS * 2:
            check_is_closed(path, asked(server, path), out)
        wait_until(lambda: ready(server).status == 503)
        for path in PATHS:
            check_is_closed(path, asked(server, path), out)


def asked(server: Server, path: str) -> Reply | None:
    """Ask; None where the web process fell with a mapped file that was cut, or broke off there."""
    try:
        return server.get(path, "text/turtle, application/json, */*;q=0.1")
    except (OSError, IncompleteRead):
        return None


def check_is_closed(path: str, reply: Reply | None, out: Path) -> None:
    if reply is not None:
        said = repr(reply.headers).encode() + reply.body
        assert b"a-path-of-the-server" not in said, path
        assert str(out.parent).encode() not in said, path
        assert b"Traceback" not in said
        assert b"RocksDB" not in said
        assert b".sst" not in said or path == "/ready"


def test_the_log_has_one_line_and_not_four_a_second(
    out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(out) as server:
        os.replace(out / "current", out / "was")
        (out / "current").symlink_to("releases/nowhere")
        time.sleep(4)
        assert server.get("/doc/project/a").status == 200
        assert ready(server).status == 200
    said = [line for line in capfd.readouterr().err.splitlines() if "can't be served" in line]
    assert len(said) == 1, said
    assert "leads to no release" in said[0]
    assert BASE not in said[0]
