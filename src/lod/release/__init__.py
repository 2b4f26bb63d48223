"""Writes and reads the layout of a release: the one room that knows which file is what."""

from lod.release.manifest import (
    DUMPS,
    HUBS,
    INCOMING,
    LAYOUT,
    PAGE,
    Damaged,
    Manifest,
    damage_of,
    damaged,
    damages,
    fingerprint,
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
    "DUMPS",
    "HUBS",
    "INCOMING",
    "LAYOUT",
    "PAGE",
    "Contents",
    "Damaged",
    "Derive",
    "Description",
    "Manifest",
    "NoRelease",
    "Release",
    "SourceFile",
    "damage_of",
    "damaged",
    "damages",
    "find_release",
    "fingerprint",
    "lines_of",
    "open_release",
    "triples_in",
    "write_release",
]
