"""The endpoint over HTTP: what Flask adds, in a test client.

The protocol suite runs against the real server, in test_serving.py.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from serving.queries.stores import GRAPHS, build_store, service

from lod.serving.app.endpoint import MAX_ROWS, RESULT_GLIMPSE
from lod.serving.queries.description import SD
from lod.serving.queries.protocol import MAX_BODY
from lod.serving.settings import Limits

sys.path.insert(0, str(Path(__file__).parent))
from endpoint_app import Lod, Manifest, Release, create

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "https://data.example/"
XSS = 'SELECT ("</textarea><script>" AS ?x) {}'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_store(tmp_path_factory.mktemp("endpoint") / "store")


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[FlaskClient]:
    release = Release(Manifest(BASE), GRAPHS, {"foaf": "http://xmlns.com/foaf/0.1/"})
    with service(store, Limits(timeout=5)) as queries:
        yield create(Lod(queries, release)).test_client()


def ask(client: FlaskClient, query: str, accept: str, language: str = "en") -> str:
    headers = {"Accept": accept, "Accept-Language": language}
    return client.get(f"/sparql?query={quote(query)}", headers=headers).text


def test_the_answer_says_how_it_may_be_kept(client: FlaskClient) -> None:
    response = client.get("/sparql?query=ASK+{}")
    assert response.headers["Vary"] == "Accept"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    posted = client.post("/sparql", data={"query": "ASK {}"})
    assert posted.headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_alone(client: FlaskClient) -> None:
    got, head = (client.open("/sparql?query=ASK+{}", method=m) for m in ("GET", "HEAD"))
    assert head.data == b""
    assert head.headers == got.headers


def test_other_methods_are_told_which_there_are(client: FlaskClient) -> None:
    response = client.put("/sparql")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_options_answers_a_preflight(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("size", [MAX_BODY, MAX_BODY + 1])
def test_a_body_has_a_largest_size(client: FlaskClient, size: int) -> None:
    body = b"ASK {} #".ljust(size, b"x")
    response = client.post("/sparql", data=body, content_type="application/sparql-query")
    assert response.status_code == (200 if size == MAX_BODY else 413)


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_without_a_query_the_service_is_described(
    client: FlaskClient, accept: str, format_: ox.RdfFormat
) -> None:
    response = client.get("/sparql", headers={"Accept": accept, "Host": "evil.example"})
    triples = {quad.triple for quad in ox.parse(response.data, format=format_)}
    service = ox.NamedNode(f"{BASE}sparql")
    assert ox.Triple(service, ox.NamedNode(f"{SD}endpoint"), service) in triples
    named = {t.object.value for t in triples if t.predicate.value == f"{SD}name"}
    assert named == GRAPHS
    assert "evil" not in response.text


def test_a_description_in_no_known_format_is_refused(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.text


@pytest.mark.parametrize(("language", "title"), [("sv", "Fråga"), ("en", "Query"), ("fi", "Fråga")])
def test_a_browser_gets_a_form(client: FlaskClient, language: str, title: str) -> None:
    response = client.get("/sparql", headers={"Accept": BROWSER, "Accept-Language": language})
    assert response.content_type == "text/html;charset=utf-8"
    assert "Accept-Language" in response.headers["Vary"]
    assert f'<label for="query">{title}</label>' in response.text
    assert "PREFIX foaf:" in response.text


def test_a_browser_gets_a_table(client: FlaskClient) -> None:
    page = ask(client, 'SELECT ?a ?b ("å"@sv AS ?c) { ?a a ?b } LIMIT 2', BROWSER)
    assert page.count("<tr>") == 3
    assert '<th scope="col">a</th>' in page
    assert '<a href="http://xmlns.com/foaf/0.1/Document">' in page
    assert '<td lang="sv">å</td>' in page


def test_only_web_addresses_become_links(client: FlaskClient) -> None:
    page = ask(client, "SELECT (<javascript:alert(1)> AS ?x) {}", BROWSER)
    assert "<td>javascript:alert(1)</td>" in page


def test_a_long_table_is_cut_and_says_so(client: FlaskClient) -> None:
    hundred = " ".join(map(str, range(50)))
    page = ask(client, f"SELECT * {{ VALUES ?a {{{hundred}}} VALUES ?b {{{hundred}}} }}", BROWSER)
    assert page.count("<tr>") == 1001
    assert "2500 rows" in " ".join(page.split())


def test_of_a_large_result_the_page_shows_the_beginning(client: FlaskClient) -> None:
    hundred, thousand = (" ".join(map(str, range(n))) for n in (100, 1000))
    rows = f"VALUES ?a {{{hundred}}} VALUES ?b {{{thousand}}}"
    page = ask(client, f"SELECT * {{ {rows} }}", BROWSER)
    assert page.count("<tr>") == MAX_ROWS + 1
    assert "its first rows are shown" in " ".join(page.split())
    bound = "BIND(IRI(CONCAT('a:', STR(?a))) AS ?s) BIND(?b AS ?o)"
    page = ask(client, f"CONSTRUCT {{ ?s <a:b> ?o }} {{ {rows} {bound} }}", BROWSER)
    assert RESULT_GLIMPSE / 2 < len(page) < 4 * RESULT_GLIMPSE
    assert "its beginning is shown" in page


def test_of_a_large_row_the_page_shows_nothing(client: FlaskClient) -> None:
    text = '"' + "x" * 1000 + '"'
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(11))
    page = ask(client, f"SELECT ?x11 {{ BIND({text} AS ?x0) {doubled} }}", BROWSER)
    assert page.count("<tr>") == 1
    assert len(page) < 10_000


def nested(depth: int) -> str:
    return "TRIPLE(<a:b>, <a:c>, " * depth + "'<&'" + ")" * depth


ACCEPTS = ["text/html", "application/sparql-results+json", "application/sparql-results+xml"]
ACCEPTS += ["text/csv", "text/tab-separated-values", "text/turtle", "application/ld+json"]
ACCEPTS += ["application/n-triples", "application/rdf+xml", "*/*", "image/png"]


@pytest.mark.parametrize("accept", ACCEPTS)
@pytest.mark.parametrize(
    ("depth", "statuses"), [(1, (200, 406)), (200, (200, 406)), (201, (400,)), (600, (400,))]
)
def test_terms_nest_as_deep_in_every_format(
    client: FlaskClient, accept: str, depth: int, statuses: tuple[int, ...]
) -> None:
    for query in (
        f"SELECT ?x {{ BIND({nested(depth)} AS ?x) }}",
        f"CONSTRUCT {{ <a:b> <a:c> ?x }} {{ BIND({nested(depth)} AS ?x) }}",
    ):
        response = client.post("/sparql", data={"query": query}, headers={"Accept": accept})
        assert response.status_code in statuses, response.text[:300]
        if accept == "text/html" and depth <= 200:
            assert response.text.count("&lt;&lt;( &lt;a:b&gt;") == depth


def test_a_term_of_any_kind_has_its_cell(client: FlaskClient) -> None:
    page = ask(
        client,
        "SELECT ?none ('a\\tb\\n\\\\n\\\"' AS ?text) (1.5 AS ?number) (true AS ?yes) "
        "('' AS ?empty) ('x'@en--ltr AS ?there) (STRDT('1', <a:t>) AS ?typed) "
        "(<http://a/ü> AS ?link) {}",
        BROWSER,
    )
    row = page.split("<tbody>")[1].split("</tbody>")[0].strip()
    cells = ["", "a\tb\n\\n&#34;", "1.5", "true", ""]
    expected = [f"<td>{cell}</td>" for cell in cells] + ['<td lang="en">x</td>', "<td>1</td>"]
    expected.append('<td><a href="http://a/ü">http://a/ü</a></td>')
    assert row == f"<tr>{''.join(expected)}</tr>"


@pytest.mark.parametrize("accept", ["text/html", "text/csv"])
@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("RAND()", False),
        ("STR(uuid ())", False),
        ("now()", False),
        ("STRUUID()", False),
        ("'RAND()'", True),
        ("BNODE()", True),
        ("1", True),
    ],
)
def test_an_answer_that_would_not_come_again_is_not_kept(
    client: FlaskClient, accept: str, expression: str, kept: bool
) -> None:
    query = quote(f"SELECT ({expression} AS ?x) {{}}")
    response = client.get(f"/sparql?query={query}", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == ("public, max-age=60" if kept else "no-store")


@pytest.mark.parametrize(("filter_", "answer"), [("true", "Yes (true)"), ("false", "No (false)")])
def test_a_browser_gets_a_yes_or_a_no(client: FlaskClient, filter_: str, answer: str) -> None:
    assert answer in ask(client, f"ASK {{ FILTER({filter_}) }}", BROWSER)


def test_a_browser_gets_a_graph_as_turtle(client: FlaskClient) -> None:
    page = ask(client, 'CONSTRUCT { <a:b> <a:c> "</pre><script>" } {}', BROWSER)
    assert "&lt;a:b&gt; &lt;a:c&gt;" in page
    assert "<script>" not in page


def test_nothing_in_a_query_or_result_becomes_markup(client: FlaskClient) -> None:
    page = ask(client, XSS, BROWSER)
    assert "<script>" not in page
    form = page.split('<main id="main">')[1].split("<section")[0].replace(" required", "")
    assert ElementTree.fromstring(f"<m>{form}</m>") is not None


@pytest.mark.parametrize("accept", ["*/*", "text/*", "text/csv, text/html;q=0.9", ""])
def test_a_page_is_only_for_those_who_prefer_one(client: FlaskClient, accept: str) -> None:
    response = client.get("/sparql?query=SELECT+*+{}", headers={"Accept": accept})
    assert response.mimetype != "text/html"
