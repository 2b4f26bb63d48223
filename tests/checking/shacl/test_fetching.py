"""Queries of shapes fetch nothing, whichever engine runs them."""

import socket
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from checking.shacl import cases
from lod.checking.shacl import MalformedShapes, validate
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.reference import run_reference
from lod.checking.shacl.sparql.querytokens import refuse_fetching

PATTERN = "{ $this ?p ?o . %s <http://127.0.0.1:%d/sparql> { ?a ?b ?c } }"


class Listener:
    """Takes connections, and closes them: what fetches must not wait for an answer."""

    def __init__(self, server: socket.socket) -> None:
        self.server = server
        self.port = server.getsockname()[1]
        self.connections = 0

    def listen(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Listener(server)
        thread = Thread(target=made.listen)
        thread.start()
        yield made
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def own(shapes: str) -> None:
    validate(DATA, cases.shapes(shapes))


def reference(shapes: str) -> None:
    run_reference(DATA, cases.turtle(shapes))


DATA = cases.turtle("ex:a a ex:C .")
S = "ex:S a sh:NodeShape ; sh:targetClass ex:C"
PLACES = {
    "a constraint": f"{S} ; sh:sparql [ sh:select '''SELECT $this HERE''' ] .",
    "a deactivated constraint": (
        f"{S} ; sh:sparql [ sh:deactivated true ; sh:select '''SELECT $this HERE''' ] ."
    ),
    "a component": (
        "ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:x ] ;"
        f" sh:validator [ sh:ask '''ASK HERE''' ] . {S} ; ex:x 1 ."
    ),
    "a rule": (
        f"{S} ; sh:rule [ a sh:SPARQLRule ;"
        " sh:construct '''CONSTRUCT { $this a $this } WHERE HERE''' ] ."
    ),
    "a target": (
        "ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ;"
        " sh:select '''SELECT ?this WHERE HERE''' ] ; sh:nodeKind sh:IRI ."
    ),
    "a function": (
        f"{S} ; sh:nodeKind sh:IRI . ex:f a sh:SPARQLFunction ; sh:returnType xsd:integer ;"
        " sh:select '''SELECT ?o WHERE HERE''' ."
    ),
}


@pytest.mark.parametrize("engine", [own, reference], ids=["own", "pyshacl"])
@pytest.mark.parametrize("word", ["SERVICE", "service SILENT", "SERV\\\\u0049CE"])
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_fetched(
    place: str, word: str, engine: Callable[[str], None], listener: Listener
) -> None:
    with pytest.raises(MalformedShapes) as caught:
        engine(PLACES[place].replace("HERE", PATTERN % (word, listener.port)))
    told = [e for e in (caught.value, *caught.value.others) if "SERVICE" in str(e)]
    assert told, str(caught.value)
    assert all(e.shape and e.property for e in told)
    assert listener.connections == 0


def test_the_listener_hears_connections(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as client:
        assert client.recv(1) == b""
    assert listener.connections == 1


@pytest.mark.parametrize("engine", [own, reference], ids=["own", "pyshacl"])
@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/passwd>", "FROM NAMED <http://127.0.0.1:9/>"]
)
def test_no_graph_is_loaded(clause: str, engine: Callable[[str], None]) -> None:
    shapes = f"{S} ; sh:sparql [ sh:select '''SELECT $this {clause} WHERE {{ $this a ?c }}''' ] ."
    with pytest.raises(MalformedShapes, match="FROM is not allowed"):
        engine(shapes)


def test_rdflib_loads_no_graphs() -> None:
    from rdflib.plugins import sparql

    run_reference(DATA, cases.turtle(f"{S} ."))
    assert sparql.SPARQL_LOAD_GRAPHS is False


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <x:y> { } }",
        "ASK { service silent ?where{ } }",
        "ASK { SERVICE\n# \r SERVICE\n<x:y> {} }",
        "ASK { ?a <?b && ?c> 1 . SERVICE <x:y> { } }",
        "ASK { SERVICE ex:y{ } }",
        "ASK { ?s ?p ex:a.b\\# . SERVICE <x:y> { } }",
        "ASK { SERVICE # to rdflib no comment ends here \r ?\n<x:y> {} }",
        "ASK { # \\u000A SERVICE <x:y> { }\n}",
        "SELECT * FROMNAMED<x:y> { }",
        "SELECT * FROM <x:y> { }",
        "LOAD <x:y>",
    ],
)
def test_a_query_that_would_fetch_is_seen(text: str) -> None:
    with pytest.raises(Wrong, match="is not allowed"):
        refuse_fetching(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?service ex:service 'SERVICE <x:y> FROM here' }",
        "ASK { $this ex:from ?from } # from here, at your service",
        'ASK { $this <x:SERVICE> """FROM <x:y>""" }',
    ],
)
def test_words_are_not_taken_for_clauses(text: str) -> None:
    refuse_fetching(text)
