"""No file that is read makes lod read another: not by a context, an entity, an import or a link."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.test_exit_codes import lod

HEAD = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:nodeKind sh:IRI .\n"
IMPORTS = (
    "<x:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> "
    "<AT/o.ttl> ; sh:shapesGraph <AT/s.ttl> ; <http://www.w3.org/2000/01/rdf-schema#seeAlso> "
    "<AT/a> .\n"
)
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">%s</rdf:RDF>'
FILES = {
    "context.jsonld": '{"@context": "AT/c.jsonld", "@id": "x:a", "name": "a"}',
    "contexts.jsonld": '{"@context": [{"@vocab": "x:"}, "AT/c.jsonld"], "@id": "x:a"}',
    "import.jsonld": '{"@context": {"@version": 1.1, "@import": "AT/c.jsonld"}, "@id": "x:a"}',
    "scoped.jsonld": '{"@context": {"p": {"@id": "x:p", "@context": "AT/c"}}, "p": {"q": 1}}',
    "entity.rdf": f'<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM "AT/e">]>{RDF % "&e;"}',
    "parameter.rdf": f'<!DOCTYPE rdf:RDF [<!ENTITY % e SYSTEM "AT/e"> %e;]>{RDF.replace("%s", "")}',
    "doctype.rdf": f'<!DOCTYPE rdf:RDF SYSTEM "AT/d.dtd">{RDF % ""}',
    "style.rdf": f'<?xml-stylesheet href="AT/s.xsl"?>{RDF % ""}',
    "imports.ttl": f"{HEAD}{IMPORTS}",
    "graph.trig": "GRAPH <AT/g> { <x:a> <x:b> <AT/c> }",
}
"""AT stands for the address of who listens."""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address, and who has come to it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, client = server.accept()
                except OSError:
                    return
                came.append(client)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def write(folder: Path, address: str) -> None:
    (folder / "shapes.ttl").write_text(SHAPES + IMPORTS.replace("AT", address))
    (folder / "good.ttl").write_text(f"{HEAD}ex:a a ex:Person .\n")
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("AT", address))


@pytest.mark.parametrize("name", FILES)
def test_no_data_makes_us_fetch(
    tmp_path: Path, listener: tuple[str, list[object]], name: str
) -> None:
    address, came = listener
    write(tmp_path, address)
    for engine in ("own", "pyshacl"):
        done = lod(
            tmp_path,
            *("check", name, "good.ttl", "--shapes", "shapes.ttl", "--engine", engine),
            *("--ontology", "imports.ttl"),
        )
        assert done.returncode in (0, 3), done.stderr
        assert "Traceback" not in done.stderr
    assert came == []


def test_no_comparison_makes_us_fetch(tmp_path: Path, listener: tuple[str, list[object]]) -> None:
    address, came = listener
    write(tmp_path, address)
    assert lod(tmp_path, "diff", "good.ttl", "imports.ttl").returncode == 0
    assert lod(tmp_path, "diff", "good.ttl", "context.jsonld").returncode == 3
    assert came == []


def test_no_page_makes_us_fetch(site: Path, listener: tuple[str, list[object]]) -> None:
    address, came = listener
    text = (
        f'<html><head><base href="{address}/"><link rel=stylesheet href="{address}/a.css">'
        f'<meta http-equiv=refresh content="0;url={address}/">'
        f'<script src="{address}/a.js"></script></head><body><img src="{address}/i.png">'
        f'<iframe src="{address}/f"></iframe>A</body></html>'
    )
    (site / "page.html").write_text(text)
    assert lod(site, "import", "page.html", "--name", "page").returncode == 0
    assert came == []
