"""RDF/XML, a description for each subject. Refuses what XML has no way to write.

pyoxigraph's own writer makes an element name of any class or property, `<?q=1>` too.
Source: RDF 1.1 XML Syntax, 6 and 7; XML 1.0, 2.2 (characters).
"""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from lod.rdf.names import Names
from lod.rdf.namespaces import RDF, XSD
from lod.rdf.writers.errors import NotSerializable
from lod.rdf.writers.graph import (
    ArrangedGraph,
    Properties,
    SubjectNode,
    WritableTerm,
    arrange_graph,
)
from lod.rdf.writers.terms import rank

_TAIL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile(r'[&<>"\t\n\r\x7f-\x9f\u2028]')
_SYNTAX = frozenset(
    RDF + name
    for name in [
        "RDF",
        "ID",
        "about",
        "parseType",
        "resource",
        "nodeID",
        "datatype",
        "Description",
        "li",
        "bagID",
        "aboutEach",
        "aboutEachPrefix",
    ]
)
_RESERVED = ("http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/")


def write_rdfxml(
    triples: Iterable[ox.Triple],
    *,
    prefixes: Mapping[str, str],
    base: str,
    first: str | None = None,
) -> bytes:
    """Write RDF/XML, the same bytes for the same triples.

    :param first: the IRI of the subject that the document is about.
    :raises NotSerializable: XML has no name for a property, or no way to write a character.
    """
    writer = _Writer(arrange_graph(triples, rank(prefixes), first), Names(prefixes, base))
    body = [writer.subject(s, p) for s, p in writer.graph.subjects.items()]
    declared = {"rdf": RDF, **dict(writer.names.declared())}
    head = "".join(f'\n    xmlns:{p}="{_escaped(n)}"' for p, n in declared.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n{"".join(body)}</rdf:RDF>\n'
    ).encode()


class _Writer:
    def __init__(self, graph: ArrangedGraph, names: Names) -> None:
        self.graph, self.names = graph, names

    def subject(self, node: SubjectNode, properties: Properties) -> str:
        rows = [self.property(p, o) for p, objects in properties.items() for o in objects]
        name = self.reference(node, "about")
        return f"  <rdf:Description {name}>\n{''.join(rows)}  </rdf:Description>\n"

    def property(self, predicate: str, term: WritableTerm) -> str:
        tag, declaration = self.element(predicate)
        if not isinstance(term, ox.Literal):
            return f"    <{tag}{declaration} {self.reference(term, 'resource')}/>\n"
        kind = ""
        if term.language:
            kind = f' xml:lang="{term.language}"'
        elif term.datatype.value != f"{XSD}string":
            kind = f' rdf:datatype="{_escaped(term.datatype.value)}"'
        return f"    <{tag}{declaration}{kind}>{_escaped(term.value)}</{tag}>\n"

    def element(self, predicate: str) -> tuple[str, str]:
        """Give a property's element name, and the declaration it needs if it has no prefix."""
        tail = _TAIL.search(predicate)
        if predicate in _SYNTAX or tail is None or predicate.startswith(_RESERVED):
            raise NotSerializable(f"RDF/XML has no element name for the property <{predicate}>")
        curie = self.names.curie(predicate)
        if curie is not None and _TAIL.match(curie.partition(":")[2]):
            return curie, ""
        return f"ns:{tail[0]}", f' xmlns:ns="{_escaped(predicate[: tail.start()])}"'

    def reference(self, node: SubjectNode, attribute: str) -> str:
        if isinstance(node, ox.BlankNode):
            return f'rdf:nodeID="{self.graph.labels[node]}"'
        return f'rdf:{attribute}="{_escaped(node.value)}"'


def _escaped(text: str) -> str:
    if bad := _NOT_XML.search(text):
        raise NotSerializable(f"XML can't hold the character U+{ord(bad[0]):04X}")
    return _ESCAPED.sub(lambda match: f"&#{ord(match[0])};", text)
