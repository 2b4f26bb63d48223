"""Writes and reads the layout of a release: the one room that knows which file is what."""

from lod.release.index.asking import Certainty, ListQuery
from lod.release.index.counting import CountedGroup, FacetCount, count_facets, group_by
from lod.release.index.listing import (
    Listed,
    ListPage,
    Order,
    count_listed,
    list_all,
    list_page,
    names_by_iri,
    suggest,
)
from lod.release.index.reading import IndexFile
from lod.release.index.rows import FACETS, UNKNOWN, IndexRow, PeriodBounds
from lod.release.index.wording import asked_words
from lod.release.index.writing import Hubs, write_index
from lod.release.manifest import (
    DATA,
    DUMPS,
    INCOMING,
    INDEX,
    LAYOUT,
    PACKED,
    PAGE,
    Damaged,
    Manifest,
    damage_of,
    damaged,
    damages,
    fingerprint,
)
from lod.release.packed import (
    PackedFile,
    data_size,
    open_lines,
)
from lod.release.read import (
    Description,
    NoRelease,
    Release,
    SourceFile,
    find_release,
    has_store,
    lines_of,
    open_release,
    triples_in,
)
from lod.release.write import (
    Contents,
    Derive,
    DerivedFiles,
    write_release,
)

__all__ = [
    "DATA",
    "DUMPS",
    "FACETS",
    "INCOMING",
    "INDEX",
    "LAYOUT",
    "PACKED",
    "PAGE",
    "UNKNOWN",
    "Certainty",
    "Contents",
    "CountedGroup",
    "Damaged",
    "Derive",
    "DerivedFiles",
    "Description",
    "FacetCount",
    "Hubs",
    "IndexFile",
    "IndexRow",
    "ListPage",
    "ListQuery",
    "Listed",
    "Manifest",
    "NoRelease",
    "Order",
    "PackedFile",
    "PeriodBounds",
    "Release",
    "SourceFile",
    "asked_words",
    "count_facets",
    "count_listed",
    "damage_of",
    "damaged",
    "damages",
    "data_size",
    "find_release",
    "fingerprint",
    "group_by",
    "has_store",
    "lines_of",
    "list_all",
    "list_page",
    "names_by_iri",
    "open_lines",
    "open_release",
    "suggest",
    "triples_in",
    "write_index",
    "write_release",
]
