"""Reads the targets of shapes. Source: SHACL, 2.1.3; SHACL 1.2 Core (draft), 3.3."""

from collections.abc import Iterator
from typing import Protocol

from lod.checking.shacl.core.drafts import is_plain_node
from lod.checking.shacl.core.errors import Wrong
from lod.checking.shacl.core.index import MemoryIndex, is_instance
from lod.checking.shacl.core.model import Target
from lod.checking.shacl.core.syntax import check_shape, shown
from lod.checking.shacl.core.vocabulary import TARGETS, WHERE
from lod.rdf import OWL, RDF, RDFS, SH, is_blank, is_iri
from lod.words import msg

_CLASSES = (f"<{RDFS}Class>", f"<{OWL}Class>")
_SHAPES = (f"<{SH}NodeShape>", f"<{SH}PropertyShape>")


class TargetsReading(Protocol):
    """What is asked of the reader of shapes."""

    graph: MemoryIndex

    def takes(self, term: str, node: str, name: str) -> bool:
        """Note that SHACL 1.2 is used; give whether it may be."""

    def fail(self, wrong: Wrong, node: str, name: str) -> None:
        """Note an error in a property of a shape."""


def read_targets(reader: TargetsReading, node: str) -> Iterator[Target]:
    """Give the targets of a shape; what is wrong with them is noted."""
    graph = reader.graph
    for name, kind in TARGETS.items():
        for value in graph.objects(node, f"<{SH}{name}>"):
            if _is_target(reader, node, name, value):
                yield Target(kind, value)
    for value in graph.objects(node, f"<{SH}target>"):
        yield Target("advanced", value)
    for value in graph.objects(node, f"<{SH}{WHERE}>"):
        if _is_where(reader, node, value):
            yield Target("where", value)
    if is_instance(graph, node, f"<{SH}ShapeClass>"):
        if reader.takes("sh:ShapeClass", node, f"{RDF}type"):
            yield Target("class", node)
    elif all(any(is_instance(graph, node, k) for k in kinds) for kinds in (_CLASSES, _SHAPES)):
        yield Target("class", node)


def _is_target(reader: TargetsReading, node: str, name: str, value: str) -> bool:
    named = name == "targetNode" and is_plain_node(reader.graph, value)
    if is_iri(value) or (named and not is_blank(value)):
        return True
    if named:  # as in the W3C's node/nodeKind-002
        return reader.takes(f"sh:{name} [ ]", node, name)
    text = msg("sh:{name} is {value}", name=name, value=shown(value, reader.graph.shorten))
    reader.fail(Wrong(text, expected=msg("an IRI")), node, name)
    return False


def _is_where(reader: TargetsReading, node: str, value: str) -> bool:
    if reader.takes(f"sh:{WHERE}", node, WHERE):
        try:
            check_shape(reader.graph, WHERE, value)
        except Wrong as wrong:
            reader.fail(wrong, node, WHERE)
        else:
            return True
    return False
