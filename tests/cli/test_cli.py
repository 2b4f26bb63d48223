"""The command line: what a steward sees, and the exit codes."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from urllib.request import urlopen

import pytest
from editing import change
from patience import PATIENCE

from lod.cli.commands import main

ROOT = Path(__file__).parents[2]
BASE = "https://data.tillvaxtverket.example/"


def lod(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod", *map(str, arguments)]
    env = {**os.environ, "LC_ALL": "en_GB.UTF-8"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, timeout=120, check=False, env=env
    )


def test_check_of_the_shipped_publication_conforms() -> None:
    done = lod("check", "--site", ROOT, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "0 errors" in done.stdout


def test_a_violation_exits_1_names_the_line_and_keeps_the_old_release(site: Path) -> None:
    assert lod("build", "--site", site).returncode == 0
    old = (site / "var/current").resolve()
    file = site / "data/curated/organizations.ttl"
    text = file.read_text()
    file.write_text(
        text
        + "\n<https://data.tillvaxtverket.example/id/project/hall-ut> a schema:Organization .\n"
    )
    done = lod("build", "--site", site, "--lang", "en")
    assert done.returncode == 1, done.stderr
    assert f"data/curated/organizations.ttl:{text.count(chr(10)) + 2}" in done.stderr
    assert (site / "var/current").resolve() == old


def test_check_gives_json_and_turtle(site: Path) -> None:
    done = lod("check", "--site", site, "--format", "json")
    assert json.loads(done.stdout)["conforms"] is True
    assert "ValidationReport" in lod("check", "--site", site, "--format", "turtle").stdout


def test_one_bad_project_leaves_nine_is_named_and_exits_1(site: Path) -> None:
    change(site, "Progressiva kommuner\n", "\n")
    done = lod("build", "--site", site)
    assert done.returncode == 1
    assert "data/sources/programsida-2013-11-15.txt:15" in done.stderr
    assert "expected:" in done.stderr
    query = f"SELECT ?p {{ ?p a <{BASE}def/FundedProject> }}"
    assert lod("query", query, "--site", site, "--format", "csv").stdout.count("id/project/") == 9


def test_a_page_without_its_structure_exits_3_with_the_line(site: Path) -> None:
    change(site, "Pågående projekt\n", "Någonting annat\n")
    done = lod("build", "--site", site)
    assert done.returncode == 3
    assert "programsida-2013-11-15.txt" in done.stderr
    assert "expected:" in done.stderr


def test_a_source_that_is_not_the_fetched_one_exits_3(site: Path) -> None:
    with (site / "data/sources/programsida-2013-11-15.txt").open("a") as file:
        file.write("x")
    assert lod("build", "--site", site).returncode == 3


@pytest.mark.parametrize("text", ["", "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"])
def test_empty_shapes_are_an_error(site: Path, text: str) -> None:
    for file in (site / "shapes").glob("*.ttl"):
        file.unlink()
    (site / "shapes/empty.ttl").write_text(text)
    done = lod("check", "--site", site)
    assert done.returncode == 3
    assert "shapes" in done.stderr


def test_a_shape_without_a_target_is_an_error(site: Path) -> None:
    file = site / "shapes/report.ttl"
    file.write_text(file.read_text().replace("sh:targetClass schema:Report", "rdfs:seeAlso <x:y>"))
    done = lod("check", "--site", site)
    assert done.returncode == 1, done.stdout
    assert "report.ttl" in done.stdout
    assert done.stdout.count("guard/no-target") == 1


def test_keys_mints_what_is_missing_and_no_more(site: Path) -> None:
    file = site / "data/keys.csv"
    whole = file.read_text()
    file.write_text("".join(x for x in whole.splitlines(keepends=True) if "hall-ut" not in x))
    assert lod("check", "--site", site).returncode == 3
    assert "new keys: 1" in lod("keys", "--site", site).stdout
    assert sorted(file.read_text().splitlines()) == sorted(whole.splitlines())
    assert "new keys: 0" in lod("keys", "--site", site).stdout


def test_a_table_has_addresses_with_commas_and_rows_without_values(release: Path) -> None:
    command = ("--out", release, "--site", ROOT)
    lines = lod("query", ROOT / "queries/where-facts-come-from.rq", *command).stdout.splitlines()
    assert len(lines) > 20
    assert all("#line=" in line for line in lines[2:])
    empty = "SELECT ?no { VALUES ?no { UNDEF } }"
    assert lod("query", empty, *command).stdout == "no\n--\n\n"


def test_query_formats(release: Path) -> None:
    query = f"SELECT ?t {{ <{BASE}id/project/hall-ut> <https://schema.org/name> ?t }}"
    shown = {
        f: lod("query", query, "--format", f, "--out", release, "--site", ROOT).stdout
        for f in ("table", "csv", "json")
    }
    assert shown["table"] == "t\n-------\nHåll ut\n"
    assert shown["csv"].splitlines() == ["t", "Håll ut"]
    assert json.loads(shown["json"])["results"]["bindings"][0]["t"]["value"] == "Håll ut"
    described = lod(
        "query",
        f"DESCRIBE <{BASE}id/project/hall-ut>",
        "--format",
        "turtle",
        "--out",
        release,
        "--site",
        ROOT,
    )
    assert '"Håll ut"@sv' in described.stdout


def test_a_query_from_a_file(release: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK { ?s ?p ?o }")
    done = lod("query", tmp_path / "q.rq", "--out", release, "--site", ROOT)
    assert "true" in done.stdout
    assert lod("query", "SELECT * {", "--out", release, "--site", ROOT).returncode == 1


def test_a_new_publication_builds_at_once(tmp_path: Path) -> None:
    site = tmp_path / "new"
    assert lod("init", site, "--base", "https://data.other.example/p/").returncode == 0
    assert not [
        f
        for f in site.rglob("*")
        if f.is_file() and b"data.tillvaxtverket.example" in f.read_bytes()
    ]
    done = lod("build", "--site", site)
    assert done.returncode == 0, done.stderr
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert int(lod("query", query, "--site", site, "--format", "csv").stdout.split()[1]) > 100


def test_import_makes_a_source_of_a_saved_page(site: Path, tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text("<html><meta charset=utf-8><h1>Nytt program</h1><p>Text å</p></html>")
    done = lod("import", saved, "--name", "ny-sida", "--site", site)
    assert done.returncode == 0, done.stderr
    assert (site / "data/sources/ny-sida.html").read_bytes() == saved.read_bytes()
    assert "Text å" in (site / "data/sources/ny-sida.txt").read_text()
    assert lod("import", saved, "--name", "ny-sida", "--site", site).returncode == 2


@pytest.mark.parametrize(
    ("language", "told", "refused"),
    [
        ("en", "left out: page footer: Tel: 000", "is a PDF, no page"),
        ("sv", "utelämnat: sidfot: Tel: 000", "är en PDF, ingen webbsida"),
    ],
)
def test_import_tells_what_it_left_out_and_what_is_no_page(
    site: Path, tmp_path: Path, language: str, told: str, refused: str
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text("<h1>Nytt program</h1><p>Text</p><footer>Tel: 000</footer>")
    done = lod("import", saved, "--name", f"ny-{language}", "--site", site, "--lang", language)
    assert told in done.stderr
    assert "000" not in (site / f"data/sources/ny-{language}.txt").read_text()
    saved.write_text("<h1>T</h1>" + "<nav>Start</nav>" * 25)
    many = lod("import", saved, "--name", f"many-{language}", "--site", site, "--lang", language)
    assert len(many.stderr.splitlines()) == 20 + 2
    saved.write_bytes(b"%PDF-1.4")
    done = lod("import", saved, "--name", "pdf", "--site", site, "--lang", language)
    assert done.returncode == 3
    assert f"page.html: {refused}" in done.stderr.replace("\n", " ")
    assert not [*site.glob("data/sources/pdf*")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the wheel of this tree; its dependencies are shared."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("lod_publisher-*.whl")
    venv.create(folder / "env", with_pip=False)
    python, pip = folder / "env/bin/python", [sys.executable, "-m", "pip", "--python"]
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, python, *install], check=True, capture_output=True, timeout=120)
    (packages,) = (folder / "env/lib").glob("*/site-packages")
    dependencies = [p for p in sys.path if p.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(dependencies) + "\n")
    return folder


def run_installed(installed: Path, *command: str) -> str:
    done = subprocess.run(
        [installed / "env/bin" / command[0], *command[1:]],
        capture_output=True, text=True, check=False, cwd=installed, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wheel_gives_every_command_in_an_empty_environment(installed: Path) -> None:
    """Its own files (shapes, ontology, templates, words) come with it."""
    (installed / "page.html").write_text("<h1>Nytt program</h1>", encoding="utf-8")
    commands = (
        "init site --base https://x.example/",
        "keys --site site",
        "decide --site site",
        "build --site site",
        "check --site site --lang sv",
        "check site/ontology --shapes site/shapes --format sarif",
        "check site/ontology --shapes site/shapes --format html=report.html",
        "release verify --site site",
        "diff --site site --format markdown",
        "import page.html --name page --site site",
        "query DESCRIBE<https://x.example/def> --format turtle --site site",
    )
    for command in commands:
        run_installed(installed, "lod", *command.split(" "))
    assert (installed / "site/var/current/data.nq.gz").exists()
    settings = installed / "site/lod.toml"
    settings.write_text(re.sub('template = "[^"]*"', 'template = "0.1.0"', settings.read_text()))
    run_installed(installed, "lod", "upgrade", "--site", "site")  # knows what 0.1.0 shipped
    served = {command.split(" ")[0] for command in commands} | {"serve", "upgrade"}
    assert served == set(main.commands), "a command is not tried"


def test_a_wheel_serves(installed: Path, release: Path, free_port: int) -> None:
    command = [str(installed / "env/bin/lod"), "serve", "--out", str(release), "--port"]
    with subprocess.Popen(
        [*command, str(free_port), "--site", str(ROOT)], cwd=installed, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        try:
            assert str(free_port).encode() in server.stdout.readline()
            with urlopen(f"http://127.0.0.1:{free_port}/", timeout=PATIENCE) as response:
                assert b"<html" in response.read()
        finally:
            server.terminate()


# Whoever checks a small file waits for none of these.
NEEDLESS = {
    "rdflib", "pyshacl", "owlrl", "flask", "werkzeug", "jinja2", "uvicorn", "prometheus_client",
    "asyncio", "ssl", "http.client", "urllib.request", "multiprocessing", "sqlite3",
    "lod.publishing", "lod.serving.app", "lod.serving.http", "lod.serving.queries", "lod.deriving",
    "lod.comparing.compare", "lod.checking.shacl.reference", "lod.checking.shacl.stream.files",
    "lod.checking.shacl.stream.sorting", "lod.checking.lines", "lod.checking.excerpts",
    "lod.checking.positions.excerpt", "lod.checking.positions.members",
}  # fmt: skip
MOST = 420
"""Modules that the first report may load, Python's own among them: 350 when this was written."""


