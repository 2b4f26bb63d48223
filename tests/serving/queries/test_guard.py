"""What the guard refuses and lets through, and that nothing it lets through fetches."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod.errors import ForbiddenSource, NestedTooDeep, UpdateRefused
from lod.rdf import has_service
from lod.serving.queries.guard import (
    MAX_PATH_STEPS,
    MAX_TRIPLE_TERMS,
    check_query,
    form_of_query,
    is_volatile,
    names_dataset,
)

OURS = {"http://x.example/g", "http://x.example/h", "http://x.example/dé"}
IRI = "<http://127.0.0.1:9/>"

SERVICE = [
    f"ASK {{ SERVICE {IRI} {{}} }}",
    f"ASK{{serVice{IRI}{{}}}}",
    f"ASK{{SERVICESILENT{IRI}{{}}}}",
    f"ASK{{SERVICE#c\n{IRI}#d\r{{}}}}",
    f"ASK{{#\rSERVICE{IRI}{{}}\n}}",
    f"ASK{{?s ?p 1.SERVICE{IRI}{{}}}}",
    f"ASK{{?s ?p 1SERVICE{IRI}{{}}}}",
    f"ASK{{?s ?p 1e1SERVICE{IRI}{{}}}}",
    f"ASK{{?s ?p trueSERVICE{IRI}{{}}}}",
    f'ASK{{?s ?p "x"@en SERVICE{IRI}{{}}}}',
    f"ASK{{?s ?p ()SERVICE{IRI}{{}}}}",
    f"ASK{{VALUES?x{{{IRI}}}SERVICE?x{{}}}}",
    "PREFIX a:<http://x/> ASK{SERVICE a:b.c{}}",
    "PREFIX a:<http://x/> ASK{SERVICEa:b{}}",
    "PREFIXa:<http://x/> ASK{SERVICESILENTa:b{}}",
    "PREFIX :<http://x/> ASK{SERVICE:b{}}",
    "PREFIX#c\n:<http://x/> ASK{SERVICESERVICE:b{} SERVICE:b{}}",
    f"ASK{{FILTER(?a<1)SERVICE#>\n{IRI}{{}}}}",
    f"ASK{{FILTER(?a<'>')SERVICE{IRI}{{}}#'\n}}",
    f"ASK{{FILTER(?a<?b)SERVICE{IRI}{{}}FILTER(?c>?d)}}",
    f'ASK{{VALUES ?x{{""}}SERVICE{IRI}{{}}?a ?b"" ""\n}}',
    f"ASK{{VALUES ?x{{'''\\q'}}SERVICE{IRI}{{}}#'''\n}}",
    rf"ASK{{SERV\u0049CE{IRI}{{}}}}",
]

IN_NAMES = [
    f"PREFIX a:<a:> ASK{{?s ?p a:{name}\\{mark} .SERVICE{IRI}{{}} ?s ?p 'x'}}"
    for name in ("b.c", "b..c", "b\u0301", "b\u203f", "b.%41", "b\\_", "\u2fef")
    for mark in ("#", "'")
]
"""Names that end with what would begin a comment or a string, if it were not in a name."""

ALLOWED = [
    "PREFIX a:<a:> ASK { ?s ?p a:b.c\\# . # SERVICE <http://x/> {}\n}",
    "PREFIX service: <http://x/> ASK { service:x ?p ?o }",
    "PREFIX service: <http://x/> ASK { GRAPH service:x { ?s ?p ?o } }",
    "PREFIX : <http://x/> PREFIX service: <http://y/> ASK { service:x ?p :o }",
    "SELECT ?service ?x { ?service ?x ?y }",
    "SELECT $service { GRAPH ?service { ?s ?p ?o } }",
    "# SERVICE <http://x/> {}\nASK {}",
    'ASK { ?s ?p "SERVICE <http://x/> {}" }',
    "ASK { ?s ?p '''a ' SERVICE <http://x/> {} \\''' ''' }",
    "PREFIX s: <http://www.w3.org/ns/sparql-service-description#>\nSELECT ?x { ?x a s:Service }",
    "ASK { ?s <http://x/SERVICE#> ?o . ?s <http://x/service/> ?o }",
    "PREFIX ex: <http://x/> ASK { ?s ex:service ?x { } }",
    'ASK { ?s ?p """a " SERVICE <http://x/> {} """ }',
    "ASK { ?s ?p _:service . ?s ?p 'x'@service }",
    "SELECT * { ?s ?p ?o FILTER(?s < ?o && ?o > 1) }",
]

