"""What an operator runs: the Containerfile's commands, the units, the proxies, the tables."""

import http.client
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from patience import PATIENCE, until

from lod.errors import QueryError
from lod.serving.app.problems import problem_types

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/operator.md").read_text(encoding="utf-8")
NOBODY = 65534


def steps(stage: int) -> list[tuple[str, str]]:
    """The instructions of one stage of the Containerfile."""
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    found: list[list[tuple[str, str]]] = []
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found[stage]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def first_cells(heading: str) -> set[str]:
    """What stands in backquotes in the first column of a chapter's tables."""
    chapter = re.search(rf"(?ms)^## {heading}\n(.*?)(?=^## |\Z)", TEXT)
    assert chapter is not None
    return set(re.findall(r"(?m)^\| `([^`]+)`", chapter[1]))


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def copied() -> list[tuple[str, str]]:
    pairs = []
    for name, rest in steps(0):
        if name == "COPY":
            *sources, target = shlex.split(rest)
            pairs += [(source, target) for source in sources]
    return pairs


def test_the_container_is_given_what_it_copies_and_no_more() -> None:
    let_in = {
        line[1:]
        for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    assert {source for source, _ in copied()} == let_in
    for source in let_in:
        assert (ROOT / source).exists(), source


def test_no_file_of_the_deployment_names_a_registry() -> None:
    for name, rest in steps(0)[:1] + steps(1)[:1]:
        assert name == "FROM"
        assert re.fullmatch(r"python:3\.\d+-slim( AS build)?", rest), rest


def test_the_container_serves_as_a_user_without_rights() -> None:
    table = dict(steps(1))
    assert table["USER"] == "10001:10001"
    assert table["STOPSIGNAL"] == "SIGTERM"
    assert table["ENTRYPOINT"] == '["lod"]'
    assert "--host" in table["CMD"]
    assert "/health" in table["HEALTHCHECK"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the Containerfile's RUN lines have been run, with paths in it."""
    place = tmp_path_factory.mktemp("image")
    place.chmod(0o755)
    for above in (place.parent, place.parent.parent):
        above.chmod(above.stat().st_mode | 0o011)
    (place / "src").mkdir()
    for source, target in copied():
        goal = place / "src" / (target if (ROOT / source).is_dir() else Path(source).name)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, goal, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, goal)
    for name, rest in steps(0):
        if name == "RUN" and "--owner" not in rest:
            _run(rest, place)
    return place


def _run(line: str, place: Path) -> None:
    line = re.sub(r"(?<=[ =])/(wheels|opt/lod)", rf"{place}/\1", f" {line}")
    line = line.replace(" python ", f" {sys.executable} ", 1)
    done = subprocess.run(
        ["sh", "-c", line], cwd=place / "src", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_open_to_all(file: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in file.resolve().parents)


def _without_rights() -> list[str]:
    """What takes a command's rights away: root's capabilities, and its name where that can be.

    A Python in root's own folder can't be started by another user.
    """
    if os.getuid() != 0:
        return []
    command = [tool("setpriv"), "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    if _is_open_to_all(Path(sys.executable)):
        command += [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return command


@contextmanager
def _unprivileged(command: list[str], cwd: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run a command without rights, with the environment of a container."""
    process = subprocess.Popen(
        [*_without_rights(), *command],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.communicate(timeout=PATIENCE)


def test_the_image_builds_and_serves_a_site_it_cannot_write(installed: Path) -> None:
    site, out = installed / "site", installed / "releases"
    site.mkdir()
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)
    out.mkdir()
    if os.getuid() == 0 and _is_open_to_all(Path(sys.executable)):
        os.chown(out, NOBODY, NOBODY)
    for path in (site, *site.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    lod = [str(installed / "opt/lod/bin/lod")]
    paths = ["--site", str(site), "--out", str(out)]
    with _unprivileged([*lod, "build", *paths], out) as building:
        printed, _ = building.communicate(timeout=PATIENCE)
        assert building.returncode == 0, printed
    port = _free_port()
    with _unprivileged([*lod, "serve", *paths, "--port", str(port)], out) as server:
        _wait(port)
        assert _get(port, "/ready")[0] == 200
        status, body = _get(port, f"/sparql?query={quote('ASK { ?s ?p ?o }')}")
        assert status == 200, body
        time.sleep(1)  # the log is written a few times a second
        server.terminate()
        printed, _ = server.communicate(timeout=PATIENCE)
        assert server.returncode == 0, printed
    assert '"path": "/ready"' in printed
    for path in (site, *site.rglob("*")):
        path.chmod(0o755)


def test_nothing_of_the_tools_is_installed_in_the_image(installed: Path) -> None:
    names = {p.name.lower() for p in (installed / "opt/lod").glob("lib/*/site-packages/*")}
    assert "uvicorn" in names
    assert not {n for n in names if n.startswith(("pytest", "mypy", "playwright", "hatchling"))}


def test_the_documented_installation_takes_what_the_lock_names_and_no_more(
    installed: Path, tmp_path: Path
) -> None:
    """But for the first line, which the image's RUN lines have run: see ``installed``."""
    chapter = TEXT.partition("## systemd")[2]
    (lines,) = re.findall(r"```\n(python3 -m pip download.*?)```", chapter, re.DOTALL)
    fetch, *install, user = lines.strip().splitlines()
    assert "--require-hashes -r requirements.lock" in fetch
    assert user.startswith("useradd ")
    wheels = installed / "wheels"
    (wheel,) = wheels.glob("lod_publisher-*.whl")
    for line in install:
        line = line.replace("/opt/lod", str(tmp_path / "lod")).replace("wheels", str(wheels))
        line = re.sub(r"\S*lod_publisher-\S+\.whl", str(wheel), line).replace(
            "python3", sys.executable, 1
        )
        done = subprocess.run(shlex.split(line), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    command = [str(tmp_path / "lod/bin/lod"), "--version"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    found = {p.name for p in (tmp_path / "lod").glob("lib/*/site-packages/*.dist-info")}
    locked = re.findall(r"(?m)^(\S+)==(\S+)", (ROOT / "requirements.lock").read_text())
    names = {f"{_plain(name)}-{version}" for name, version in locked}
    others = {
        f"{_plain(n)}-{v}"
        for n, _, v in (f.removesuffix(".dist-info").rpartition("-") for f in found)
    }
    assert {
        n for n in others - names if not n.startswith(("lod-publisher-", "pip-", "setuptools-"))
    } == set()
    assert not [name for name in others if name.startswith(("pytest-", "mypy-", "playwright-"))]


def test_the_lock_is_in_the_sdist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "requirements.lock" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def _wait(port: int) -> None:
    def answers() -> bool:
        try:
            _get(port, "/health")
        except OSError:
            return False
        return True

    assert until(answers), port


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units that the page shows, as files; what they start is here."""
    names = re.findall(r"`/etc/systemd/system/([^`]+)`", TEXT)
    assert len(names) == len(blocks("ini")) == 3
    files = []
    for name, text in zip(names, blocks("ini"), strict=True):
        file = tmp_path / name
        text = text.replace("/opt/lod/bin/lod", shutil.which("true") or "/bin/true")
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def test_systemd_reads_the_units(units: list[Path]) -> None:
    command = [tool("systemd-analyze"), "verify", *map(str, units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if "lod" in line], done.stderr


def test_systemd_finds_the_services_little_exposed(units: list[Path]) -> None:
    services = [str(u) for u in units if u.suffix == ".service"]
    command = [tool("systemd-analyze"), "security", "--offline=true", "--threshold=30"]
    for service in services:
        done = subprocess.run([*command, service], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_nginx_reads_its_block(tmp_path: Path) -> None:
    nginx = tool("nginx")
    pem, key = tmp_path / "pem", tmp_path / "key"
    subprocess.run(
        [
            *(tool("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=a"),
            *("-keyout", str(key), "-out", str(pem)),
        ],
        check=True,
        capture_output=True,
    )
    (block,) = blocks("nginx")
    block = block.replace("/etc/ssl/data.example.org.pem", str(pem))
    block = block.replace("/etc/ssl/data.example.org.key", str(key))
    block = block.replace("listen 443", f"listen 127.0.0.1:{_free_port()}")
    file = tmp_path / "nginx.conf"
    file.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{block}\n}}\n", encoding="utf-8")
    command = [nginx, "-t", "-e", f"{tmp_path}/log", "-c", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr, done.stderr


def test_caddy_reads_its_block(tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    (block,) = blocks("caddyfile")
    file.write_text(block, encoding="utf-8")
    command = [tool("caddy"), "adapt", "--config", str(file), "--adapter", "caddyfile"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_metric_is_in_the_table(served: str) -> None:
    query = quote("SELECT * { ?s ?p ?o } LIMIT 1")
    for path in ("", f"sparql?query={query}"):
        urllib.request.urlopen(f"{served}{path}", timeout=PATIENCE).close()
    for _ in range(900):
        with urllib.request.urlopen(f"{served}metrics", timeout=PATIENCE) as response:
            page = response.read().decode()
        names = {re.split(r"[{ ]", line)[0] for line in page.splitlines() if line[0] != "#"}
        if {"lod_requests_total", "lod_queries_total"} <= names:
            break
        time.sleep(0.1)
    documented = {n for n in first_cells("Watching") if n.startswith("lod_")}
    assert {n for n in names if not n.endswith("_created")} == documented


def test_every_problem_of_a_query_is_in_the_table() -> None:
    types = problem_types()
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| (\d{3}) \|", TEXT)
    assert {slug: int(status) for slug, status in rows} == {
        slug: types[slug].status for slug, _ in rows
    }
    assert _slugs(QueryError) <= {slug for slug, _ in rows}


def _slugs(kind: type[QueryError]) -> set[str]:
    return {kind.slug}.union(*map(_slugs, kind.__subclasses__()))


def test_the_log_line_shown_has_the_fields_of_the_table() -> None:
    (line,) = blocks("json")
    fields = set(re.findall(r'"(\w+)":', line))
    chapter = TEXT.partition("## Access log")[2].partition("\n## ")[0]
    cells = "".join(re.findall(r"(?m)^\| (`[^|]+) \|", chapter))
    assert set(re.findall(r"`(\w+)`", cells)) == fields | {"query"}
