"""Writes and reads the layout of a release: the one room that knows which file is what."""

from lod.release.manifest import (
    DATA,
    DUMPS,
    HUBS,
    INCOMING,
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
    lines_of,
    open_release,
    triples_in,
)
from lod.release.write import (
    Contents,
    Derive,
    write_release,
)

__all__ = [
    "DATA",
    "DUMPS",
    "HUBS",
    "INCOMING",
    "LAYOUT",
    "PACKED",
    "PAGE",
    "Contents",
    "Damaged",
    "Derive",
    "Description",
    "Manifest",
    "NoRelease",
    "PackedFile",
    "Release",
    "SourceFile",
    "damage_of",
    "damaged",
    "damages",
    "data_size",
    "find_release",
    "fingerprint",
    "lines_of",
    "open_lines",
    "open_release",
    "triples_in",
    "write_release",
]
