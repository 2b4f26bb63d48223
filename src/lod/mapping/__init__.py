"""Records → quads. The model is docs/architecture.md's; no files are read but curated ones."""

from lod.mapping.curated import Curated, apply_decisions, read_curated
from lod.mapping.page import map_page
from lod.mapping.reference import map_areas, map_publisher
from lod.mapping.terms import Graph, Place

__all__ = [
    "Curated",
    "Graph",
    "Place",
    "apply_decisions",
    "map_areas",
    "map_page",
    "map_publisher",
    "read_curated",
]