def test_the_first_report_on_a_small_file_loads_little(installed: Path) -> None:
    """How long that takes, `benchmarks/first.py` measures: a test counts."""
    names = "@prefix ex: <https://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    (installed / "data.ttl").write_text(f"{names}ex:a a ex:Person .\n")
    (installed / "shapes.ttl").write_text(f"{names}ex:S sh:targetClass ex:Person ; sh:nodeKind sh:IRI .")  # fmt: skip # noqa: E501
    command = ["-X", "importtime", "-m", "lod", "check", "data.ttl", "--shapes", "shapes.ttl"]
    done = subprocess.run(
        [installed / "env/bin/python", *command, "--lang", "en"],
        capture_output=True, text=True, check=True, cwd=installed, timeout=120,
    )  # fmt: skip
    assert "Conforms." in done.stdout
    rows = [row for row in done.stderr.splitlines() if row.startswith("import time:")]
    loaded = {row.rpartition("|")[2].strip() for row in rows}
    assert "lod.checking.run" in loaded
    assert not loaded & NEEDLESS
    assert len(loaded) < MOST, sorted(loaded)


def test_a_wheel_is_a_library_with_types(installed: Path) -> None:
    code = "import lod, sys; print(lod.__file__, lod.check, 'lod.checking' in sys.modules)"
    where, *_, loaded = run_installed(installed, "python", "-c", code).split()
    assert where.startswith(str(installed))
    assert loaded == "False"
    assert (Path(where).parent / "py.typed").is_file()


