"""Every error that lod raises on purpose; exit code and problem type live on the class.

Exit codes: 0 conforms, 1 does not conform, 2 usage, 3 the input or the shapes can't be
read, 70 a bug. Problem types are the slugs under ``problems/`` (RFC 9457).
"""

from collections.abc import Callable, Sequence
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from lod.words import counted, cut, draw_excerpt, msg, told

_LONG = 5000
"""How much of a message is told: an input may put anything into one."""


class LodError(Exception):
    """The root of the tree: says what went wrong, in words for the person who can mend it."""

    exit_code = 70

    def told(self, language: str) -> str:
        """Say it in a language, ``sv`` or ``en``."""
        return str(told(self.args[0], language)) if self.args else str(self)


class NotConforming(LodError):
    """The data was read, but breaks a must of the shapes."""

    exit_code = 1


class UsageError(LodError):
    """The command line asks for something that can't be."""

    exit_code = 2


@dataclass(unsafe_hash=True)  # a frozen one would refuse the traceback, too
class InputError(LodError):
    """A file can't be used: names the file and line, what was expected, what to do.

    What it says can't be changed, is compared and hashed, and is pickled.

    :param line: counted from 1; None where the whole file is meant.
    :param column: where in the line, from 1, in code points; ``source`` is the line's text.
    """

    message: str
    file: Path | str | None = None
    line: int | None = None
    expected: str | None = None
    todo: str | None = None
    column: int | None = None
    source: str | None = None

    exit_code = 3

    def __setattr__(self, name: str, value: object) -> None:
        said = {field.name for field in fields(self)}
        if name == "args" or (name in said and name in self.__dict__):
            raise FrozenInstanceError(f"cannot assign to {name}: make another error with replace")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        if name in {field.name for field in fields(self)}:
            raise FrozenInstanceError(f"cannot delete {name}")
        super().__delattr__(name)

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **{f.name: getattr(self, f.name) for f in fields(self)}), ()

    def __str__(self) -> str:
        return self.told("en")

    def in_file(self, file: Path | str) -> Self:
        """Give the same error in a file of another name."""
        return self.renamed(lambda _: file)

    def renamed(self, name: Callable[[Path | str | None], Path | str]) -> Self:
        """Give the same error with its file renamed; errors within it too."""
        return replace(self, file=name(self.file))

    def unquoted(self, file: Path | str) -> Self:
        """Give the same error; its line isn't shown if it is of a file not published whole."""
        return replace(self, source="") if self.file == file else self

    def told(self, language: str) -> str:
        """Say it in a language: place and line, what is wrong, what was expected, what to do."""
        column = None if self.line is None else self.column  # an option's value has no lines
        parts = (None if self.file is None else _shown(self.file), self.line, column)
        place = "".join(f"{part}:" for part in parts if part is not None)
        message = cut(told(self.message, language), _LONG)
        rows = [f"{place} {message}".strip(), *self._marked()]
        labels = ((msg("expected"), self.expected), (msg("to do"), self.todo))
        rows += [f"  {told(k, language)}: {cut(told(v, language), _LONG)}" for k, v in labels if v]
        return "\n".join(rows)

    def _marked(self) -> list[str]:
        """Give the line, and a caret under the place in it."""
        if self.source is None or self.column is None:
            return []
        drawn = draw_excerpt(self.source, self.column - 1)
        return [f"  {drawn.line}".rstrip(), f"  {drawn.carets}"]


def _shown(file: Path | str) -> Path | str:
    path = Path(file)
    try:
        here = Path.cwd()
    except OSError:  # the folder has been deleted
        return file
    return path.relative_to(here) if path.is_relative_to(here) else file


@dataclass(unsafe_hash=True)
class SeveralErrors(InputError):
    """Several things that can't be read, in one or more files."""

    others: tuple[InputError, ...] = ()

    def __post_init__(self) -> None:
        self.exit_code = max((error.exit_code for error in self.others), default=3)

    def renamed(self, name: Callable[[Path | str | None], Path | str]) -> Self:
        """Give the same errors with their files renamed."""
        others = tuple(error.renamed(name) for error in self.others)
        return replace(self, file=name(self.file), others=others)

    def unquoted(self, file: Path | str) -> Self:
        """Give the same errors; lines of a file that isn't published whole aren't shown."""
        return replace(self, others=tuple(error.unquoted(file) for error in self.others))

    def told(self, language: str) -> str:
        """Say all of them in a language, one after the other."""
        return "\n".join(error.told(language) for error in self.others)


def raise_all(errors: Sequence[InputError]) -> None:
    """Raise errors together, if there are any; those that are several already, one by one."""
    each = [error.others if isinstance(error, SeveralErrors) else (error,) for error in errors]
    errors = [error for several in each for error in several]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralErrors(
            counted("{n} error", "{n} errors", len(errors)), errors[0].file, others=tuple(errors)
        )


