"""What is derived comes from the subjects one after the other, and is what it always was."""

import gc
import random
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import pyoxigraph as ox

from lod.deriving import derive
from lod.publishing.publication import Mapped
from lod.rdf import JSONLD, RDF, SCHEMA, TURTLE, Subjects, in_order, prefixes, write, write_context
from lod.release.manifest import DUMPS, INCOMING, INDEX

BASE = "https://x.example/"
VOCAB = f"{BASE}def/"
COUNT = 500


class Said(list[ox.Triple]):
    """What is said of a subject, watched: told apart by where it lies, not by what it holds."""

    __hash__ = object.__hash__  # type: ignore[assignment]


class Unheld(Mapping[ox.NamedNode | ox.BlankNode, Sequence[ox.Triple]]):
    """Many subjects that are made when they are asked for; counts how many there are at a time."""

    def __init__(self) -> None:
        self.alive: weakref.WeakSet[Said] = weakref.WeakSet()
        self.most = 0
        names = [f"{kind}/{n:04}" for n in range(COUNT) for kind in ("doc/report", "id/report")]
        self.nodes = {ox.NamedNode(BASE + name): None for name in sorted(names)}

    def __getitem__(self, node: ox.NamedNode | ox.BlankNode) -> Sequence[ox.Triple]:
        document = ox.NamedNode(node.value.replace("/id/", "/doc/"))
        kind = ox.NamedNode(f"{SCHEMA}Report")
        page = ox.Triple(node, ox.NamedNode(f"{SCHEMA}mainEntityOfPage"), document)
        typed = ox.Triple(node, ox.NamedNode(f"{RDF}type"), kind)
        said = Said([typed] if document == node else [typed, page])
        self.alive.add(said)
        self.most = max(self.most, len(self.alive))
        return said

    def __contains__(self, node: object) -> bool:
        return node in self.nodes

    def __iter__(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


def derived(subjects: Subjects, base: str, vocab: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    return chain.from_iterable(derive(subjects, base, vocab))


def files(subjects: Subjects) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in derived(subjects, BASE, VOCAB)}


def test_no_function_holds_what_is_said_of_all_subjects() -> None:
    subjects = Unheld()
    gc.disable()  # what is let go is gone at once, by its count of references
    try:
        sizes = {name: [*map(len, pieces)] for name, pieces in derived(subjects, BASE, VOCAB)}
    finally:
        gc.enable()
    assert subjects.most < 10
    sizes[DUMPS[JSONLD]][0] -= len(write_context(prefixes(VOCAB)))  # with which it begins
    assert all(max(found) < 1_000 for name, found in sizes.items() if name != INDEX)
    held = in_order(triple for said in subjects.values() for triple in said)
    assert files(subjects) == files(held)


def test_the_files_are_named_as_a_release_has_them(mapped: Mapped) -> None:
    found = files(in_order(mapped.graph.quads))
    assert list(found) == [INCOMING, INDEX, DUMPS[TURTLE], DUMPS[JSONLD]]
    assert found[INCOMING].splitlines() == sorted(found[INCOMING].splitlines())


def test_dumps_are_what_the_writers_of_documents_write(mapped: Mapped) -> None:
    config, triples = mapped.config, list(mapped.graph.quads)
    table = prefixes(config.vocab_iri)
    random.Random(3).shuffle(triples)
    found = {
        name: b"".join(pieces)
        for name, pieces in derived(in_order(triples), config.base_iri, config.vocab_iri)
    }
    for kind in (TURTLE, JSONLD):
        whole = write(triples, kind, prefixes=table, base=config.base_iri)
        assert found[DUMPS[kind]] == whole