def test_two_projects_of_one_title_leave_the_first_and_are_named(site: Path) -> None:
    change(site, "\nHåll ut\n", "\nProgressiva kommuner\n")
    done = lod("build", "--site", site)
    assert done.returncode == 1
    assert "programsida-2013-11-15.txt:43: a project has the same title" in done.stderr
    query = f"SELECT ?p {{ ?p a <{BASE}def/FundedProject> }}"
    assert lod("query", query, "--site", site, "--format", "csv").stdout.count("id/project/") == 9


def test_the_newest_page_describes_what_two_pages_list(site: Path) -> None:
    for suffix in ("txt", "toml"):
        file = site / f"data/sources/programsida-2013-11-15.{suffix}"
        shutil.copy(file, file.with_stem("programsida-2014-01-10"))
    change(site, "15 november 2013", "10 januari 2014", "programsida-2014-01-10")
    change(site, "201203 — 201406", "201203 — 201408", "programsida-2014-01-10")
    settings = site / "lod.toml"
    settings.write_text(
        settings.read_text().replace(
            '["programsida-2013-11-15"]', '["programsida-2013-11-15", "programsida-2014-01-10"]'
        )
    )
    lod("keys", "--site", site)
    done = lod("build", "--site", site)
    assert done.returncode == 0, done.stderr
    thing = f"{BASE}id/project/tillvaxtforetag-i-vasternorrland"
    query = f"""PREFIX fp: <{BASE}def/> PREFIX dcat: <http://www.w3.org/ns/dcat#>
        SELECT ?end ?on {{ <{thing}> fp:statusAsOf ?on ; fp:period/dcat:endDate ?end }}"""
    shown = lod("query", query, "--site", site, "--format", "csv").stdout
    assert shown.split() == ["end,on", "2014-08,2014-01-10"]


