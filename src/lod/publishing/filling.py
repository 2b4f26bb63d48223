"""What `lod init` could not know, and the steward must fill in: told in one list."""

from collections.abc import Iterator

from lod.publishing.config import Config
from lod.publishing.linking import read_reference
from lod.publishing.registers import REGISTERS, read_registers
from lod.words import Message, msg

KEY = "publisher"
TITLE = msg("Projects")
DESCRIPTION = msg("Projects, their owners and the programme.")


def to_fill_in(config: Config) -> list[Message]:
    """Name what stands in lod.toml as `lod init` wrote it, and what it left out; [] if nothing.

    Where all that it wrote is filled in, what is left out is told by rules of its own.
    """
    written = [*_as_written(config)]
    if not written:
        return []
    return [*written, *_left_out(config)]


def _left_out(config: Config) -> Iterator[Message]:
    if not config.licence:
        yield msg("licence (the terms of use)")
    if not config.sources:
        yield msg("sources (see lod import)")
    tables = config.site / "data" / "reference"
    used = read_reference(tables, config.site).areas
    if used and not read_registers(tables, config.site).all:
        yield msg("{file} (where the tables come from)", file=f"data/reference/{REGISTERS}")


def _as_written(config: Config) -> Iterator[Message]:
    if config.publisher.key == KEY:
        yield msg("key under [publisher] (it stands in addresses, which then stay)")
    if config.unnamed:
        yield msg("name under [publisher] (until then the name of the site is published)")
    for said, words, name in (
        (config.titles, TITLE, "title"),
        (config.descriptions, DESCRIPTION, "description"),
    ):
        if any(text == words.told(language) for language, text in said.items()):
            yield msg("what stands under [{table}]", table=name)
