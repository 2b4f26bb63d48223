"""Settings that are asked for one by one, and whose faults are told all at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from lod.errors import ConfigError, raise_all
from lod.publishing.handwritten import Settings
from lod.words import Message, msg

T = TypeVar("T")


@dataclass(slots=True)
class Inquiry:
    """A sidecar while it is read."""

    errors: list[ConfigError] = field(default_factory=list)

    def get(self, read: Callable[[], T], otherwise: T) -> T:
        """Ask for a setting; of a wrong one, note the fault and go on with something else."""
        try:
            return read()
        except ConfigError as error:
            self.errors.append(error)
            return otherwise

    def table(self, settings: Settings, name: str, names: Collection[str]) -> Settings:
        """Give a table that may be missing, and note each setting in it that isn't known."""
        empty = Settings(settings.file, {}, settings.lines, (*settings.at, name))
        table = self.get(lambda: settings.table(name, optional=True), empty)
        self.known(table, names)
        return table

    def known(self, settings: Settings, names: Collection[str]) -> None:
        """Note each setting that isn't known."""
        for name, value in settings.values.items():
            one = Settings(settings.file, {name: value}, settings.lines, settings.at)
            self.get(partial(one.known, names), None)

    def text(self, settings: Settings, name: str) -> str:
        """Give a text; an empty one for what is none, which is noted."""
        return self.get(lambda: settings.text(name), "")

    def texts(self, settings: Settings, name: str) -> tuple[str, ...]:
        """Give a list of texts; an empty one for what is none, which is noted."""
        none: tuple[str, ...] = ()
        return self.get(lambda: settings.texts(name), none)

    def refuse(self, settings: Settings, name: str, expected: Message, example: str) -> None:
        """Note a setting that is wrong."""
        self.errors.append(settings.wrong(name, expected, example))

    def one_of(self, settings: Settings, name: str, names: Collection[str]) -> str | None:
        """Give a text that must be one of some, if it is there."""
        if name not in settings:
            return None
        value = self.text(settings, name)
        if value and value not in names:
            expected = msg("one of {names}", names=", ".join(names))
            self.refuse(settings, name, expected, f'"{next(iter(names))}"')
            return None
        return value or None

    def close(self) -> None:
        """Raise what was noted, in the order of the file.

        :raises ConfigError: a setting is wrong; as :class:`lod.errors.SeveralErrors`, several are.
        """
        self.errors.sort(key=lambda error: error.line or 0)
        raise_all(self.errors)
