"""Where each named graph comes from, by whom and when: each says so itself."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from lod.publishing.config import Config
from lod.publishing.mapping.terms import Graph, Object, SourceWords, day, iri_term, is_day, text
from lod.publishing.records import Page
from lod.publishing.registers import Register, Registers
from lod.rdf import RDF
from lod.words import LANGUAGES, Message, msg

_REFERENCE, _CATALOG = "reference", "catalog"
_TITLES: Mapping[str, Message] = {
    "curated": msg("What the publisher has written by hand"),
    _REFERENCE: msg("What the reference tables say"),
    "ontology": msg("The terms"),
    _CATALOG: msg("The catalogue"),
}


def map_graphs(
    config: Config,
    graph: Graph,
    pages: Sequence[Page],
    registers: Registers,
    modified: date | None,
    more: Mapping[str, Collection[Path]],
) -> None:
    """Describe each graph that says anything: about 8 quads, in the graph itself.

    ``fp:file`` are the files of the publication that it is made of (the tables' graph is not
    made of the pages, which only name whom the tables know), ``dcterms:source`` is what those
    come from. No date is the clock's.

    Shape: shapes/graph.ttl.
    :param modified: of the catalogue; None where nobody knows.
    :param more: the files of what is in no such graph, but in parts of it, by the graph's name.
    """
    sources = {page.source.name: page for page in pages}
    dates = {
        "curated": _newest(graph, "fp:Decision", "dcterms:date"),
        _REFERENCE: registers.compiled,
        "ontology": _newest(graph, "owl:Ontology", "dcterms:modified"),
        _CATALOG: modified,
    }
    texts = {page.file for page in pages}
    for name, files in sorted(_files(graph, more).items()):
        own = files if name in sources else files - texts
        described = _Described(config, graph, name)
        described.all(own)
        if page := sources.get(name):
            described.source(page)
        else:
            described.say("dcterms:modified", _day(dates.get(name)))
        if name == _REFERENCE:
            for register in registers.all:
                described.register(register, registers)


@dataclass(frozen=True)
class _Described:
    """A graph, by its name."""

    config: Config
    graph: Graph
    name: str

    @cached_property
    def subject(self) -> str:
        return self.graph.iris.graph(self.name)

    @cached_property
    def whole(self) -> SourceWords:
        """What comes from no setting of its own stands at the dataset's name."""
        config = self.config
        return SourceWords.of_setting(config.file, config.lines, "dataset", words=config.dataset)

    def say(self, predicate: str, value: Object | None, at: SourceWords | None = None) -> None:
        self.graph.add(self.name, self.subject, predicate, value, at or self.whole)

    def all(self, files: Iterable[Path]) -> None:
        """Say what every graph has: title, files, whose it is; and that it's the dataset's."""
        config, iris = self.config, self.graph.iris
        title = _TITLES.get(self.name, msg("What the source {name} says", name=self.name))
        for language in [each for each in config.titles if each in LANGUAGES] or ["en"]:
            self.say("dcterms:title", text(title.told(language), language))
        for kind in ("void:Dataset", "prov:Entity"):
            self.say(f"{RDF}type", iri_term(self.graph.expand(kind)))
        for file in sorted(files):
            self.say("fp:file", text(file.relative_to(config.site).as_posix()))
        publisher = iris.thing("organization", config.publisher.key)
        self.say("prov:wasAttributedTo", iri_term(publisher))
        dataset = iris.at(f"set/{config.dataset}")
        self.graph.add(_CATALOG, dataset, "void:subset", iri_term(self.subject), self.whole)

    def source(self, page: Page) -> None:
        """Say that the graph is what a page says, as of the page's date, and when it was fetched.

        The things' keys come from keys.csv.
        """
        source = page.source
        at = SourceWords.of_setting(source.sidecar, source.lines, "title", words=source.title)
        self.say("fp:file", text("data/keys.csv"), at)
        self.say("dcterms:source", iri_term(self.graph.iris.source(self.name)), at)
        self.say("dcterms:date", _day(source.fetched), at)
        self.say("dcterms:modified", _day(page.stated), at)

    def register(self, register: Register, registers: Registers) -> None:
        """Say what a register is called, and that the tables come from it."""
        lines, address = registers.lines or {}, register.address
        at = SourceWords.of_setting(registers.file, lines, register.name, words=register.title)
        licence = iri_term(register.licence) if register.licence else None
        file = registers.file.relative_to(self.config.site).as_posix()
        self.say("fp:file", text(file), at)
        self.say("dcterms:source", iri_term(address), at)
        for predicate, value in (
            ("dcterms:title", text(register.title, register.language)),
            ("dcterms:license", licence),
            ("dcterms:date", _day(register.fetched)),
        ):
            self.graph.add(self.name, address, predicate, value, at)


def _files(graph: Graph, more: Mapping[str, Collection[Path]]) -> dict[str, set[Path]]:
    """Give the files that the statements of each graph come from, by the graph's name."""
    found: defaultdict[str, set[Path]] = defaultdict(set)
    for part, those in more.items():
        found[graph.iris.graph(part)].update(those)
    for triple, name in graph.quads.items():
        found[name.value].add(graph.origins[triple].file)
    start = graph.iris.graph("")
    return {iri.removeprefix(start): files for iri, files in found.items()}


def _newest(graph: Graph, kind: str, predicate: str) -> date | None:
    """Give the newest day that things of a class state."""
    typed, said = iri_term(graph.expand(kind)), graph.expand(predicate)
    things = [t.subject for t in graph.quads if t.object == typed]
    stated = [t.object for s in things for t in graph.about[s] if t.predicate.value == said]
    return max((date.fromisoformat(d.value) for d in stated if is_day(d)), default=None)


def _day(value: date | None) -> ox.Literal | None:
    return day(value) if value else None
