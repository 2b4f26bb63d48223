"""Reads valid.ttl, makes broken copies of its sections, and runs them all at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from lod.checking import shacl
from lod.rdf.namespaces import SH, expand, prefixes
from lod.rdf.terms import plain

ROOT = Path(__file__).parents[2]
BASE = "https://data.tillvaxtverket.example/"
PREFIXES = prefixes(f"{BASE}def/")
SAME_AS = URIRef("https://schema.org/sameAs")

Broken = tuple[str, str | None, str]


@dataclass(frozen=True)
class Example:
    """A copy of a section of valid.ttl, changed, and all that must be found in it.

    :param remove: ``subject predicate`` or ``subject predicate object``.
    :param add: Turtle.
    :param breaks: ``focus path component``; ``-`` is no path.
    :param capital: the copy's keys are wrongly formed.
    """

    title: str
    section: str
    breaks: tuple[str, ...]
    remove: tuple[str, ...] = ()
    add: str = ""
    capital: bool = False


@cache
def head_and_sections() -> tuple[str, dict[str, str]]:
    text = (Path(__file__).parent / "valid.ttl").read_text(encoding="utf-8")
    head, *parts = re.split(r"(?m)^# == ", text)
    return head, {name: body for name, _, body in (part.partition("\n") for part in parts)}


def turtle(body: str) -> Graph:
    return Graph().parse(data=head_and_sections()[0] + body, format="turtle")


@dataclass(frozen=True)
class Result:
    """What breaks, as text: IRIs bare, literals in N-Triples form."""

    focus: str
    path: str | None
    component: str
    shape: str
    severity: str
    messages: frozenset[str]


@dataclass(frozen=True)
class Shapes:
    """The shapes, to look at and to run."""

    graph: Graph
    engine: shacl.Shapes


@cache
def shapes() -> Shapes:
    graph = turtle_files("shapes")
    return Shapes(graph, shacl.read_shapes(triples(graph)))


def triples(graph: Graph) -> list[ox.Triple]:
    data = graph.serialize(format="nt", encoding="utf-8")
    return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]


def validate(graph: Graph, with_shapes: Shapes) -> list[Result]:
    return [_result(r) for r in shacl.validate(triples(graph), with_shapes.engine)]


def _result(found: shacl.Result) -> Result:
    where = found.path
    return Result(
        plain(found.focus),
        None if where is None else where.plain,
        found.component,
        plain(found.shape),
        found.severity.removeprefix(SH).lower(),
        frozenset(text for text, _ in found.messages),
    )


def turtle_files(folder: str) -> Graph:
    graph = Graph()
    for file in sorted((ROOT / folder).glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@cache
def valid() -> Graph:
    """All sections and the ontology."""
    return turtle("".join(head_and_sections()[1].values())) + turtle_files("ontology")


def term(text: str) -> str:
    """``<id/x>`` or ``schema:name`` as an IRI; a literal stays as it is."""
    if text.startswith("<"):
        return text[1:-1] if "://" in text else BASE + text[1:-1]
    return text if text.startswith('"') else expand(text, PREFIXES)


def path(text: str) -> str | None:
    """A property path as ``Result.path`` writes it."""
    if text == "-":
        return None
    if not re.search(r"[|^/]", text):
        return term(text)
    return re.sub(r"[\w-]+:[\w-]+", lambda m: f"<{term(m[0])}>", text)


class Copy:
    """One example's data, its keys renamed so that all examples fit in one graph."""

    def __init__(self, example: Example, number: int) -> None:
        self.example, self.number = example, number
        section = turtle(head_and_sections()[1][example.section])
        added = turtle(example.add)
        self._own = set(section.subjects()) | set(section.objects(None, SAME_AS))
        self._own |= set(added.subjects()) - set(valid().subjects())
        for row in example.remove:
            self._remove(section, [URIRef(term(part)) for part in row.split()])
        self.graph = Graph()
        for s, p, o in section + added:
            self.graph.add((self._renamed(s), p, self._renamed(o)))

    @staticmethod
    def _remove(graph: Graph, pattern: list[URIRef]) -> None:
        subject, predicate, value = (*pattern, None)[:3]
        size = len(graph)
        graph.remove((subject, predicate, value))
        assert len(graph) < size, f"nothing to remove: {pattern}"

    def _renamed(self, node: Node) -> Node:
        if not isinstance(node, URIRef) or node not in self._own:
            return node
        area = f"x{self.number}" if self.example.capital else f"05{self.number:02}"
        key = f"E{self.number}xempel" if self.example.capital else f"exempel{self.number}"
        text = re.sub(r"(?<=area/)0583$", area, node).replace("exempel", key)
        text = re.sub(r"(?<=area/)GB-XEM$", f"GB-X{self.number:02}", text)
        return URIRef(re.sub(r"(?<=area/)05$", str(10 + self.number), text))

    def expected(self) -> set[Broken]:
        return {self._broken(*row.split()) for row in self.example.breaks}

    def _broken(self, focus: str, where: str, component: str) -> Broken:
        node = term(focus) if focus.startswith('"') else str(self._renamed(URIRef(term(focus))))
        return node, path(where), component

    def focuses(self) -> set[str]:
        """What only this copy speaks of."""
        nodes = {n for s, _, o in self.graph for n in (s, o)}
        nodes -= set(valid().subjects()) | set(valid().objects())
        return {n.n3() if isinstance(n, Literal) else str(n) for n in nodes}


def copies(examples: Iterable[Example]) -> list[Copy]:
    numbers: dict[str, int] = {}
    made = []
    for example in examples:
        number = numbers[example.section] = numbers.get(example.section, 0) + 1
        made.append(Copy(example, number))
    return made


def run(made: Iterable[Copy]) -> list[Result]:
    """Validate all copies in one graph with the valid data."""
    graph = Graph()
    graph += valid()
    for copy in made:
        graph += copy.graph
    return validate(graph, shapes())


def broken(result: Result) -> Broken:
    name = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
    return result.focus, result.path, name
