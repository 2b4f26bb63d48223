"""How tests bring tables in, and read the copy with a sidecar that a steward has corrected."""

import re
from collections.abc import Mapping
from pathlib import Path

from lod.publishing.importing.tabular import (
    BroughtTable,
    PrivacyWishes,
    TableWishes,
    bring_table,
)
from lod.publishing.tables import TableReading
from publishing.tables.readings import read_with

_OF_THE_FILE = re.compile(r"(?m)^(?:format|encoding|delimiter|quote|sheet|table|withhold) = .*\n")


def bring(
    data: bytes | str,
    name: str,
    folder: Path,
    *,
    sheet: str | None = None,
    withhold: tuple[str, ...] = (),
    keep: tuple[str, ...] = (),
    language: str = "en",
    encoding: str | None = None,
) -> BroughtTable:
    """Bring a table in under the name ``brought``; a sidecar may stand in the folder."""
    written = data.encode() if isinstance(data, str) else data
    wishes = TableWishes(PrivacyWishes(withhold, keep), sheet, encoding)
    sidecar = folder / "brought.toml"
    return bring_table(written, Path(name), "brought", wishes, sidecar, language)


def copy_of(brought: BroughtTable) -> str:
    """Give the text of the copy."""
    return brought.files[brought.entry].decode("utf-8")


def sidecar_of(brought: BroughtTable) -> str:
    """Give the text of the sidecar that was written."""
    return brought.files["brought.toml"].decode("utf-8")


def told_of(brought: BroughtTable) -> list[str]:
    """Give what was told."""
    return [*map(str, brought.told)]


def read_copy(
    brought: BroughtTable,
    sidecar: Path,
    folder: Path,
    language: str,
    changed: Mapping[str, str] | None = None,
) -> TableReading:
    """Read a copy by a sidecar that was written for the original, corrected for the copy.

    :param changed: what is written otherwise.
    """
    text = _OF_THE_FILE.sub("", sidecar.read_text("utf-8"))
    for old, new in (changed or {}).items():
        assert old in text
        text = text.replace(old, new)
    corrected = folder / "corrected.toml"
    corrected.write_text(text, "utf-8")
    name = Path(brought.entry)
    return read_with(corrected, brought.files[brought.entry], name, language)