FOREIGN = [
    "SELECT * FROM <http://y.example/> {}",
    "SELECT * FROM NAMED <http://y.example/> {}",
    "SELECT * FROM <http://x.example/g> FROM <file:///etc/passwd> {}",
    "SELECT * FROMNAMED<http://y.example/>{}",
    "SELECT * FROM#c\nNAMED#\n<http://y.example/> {}",
    "SELECT * FROM <g> {}",
    "BASE <http://y.example/> SELECT * FROM <g> {}",
    "PREFIX x: <http://y.example/> SELECT * FROM x:g {}",
    "PREFIX x: <http://y.example/> SELECT * FROMx:g {}",
    "SELECT * FROM x:g {}",
    "ASK FROM ?x {}",
]

OWN = [
    "SELECT * FROM <http://x.example/g> FROM NAMED <http://x.example/h> {}",
    "SELECT * FROM<http://x.example/g>FROMNAMED<http://x.example/h>{}",
    "BASE <http://x.example/> SELECT * FROM <g> {}",
    "BASE <http://x.example/a/> BASE <..> ASK FROM <g> {}",
    "PREFIX from: <http://x.example/> ASK FROM from:g { ?s from:x ?o }",
    "PREFIX x: <http://x.example/> SELECT * FROMx:g {}",
    "CONSTRUCTFROM<http://x.example/g>WHERE{?s ?p ?o}",
    r"SELECT * FROM <http://x.example/d\u00E9> {}",
]

UPDATES = [
    "INSERT DATA { <a:b> <a:b> 1 }",
    "PREFIX a: <a:> # x\nDELETE WHERE { ?s ?p ?o }",
    "BASE<a:> clear all",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
]


@pytest.mark.parametrize("query", [*SERVICE, *IN_NAMES])
def test_service_is_refused(query: str) -> None:
    with pytest.raises(ForbiddenSource, match="SERVICE is refused"):
        check_query(query, OURS, protocol_dataset=True)


@pytest.mark.parametrize("query", IN_NAMES)
def test_no_name_hides_service_from_us_alone(query: str) -> None:
    ox.Store().query(query)


@pytest.mark.parametrize("query", ALLOWED)
def test_the_word_service_elsewhere_is_let_through(query: str) -> None:
    check_query(query, OURS, protocol_dataset=False)


@pytest.mark.parametrize("query", FOREIGN)
def test_a_foreign_graph_is_refused_unless_the_protocol_gives_the_dataset(query: str) -> None:
    with pytest.raises(ForbiddenSource, match="FROM"):
        check_query(query, OURS, protocol_dataset=False)
    check_query(query, OURS, protocol_dataset=True)
    assert names_dataset(query)


