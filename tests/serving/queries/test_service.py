"""Queries in worker processes: whole answers, bounded, and the pool as before afterwards."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from patience import PATIENCE, until
from process_tree import ticks_of

from lod.errors import (
    ForbiddenSource,
    MalformedQuery,
    NestedTooDeep,
    NotAcceptableResult,
    QueryError,
    QueryInterrupted,
    QueryMemory,
    QueryTimeout,
    ReleaseGone,
    ResultTooLarge,
    TooManyWaiting,
)
from lod.serving.queries.crew import SPARES
from lod.serving.queries.protocol import Request
from serving.queries.stores import FAST, GRAPHS, Opened, build_store, service

ASK = Request("ASK {}")
SIXTY = " ".join(map(str, range(60)))
G1, G2 = sorted(GRAPHS)[1:3]


def values(names: str) -> str:
    return " ".join(f"VALUES ?{name} {{ {SIXTY} }}" for name in names)


SUM = " + ".join(f"?{name}" for name in "abcdefgh")
ENDLESS = Request(f"SELECT (COUNT(*) AS ?n) {{ {values('abcdefgh')} FILTER({SUM} = -1) }}")
SORTED = Request(f"SELECT * {{ {values('abcd')} }} ORDER BY ?d ?c")
DOUBLED = Request(
    'SELECT (STRLEN(?v39) AS ?n) { VALUES ?v0 { "abcdefghijklmnop" } '
    + " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(39))
    + " }"
)
LARGE = Request(f"SELECT * {{ {values('abc')} }}")
LARGE_GRAPH = Request(f"CONSTRUCT {{ <a:s> <a:p> ?v }} {{ {values('abc')} BIND(?a*3600+?b*60+?c AS ?v) }}")  # fmt: skip # noqa: E501
DEEP = Request("ASK " + "{" * 6000 + "}" * 6000)
COUNT = "SELECT (COUNT(*) AS ?n)"


@pytest.fixture(scope="module")
def queries(store: Path) -> Iterator[Opened]:
    with service(store) as found:
        yield found


def text(queries: Opened, query: str) -> str:
    return queries.run(Request(query), "text/csv").body.decode()


def working(queries: Opened) -> int:
    """The worker that has used the most time."""
    return max(queries.workers(), key=ticks_of)


CSV, TSV = "text/csv;charset=utf-8", "text/tab-separated-values"
XML, RDFXML = "application/sparql-results+xml", "application/rdf+xml"

FORMATS = [
    ("ASK {}", None, "application/sparql-results+json", '{"head":{},"boolean":true}'),
    ("ASK {}", "application/xml", "application/xml", "<boolean>true</boolean>"),
    ("SELECT * { VALUES (?x ?y) { (1 2) } }", "text/csv", CSV, "x,y\r\n1,2\r\n"),
    ("SELECT ?x { ?x a 1 }", "text/csv", CSV, "x\r\n"),
    ("SELECT * { VALUES (?x ?y) { (<x:a#line=1,2> UNDEF) } }", "text/csv", CSV,
     'x,y\r\n"x:a#line=1,2",\r\n'),
    ("SELECT * { VALUES (?x ?y) { ('a,\"b\\n' 'c'@en) } }", "text/csv", CSV,
     'x,y\r\n"a,""b\n",c\r\n'),
    ('SELECT ("å" AS ?x) {}', TSV, f"{TSV};charset=utf-8", '?x\n"å"\n'),
    ("CONSTRUCT { <a:b> <a:c> 1 } {}", "*/*", "text/turtle;charset=utf-8", "<a:b> <a:c> 1 .\n"),
    ("CONSTRUCT { <a:b> <a:c> 1 } {}", "application/ld+json", "application/ld+json", '"@id":"a:b"'),
    ("CONSTRUCT { ?s ?p 1 } { ?s ?p 1 }", RDFXML, RDFXML, "</rdf:RDF>"),
    (f"DESCRIBE <{G1}>", "application/n-triples", "application/n-triples", f"<{G1}> <"),
    ('SELECT ("a\\rb" AS ?x) {}', XML, XML, "a&#xD;b"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "accept", "content_type", "part"), FORMATS)
def test_a_result_is_given_in_the_format_asked_for(
    queries: Opened, query: str, accept: str | None, content_type: str, part: str
) -> None:
    answer = queries.run(Request(query), accept)
    assert answer.content_type == content_type
    assert part in answer.body.decode()


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("ASK {}", "text/csv"),
        ("SELECT * {}", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"),
        ('SELECT ("a\\u0001" AS ?x) {}', "application/sparql-results+xml"),
        ("CONSTRUCT { <a:b> <http://a/123> 1 } {}", "application/rdf+xml"),
        ('CONSTRUCT { <a:b> <a:c> "\\u0001" } {}', "application/rdf+xml"),
        ("CONSTRUCT { <a:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 } {}",
         "application/rdf+xml"),
    ],
)  # fmt: skip
def test_a_result_that_the_format_cannot_hold_is_refused(
    queries: Opened, query: str, accept: str
) -> None:
    with pytest.raises(NotAcceptableResult, match="offered as"):
        queries.run(Request(query), accept)


MALFORMED = [
    ("SELEKT * {}", "Line 1, column 1: “SELEKT” begins no query"),
    ("# x\n{}", "Line 2, column 1: a query begins with one of SELECT"),
    ("SELECT *\n{ ?s foaf:name ?o }", "Line 2, column 6: the prefix “foaf:” is not declared; "
     "begin with PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
    ("SELECT * { ?s ?p ?o", "Line 1, column 10: “{” is never closed"),
    ("SELECT * { ?s ?p (1 }", "“}” stands where “)” must close"),
    ("SELECT * } {", "“}” closes nothing"),
    ('ASK { ?s ?p "x }', "Line 1, column 13: the text that begins with"),
    ("ASK { ?s ?p <http://a b> }", "the IRI that begins with <http: holds a space"),
    ("ASK { ?s <p> <b> }", "is a relative IRI, and the query has no BASE"),
    ("ASK {} garbage", "Line 1, column 8: “garbage” can't stand here"),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", "a variable is given twice"),
    ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "neither grouped by"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "message"), MALFORMED)
def test_a_syntax_error_is_told_in_plain_words(queries: Opened, query: str, message: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        queries.run(Request(query), None)
    assert message in str(caught.value)
    assert "expected" not in str(caught.value)


def test_a_function_that_is_unknown_is_an_error_of_the_query(queries: Opened) -> None:
    with pytest.raises(QueryError, match="not supported"):
        queries.run(Request("SELECT * { BIND(<http://x/f>(1) AS ?x) FILTER(?x) }"), None)


def test_a_place_with_a_long_name_is_no_hindrance(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address of a socket has 108 bytes at most, unix(7)."""
    place = tmp_path / ("x" * 120)
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with service(store) as queries:
        assert len(queries.broker) > 120
        assert b"true" in queries.run(ASK, None).body


