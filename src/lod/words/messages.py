"""What lod says to people: written in English where it is said, in Swedish in ``messages_sv.toml``.

A test finds every ``msg("…")`` and ``counted("…", "…", n)`` in the code and asks for its Swedish.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

LANGUAGES = ("sv", "en")


class Message(str):
    """A text in English that knows its Swedish.

    :param template: what its Swedish is found by; of a count, the English for several.
    :param n: chooses between the form for one and the form for several.
    """

    template: str
    values: Mapping[str, Any]
    n: int = 0

    def told(self, language: str) -> str:
        """Give the text in a language; English for one that isn't Swedish.

        >>> msg("can't be read: {why}", why=msg("interrupted")).told("sv")
        'går inte att läsa: avbruten'
        """
        if language != "sv":
            return str(self)
        if not self.values:
            return _plain_swedish(self.template)
        values = {name: told(value, language) for name, value in self.values.items()}
        return _form(_swedish().get(self.template, self.template), self.n).format(**values)


class Number(Message):
    """A number with its thousands apart, as each language writes it."""

    def told(self, language: str) -> str:
        """Write the number; English where it isn't Swedish."""
        return str(self).replace(",", "\xa0") if language == "sv" else str(self)


class Spoken(Message):
    """A text of somebody else's, in each language that it is written in."""

    texts: Mapping[str, str]

    def told(self, language: str) -> str:
        """Give it in a language, else as it was made."""
        return self.texts.get(language, str(self))


_Kind = TypeVar("_Kind", bound=Message)


def msg(template: str, /, **values: Any) -> Message:
    """Make a message; ``values`` fill the places in the template, and may be messages too.

    Others are kept as text, so that a message can be pickled whatever it is about.

    >>> str(msg("engine: pyshacl ({why})", why="x"))
    'engine: pyshacl (x)'
    """
    return _filled(Message, template, template, values) if values else _plain(template)


def counted(one: str, several: str, /, n: int, **values: Any) -> Message:
    """Make a message with a count, ``{n}`` in it: the number chooses the form, in each language.

    The Swedish stands under ``several``, as a list: for one, for several.

    >>> str(counted("{n} error", "{n} errors", 1))
    '1 error'
    >>> counted("{n} warning", "{n} warnings", 1200).told("sv")
    '1\\xa0200 varningar'
    """
    made = _filled(Message, _form((one, several), n), several, {"n": number(n), **values})
    made.n = n
    return made


def number(n: int) -> Number:
    """Make a number to put into a message.

    >>> str(number(10000)), number(10000).told("sv")
    ('10,000', '10\\xa0000')
    """
    return _filled(Number, f"{n:,}", "", {})


def spoken_text(texts: Mapping[str, str]) -> Spoken:
    """Make a message of a text that is there in several languages, or in one.

    >>> said = spoken_text({"sv": "Belopp", "en": "Amount"})
    >>> str(said), said.told("sv")
    ('Amount', 'Belopp')
    """
    said = _filled(Spoken, "{text}", "", {"text": texts.get("en") or next(iter(texts.values()))})
    said.texts = {**texts}
    return said


@cache
def _plain(template: str) -> Message:
    """Make a message without places once: labels are asked for with every row of a report."""
    return _filled(Message, template, template, {})


def _filled(kind: type[_Kind], text: str, template: str, values: Mapping[str, Any]) -> _Kind:
    kept = {k: v if isinstance(v, str | int | float) else str(v) for k, v in values.items()}
    made = kind(text.format(**kept))
    made.template, made.values = template, kept
    return made


def _form(forms: str | Sequence[str], count: int) -> str:
    return forms if isinstance(forms, str) else forms[count != 1]


def unfilled(template: str, n: int, language: str) -> str | None:
    """Give a text of another library in a language, its places left open; None if it isn't ours.

    :param n: chooses between the form for one and the form for several.
    """
    found = _swedish().get(template) if language == "sv" else None
    return None if found is None else _form(found, n)


def spoken(language: str) -> str:
    """Give the language in which lod answers who asks for one: English if it isn't one of ours.

    >>> spoken("sv"), spoken("fi")
    ('sv', 'en')
    """
    return language if language in LANGUAGES else "en"


def spoken_of(languages: Sequence[str]) -> tuple[str, ...]:
    """Give those of some languages that lod speaks, in their order; English if it speaks none.

    >>> spoken_of(["cy", "en", "sv"]), spoken_of(["fi"])
    (('en', 'sv'), ('en',))
    """
    return tuple(language for language in languages if language in LANGUAGES) or ("en",)


def told(text: Any, language: str) -> Any:
    """Give a text in a language if it is a message; anything else stays as it is."""
    return text.told(language) if isinstance(text, Message) else text


def texts(text: str) -> dict[str, str]:
    """Give a text by language: a message in both, another text without one.

    >>> texts("x"), texts(counted("{n} error", "{n} errors", 3))
    ({'': 'x'}, {'sv': '3 fel', 'en': '3 errors'})
    """
    if not isinstance(text, Message):
        return {"": text}
    return {language: text.told(language) for language in LANGUAGES}


@cache
def _plain_swedish(template: str) -> str:
    return _form(_swedish().get(template, template), 0).format()


@cache
def _swedish() -> Mapping[str, str | list[str]]:
    found = files("lod.words") / "messages_sv.toml"
    return dict(tomllib.loads(found.read_text(encoding="utf-8")))


def environment_language(environment: Mapping[str, str]) -> str:
    """Give the language that the environment speaks: Swedish if it says none, English for others.

    >>> environment_language({"LANG": "fi_FI.UTF-8"}), environment_language({"LANG": "C.UTF-8"})
    ('en', 'sv')
    """
    value = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "sv" if not value or value.startswith(("sv", "C", "POSIX")) else "en"