EVIL = "FROM <http://y.example/>"
HIDDEN = {
    "in a string with no escape": (
        'PREFIX a:<a:> SELECT (EXISTS{ VALUES ?a {"""x"} FILTER(?a != a:\\~) } AS ?n) '
        f'{EVIL} {{ VALUES ?b {{""" "}} }}'
    ),
    "likewise, beside a graph of ours": (
        "PREFIX a:<a:> SELECT (EXISTS{ VALUES ?a {'''x'} FILTER(?a != a:\\~) } AS ?n) "
        f"{EVIL} FROM <http://x.example/g> {{ VALUES ?b {{''' '}} }}"
    ),
    "behind a # in a name": (
        f"PREFIX a:<a:> SELECT (EXISTS{{ ?s ?p a:b.c\\# }} AS ?n) {EVIL} {{ ?s ?p ?o }}"
    ),
    "glued to CONSTRUCT": f"CONSTRUCT{EVIL}WHERE{{?s ?p ?o}}",
    "as a prefix": "PREFIX from:<a:> PREFIX :<http://y.example/> SELECT * from:g {}",
    "behind a # in an IRI": (
        "SELECT (EXISTS { (1 <a:b#c>) <a:p> 1 .\n ?s <a:b#c> ?o FILTER(1<2) } AS ?x) "
        f"{EVIL} {{ ?s ?p ?o FILTER(3>2) }}"
    ),
}
"""A dataset clause that the engine reads, where another reading has none."""


@pytest.mark.parametrize("name", HIDDEN)
def test_a_dataset_that_only_the_engine_would_read_is_refused(name: str) -> None:
    ox.Store().query(HIDDEN[name])
    with pytest.raises(ForbiddenSource, match="FROM"):
        check_query(HIDDEN[name], OURS, protocol_dataset=False)


@pytest.mark.parametrize(
    "query",
    [
        "PREFIX : <a:> PREFIX from: <b:> ASK { from:x from:y from:z . :a :b from:c }",
        "ASK { ?s <http://x.example/from> 'from <a:b> {' ; <http://x/#from> <http://x/from:a> }",
        'ASK { ?s ?p """"from" <http://x> { \\u00e9 \\n FROM <http://y> {""" }',
        "ASK FROM <http://x.example/g> { ?from ?p <urn:from:a> }",
        "DESCRIBE <a:b> FROM <http://x.example/g>",
    ],
)
def test_the_word_from_elsewhere_is_let_through(query: str) -> None:
    ox.Store().query(query)
    check_query(query, OURS, protocol_dataset=False)


@pytest.mark.parametrize("query", OWN)
def test_our_own_graphs_may_be_named(query: str) -> None:
    check_query(query, OURS, protocol_dataset=False)
    assert names_dataset(query)
    ox.Store().query(query)


@pytest.mark.parametrize("query", ["ASK {}", "ASK { ?from ?named 'FROM <a:b>' }", "# FROM\nASK{}"])
def test_a_query_without_from_names_no_dataset(query: str) -> None:
    assert not names_dataset(query)


@pytest.mark.parametrize("query", UPDATES)
def test_an_update_is_refused(query: str) -> None:
    with pytest.raises(UpdateRefused):
        check_query(query, OURS, protocol_dataset=False)


def test_a_relative_graph_is_resolved_against_the_base_given() -> None:
    check_query("ASK FROM <g> {}", OURS, protocol_dataset=False, base="http://x.example/")


def test_a_long_path_is_refused() -> None:
    path = "/".join(["<a:b>"] * (MAX_PATH_STEPS + 2))
    with pytest.raises(NestedTooDeep):
        check_query(f"ASK {{ ?s {path} ?o }}", OURS, protocol_dataset=False)
    check_query(" ".join([f"# {'/' * 500}\nASK {{ ?s <a:b>/<a:c> ?o }}"]), OURS, False)


@pytest.mark.parametrize(("query", "form"), [("", ""), ("{", ""), ("select", "SELECT")])
def test_the_form_is_the_first_word(query: str, form: str) -> None:
    assert form_of_query(query) == form


@dataclass
class Listener:
    """Counts the connections to a port of its own."""

    sock: socket.socket
    hits: list[object] = field(default_factory=list)

    @property
    def iri(self) -> str:
        return f"http://127.0.0.1:{self.sock.getsockname()[1]}/"

    def listen(self) -> None:
        while True:
            try:
                client, address = self.sock.accept()
            except OSError:
                return
            self.hits.append(address)
            client.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        found = Listener(sock)
        thread = threading.Thread(target=found.listen)
        thread.start()
        yield found
        sock.shutdown(socket.SHUT_RDWR)
        thread.join()