def test_a_relative_iri_is_resolved_against_the_base(queries: Opened) -> None:
    query = Request("CONSTRUCT { <s> <p> 1 } {}")
    assert b"<http://b/s>" in queries.run(query, "application/n-triples", "http://b/").body


def test_the_default_graph_is_the_union_or_empty(store: Path, queries: Opened) -> None:
    query = f"{COUNT} {{ ?s ?p ?o }}"
    assert text(queries, query) == "n\r\n4\r\n"
    with service(store, union=False) as plain:
        assert text(plain, query) == "n\r\n0\r\n"


def test_the_query_names_its_dataset(queries: Opened) -> None:
    assert text(queries, f"{COUNT} FROM <{G1}> {{ ?s ?p ?o }}") == "n\r\n1\r\n"
    assert text(queries, f"{COUNT} FROM NAMED <{G1}> {{ ?s ?p ?o }}") == "n\r\n0\r\n"
    assert text(queries, f"{COUNT} FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == "n\r\n1\r\n"


def test_the_request_gives_the_dataset(queries: Opened) -> None:
    plain, named = f"{COUNT} {{ ?s ?p ?o }}", f"{COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    for request, count in (
        (Request(plain, default_graphs=(G1,)), 1),
        (Request(plain, default_graphs=(G1, G2)), 2),
        (Request(named, default_graphs=(G1,)), 0),
        (Request(named, named_graphs=(G1,)), 1),
        (Request(plain, named_graphs=(G1,)), 0),
        (Request(f"{COUNT} FROM <a:none> {{ ?s ?p ?o }}", (G1,)), 1),
    ):
        assert queries.run(request, "text/csv").body == b"n\r\n%d\r\n" % count


def test_a_foreign_graph_in_the_request_is_refused(queries: Opened) -> None:
    with pytest.raises(ForbiddenSource):
        queries.run(Request("ASK {}", ("file:///etc/passwd",)), None)


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (SORTED, QueryMemory),
        (DOUBLED, QueryMemory),
        (LARGE, ResultTooLarge),
        (LARGE_GRAPH, ResultTooLarge),
        (DEEP, NestedTooDeep),
    ],
    ids=["sorted", "doubled", "large", "large graph", "deep"],
)
def test_a_query_beyond_its_bounds_gets_an_error_and_the_next_an_answer(
    queries: Opened, request_: Request, error: type[QueryError]
) -> None:
    with pytest.raises(error) as caught:
        queries.run(request_, "application/n-triples, application/sparql-results+json")
    assert type(caught.value) is error
    assert b"true" in queries.run(ASK, None).body


