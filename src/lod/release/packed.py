"""Reads the compressed files of a release; see ``packing``, which writes them."""

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lod.files import InflatedFile, MemberLines, SortedLines, refuse_unfit
from lod.release.manifest import DATA, MEMBERS, PACKED, FileSum


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A compressed file of a release, and what it and its content must be."""

    path: Path
    stored: FileSum
    content: FileSum

    def open(self, *, inflate: bool = True) -> BinaryIO:
        """Open it, to read what is in it, or its bytes as they lie.

        :raises BadMembers: later, where what is read of its content is damaged.
        """
        return InflatedFile(self.path).buffered() if inflate else self.path.open("rb")


def member_lines(directory: Path, name: str) -> MemberLines:
    """Open sorted lines of a release: ``name`` is that of what is compressed.

    :raises OSError: they can't be read; as BadMembers, their index isn't theirs.
    """
    return MemberLines(directory / f"{name}{PACKED}", directory / f"{name}{MEMBERS}")


def open_lines(directory: Path) -> MemberLines | SortedLines:
    """Open a release's sorted N-Quads, also as layouts before 7 had them: not compressed.

    :raises OSError: they can't be read, or what lies there isn't a regular file in the folder.
    """
    if not os.path.lexists(directory / f"{DATA}{MEMBERS}"):
        refuse_unfit(directory / DATA, directory)
        return SortedLines(directory / DATA)
    for ending in (PACKED, MEMBERS):
        refuse_unfit(directory / f"{DATA}{ending}", directory)
    return member_lines(directory, DATA)


def data_size(directory: Path) -> int:
    """Tell how many bytes a release's N-Quads have.

    :raises OSError: it can't be read, or isn't one.
    """
    with closing(member_lines(directory, DATA)) as lines:
        return lines.size