SPACES = st.sampled_from(["", "", " ", "\n", "#c\n", "#>\n", "#'\n", '#"\r', "\t"])
BEFORE = st.sampled_from(
    ["", "?s ?p 1", "?s ?p 1.", "?s ?p ?o.", "?s ?p true", "?s ?p a:b.", "?s ?p a:.", "{}",
     "?s ?p'x'", "?s ?p'''x'y'''", "?s ?p\"\"", "?s ?p\"\\\"\"@en ", "?s ?p()", "?s ?p[]",
     "FILTER(1<2)", "FILTER(1<'>'||1<2)", "FILTER(?x<?y||1<2)", "BIND(1<2 AS?z)", "OPTIONAL{}",
     "VALUES?x{<I>}", "VALUES?x{UNDEF}", "FILTER(?a<?b||?c>''||1<2)", "{}UNION{}", "MINUS{}",
     "GRAPH a:g{}", "GRAPH service:g{}", "?s a?o ", "<<(?s ?p ?o)>>?q ?r.", "?s ?p 1,2;a 3.",
     "?s a:p?service:x", "?s service:p service:x", "?s ?p a:b.c\\#.", "?s ?p a:b\u0301\\'."]
)  # fmt: skip
KEYWORD = st.sampled_from(["SERVICE", "service", "SerVice", "SERVICESILENT", "SERVICE SILENT",
                           "SERVICE#c\nSILENT", r"SERV\u0049CE", "serviceSERVICE"])  # fmt: skip
TARGET = st.sampled_from(["<I>", "?x", "$x", "a:b", "a:", ":b", ":", "service:b", "a:b.c",
                          "servicea:b", "silent:b"])  # fmt: skip
AFTER = st.sampled_from(["", "FILTER(?c>?d)", "#'\n", "#>\n", "?s ?p''", '?s ?p""""""', "{}"])
HEAD = ("PREFIX a:<I> PREFIX :<I> PREFIX service:<I> PREFIX servicea:<I> PREFIX silent:<I>",
        "PREFIX a:<I> PREFIX :<I>", "PREFIXservice:<I> PREFIX silent:<I> PREFIX a:<I>")  # fmt: skip


PARTS = st.tuples(
    st.sampled_from(HEAD), SPACES, BEFORE, SPACES, KEYWORD, SPACES, TARGET, SPACES, AFTER
)


def matching_store(iri: str) -> ox.Store:
    """A store where each of BEFORE has a solution, so that what follows is evaluated."""
    store, node = ox.Store(), ox.NamedNode(iri)
    named = ox.NamedNode(iri + "g")
    empty, text = ox.Literal(""), ox.Literal('"', language="en")
    objects = (node, ox.Literal(1), ox.Literal(True), ox.Literal("x"), ox.Literal("x'y"), empty)
    nil = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for object_ in (*objects, text, nil, ox.NamedNode(iri + "b"), ox.NamedNode(iri + "x")):
        for predicate in (node, kind, ox.NamedNode(iri + "p")):
            store.add(ox.Quad(node, predicate, object_, ox.DefaultGraph()))
            store.add(ox.Quad(node, predicate, object_, named))
    return store


def fetches(query: str, listener: Listener) -> bool:
    """Whether evaluating the query tries to reach the listener."""
    hits = len(listener.hits)
    try:
        bool(matching_store(listener.iri).query(query))
    except (SyntaxError, RuntimeError):
        pass
    except OSError:
        return True
    return len(listener.hits) > hits


def spell(parts: tuple[str, ...], listener: Listener) -> str:
    head, s1, before, s2, keyword, s3, target, s4, after = parts
    query = f"{head} ASK{s1}{{{before}{s2}{keyword}{s3}{target}{s4}{{}}{after}}}"
    return query.replace("<I>", f"<{listener.iri}>")


