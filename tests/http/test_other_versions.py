"""Releases that another version of lod wrote: opened, or refused with "build first"."""

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from packed import unpacked
from patience import PATIENCE
from servers import Server, serving, wait_until, write_site

from lod.errors import ReleaseError
from lod.release import open_release
from lod.release.manifest import LAYOUT, sealed

FROZEN = Path(__file__).parents[1] / "frozen"
OTHERS = (LAYOUT - 1, LAYOUT + 1)


def write_other(out: Path, layout: int, projects: int) -> Path:
    """Make a release whole but for its layout, and the current one."""
    made = write_site(out, projects=projects)
    table = json.loads((made / "manifest.json").read_bytes())
    table["layout"] = layout
    del table["checksum"]
    (made / "manifest.json").write_bytes(sealed(table))
    return made


def has(server: Server, path: str) -> bool:
    return server.get(path).status == 200


def serve(out: Path) -> "subprocess.CompletedProcess[str]":
    site = FROZEN / "0.1.0"
    command = [sys.executable, "-m", "lod", "serve", "--site", site, "--out", out, "--port", "1"]
    return subprocess.run(
        [*map(str, command), "--lang", "en"],
        capture_output=True, text=True, timeout=PATIENCE, check=False, env=os.environ,
    )  # fmt: skip


@pytest.mark.parametrize("layout", OTHERS)
def test_a_server_goes_on_when_a_release_of_another_layout_appears(
    tmp_path: Path, layout: int
) -> None:
    out, log = tmp_path / "var", tmp_path / "log"
    write_site(out, projects=1)
    with serving(out, log=log) as server:
        assert has(server, "/doc/project/p000")
        write_other(out, layout, projects=2)
        wait_until(lambda: "another version of lod" in log.read_text())
        for _ in range(20):
            assert has(server, "/doc/project/p000")
            assert not has(server, "/doc/project/p001")
            assert has(server, "/ready")
        told = next(line for line in log.read_text().splitlines() if "another version" in line)
        assert "run lod build" in told
        write_site(out, projects=3)
        wait_until(lambda: has(server, "/doc/project/p002"))


@pytest.mark.parametrize("layout", OTHERS)
def test_the_newest_that_can_be_read_is_served_from_the_start(tmp_path: Path, layout: int) -> None:
    write_site(tmp_path, projects=1)
    write_other(tmp_path, layout, projects=2)
    with serving(tmp_path) as server:
        assert has(server, "/doc/project/p000")
        assert not has(server, "/doc/project/p001")


@pytest.mark.parametrize("layout", OTHERS)
def test_where_there_is_no_other_one_is_told_to_build(tmp_path: Path, layout: int) -> None:
    write_other(tmp_path, layout, projects=1)
    done = serve(tmp_path)
    assert done.returncode == 3
    assert "was made by another version of lod" in done.stderr
    assert "to do: run lod build" in done.stderr


def test_what_0_1_0_built_is_served_whole_or_refused(tmp_path: Path) -> None:
    with tarfile.open(FROZEN / "release-0.1.0.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    out = tmp_path / "var"
    try:
        open_release(out / "current").close()
    except ReleaseError:  # once LAYOUT has been raised
        done = serve(out)
        assert (done.returncode, "to do: run lod build" in done.stderr) == (3, True)
        return
    said = unpacked(out / "current/data.nq").decode()
    things = sorted(set(re.findall(r"(?m)^<https://data.sydlanet.example(/[^#>]*)>", said)))
    assert len(things) == 58
    with serving(out) as server:
        for path in things:
            for accept in ("text/html", "text/turtle", "application/ld+json"):
                reply = server.get(path, accept)
                if reply.status == 303:
                    reply = server.get(urljoin(path, reply.headers["location"]), accept)
                assert reply.status == 200, (path, accept)