def test_check_lists_the_anomalies_that_nothing_decides() -> None:
    done = lod("check", "--site", ROOT)
    assert "programsida-2013-11-15.txt:63:48" in done.stdout
    assert "nobody has decided: The start month has a five-digit year." in done.stdout


def test_git_leaves_the_bytes_of_sources_alone(tmp_path: Path) -> None:
    site, copy = tmp_path / "site", tmp_path / "copy"
    lod("init", site, "--base", "https://x.example/")
    (site / "data/sources/x.txt").write_bytes(b"a\nb\r\nc\n")
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@x.example"]
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["commit", "-qm", "x"],
        ["clone", "-q", ".", copy],
    ):
        subprocess.run([*git, *command], cwd=site, check=True, capture_output=True)
    assert (copy / "data/sources/x.txt").read_bytes() == b"a\nb\r\nc\n"
    assert (ROOT / ".gitattributes").read_text().startswith((copy / ".gitattributes").read_text())


def test_a_sidecar_of_another_publisher_is_refused(site: Path) -> None:
    sidecar = site / "data/sources/programsida-2013-11-15.toml"
    sidecar.write_text(sidecar.read_text().replace('"tillvaxtverket"', '"other"'))
    done = lod("check", "--site", site)
    assert done.returncode == 3
    assert 'publisher = "tillvaxtverket"' in done.stderr