@settings(max_examples=1500, deadline=None)
@given(parts=PARTS)
def test_nothing_that_is_let_through_fetches(listener: Listener, parts: tuple[str, ...]) -> None:
    query = spell(parts, listener)
    if not has_service(query):
        assert not fetches(query, listener), query


@pytest.mark.parametrize("before", ["", "?s ?p 1.", "?s ?p true", "?s ?p()", "FILTER(1<2)"])
@pytest.mark.parametrize("keyword", ["SERVICE", "SERVICE#c\n"])
def test_the_fuzzed_spellings_would_fetch(listener: Listener, before: str, keyword: str) -> None:
    query = spell((HEAD[0], "", before, "", keyword, "", "<I>", "", ""), listener)
    assert fetches(query, listener)
    assert has_service(query)


VOLATILE = [
    "SELECT (RAND() AS ?x) {}",
    "SELECT * { ?s ?p ?o FILTER(?o < rand ( )) }",
    "SELECT * { ?s ?p ?o FILTER(?o<RAND()&&?o>1) }",
    "SELECT * { FILTERRAND() }",
    "SELECT (Now() AS ?x) {}",
    "SELECT (UUID # a comment\n () AS ?x) {}",
    "ASK { BIND(STRUUID() AS ?x) }",
    "SELECT (SHA1(STR(uuid())) AS ?x) {}",
    "CONSTRUCT { ?s <a:b> ?t } { ?s ?p ?o BIND(NOW() AS ?t) }",
    "SELECT * { ?s ?p ?o } ORDER BY RAND()",
    "SELECT * { { SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (RAND() < 0.5) } }",
    "SELECT ('NOW' AS ?x) (1<'RAND()'&&1>NOW() AS ?y) {}",
    'SELECT ?x { VALUES ?a {"""x"} BIND(RAND() AS ?x) FILTER(?a != <a:\\q>) VALUES ?b {""" y"} }',
    "SELECT ?x { VALUES ?a {'''x'} BIND(NOW() AS ?x) ?s a:\\~ ?o VALUES ?b {''' y'} }",
    'SELECT ?x { VALUES ?a {"""\\\\"} BIND(UUID() AS ?x) ?s a:\\- ?o VALUES ?b {""" y"} }',
    "SELECT * { (1 <a:b#c>) <a:p> 1 .\n ?s <a:b#c> ?o FILTER(1<2&&RAND()>0) }",
    "PREFIX a:<a:> SELECT * { ?s ?p a:b.c\\# . FILTER(RAND()>0) }",
]
STEADY = [
    "SELECT ('RAND()' AS ?x) {}",
    'SELECT ("""NOW()""" AS ?x) {}',
    "SELECT * { ?rand ?now ?uuid FILTER(?now = 1) }",
    "SELECT * { ?s <http://e/RAND()> <http://e/NOW> }",
    "SELECT * { <http://e/NOW()> ?p ?o } # UUID()",
    "PREFIX now: <a:b> SELECT * { ?s now:rand ?o FILTER(now:UUID(?o)) }",
    "SELECT * { ?s ?p _:rand , 'x'@now }",
    "SELECT (BNODE() AS ?x) (YEAR(?d) AS ?y) { ?s ?p ?d }",
    "SELECT * { ?s ?p ?o }",
]


@pytest.mark.parametrize(
    ("query", "volatile"), [(q, True) for q in VOLATILE] + [(q, False) for q in STEADY]
)
def test_what_changes_from_answer_to_answer_is_known_by_its_function(
    query: str, volatile: bool
) -> None:
    assert is_volatile(query) is volatile


PATH = "/".join([":p"] * (MAX_PATH_STEPS + 2))


