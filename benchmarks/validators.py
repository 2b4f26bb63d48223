"""One validation by a peer, from file to report: ``validators.py PEER DATA.nt SHAPES.ttl OUT``.

Runs in the peers' own venv (see ``peers.py``); OUT gets the report as N-Triples or Turtle.
"""

import sys
from collections.abc import Callable
from pathlib import Path


def pyshacl(data: Path, shapes: Path) -> str:
    """Validate with pyshacl."""
    from pyshacl import validate
    from rdflib import Graph

    _, report, _ = validate(Graph().parse(data, format="nt"), shacl_graph=str(shapes))
    return str(report.serialize(format="nt"))


def pyshifty(data: Path, shapes: Path) -> str:
    """Validate with pyshifty, by the W3C's rules and not its own algebra's."""
    from shifty import _shifty

    prepared = _shifty.PreparedValidator(shapes_path=str(shapes), shapes_format="turtle")
    found = prepared.validate_w3c(data_path=str(data), data_format="ntriples")
    return str(found.report_turtle)


def pyrudof(data: Path, shapes: Path) -> str:
    """Validate with pyrudof's native engine."""
    import pyrudof as rudof

    session = rudof.Rudof(rudof.RudofConfig())
    session.read_data(str(data), rudof.RDFFormat.NTriples)
    session.read_shacl(str(shapes))
    session.validate_shacl()
    form = rudof.ResultShaclValidationFormat.NTriples
    return str(session.serialize_shacl_validation_results(format=form))


def maplib(data: Path, shapes: Path) -> str:
    """Validate with maplib; the free package panics here."""
    from maplib import Model

    model = Model()
    model.read(str(data), format="ntriples")
    model.read(str(shapes), format="turtle", graph="urn:shapes")
    report = model.validate("urn:shapes").graph()
    return str(report.writes(format="ntriples"))


PEERS: dict[str, Callable[[Path, Path], str]] = {
    validate.__name__: validate for validate in (pyshacl, pyshifty, pyrudof, maplib)
}


if __name__ == "__main__":
    peer, data, shapes, out = sys.argv[1:]
    Path(out).write_text(PEERS[peer](Path(data), Path(shapes)), encoding="utf-8")