@pytest.mark.parametrize(("timeout", "seconds"), [(None, 2.0), (0.3, 0.3), (60.0, 2.0)])
def test_a_query_ends_at_its_deadline(store: Path, timeout: float | None, seconds: float) -> None:
    with service(store, replace(FAST, timeout=2)) as queries:
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=f"(after|within) {seconds:g} seconds"):
            queries.run(replace(ENDLESS, timeout=timeout), None)
        assert time.monotonic() - start >= seconds
        assert until(partial(_is_answered, queries))


def _is_answered(queries: Opened) -> bool:
    try:
        return b"true" in queries.run(ASK, None).body
    except QueryTimeout:  # the machine is busy
        return False


def test_the_deadline_counts_from_arrival_and_the_queue_is_bounded(store: Path) -> None:
    with service(store, replace(FAST, timeout=4, workers=2, waiting=2)) as queries:
        queries.run(ASK, None)
        with ThreadPoolExecutor(6) as threads:
            runs = [threads.submit(queries.run, ENDLESS, None) for _ in range(6)]
            kinds = sorted(type(run.exception()).__name__ for run in runs)
        assert kinds == [QueryTimeout.__name__] * 4 + [TooManyWaiting.__name__] * 2


def test_a_worker_killed_from_outside_is_an_error_and_is_replaced(queries: Opened) -> None:
    queries.run(ASK, None)
    with ThreadPoolExecutor(1) as threads:
        run = threads.submit(queries.run, ENDLESS, None)
        time.sleep(0.5)
        os.kill(working(queries), signal.SIGKILL)
        assert isinstance(run.exception(PATIENCE), QueryInterrupted)
    assert b"true" in queries.run(ASK, None).body


def test_workers_killed_while_idle_are_replaced_unseen(store: Path) -> None:
    with service(store) as queries:
        queries.run(ASK, None)
        killed = set(queries.workers())
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: killed.isdisjoint(queries.workers()))
        assert b"true" in queries.run(ASK, None).body


def test_twenty_threads_get_their_own_answers(queries: Opened) -> None:
    def ask(number: int) -> str:
        return text(queries, f"SELECT ({number} AS ?x) {{}}")

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(ask, range(200))) == [f"x\r\n{n}\r\n" for n in range(200)]


def test_fifty_kills_leak_no_process_and_no_file(store: Path) -> None:
    with service(store) as queries:
        queries.run(ASK, None)
        few = FAST.workers + SPARES
        bare = files_of(queries) - 2 * len(queries.workers())
        for _ in range(25):
            with pytest.raises(NestedTooDeep):
                queries.run(DEEP, None)
            with pytest.raises(QueryTimeout):
                queries.run(replace(ENDLESS, timeout=0.01), None)
        queries.run(ASK, None)
        assert until(lambda: settled(queries, few, bare))


def settled(queries: Opened, few: int, bare: int) -> bool:
    """Whether there are few workers, and no file but theirs and the broker's own."""
    count = len(queries.workers())
    return count <= few and files_of(queries) <= bare + 2 * count


def files_of(queries: Opened) -> int:
    """How many files the broker has open: two for each worker, and its own."""
    return len(os.listdir(f"/proc/{queries.process.pid}/fd"))


def test_a_broker_that_is_killed_is_started_again(store: Path) -> None:
    with service(store) as queries, ThreadPoolExecutor(1) as threads:
        queries.run(ASK, None)
        run = threads.submit(queries.run, ENDLESS, None)
        time.sleep(0.3)
        workers = queries.workers()
        os.kill(queries.process.pid, signal.SIGKILL)
        assert isinstance(run.exception(PATIENCE), QueryInterrupted)
        assert b"true" in queries.run(ASK, None).body
        assert until(lambda: not any(Path(f"/proc/{pid}/exe").exists() for pid in workers))


def test_a_store_is_exchanged_under_the_same_workers(store: Path, tmp_path: Path) -> None:
    other = build_store(tmp_path / "other", more=1)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with service(store) as queries:
        for _ in range(3):
            assert text(queries, count) == "n\r\n4\r\n"
            assert text(replace(queries, store=other), count) == "n\r\n5\r\n"
        shutil.rmtree(other)
        assert text(queries, count) == "n\r\n4\r\n"
        with pytest.raises(ReleaseGone):
            text(replace(queries, store=tmp_path / "none"), count)


def test_closing_interrupts_what_runs(store: Path) -> None:
    with service(store) as queries:
        queries.run(ASK, None)
        with ThreadPoolExecutor(1) as threads:
            run = threads.submit(queries.run, ENDLESS, None)
            time.sleep(0.3)
            queries.process.close()
            assert isinstance(run.exception(PATIENCE), QueryInterrupted)
        with pytest.raises(QueryInterrupted):
            queries.run(ASK, None)


def test_a_store_that_cannot_be_opened_is_an_error_not_a_crash(tmp_path: Path) -> None:
    with service(tmp_path / "none") as queries, pytest.raises(QueryError):
        queries.run(ASK, None)
