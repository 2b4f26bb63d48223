"""Dumps lie compressed: given as they lie to who takes gzip, else inflated as they are read."""

import gzip
import http.client
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from packed import unpacked
from patience import PATIENCE
from servers import Server, serving, wait_until, write_site

NAMES = {
    "data.nq": "application/n-quads",
    "data.ttl": "text/turtle;charset=utf-8",
    "data.jsonld": "application/ld+json",
}
CODINGS = {
    None: False,
    "identity": False,
    "gzip": True,
    "gzip, deflate, br": True,
    "br": False,
    "x-gzip": True,
    "*": True,
    "gzip;q=0": False,
    "gzip;q=0.1, identity;q=0.5": False,
    "identity;q=0, gzip": True,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dumps")
    write_site(out, projects=3000)
    return out


@pytest.fixture(scope="module")
def site(made: Path) -> Iterator[Server]:
    with serving(made) as server:
        yield server


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_given_as_it_lies_or_inflated(
    site: Server, name: str, coding: str | None, method: str
) -> None:
    current, sent = site.out / "current", {} if coding is None else {"Accept_Encoding": coding}
    reply = site.get(f"/set/all/{name}", method=method, **sent)
    coded = CODINGS[coding]
    body = (current / f"{name}.gz").read_bytes() if coded else unpacked(current / name)
    assert (reply.status, reply.headers["content-type"]) == (200, NAMES[name])
    assert reply.headers.get("content-encoding") == ("gzip" if coded else None)
    assert int(reply.headers["content-length"]) == len(body) > 10_000
    assert "Accept-Encoding" in reply.headers["vary"]
    assert reply.body == (body if method == "GET" else b"")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("name", NAMES)
def test_the_compressed_file_is_a_file_of_its_own(
    site: Server, name: str, coding: str, method: str
) -> None:
    """Else a client would unpack it, and find no .gz."""
    body = (site.out / f"current/{name}.gz").read_bytes()
    reply = site.get(f"/set/all/{name}.gz", method=method, Accept_Encoding=coding)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/gzip")
    assert "content-encoding" not in reply.headers
    assert int(reply.headers["content-length"]) == len(body)
    assert reply.body == (body if method == "GET" else b"")


def test_a_tag_is_of_these_bytes_alone(site: Server) -> None:
    tags = set()
    for name in [*NAMES, *(f"{name}.gz" for name in NAMES)]:
        for coding in ("identity", "gzip"):
            tag = site.get(f"/set/all/{name}", Accept_Encoding=coding).headers["etag"]
            same = site.get(f"/set/all/{name}", Accept_Encoding=coding, If_None_Match=tag)
            assert (same.status, same.body) == (304, b"")
            tags.add(tag)
    assert len(tags) == 9


@pytest.mark.parametrize(
    "name", ["data.nq.gz.gz", "data.nq.index", "data.gz", "incoming.nt", ".gz"]
)
def test_nothing_else_of_a_release_is_a_dump(site: Server, name: str) -> None:
    assert site.get(f"/set/all/{name}").status == 404


def test_many_may_read_dumps_at_once(site: Server) -> None:
    whole = {name: unpacked(site.out / "current" / name) for name in NAMES}
    with ThreadPoolExecutor(12) as threads:
        asked = [name for name in NAMES for _ in range(8)]
        for name, reply in zip(
            asked, threads.map(lambda n: site.get(f"/set/all/{n}"), asked), strict=True
        ):
            assert reply.body == whole[name]
    assert site.get("/doc/project/p001").status == 200


def test_a_dump_whose_end_is_damaged_is_never_given_as_if_it_were_whole(
    made: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It breaks off, so that its reader knows; the server goes on, and finds what is damaged."""
    out = Path(shutil.copytree(made, tmp_path / "out", symlinks=True))
    whole = unpacked(out / "current/data.jsonld")
    with serving(out) as server:
        file = out / "current/data.jsonld.gz"
        data = bytearray(file.read_bytes())
        data[-5] ^= 1  # of the last member's length
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        assert server.get("/ready").status == 200
        file.write_bytes(data)
        connection.request("GET", "/set/all/data.jsonld")
        reply = connection.getresponse()
        if reply.status == 200:
            with pytest.raises(http.client.IncompleteRead) as caught:
                reply.read()
            assert whole.startswith(caught.value.partial)
        else:
            assert reply.status == 503, "it was found before it was asked for"
        connection.close()
        wait_until(lambda: server.get("/ready").status == 503)
        assert b"data.jsonld.gz" in server.get("/ready").body
        assert server.get("/health").status == 200
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert "data.jsonld.gz" in said


def test_what_is_compressed_unpacks_to_what_the_manifest_says(made: Path) -> None:
    from lod.release import open_release

    release = open_release(made / "current")
    assert len(release.manifest.contents) == 5 + len(release.manifest.graphs) - 1
    for name, told in release.manifest.contents.items():
        data = gzip.decompress((release.directory / name).read_bytes())
        assert len(data) == told.size
    release.close()
