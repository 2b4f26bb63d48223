"""Records → quads, each with where it comes from. The model is docs/architecture.md's. No IO.

Each source is mapped by itself; :func:`merge` makes one graph of what they say.
"""

from lod.publishing.mapping.curated import apply_decisions, as_time, map_successions
from lod.publishing.mapping.kinds import map_kinds
from lod.publishing.mapping.merging import MappedPart, MappedSource, merge
from lod.publishing.mapping.page import map_page
from lod.publishing.mapping.reference import map_areas, map_counties, map_publisher
from lod.publishing.mapping.terms import (
    Graph,
    Origin,
    SourceWords,
    StatedIn,
    Statement,
    StatementList,
    iri_term,
)

__all__ = [
    "Graph",
    "MappedPart",
    "MappedSource",
    "Origin",
    "SourceWords",
    "StatedIn",
    "Statement",
    "StatementList",
    "apply_decisions",
    "as_time",
    "iri_term",
    "map_areas",
    "map_counties",
    "map_kinds",
    "map_page",
    "map_publisher",
    "map_successions",
    "merge",
]
