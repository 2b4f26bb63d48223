"""Where the tables in data/reference come from: ``registers.toml`` beside them, if it's there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lod.publishing.handwritten import SettingLines, Settings, read_settings
from lod.publishing.records import clean

REGISTERS = "registers.toml"
_COMPILED = "compiled"
_SETTINGS = ("title", "language", "address", "licence", "fetched")


@dataclass(frozen=True, slots=True)
class Register:
    """A register that the tables have codes, names or identifiers from.

    :param name: that of its table in the file.
    :param language: of the title.
    """

    name: str
    title: str
    language: str
    address: str
    licence: str | None = None
    fetched: date | None = None


@dataclass(frozen=True, slots=True)
class Registers:
    """All that the file says.

    :param file: where it is, or would be; ``lines`` are those of its settings.
    :param compiled: when the tables were put together.
    """

    file: Path
    all: tuple[Register, ...] = ()
    compiled: date | None = None
    lines: SettingLines | None = None


def read_registers(directory: Path, root: Path | None = None) -> Registers:
    """Read ``registers.toml``; none are known where it is missing.

    :param root: the folder that it must lie in, the publication's.
    :raises ConfigError: a setting is missing, unknown or wrong; has the line.
    """
    file = directory / REGISTERS
    if not os.path.lexists(file):
        return Registers(file)
    settings = read_settings(file, None, root)
    compiled = settings.day(_COMPILED)
    return Registers(file, tuple(_registers(settings)), compiled, settings.lines)


def _registers(settings: Settings) -> Iterator[Register]:
    for name in settings.values:
        if name != _COMPILED:
            table = settings.table(name)
            table.known(_SETTINGS)
            yield Register(
                name=name,
                title=clean(table.text("title")),
                language=table.language("language"),
                address=table.iri("address"),
                licence=table.iri("licence") if "licence" in table else None,
                fetched=table.day("fetched"),
            )
