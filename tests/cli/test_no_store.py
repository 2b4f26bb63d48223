"""``[store] kind = "none"``: what is published is the same, but for the way to an endpoint."""

import subprocess
import sys
from pathlib import Path

from packed import unpacked

from lod.release import damage_of


def lod(
    site: Path, command: str, *more: str, code: int = 0, language: str = "en"
) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "lod", *command.split(), *more]
    done = subprocess.run(
        [*words, "--site", str(site), "--lang", language],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    return done


def settle(site: Path, kind: str) -> None:
    file = site / "lod.toml"
    kept = file.read_text().partition("[store]")[0]
    file.write_text(f"{kept}[store]\nkind = {kind}\n")


def quads(site: Path) -> set[bytes]:
    return set(unpacked(site / "var/current/data.nq").splitlines())


def test_a_release_without_a_store_follows_one_with_and_is_followed_by_it(site: Path) -> None:
    lod(site, "build")
    whole, first = quads(site), (site / "var/current").resolve()
    settle(site, '"none"')
    assert "Conforms. 0 errors" in lod(site, "check").stdout
    lod(site, "build")
    current = (site / "var/current").resolve()
    assert not (current / "store").exists()
    assert [line for line in whole - quads(site) if b"sparql" not in line] == []
    assert quads(site) < whole
    assert b"sparql" not in b"".join(line for line in quads(site) if b"/set/" in line)
    assert damage_of(current) == []
    assert current.name in lod(site, "release verify").stdout
    settle(site, '"oxigraph"')
    lod(site, "build")
    assert (site / "var/current").resolve() == first


def test_a_query_is_told_what_is_missing(site: Path) -> None:
    settle(site, '"none"')
    lod(site, "build")
    told = lod(site, "query", "ASK {}", code=2)
    assert "no SPARQL store" in told.stderr
    assert 'kind = "none"' in told.stderr
    assert "inget SPARQL-lager" in lod(site, "query", "ASK {}", code=2, language="sv").stderr


def test_a_kind_that_there_is_not_is_told_with_its_line(site: Path) -> None:
    lines = (site / "lod.toml").read_text().partition("[store]")[0].count("\n")
    settle(site, '"fuseki"')
    for command in ("build", "check", "serve", "query x"):
        told = lod(site, command, code=3).stderr
        assert f"lod.toml:{lines + 2}:" in told, command
        assert 'one of "oxigraph", "none"' in told