@pytest.mark.parametrize(
    "query",
    [
        f"FILTER(1<2).?s{PATH}?o.FILTER(2>1)",
        f"(1 <a:b#c>) <a:p> 1 .\n ?s <a:b#c> ?o FILTER(1<2).?s{PATH}?o.FILTER(2>1)",
        f"?s ?p :b.c\\# . ?s {PATH} ?o",
        f'VALUES ?a {{"""x"}} ?s {PATH} ?o . ?s :\\~ ?o VALUES ?b {{""" y"}}',
    ],
)
def test_a_long_path_is_refused_wherever_it_hides(query: str) -> None:
    query = f"PREFIX : <a:> ASK {{ {query} }}"
    ox.Store().query(query)
    with pytest.raises(NestedTooDeep):
        check_query(query, OURS, protocol_dataset=False)


def test_many_addresses_are_no_path() -> None:
    rows = " ".join(f"(<http://localhost/a/{n}> <http://localhost/b/{n}>)" for n in range(200))
    check_query(f"ASK {{ VALUES (?a ?b) {{ {rows} }} }}", OURS, protocol_dataset=False)


@pytest.mark.parametrize("around", ["'{}'", '"{}"', "# {}\n", "'<http://x/' {}"])
def test_what_looks_like_an_address_hides_no_step(around: str) -> None:
    looks = " ".join(around.format(f"<http://x/{n}>") for n in range(3))
    query = f"PREFIX : <a:> ASK {{ VALUES ?x {{ {looks} }} ?s {PATH} ?o }}"
    with pytest.raises(NestedTooDeep):
        check_query(query, OURS, protocol_dataset=False)


def nested(depth: int, before: str = "TRIPLE(<a:b>, <a:c>, ", after: str = ")") -> str:
    return before * depth + "1" + after * depth


def chained(count: int) -> str:
    return " ".join(f"BIND(triple (<a:b>, <a:c>, ?x{n}) AS ?x{n + 1})" for n in range(count))


@pytest.mark.parametrize(
    "template",
    [
        lambda n: f"SELECT ({nested(n)} AS ?x) {{}}",
        lambda n: f"SELECT ({nested(n, '<<( <a:b> <a:c> ', ' )>>')} AS ?x) {{}}",
        lambda n: f"CONSTRUCT {{ <a:b> <a:c> {nested(n, '<<( <a:b> <a:c> ', ' )>>')} }} {{}}",
        lambda n: f"SELECT * {{ VALUES ?x {{ {nested(n, '<<(<a:b> <a:c> ', ')>>')} }} }}",
        lambda n: f"SELECT * {{ BIND(1 AS ?x0) {chained(n)} }}",
    ],
    ids=["function", "expression", "template", "values", "chained"],
)
def test_triple_terms_are_counted_as_each_may_stand_in_another(
    template: Callable[[int], str],
) -> None:
    check_query(template(MAX_TRIPLE_TERMS), OURS, False)
    with pytest.raises(NestedTooDeep, match="at most 200 triple terms"):
        check_query(template(MAX_TRIPLE_TERMS + 1), OURS, False)


def test_words_that_make_no_triple_term_count_for_none() -> None:
    words = "?triple <a:triple> 'TRIPLE(' . FILTER(isTRIPLE(?triple)) # TRIPLE(\n"
    check_query("SELECT * { " + words * 300 + "}", OURS, False)


@pytest.mark.parametrize("between", [" , ", " . ?s ?p ", " ; ?p ", " } { ?s ?p ", " {} ?s ?p "])
def test_steps_of_different_paths_are_not_added_up(between: str) -> None:
    step = "[ <a:b>/<c:d> ?o ]"
    query = f"ASK {{ {{ ?s ?p {between.join([step] * (MAX_PATH_STEPS + 50))} }} }}"
    check_query(query, OURS, protocol_dataset=False)


def test_a_path_may_have_as_many_steps_as_it_says() -> None:
    def ask(steps: int) -> str:
        path = "/".join(["<a:b>"] * (steps + 1))
        return f"ASK {{ ?s {path} ?o ; <a:b>/<a:b> ?x }}"

    check_query(ask(MAX_PATH_STEPS), OURS, protocol_dataset=False)
    with pytest.raises(NestedTooDeep):
        check_query(ask(MAX_PATH_STEPS + 1), OURS, protocol_dataset=False)
