"""Says what a source says, with where it says so, in the source's graph."""

from dataclasses import dataclass

from lod.publishing.mapping.named import cell_of
from lod.publishing.mapping.terms import SourceWords, StatementList, iri_term, text
from lod.publishing.records import LineSpan, Page, Text


@dataclass(frozen=True, slots=True)
class SourceWriter:
    """Says things of a page, or of a table."""

    page: Page
    graph: StatementList

    @property
    def name(self) -> str:
        """The source's name, and its graph's."""
        return self.page.source.name

    def at(self, text: Text) -> SourceWords:
        """Give the place of the page's words."""
        if text.setting:
            return self.set(*text.setting, words=text.verbatim)
        pointer = cell_of(text.span)
        return SourceWords(self.page.file, text.span, text.verbatim, text.column, pointer)

    def lies(self, span: LineSpan) -> SourceWords:
        """Give the place of lines."""
        return SourceWords(self.page.file, span)

    def set(self, *setting: str, words: str | None = None) -> SourceWords:
        """Give the place of a setting of the sidecar."""
        source = self.page.source
        return SourceWords.of_setting(source.sidecar, source.lines, *setting, words=words)

    def say(self, subject: str, at: SourceWords, **values: object) -> None:
        """Say several things of a subject; ``fp_status`` is the property fp:status."""
        graph, of = self.graph, self.page.source.name
        for name, value in values.items():
            predicate = name.replace("_", ":", 1)
            for one in value if isinstance(value, tuple) else (value,):
                graph.add(of, subject, predicate, one, at)

    def typed(self, subject: str, at: SourceWords, *names: str) -> None:
        """Say the classes of a subject."""
        self.graph.types(self.name, subject, at, *names)

    def words(self, value: Text | None) -> object:
        """Make a text in the source's language; nothing of none."""
        return text(value.value, self.page.source.language) if value and value.value else None

    def documented(self, thing: str, name: Text, *spans: LineSpan) -> None:
        """Say which lines the document about a thing comes from."""
        document, at = self.graph.iris.document(thing), self.at(name)
        self.say(thing, at, schema_mainEntityOfPage=iri_term(document))
        self.typed(document, at, "foaf:Document")
        for span in spans:
            self.evident(thing, span)

    def evident(self, thing: str, span: LineSpan) -> None:
        """Say of the document about a thing that it comes from these lines too."""
        document = self.graph.iris.document(thing)
        self.say(document, self.lies(span), prov_wasDerivedFrom=self.lines(span))

    def lines(self, span: LineSpan) -> object:
        """Point at lines of the source."""
        return iri_term(self.graph.iris.source(self.name, span.fragment))

    def concept(self, path: str) -> object:
        """Give a concept of our schemes: ``stage/ongoing``."""
        return iri_term(self.graph.iris.term(path))
