"""What lod says to people: written in English where it is said, in Swedish in ``messages_sv.toml``.

A test finds every ``msg("…")`` in the code and asks for its Swedish.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("sv", "en")

Forms = tuple[str, str]
"""A word for one, and for several."""


class Message(str):
    """A text in English that knows its Swedish."""

    template: str
    values: Mapping[str, Any]

    def told(self, language: str) -> str:
        """Give the text in a language; English for one that isn't Swedish.

        >>> msg("can't be read: {why}", why=msg("interrupted")).told("sv")
        'går inte att läsa: avbruten'
        """
        if language != "sv":
            return str(self)
        values = {name: told(value, language) for name, value in self.values.items()}
        return _swedish().get(self.template, self.template).format(**values)


def msg(template: str, /, **values: Any) -> Message:
    """Make a message; ``values`` fill the places in the template, and may be messages too.

    Others are kept as text, so that a message can be pickled whatever it is about.

    >>> str(msg("{count} errors", count=3))
    '3 errors'
    """
    kept = {k: v if isinstance(v, str | int | float) else str(v) for k, v in values.items()}
    made = Message(template.format(**kept))
    made.template, made.values = template, kept
    return made


def told(text: Any, language: str) -> Any:
    """Give a text in a language if it is a message; anything else stays as it is."""
    return text.told(language) if isinstance(text, Message) else text


def texts(text: str) -> dict[str, str]:
    """Give a text by language: a message in both, another text without one.

    >>> texts("x"), texts(msg("{count} errors", count=3))
    ({'': 'x'}, {'sv': '3 fel', 'en': '3 errors'})
    """
    if not isinstance(text, Message):
        return {"": text}
    return {language: text.told(language) for language in LANGUAGES}


@cache
def _swedish() -> Mapping[str, str]:
    found = files("lod.words") / "messages_sv.toml"
    return dict(tomllib.loads(found.read_text(encoding="utf-8")))


def environment_language(environment: Mapping[str, str]) -> str:
    """Give the language that the environment speaks: Swedish unless it says otherwise."""
    value = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return "en" if (value or "sv").startswith("en") else "sv"
