"""lod as a library: what its functions take and give, and what importing them costs."""

import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, BNode, Dataset, Graph, Literal, URIRef
from werkzeug.test import Client

import lod

ROOT = Path(__file__).parents[1]
BASE = "https://data.tillvaxtverket.example/"
EX = "https://x.example/"
SHAPES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
<{EX}S> sh:targetClass <{EX}T> ; sh:property [ sh:path <{EX}p> ; sh:datatype
    <http://www.w3.org/2001/XMLSchema#integer> ; sh:message "a number"@en, "ett tal"@sv ] .
"""
DATA = f"""<{EX}a> a <{EX}T> ;
  <{EX}q> "åäö 🙂" ; <{EX}p> "x" .
"""
FUNCTIONS = ("check", "validate", "locate", "diff", "open_publication", "open_release")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("data.ttl").write_text(DATA, encoding="utf-8")
    Path("shapes.ttl").write_text(SHAPES, encoding="utf-8")
    return tmp_path


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_it_loads_no_library_and_reads_no_file() -> None:
    code = """
import sys
opened, before = [], set(sys.modules)
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
import lod
for name in sorted(set(sys.modules) - before):
    print(name)
for file in opened:
    if not file.endswith((".py", ".pyc")):
        print("read", file)
"""
    loaded = set(run(code).split("\n"))
    assert "lod" in loaded
    assert not {name for name in loaded if name.startswith(("lod.", "read "))}
    libraries = {"rdflib", "flask", "pyoxigraph", "click", "rich", "pyshacl", "uvicorn"}
    assert not {name.partition(".")[0] for name in loaded} & libraries


def test_no_room_takes_the_place_of_a_function(files: Path) -> None:
    code = f"""
import pkgutil, os
from importlib import import_module
import lod
for found in pkgutil.walk_packages(lod.__path__, "lod."):
    if found.name != "lod.__main__":
        import_module(found.name)
os.chdir({str(files)!r})
print(lod.check("data.ttl", "shapes.ttl").exit_code)
from rdflib import Graph
print(len(lod.validate(Graph().parse("data.ttl"), Graph().parse("shapes.ttl")).findings))
print(lod.locate("data.ttl").find("{EX}a"))
print(lod.diff("data.ttl", "data.ttl").different)
with lod.open_publication({str(ROOT)!r}).build(out="var") as release:
    print(lod.open_release("var").folder == release.folder)
    app = lod.serving.create_app(release)
    app.close()
"""
    assert run(code).split() == ["1", "1", "data.ttl:1:1", "False", "True"]
    assert not {found.name for found in pkgutil.iter_modules(lod.__path__)} & set(FUNCTIONS)


@pytest.mark.parametrize("name", [*FUNCTIONS, "OpenedRelease", "Publication"])
def test_all_of_it_is_documented_and_typed(name: str) -> None:
    found = getattr(lod, name)
    members = [found] if name in FUNCTIONS else [m for _, m in inspect.getmembers(found)]
    for member in filter(inspect.isfunction, members):
        if not member.__name__.startswith("_"):
            assert member.__doc__, member
            assert "return" in member.__annotations__, member
            assert f"{member.__name__}(" in (ROOT / "docs/python.md").read_text(), member
    assert (Path(lod.__file__).parent / "py.typed").is_file()


def broken(report: lod.Report) -> list[lod.Finding]:
    return [found for found in report.findings if found.severity == "violation"]


def graph(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def test_a_finding_has_its_place_and_speaks_two_languages(files: Path) -> None:
    (found,) = broken(lod.check(Path("data.ttl"), ["shapes.ttl"]))
    assert (found.file, found.line, found.column) == ("data.ttl", 2, 57)
    assert (found.message("sv"), found.message("en"), found.message()) == (
        "ett tal", "a number", "a number",
    )  # fmt: skip


@pytest.mark.parametrize("data", ["data.ttl", "*a.ttl", graph(DATA), [graph(DATA), graph(SHAPES)]])
@pytest.mark.parametrize("shapes", ["shapes.ttl", Path("shapes.ttl"), graph(SHAPES)])
def test_files_globs_and_graphs_are_taken_alike(files: Path, data: object, shapes: object) -> None:
    report = lod.check(data, shapes)  # type: ignore[arg-type]
    (found,) = broken(report)
    in_graph = isinstance(data, Graph | list)
    assert (found.value, found.file) == ('"x"', None if in_graph else "data.ttl")
    assert report.exit_code == 1


def test_blank_nodes_of_a_graph_and_a_file_stay_apart(files: Path) -> None:
    Path("blank.ttl").write_text(f'_:b0 a <{EX}T> ; <{EX}p> "x" .', encoding="utf-8")
    given = Graph()
    given.add((BNode("b0"), RDF.type, URIRef(f"{EX}T")))
    given.add((BNode("b0"), URIRef(f"{EX}p"), Literal("x")))
    assert len(broken(lod.check(["blank.ttl", given], "shapes.ttl"))) == 2


def test_what_an_ontology_describes_is_known(files: Path) -> None:
    Path("data.ttl").write_text(f"{DATA}<{EX}b> a <{EX}Unknown> .", encoding="utf-8")
    rules = [found.rule.id for found in lod.check("data.ttl", "shapes.ttl").findings]
    assert "guard/unknown-class" in rules
    ontology = graph(f"<{EX}Unknown> a <http://www.w3.org/2002/07/owl#Class> .")
    known = lod.check("data.ttl", "shapes.ttl", ontology=ontology).findings
    assert "guard/unknown-class" not in [found.rule.id for found in known]


def test_what_cannot_be_read_is_found_on_its_line(files: Path) -> None:
    Path("data.ttl").write_text(f"<{EX}a> <{EX}p>\n  oh .", encoding="utf-8")
    report = lod.check("data.ttl", "shapes.ttl")
    assert (report.unread, report.conforms, report.exit_code) == (True, False, 3)
    assert (report.findings[0].line, report.findings[0].column) == (2, 3)


@pytest.mark.parametrize("name", ["nothing.ttl", "x*.ttl"])
def test_a_name_that_fits_no_file_is_an_error(files: Path, name: str) -> None:
    with pytest.raises(lod.errors.UsageError):
        lod.check(name, "shapes.ttl")


@pytest.mark.parametrize("form", ["text", "github", "sarif", "junit", "json", "turtle", "html"])
def test_a_report_is_written_in_each_format(files: Path, form: str) -> None:
    report = lod.check("data.ttl", "shapes.ttl")
    assert "ett tal" in report.render(form, language="sv")
    with pytest.raises(lod.errors.UsageError, match="there is no format x: known are text"):
        report.render("x")


@pytest.mark.parametrize("data", [graph(DATA), quads(DATA), [q.triple for q in quads(DATA)]])
@pytest.mark.parametrize("shapes", [graph(SHAPES), quads(SHAPES)])
def test_a_graph_in_memory_is_validated(data: object, shapes: object) -> None:
    report = lod.validate(data, shapes)  # type: ignore[arg-type]
    (found,) = report.findings
    assert (found.focus, found.value, found.place) == (f"<{EX}a>", '"x"', None)
    assert found.component == "http://www.w3.org/ns/shacl#DatatypeConstraintComponent"
    assert (report.conforms, found.message("sv")) == (False, "ett tal")


def test_a_dataset_is_validated_as_one_graph() -> None:
    data = Dataset()
    data.graph(f"{EX}one").add((URIRef(f"{EX}a"), RDF.type, URIRef(f"{EX}T")))
    data.graph(f"{EX}two").add((URIRef(f"{EX}a"), URIRef(f"{EX}p"), Literal("x")))
    assert len(lod.validate(data, graph(SHAPES)).findings) == 1


def test_only_what_shapes_say_is_validated() -> None:
    other = graph(f'{DATA} <{EX}b> a <{EX}Unknown> ; <{EX}r> "y" .')
    assert len(lod.validate(other, graph(SHAPES)).findings) == 1
    with pytest.raises(lod.errors.ShapesError):
        lod.validate(other, Graph())


def test_a_graph_that_is_no_rdf_says_which_term() -> None:
    for bad in (URIRef("no scheme"), URIRef("a")):
        odd = Graph()
        odd.add((URIRef(f"{EX}a"), URIRef(f"{EX}p"), bad))
        with pytest.raises(lod.errors.InputError, match="can't be RDF: "):
            lod.validate(odd, graph(SHAPES))
    odd = Graph()
    odd.add((Literal("x"), URIRef(f"{EX}p"), Literal("y")))
    with pytest.raises(lod.errors.InputError, match="is no triple of RDF"):
        lod.validate(odd, graph(SHAPES))
    with pytest.raises(TypeError, match="no triple or quad"):
        lod.validate([("a", "b", "c")], graph(SHAPES))  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ((f"{EX}a",), (1, 1)),
        ((f"{EX}a", f"{EX}p"), (2, 35)),
        ((URIRef(f"{EX}a"), URIRef(f"{EX}p"), Literal("x")), (2, 57)),
        ((ox.NamedNode(f"{EX}a"), ox.NamedNode(f"{EX}q"), ox.Literal("åäö 🙂")), (2, 25)),
        ((None, None, Literal("x")), (2, 57)),
        ((None, f"{EX}p"), (2, 35)),
        ((f"{EX}a", f"{EX}p", f"{EX}T"), None),
        ((f"{EX}b",), None),
    ],
)
def test_a_statement_is_located(
    files: Path, asked: tuple[str, ...], place: tuple[int, int] | None
) -> None:
    found = lod.locate("data.ttl").find(*asked)
    assert (found and (found.line, found.column)) == place


def test_a_blank_node_is_located_by_its_label(files: Path) -> None:
    Path("b.ttl").write_text(f"<{EX}a> <{EX}p> [] .\n_:x <{EX}p> 01 .", encoding="utf-8")
    places = lod.locate("b.ttl")
    number = Literal("01", datatype=XSD.integer, normalize=False)
    assert str(places.find(BNode("x"), f"{EX}p", number)) == "b.ttl:2:27"


def test_a_place_is_asked_of_one_file_that_can_be_read(files: Path) -> None:
    with pytest.raises(lod.errors.UsageError):
        lod.locate("*.ttl")
    Path("bad.ttl").write_text("oh", encoding="utf-8")
    with pytest.raises(lod.errors.InputError) as raised:
        lod.locate("bad.ttl").find(f"{EX}a")
    assert str(raised.value.file) == "bad.ttl"


def test_a_publication_that_breaks_a_must_is_not_built(site: Path) -> None:
    publication = lod.open_publication(site)
    with (site / "data/curated/organizations.ttl").open("a", encoding="utf-8") as file:
        file.write(f"<{BASE}id/project/hall-ut> a schema:Organization .\n")
    assert not publication.check().conforms
    with pytest.raises(lod.errors.NotConforming):
        publication.build()
    assert not (site / "var").exists()


def test_a_publication_that_cannot_be_read_is_told_in_its_report(site: Path) -> None:
    publication = lod.open_publication(site)
    (site / "data/curated/organizations.ttl").write_text("oh", encoding="utf-8")
    report = publication.check()
    assert (report.unread, report.exit_code) == (True, 3)
    assert report.findings[0].line == 1
    (site / "lod.toml").unlink()
    with pytest.raises(lod.errors.InputError):
        lod.open_publication(site)


def test_a_query_gives_the_result_of_rdflib(release: Path) -> None:
    with lod.open_release(release) as opened:
        rows = list(opened.query('SELECT ?x ?none { BIND ("01" AS ?x) }'))
        assert rows == [(Literal("01"), None)]
        made = opened.query(f'CONSTRUCT {{ <{EX}a> <{EX}p> "x"@sv }} {{}}').graph
        assert made is not None
        assert list(made.objects()) == [Literal("x", lang="sv")]
        assert bool(opened.query("ASK {}")) is True


def test_a_query_is_ended_at_its_time(release: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with lod.open_release(release) as opened, pytest.raises(lod.errors.QueryTimeout):
        opened.query(endless, timeout=0.5)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT * {", "MalformedQuery"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "UpdateRefused"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "ForbiddenSource"),
    ],
)
def test_a_query_without_an_answer_says_why(release: Path, text: str, error: str) -> None:
    with lod.open_release(release) as opened, pytest.raises(lod.errors.QueryError) as raised:
        opened.query(text)
    assert type(raised.value).__name__ == error


def test_graphs_of_a_release_are_named_in_full_or_in_short(release: Path) -> None:
    with lod.open_release(release / "current") as opened:
        for name in opened.graphs:
            whole, short = opened.graph(name), opened.graph(name.removeprefix(f"{BASE}graph/"))
            assert whole is not None
            assert short is not None
            assert set(whole) == set(short)
        assert opened.graph("nothing") is None
    with pytest.raises(lod.errors.ReleaseError):
        lod.open_release(ROOT)


def test_the_site_of_a_release_answers_as_the_server_does(release: Path, served: str) -> None:
    from urllib.request import urlopen

    app = lod.serving.create_app(release)
    client = Client(app)
    for path in ("", "doc/project/hall-ut.ttl", "def.ttl", "graph/curated", "catalog.jsonld"):
        with urlopen(served + path, timeout=60) as response:
            assert client.get(f"/{path}").data == response.read(), path
    ask = "query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    assert client.get(f"/sparql?{ask}").json == {"head": {}, "boolean": True}
    assert client.post("/sparql", data={"query": "ASK {}"}).json == {"head": {}, "boolean": True}
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code in (400, 403)
    assert client.get("/nothing").status_code == 404
    head = client.head("/doc/project/hall-ut.ttl")
    assert (head.status_code, head.data) == (200, b"")
    assert client.get("/id/project/hall-ut").status_code == 303
    tag = client.get("/def.ttl").headers["ETag"]
    assert client.get("/def.ttl", headers={"If-None-Match": tag}).status_code == 304
    app.close()


@pytest.mark.parametrize("length", ["", "x", "-1", "1_0", "²", "9" * 5000, "5"])
def test_a_body_that_is_not_as_long_as_it_says_is_refused(release: Path, length: str) -> None:
    app = lod.serving.create_app(release)
    answer = Client(app).post(
        "/sparql",
        environ_overrides={
            "CONTENT_LENGTH": length, "CONTENT_TYPE": "application/sparql-query",
        },
        data=b"",
    )  # fmt: skip
    assert answer.status_code in (400, 413), answer.data
    app.close()


def test_a_check_of_files_loads_only_what_it_needs(files: Path) -> None:
    code = f"""
import atexit, os, sys
os.chdir({str(files)!r})
names = ("rdflib", "pyshacl", "flask", "jinja2", "rich")
names += ("lod.publishing", "lod.serving.queries.service")
atexit.register(lambda: print(*(name for name in names if name in sys.modules), file=sys.stderr))
sys.argv = ["lod", "check", "data.ttl", "--shapes", "shapes.ttl"]
from lod.cli.commands import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "\n"), done.stdout
