"""Settings that are asked for one by one, and whose faults are told all at once, each once."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lod.errors import ConfigError, InputError, SeveralErrors, raise_all
from lod.publishing.handwritten import Settings, nearest_name
from lod.words import Message, msg

T = TypeVar("T")


@dataclass(slots=True)
class Inquiry:
    """A sidecar while it is read.

    :param meant: the settings that ones of unknown names probably are: that these are missing
        needs no telling besides.
    :param settled: whether what says where a table's columns have their names is right; if it
        isn't, no more can be said of the columns.
    """

    errors: list[InputError] = field(default_factory=list)
    meant: set[tuple[str, ...]] = field(default_factory=set)
    settled: bool = True

    def get(
        self, settings: Settings, name: str, read: Callable[[Settings, str], T], otherwise: T
    ) -> T:
        """Ask for a setting; of a wrong one, note the fault and go on with something else."""
        try:
            return read(settings, name)
        except ConfigError as error:
            self.note(settings, name, error)
            return otherwise

    def note(self, settings: Settings, name: str, error: ConfigError) -> None:
        """Note what is wrong with a setting."""
        if name in settings or (*settings.at, name) not in self.meant:
            self.errors.append(error)

    def take(self, error: InputError) -> None:
        """Note what is wrong with what the sidecar is about: one error or several."""
        self.errors += error.others if isinstance(error, SeveralErrors) else (error,)

    def table(self, settings: Settings, name: str, names: Collection[str]) -> Settings:
        """Give a table that may be missing, and note each setting in it that isn't known."""
        empty = Settings(settings.file, {}, settings.lines, (*settings.at, name))
        table = self.get(settings, name, lambda s, n: s.table(n, optional=True), empty)
        self.known(table, names)
        return table

    def known(self, settings: Settings, names: Collection[str]) -> None:
        """Note each setting that isn't known."""
        for name, value in settings.values.items():
            one = Settings(settings.file, {name: value}, settings.lines, settings.at)
            self.get(one, name, lambda s, _: s.known(names), None)
            if name not in names and (near := nearest_name(name, names)):
                self.meant.add((*settings.at, near))

    def of(self, settings: Settings, names: Collection[str]) -> Iterator[str]:
        """Give the names of a table's settings that are known."""
        return (name for name in settings.values if name in names)

    def text(self, settings: Settings, name: str) -> str:
        """Give a text; an empty one for what is none, which is noted."""
        return self.get(settings, name, Settings.text, "")

    def texts(self, settings: Settings, name: str) -> tuple[str, ...]:
        """Give a list of texts; an empty one for what is none, which is noted."""
        none: tuple[str, ...] = ()
        return self.get(settings, name, Settings.texts, none)

    def refuse(self, settings: Settings, name: str, expected: Message, example: str) -> None:
        """Note a setting that is wrong."""
        self.note(settings, name, settings.wrong(name, expected, example))

    def refuse_word(
        self, settings: Settings, name: str, word: str, names: Collection[str], expected: Message
    ) -> None:
        """Note a setting with a word that is none of some, and which of them is near."""
        near = nearest_name(word, names)
        if near is None:
            self.refuse(settings, name, expected, f'"{next(iter(names))}"')
            return
        message = msg("the setting {name} is wrong", name=".".join((*settings.at, name)))
        todo = msg("is {name} meant?", name=near)
        self.errors.append(settings.refused(name, message, expected, todo))

    def one_of(self, settings: Settings, name: str, names: Collection[str]) -> str | None:
        """Give a text that must be one of some, if it is there."""
        if name not in settings:
            return None
        value = self.text(settings, name)
        if value and value not in names:
            expected = msg("one of {names}", names=", ".join(names))
            self.refuse_word(settings, name, value, names, expected)
            return None
        return value or None

    def close(self) -> None:
        """Raise what was noted, each once: of the sidecar in its order, then of the table.

        :raises InputError: a setting is wrong; as :class:`lod.errors.SeveralErrors`, several are.
        """
        errors = [*dict.fromkeys(self.errors)]
        raise_all(sorted(errors, key=lambda e: (not isinstance(e, ConfigError), e.line or 0)))
