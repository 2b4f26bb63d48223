"""What older sources said that no longer holds, and which source revises which. Pure.

It is quoted, never said: a query for a project's owner finds the owner of today alone, and a rule
that there is one owner holds of all graphs together, whoever checks them.
"""

from collections.abc import Sequence

from lod.publishing.keys import Keys
from lod.publishing.mapping.terms import Graph, SourceWords, Superseded, iri_term, object_of
from lod.publishing.records import Page
from lod.rdf import RDF


def map_earlier(graph: Graph) -> None:
    """Quote what older sources said and nobody says now, in the graph of each: 8 quads a statement.

    What a newer source says too, or a decision, holds still, and isn't quoted.

    Shape: shapes/earlier.ttl.
    """
    for one in dict.fromkeys(graph.superseded):
        if one.said.triple not in graph.quads:
            _quote(one, graph)


def _quote(one: Superseded, graph: Graph) -> None:
    name, triple, at = one.said.graph, one.said.triple, one.said.origin
    about, source = str(triple.subject)[1:-1], graph.iris.source(name)
    subject = graph.iris.statement(name, about, str(triple))
    graph.add(name, source, "fp:earlierStatement", iri_term(subject), at)
    graph.types(name, subject, at, "fp:EarlierStatement", "rdf:Statement", "prov:Entity")
    for predicate, value in (
        ("subject", iri_term(about)),
        ("predicate", triple.predicate),
        ("object", object_of(triple)),
    ):
        graph.add(name, subject, f"{RDF}{predicate}", value, at)
    for lines in one.quoted:
        graph.add(name, subject, "prov:wasQuotedFrom", lines, at)


def map_revisions(pages: Sequence[Page], keys: Keys, graph: Graph) -> None:
    """Say which source each source revises: the newest older one of the same page.

    Two are fetches of one page if they are about the same programme. Without a date none is known
    to be older.

    Shape: shapes/source.ttl.
    """
    for page in pages:
        older = [other for other in pages if _is_older(other, page) and _alike(other, page, keys)]
        newest = max((other.as_of for other in older if other.as_of), default=None)
        for other in older:
            if other.as_of == newest:
                at = _dated_by(page)
                subject, value = (graph.iris.source(p.source.name) for p in (page, other))
                graph.add(page.source.name, subject, "prov:wasRevisionOf", iri_term(value), at)


def newest_pages(pages: Sequence[Page], keys: Keys) -> list[Page]:
    """Give of each programme the newest page about it; all that are as new."""

    def is_revised(page: Page) -> bool:
        return any(
            _is_older(page, other) or (page.as_of is None and other.as_of is not None)
            for other in pages
            if _alike(page, other, keys)
        )

    return [page for page in pages if not is_revised(page)]


def _is_older(one: Page, other: Page) -> bool:
    return one.as_of is not None and other.as_of is not None and one.as_of < other.as_of


def _dated_by(page: Page) -> SourceWords:
    """Give the place of what says a page's date: its own words, unless the sidecar says it."""
    source, words = page.source, page.changed_text
    if source.stated or words is None:
        return SourceWords.of_setting(source.sidecar, source.lines, "stated")
    return SourceWords(page.file, words.span, words.verbatim, words.column)


def _alike(one: Page, other: Page, keys: Keys) -> bool:
    first, second = (
        keys.find("programme", page.source.name, page.programme.name.value) for page in (one, other)
    )
    return first == second