class ConfigError(InputError):
    """lod.toml, a sidecar, keys.csv or a reference table is wrong."""


class OptionError(UsageError, InputError):
    """An option can't have this value: ``file`` is its name, ``source`` the value."""


class SourceError(InputError):
    """A source doesn't have the structure that its reader expects."""


class RejectedRows(SourceError):
    """A table was read, and more of its rows are rejected than its sidecar allows."""

    exit_code = 1


class NoSuchPart(SourceError):
    """A source hasn't the part that a setting of its sidecar names: ``setting`` is which."""

    setting = ""


class NoSuchSheet(NoSuchPart):
    """A workbook hasn't a sheet of that name."""

    setting = "sheet"


class NoSuchTable(NoSuchPart):
    """A page hasn't so many tables."""

    setting = "table"


class NoSuchRow(NoSuchPart):
    """A table hasn't so many rows."""

    setting = "header"


class MappingError(InputError):
    """A record can't become quads: it has no key."""


class ShapesError(InputError):
    """The shapes can't be read, or check nothing."""


class EmptyShapes(ShapesError):
    """The shapes check nothing, whatever the data says."""


class ReleaseError(InputError):
    """There is no release to open, or it can't be written."""


class QueryError(LodError):
    """A SPARQL query that gets no answer.

    ``slug`` names the problem type, ``status`` is the HTTP status.
    """

    exit_code = 1
    slug = "query-failed"
    title = "The query failed"
    status = 400


class MalformedQuery(QueryError):
    """The query isn't SPARQL 1.1; the message has line and column."""

    slug = "malformed-query"
    title = "The query can't be read"


class MalformedRequest(QueryError):
    """The request isn't one of the SPARQL 1.1 Protocol."""

    slug = "malformed-request"
    title = "The request can't be read"


class RequestTooLarge(QueryError):
    """The request's body is longer than a query may be."""

    slug = "content-too-large"
    title = "The request is too large"
    status = 413


class SlowRequest(QueryError):
    """The request's body came too slowly."""

    slug = "slow-request"
    title = "The request took too long to arrive"
    status = 408


class UnsupportedBody(QueryError):
    """The body's media type isn't one of the SPARQL 1.1 Protocol for queries."""

    slug = "unsupported-media-type"
    title = "The body's media type is not supported"
    status = 415


class UnsupportedCoding(UnsupportedBody):
    """The body is compressed (RFC 9110, 15.5.16)."""

    slug = "unsupported-coding"
    title = "The body's coding is not supported"
    headers = (("Accept-Encoding", "identity"),)


class UpdateRefused(QueryError):
    """The endpoint is for reading."""

    slug = "update-refused"
    title = "Updates are refused"
    status = 403


class ForbiddenSource(QueryError):
    """SERVICE, or a FROM that isn't one of our graphs: nothing is fetched."""

    slug = "forbidden-source"
    title = "The query asks for data from elsewhere"


class QueryTimeout(QueryError):
    """The query was ended at its deadline."""

    slug = "query-timeout"
    title = "The query took too long"
    status = 503


class QueryMemory(QueryError):
    """The query was ended at its memory cap."""

    slug = "query-memory"
    title = "The query needed too much memory"
    status = 503


class ResultTooLarge(QueryError):
    """The result passed the cap on its size."""

    slug = "result-too-large"
    title = "The result is too large"
    status = 413


class NestedTooDeep(QueryError):
    """The query's nesting, or its result's, is more than the engine or a reader can take."""

    slug = "nested-too-deep"
    title = "The query is nested too deep"


class TooManyWaiting(QueryError):
    """All query workers are busy and the queue is full."""

    slug = "too-many-waiting"
    title = "Too many queries are waiting"
    status = 503


class QueryInterrupted(QueryError):
    """The worker that ran the query was ended from outside: asking again may help."""

    slug = "query-interrupted"
    title = "The query was interrupted"
    status = 503


class EndpointClosed(QueryError):
    """Queries aren't answered on this machine: it can't keep them off the network."""

    slug = "endpoint-closed"
    title = "The endpoint is closed"
    status = 503


class NoEndpoint(QueryError):
    """What is published has no SPARQL endpoint: its dumps hold all that one would be asked for."""

    exit_code = 2
    slug = "no-endpoint"
    title = "There is no SPARQL endpoint"
    status = 404
    offers: Sequence[tuple[str, str]] = ()


class ReleaseGone(QueryError):
    """The release that the request began with has been replaced and deleted: ask again."""

    slug = "release-gone"
    title = "The data has just been replaced"
    status = 503


class ReleaseDamaged(QueryError):
    """Files of the release aren't what was written: nothing is said rather than something wrong.

    The operator's log has the particulars.
    """

    slug = "release-damaged"
    title = "The data is damaged"
    status = 503


class NotAcceptableResult(QueryError):
    """No format that the client accepts can hold this result; the message lists the offers."""

    slug = "not-acceptable"
    title = "The result can't be given in the format asked for"
    status = 406
