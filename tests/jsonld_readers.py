"""Three readers of JSON-LD that aren't ours: rdflib, PyLD, and jsonld.js where it is installed."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from patience import PATIENCE
from pyld import jsonld
from rdflib.compare import isomorphic

_NODE = Path(__file__).parent / "node"


def canonical(nquads: str) -> set[str]:
    """Give quads with the canonical names of blank nodes."""
    found = ox.Dataset(ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}


def refuse(url: str, _options: object) -> None:
    """Fetch nothing."""
    raise AssertionError(f"asked to fetch {url}")


def assert_read_alike(document: dict[str, Any], ntriples: str) -> None:
    """Check that rdflib and PyLD read of a document what its N-Triples say.

    rdflib must be told not to normalise literals.
    """
    options = {"format": "application/n-quads", "documentLoader": refuse}
    assert canonical(jsonld.to_rdf(document, options)) == canonical(ntriples)
    expected = rdflib.Graph().parse(data=ntriples, format="nt")
    assert len(expected) > 1
    assert isomorphic(rdflib.Graph().parse(data=json.dumps(document), format="json-ld"), expected)


def read_by_jsonld_js(documents: Iterable[dict[str, Any]]) -> list[str]:
    """Give the N-Quads that jsonld.js reads of each document, or skip the test and say so."""
    if not shutil.which("node") or not (_NODE / "node_modules/jsonld").exists():
        pytest.skip("jsonld.js is not installed: npm ci --prefix tests/node")
    given = json.dumps(list(documents))
    done = subprocess.run(
        ["node", _NODE / "read.js"], input=given, capture_output=True, text=True, timeout=PATIENCE,
        check=True,
    )  # fmt: skip
    read: list[str] = json.loads(done.stdout)
    return read
