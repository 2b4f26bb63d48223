"""Records → quads, each with where it comes from. The model is docs/architecture.md's. No IO."""

from lod.publishing.mapping.curated import apply_decisions
from lod.publishing.mapping.page import map_page
from lod.publishing.mapping.reference import map_areas, map_publisher
from lod.publishing.mapping.terms import Graph, Origin, SourceWords, StatedIn

__all__ = [
    "Graph",
    "Origin",
    "SourceWords",
    "StatedIn",
    "apply_decisions",
    "map_areas",
    "map_page",
    "map_publisher",
]
