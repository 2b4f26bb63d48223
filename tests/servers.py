"""A small publication, a real server on it, and requests as bytes: for tests/http and browser."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from patience import PATIENCE, until

from lod.deriving import derive
from lod.release.read import SourceFile
from lod.release.write import Contents, write_release

BASE = "https://data.example/"
SOURCE = "Första raden\n\nProjektägare: Å kommun\nA & <b>\n".encode()
OWNER = "organization/a-kommun"

_DATA = """
PREFIX schema: <https://schema.org/> PREFIX fp: <{base}def/> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
BASE <{base}>
GRAPH <graph/page> {{
  <source/page> a schema:WebPage ; schema:name "Sidan"@sv .
  <id/project/a> a fp:FundedProject, schema:Project ; schema:name "Projekt Å </script>"@sv ;
    fp:projectOwner <id/organization/a-kommun> ; fp:ownerAsStated "Å kommun" ;
    fp:period <id/project/a/period> ; fp:status <def/stage/ongoing> ;
    schema:mainEntityOfPage <doc/project/a> .
  <id/project/a/period> a fp:ProjectPeriod ; dcat:startDate "2012-03"^^xsd:gYearMonth ;
    fp:verbatim "201203 — 201410" .
  <doc/project/a> a foaf:Document ; prov:wasDerivedFrom <source/page#line=2,3> .
  {more}
}}
GRAPH <graph/reference> {{
  <id/organization/a-kommun> a schema:Organization ;
    schema:name "Å kommun"@sv, "Å municipality"@en ;
    schema:sameAs <http://www.wikidata.org/entity/Q1> ;
    schema:mainEntityOfPage <doc/organization/a-kommun> .
}}
GRAPH <graph/odd> {{ <id/area/01> <http://odd.example/123> "0100"^^xsd:integer . }}
GRAPH <graph/ontology> {{
  <def> a owl:Ontology ; rdfs:label "Begrepp"@sv .
  fp:FundedProject a rdfs:Class ; rdfs:label "finansierat projekt"@sv ; rdfs:isDefinedBy <def> .
  fp:projectOwner a rdf:Property ; rdfs:label "projektägare"@sv ; rdfs:isDefinedBy <def> .
  <def/stage> a skos:ConceptScheme ; skos:prefLabel "Skede"@sv .
  <def/stage/ongoing> a skos:Concept ; skos:inScheme <def/stage> ; skos:prefLabel "pågående"@sv .
}}
GRAPH <graph/catalog> {{
  <catalog> a dcat:Catalog ; dcterms:title "Katalog"@sv ; dcat:dataset <set/all> .
  <set/all> a dcat:Dataset ; dcterms:title "Allt"@sv ; dcat:distribution <set/all/distribution/nq> .
  <set/all/distribution/nq> a dcat:Distribution .
}}
"""
_SHAPES = """BASE <{base}> PREFIX sh: <http://www.w3.org/ns/shacl#>
<spec/funded-projects> sh:declare <spec/prefix/fp> . <spec/project> a sh:NodeShape ;
sh:property <spec/project/name> . <spec/project/name> sh:in ( 1 2 ) ."""
_MORE = (
    '<id/project/p{0:03}> a fp:FundedProject ; schema:name "P {0:03}"@sv ; fp:projectOwner {1} .'
)


def write_site(out: Path, base: str = BASE, projects: int = 0, *, store: bool = True) -> Path:
    """Write a release of three projects or more under ``out``."""
    owner = "<id/organization/a-kommun>"
    more = "\n".join(_MORE.format(number, owner) for number in range(projects))
    data = _DATA.format(base=base, more=more).encode()
    shapes = ox.parse(_SHAPES.format(base=base).encode(), format=ox.RdfFormat.TURTLE)
    return write_release(
        Contents(
            quads=list(ox.parse(data, format=ox.RdfFormat.TRIG)),
            base_iri=base,
            vocab_iri=f"{base}def/",
            union=True,
            dataset="all",
            titles={"sv": "Provdata", "en": "Test data"},
            shapes=[q.triple for q in shapes],
            sources={"page": (SourceFile("text/plain", "sv"), SOURCE)},
            moved={"project/old": "project/a", "project/gone": None},
            store=store,
        ),
        derive,
        out,
    )


@dataclass(frozen=True)
class Reply:
    """An answer: header names in lower case, repeated ones joined by commas."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that listens."""

    port: int
    out: Path
    pid: int = 0

    def get(
        self, path: str, accept: str | None = None, method: str = "GET", **headers: str
    ) -> Reply:
        """Ask as a client does; ``If_None_Match`` names If-None-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if accept is not None:
            named["Accept"] = accept
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                before = found.get(name.lower())
                found[name.lower()] = value if before is None else f"{before}, {value}"
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def send(self, data: bytes) -> bytes:
        """Send bytes as they are; give all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as sock:
            sock.sendall(data)
            got = b""
            try:
                while piece := sock.recv(65536):
                    got += piece
            except ConnectionResetError:
                pass
            return got


_COMMAND = """import sys
from pathlib import Path
from lod.serving.settings import Limits, ServerSettings
from lod.serving.http.server import serve_release
settings = ServerSettings(processes=1, access_log=False, cache=int(sys.argv[3]))
serve_release(Path(sys.argv[1]), Limits(workers=2), settings, "127.0.0.1", int(sys.argv[2]))"""


@contextmanager
def serving(out: Path, cache: int = 16, log: Path | None = None) -> Iterator[Server]:
    """Serve the current release under ``out`` for as long as the context lasts.

    :param cache: MiB of answers kept.
    :param log: where standard error goes; by default on.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-c", _COMMAND, str(out), str(port), str(cache)]
    with log.open("wb") if log else nullcontext() as errors:
        process = subprocess.Popen(command, env={**os.environ, "SECRET": "kept"}, stderr=errors)
    try:
        _wait_for(port, process)
        yield Server(port, out, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    def listens() -> bool:
        assert process.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            return False
        return True

    assert until(listens), "the server does not answer"


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds.

    :raises AssertionError: it never does.
    """
    assert until(holds), "it never came about"
