"""Nothing that a visitor sends is answered with 500: nasty requests, asked for in every format."""

import logging
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from servers import write_site
from serving.queries.stores import FAST

from lod.serving.app.create import create_front
from lod.serving.http.current import Current
from lod.serving.http.environ import make_environ
from lod.serving.http.front import Front
from lod.serving.queries.service import BrokerProcess
from lod.serving.settings import Limits

ACCEPTS = [None, "text/html", "text/turtle", "application/ld+json", "application/n-triples"]
ACCEPTS += ["application/rdf+xml", "application/json", "application/xml", "text/csv"]
ACCEPTS += ["text/tab-separated-values", "image/png", ",;q="]


def nest(before: str, inside: str, after: str, depth: int) -> str:
    return before * depth + inside + after * depth


TERM, TRIPLE, END, IRIS = "TRIPLE(<a:b>, <a:c>, ", "<<( <a:b> <a:c> ", " )>>", "<a:b> <a:c>"
CHAIN = " ".join(f"BIND(TRIPLE(<a:b>, <a:c>, ?x{n}) AS ?x{n + 1})" for n in range(600))
NESTED: dict[str, Callable[[int], str]] = {
    "function": lambda n: f"SELECT ({nest(TERM, '1', ')', n)} AS ?x) {{}}",
    "syntax": lambda n: f"SELECT ({nest(TRIPLE, '1', END, n)} AS ?x) {{}}",
    "template": lambda n: f"CONSTRUCT {{ {IRIS} {nest(TRIPLE, '1', END, n)} }} {{}}",
    "bound": lambda n: f"CONSTRUCT {{ {IRIS} ?x }} {{ BIND({nest(TERM, '1', ')', n)} AS ?x) }}",
    "values": lambda n: f"SELECT * {{ VALUES ?x {{ {nest(TRIPLE, '1', END, n)} }} }}",
    "reified": lambda n: f"CONSTRUCT {{ {nest('<< ', '<a:b>', ' <a:c> 1 >>', n)} <a:d> 1 }} {{}}",
    "paths": lambda n: f"ASK {{ ?s {nest('(', '<a:b>', ')*', n)} ?o }}",
    "inverse paths": lambda n: f"ASK {{ ?s {nest('^(', '<a:b>', ')', n)} ?o }}",
    "parentheses": lambda n: f"SELECT ({nest('(', '1', ')', n)} AS ?x) {{}}",
    "groups": lambda n: f"SELECT * {nest('{', '', '}', n)}",
    "brackets": lambda n: f"ASK {{ {nest('[ <a:b> ', '1', ']', n)} }}",
    "lists": lambda n: f"CONSTRUCT {{ {IRIS} {nest('(', '1', ')', n)} }} {{}}",
    "unclosed": lambda n: f"ASK {'{ ( [' * n}",
}
QUERIES = {f"{name}, {n}": make(n) for name, make in NESTED.items() for n in (200, 600, 5000)}
QUERIES |= {
    "chained": f"SELECT * {{ BIND(1 AS ?x0) {CHAIN} }}",
    "strings": 'SELECT ("""a\\tb\n\\u0000\\u0001\\uFFFE\\r""" AS ?x) ("x"@en--ltr AS ?y) {}',
    "odd terms": "SELECT (IRI('http://a/%zz') AS ?x) (BNODE() AS ?y) (STRDT('', <a:b>) AS ?z) {}",
    "odd predicates": "CONSTRUCT { <a:b> ?p 1, 'x'@en--rtl, '\\u0001' } "
    "{ VALUES ?p { <a:1> <b:,> <http://x/> } }",
    "no columns": "SELECT * {}",
    "no rows": "SELECT ?x ?y { ?x <a:b> 1 }",
    "yes": "ASK {}",
    "describe": "DESCRIBE ?s { ?s ?p ?o }",
    "surrogates": "SELECT ('\\uD800' AS ?x) ('\\U0010FFFF' AS ?y) {}",
    "unfinished": "SELECT ('",
    "nothing": " ",
    "nul": "ASK {} \0",
    "numbers": "SELECT (1/0 AS ?x) (1e400 AS ?y) (0.0/0 AS ?z) ('9' + 1 AS ?w) {}",
}
_LONG = "9" * 5000
TARGETS = ["/sparql?query=%FF", "/sparql?query", "/sparql?%00=%00", "/sparql?default-graph-uri=a:b"]
TARGETS += ["/sparql?query=ASK{}&timeout=nan", f"/sparql?query=ASK{{}}&timeout={_LONG}"]
TARGETS += ["/sparql?query=ASK{}&default-graph-uri=http://[", "/sparql?query=ASK{}&timeout=1e-320"]
_PATHS = ["/", "/def", "/doc/project/a", "/graph/odd", "/spec/funded-projects", "/nothing"]
_TAILS = ["", "?", "?x", "?%FF=%FF", f"?offset={_LONG}", "%00", "%FF", "%0A", "/..", "//", "."]
_TAILS += ["..", ".x", ".ttl.ttl", "%2F", ";a=b", "/" * 500, "%25", "%3F", "a/" * 3000]
TARGETS += [path + tail for path in _PATHS for tail in _TAILS]
_DATES = ["Mon, 01 Jan 2001 00:00:00 +999999999999", "Mon, 01 Jan 0001 00:00:00 +2359", "x", _LONG]
_DATES += ["Mon, 31 Dec 9999 23:59:59 -2359", "Mon, 32 Jan 2001 25:61:61 GMT", "", "\x85"]
_SINCE = ("if-modified-since", "if-unmodified-since")
HEADERS = [(name, value) for name in _SINCE for value in _DATES]
_WORDS = ["", ",", ";", "*", '"', "\xff", "a" * 60_000, "W/" * 9000, '"a",' * 9000, "(" * 9000]
_WORDS += ["x;q=nan", "x;q=1e5", "x;q=" + _LONG, "x; y*=utf-8''%ff", "\xc3\xa5", "-1", "{" * 9000]
_NAMES = ["accept-language", "accept-encoding", "accept-charset", "if-match", "if-none-match"]
_NAMES += ["if-range", "range", "content-type", "cookie", "authorization", "x-forwarded-for"]
_NAMES += ["forwarded", "origin", "access-control-request-headers", "expect", "te", "via"]
HEADERS += [(name, value) for name in _NAMES for value in _WORDS]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    out = tmp_path_factory.mktemp("never")
    write_site(out)
    broker = BrokerProcess(FAST)
    state = Current(out, Limits(timeout=2), broker.address, 1 << 20)
    yield create_front(state)
    state.close()
    broker.close()


