"""An answer that is kept is made once: who asks at the same time waits for it.

The cache in the protocol (``connection``) doesn't see every request: those sent ahead, those with
a body or a condition that fails come by here.
"""

from collections.abc import Callable, Mapping
from typing import IO, Any, Protocol, TypeVar

from lod.serving.http.cache import AnswerCache, Stored

_CONDITIONS = {
    f"HTTP_{name.upper().replace('-', '_')}": name.lower().encode()
    for name in ("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since")
}
_NEGOTIATED = {"HTTP_ACCEPT": b"accept", "HTTP_ACCEPT_ENCODING": b"accept-encoding"}


class Made(Protocol):
    """An answer that was made."""

    @property
    def status(self) -> str:
        """Number and phrase."""

    @property
    def file(self) -> IO[bytes] | None:
        """The open file that is its body."""


A = TypeVar("A", bound=Made)


def answer_once(environ: dict[str, Any], answers: AnswerCache, make: Callable[[], A]) -> A | Stored:
    """Give the answer to a GET or HEAD that is kept; if there is none, have it made and kept.

    It is made without the request's conditions, which are judged afterwards: ``lod.unmet`` tells
    ``make`` of those that fail.

    :param environ: with ``lod.target``.
    """
    conditions = {name: environ.pop(name) for name in _CONDITIONS if name in environ}
    environ["REQUEST_METHOD"] = "GET"  # of a HEAD's answer the body is left out when it is sent
    stored, made = _find_or_make(environ, answers, make)
    if made is not None and not (conditions and made.status.startswith("200")):
        return made
    if stored is not None:
        told = stored.under(_headers(conditions, _CONDITIONS))
        environ["lod.route"], environ["lod.unmet"] = stored.route, told is None
        return told or make()
    if made is not None and made.file is not None:
        made.file.close()
    environ.update(conditions)  # it can't be kept, so the application judges them
    return make()


def _find_or_make(
    environ: dict[str, Any], answers: AnswerCache, make: Callable[[], A]
) -> tuple[Stored | None, A | None]:
    target, headers = environ["lod.target"], _headers(environ, _NEGOTIATED)
    with answers.made.turn(target):
        stored, made = answers.look(target, headers), None
        if stored is None:
            made = make()
            stored = answers.look(target, headers)
    return stored, made


def _headers(environ: Mapping[str, Any], names: Mapping[str, bytes]) -> dict[bytes, bytes]:
    return {name: environ[key].encode("latin-1") for key, name in names.items() if key in environ}
