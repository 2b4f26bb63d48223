"""What nobody may see is in no file, no message, no report and no answer, by whichever way.

The tables have marks in every such place; after each command all that it wrote is gone through.
"""

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from conftest import ROOT
from publishing.tables.markers import JSON, JSON_SIDECAR, MARKS, SIDECAR, TABLE, UNREAD
from publishing.tables.publications import TableSite, site_of_table
from servers import Server, serving

FORMATS = ("text", "sarif", "html", "json", "junit", "github", "turtle", "summary")
ALL = (*MARKS, *UNREAD)
_LINK = re.compile(r"""(?:href|src|action)=["']?([^"'\s>]+)|<(https?:[^>\s]+)>""")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> TableSite:
    """A publication of both tables, built."""
    site = tmp_path_factory.mktemp("withheld") / "site"
    for name in ("ontology", "shapes", "data"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "lod.toml", site)
    table = site_of_table(site, "bidrag.csv", "grants.json")
    table.write(TABLE, SIDECAR.format(more=""))
    TableSite(site, "grants.json").write(JSON, JSON_SIDECAR)
    for command in ("keys", "build"):
        done = table.run(command)
        assert done.exit_code in (0, 1), done.output
        assert marks_in(done.output, done.stderr) == []
    assert (table.out / "current").exists()
    return table


def marks_in(*texts: str, marks: tuple[str, ...] = ALL) -> list[str]:
    return [mark for mark in marks if any(mark in text for text in texts)]


def text_of(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace")


def test_no_file_has_it(built: TableSite) -> None:
    files = [file for file in built.out.rglob("*") if file.is_file()]
    kept = [file for file in files if file.parent.name == "rejected"]
    assert {file.name for file in kept} >= {"bidrag.csv", "grants.csv"}
    found = {file.name: marks_in(text_of(file)) for file in files if file not in kept}
    assert {name: marks for name, marks in found.items() if marks} == {}
    assert marks_in(*map(text_of, kept), marks=MARKS) == []


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_no_report_has_it(built: TableSite, lang: str, tmp_path: Path) -> None:
    files = [tmp_path / f"report.{form}" for form in FORMATS]
    given = [f"--format={form}={file}" for form, file in zip(FORMATS, files, strict=True)]
    done = built.run("check", *given, lang=lang)
    assert done.exit_code == 1
    texts = [file.read_text("utf-8") for file in files]
    assert all("bidrag.csv" in text for text in texts[:4])
    assert marks_in(done.output, done.stderr, *texts) == []


def test_no_comparison_and_no_query_has_it(built: TableSite) -> None:
    for command in (("diff",), ("query", "SELECT * { GRAPH ?g { ?s ?p ?o } }")):
        done = built.run(*command)
        assert done.exit_code == 0, done.output
        assert marks_in(done.output, done.stderr) == []


@pytest.mark.parametrize(
    ("table", "sidecar", "words"),
    [
        (TABLE, SIDECAR.format(more="rejected = 0"), "rows are rejected, more than 0 of a hundred"),
        (TABLE, SIDECAR.format(more='withhold = ["Syfte"]'), "withheld"),
        (TABLE.replace("D-1,", '"'), SIDECAR.format(more="delimiter = ';'"), "no column"),
        (TABLE.encode("utf-16"), SIDECAR.format(more=""), "is not UTF-8"),
        ("<p>Hemligford 0709876543", SIDECAR.format(more=""), "is not csv"),
        ('{"a": "Hemligford"}\n' + TABLE, SIDECAR.format(more=""), "csv"),
    ],
)
def test_no_refusal_has_it(
    site: Path, table: str | bytes, sidecar: str, words: str, tmp_path: Path
) -> None:
    made = site_of_table(site)
    made.write(table, sidecar)
    for lang in ("sv", "en"):
        files = [tmp_path / f"{lang}.{form}" for form in FORMATS]
        given = [f"--format={form}={file}" for form, file in zip(FORMATS, files, strict=True)]
        texts = [made.run(command, lang=lang).output for command in ("keys", "build")]
        texts += [made.run("check", *given, lang=lang).output, made.run("check", lang=lang).output]
        texts += [file.read_text("utf-8") for file in files]
        assert marks_in(*texts) == []
    assert words in texts[0]


def test_a_refused_page_of_json_is_not_quoted(site: Path) -> None:
    made = site_of_table(site, "grants.json")
    made.write(JSON.replace("]}\n", "}\n"), JSON_SIDECAR)
    texts = [made.run("check", "--format", form).output for form in FORMATS]
    assert "isn't JSON here" in texts[0]
    assert marks_in(*texts) == []


def crawled(server: Server, base: str) -> Iterator[tuple[str, str]]:
    """Give each path that leads from the first page, with what is answered."""
    found, seen = ["/", "/sparql", "/robots.txt", "/no-such-page"], set[str]()
    while found:
        path = found.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = server.get(path, "text/html, */*;q=0.8")
        body = gzip.decompress(reply.body) if reply.body[:2] == b"\x1f\x8b" else reply.body
        text = body.decode("utf-8", "replace") + repr(reply.headers)
        yield path, text
        links = [a or b for a, b in _LINK.findall(text)] if len(text) < 1_000_000 else []
        links += [reply.headers.get("location", "")]
        for link in links:
            whole = urldefrag(urljoin(urljoin(base, path), link.replace("&amp;", "&"))).url
            parts = urlsplit(whole)
            if whole.startswith(base) and "query=" not in parts.query:
                found.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def test_no_answer_and_no_log_has_it(built: TableSite, tmp_path: Path) -> None:
    settings = (built.site / "lod.toml").read_text("utf-8")
    base = re.findall(r'base_iri = "([^"]+)"', settings)[0]
    log = tmp_path / "log"
    with serving(built.out, log=log) as server:
        answers = dict(crawled(server, base))
        sources = {path for path in answers if path.startswith("/source/")}
        assert len([path for path in answers if "/project/d-" in path]) > 5
        assert sources >= {"/source/bidrag", "/source/grants"}
        for path in ("/source/bidrag", "/source/grants"):
            for accept in ("text/csv", "application/json", "text/plain", "text/turtle"):
                answers[f"{path} {accept}"] = server.get(path, accept).body.decode()
        for accept in ("text/csv", "application/sparql-results+json", "text/html"):
            query = "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"
            answers[f"sparql {accept}"] = server.get(query, accept).body.decode()
    assert "Bygger en bro." in answers["sparql text/csv"]
    assert "Bygger en bro." in answers["/source/bidrag text/csv"]
    found = {path: marks_in(text) for path, text in answers.items()}
    assert {path: marks for path, marks in found.items() if marks} == {}
    assert marks_in(log.read_text("utf-8")) == []
