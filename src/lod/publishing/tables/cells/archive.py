"""The parts of a workbook: a zip of XML, read within bounds, without entities."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import IO

from lxml import etree

from lod.errors import SourceError
from lod.publishing.tables.grid import TableBounds
from lod.words import msg

_DAMAGED = msg("save it again with the programme that made it")


@dataclass(slots=True)
class _Counted:
    """A part's bytes, which may not be more than the bound."""

    stream: IO[bytes]
    file: Path
    left: int

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size if size >= 0 else self.left + 1)
        self.left -= len(block)
        if self.left < 0:
            raise _too_large(self.file)
        return block


def _too_large(file: Path) -> SourceError:
    message = msg("a part of it is too large when it is unpacked")
    return SourceError(message, file, todo=msg("part it into several tables"))


class Archive:
    """A workbook's parts, by name.

    :raises SourceError: it is no zip that can be read.
    """

    def __init__(self, data: bytes, file: Path, bounds: TableBounds) -> None:
        self.file, self.bounds = file, bounds
        try:
            self.parts = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.damaged() from error
        self.names = frozenset(self.parts.namelist())

    def damaged(self) -> SourceError:
        """Make the error for a workbook that can't be read."""
        return SourceError(msg("is a damaged workbook"), self.file, todo=_DAMAGED)

    def elements(
        self, name: str, *tags: str, ended: tuple[str, ...] = ()
    ) -> Iterator[etree._Element]:
        """Give the elements of these tags in a part, whole, one after the other.

        Those of the tags ``ended`` are given where they end, without what was in them.
        An element is emptied when the next one is asked for, so that a part of any size takes
        the memory of one of them.

        :raises SourceError: the part is missing, too large, no XML, or has a document type: no
            workbook has one, and entities need it.
        """
        try:
            with self.parts.open(name) as stream:
                counted = _Counted(stream, self.file, self.bounds.unpacked)
                yield from self._parsed(counted, frozenset(tags), ended)
        except SourceError:
            raise
        except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, *_OF_ZIP) as error:
            raise self.damaged() from error

    def _parsed(
        self, stream: _Counted, wanted: frozenset[str], ended: tuple[str, ...]
    ) -> Iterator[etree._Element]:
        parsed = etree.iterparse(
            stream, ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        inside = held = 0
        for event, element in parsed:
            if element.getparent() is None and event == "start":
                self._refuse_type(element)
            if element.tag in wanted:
                inside += 1 if event == "start" else -1
            held = held + 1 if inside else 0
            if held // 2 > self.bounds.elements:  # each starts, and ends
                raise _too_large(self.file)
            if event == "end" and not inside:
                if element.tag in wanted or element.tag in ended:
                    yield element
                _forget(element)

    def _refuse_type(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            message = msg("has a document type, which no workbook has")
            raise SourceError(message, self.file, todo=_DAMAGED)


_OF_ZIP = (
    *(RuntimeError, NotImplementedError, OSError, EOFError, ValueError),
    *(zlib.error, LZMAError),
)


def _forget(element: etree._Element) -> None:
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