def ask(
    front: Front, target: str, accept: str | None, *headers: tuple[str, str], method: str = "GET"
) -> str:
    """Ask in this process, as the protocol would; give the status."""
    path, _, query = target.partition("?")
    given = [("host", "data.example"), *headers, *([("accept", accept)] if accept else [])]
    answer = front.respond(
        make_environ(
            {
                "type": "http",
                "method": method,
                "raw_path": path.encode(),
                "query_string": query.encode(),
                "http_version": "1.1",
                "headers": [(name.encode(), value.encode("latin-1")) for name, value in given],
                "client": ("192.0.2.1", 5000),
            }
        )
    )
    if answer.file is not None:
        answer.file.close()
    return answer.status[:3]


ANSWERS = {"200", "303", "304", "308", "400", "404", "405", "406", "412", "413", "415", "503"}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_is_a_bug(front: Front, name: str, caplog: pytest.LogCaptureFixture) -> None:
    target = f"/sparql?query={quote(QUERIES[name])}"
    statuses = {accept: ask(front, target, accept) for accept in ACCEPTS}
    assert set(statuses.values()) <= ANSWERS, statuses
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("accept", ACCEPTS)
def test_no_address_is_a_bug(front: Front, accept: str | None) -> None:
    statuses = {target: ask(front, target, accept) for target in TARGETS}
    assert {t: s for t, s in statuses.items() if s not in ANSWERS} == {}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "BREW"])
def test_no_header_is_a_bug(front: Front, method: str) -> None:
    for target in ("/", "/def", "/doc/project/a", "/sparql", "/set/all/data.nq", "/nothing"):
        for header in HEADERS:
            status = ask(front, target, "text/html", header, method=method)
            assert status in {*ANSWERS, "204"}, (target, header[0], header[1][:60], status)
