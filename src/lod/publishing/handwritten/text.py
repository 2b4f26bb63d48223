"""Text as it lies in a file that is edited by hand."""

from pathlib import Path

from lod.errors import ConfigError
from lod.files import CONFLICT, CONFLICT_TODO, find_conflicts, read_text_file
from lod.words import Message, msg

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_edited(file: Path, todo: Message | None = None, root: Path | None = None) -> str:
    """Read a file that is edited by hand; a byte order mark is no part of it, lines end in LF.

    :param todo: what to do if it isn't there.
    :param root: the folder that it must lie in: see :func:`lod.files.read.open_file`.
    :raises ConfigError: it can't be read, or isn't UTF-8; has line and column.
    """
    try:
        return read_text_file(file, root)
    except FileNotFoundError as error:
        raise ConfigError(msg("is missing"), file, todo=todo) from error
    except OSError as error:
        raise ConfigError(msg("can't be read: {why}", why=error.strerror), file) from error
    except UnicodeDecodeError as error:
        raise _not_utf8(error, file) from error


def conflict_errors(text: str, file: Path) -> list[ConfigError]:
    """Tell where git has left conflicts: all else that is wrong may come of them."""
    return [
        error_at(offset, text, file, CONFLICT, CONFLICT_TODO) for offset in find_conflicts(text)
    ]


def error_at(
    offset: int, text: str, file: Path, message: Message, todo: Message | None = None
) -> ConfigError:
    """Make the error at an offset of a text."""
    line, start = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset) + 1
    source = text[start:].partition("\n")[0]
    return ConfigError(message, file, line, None, todo, offset - start + 1, source)


def _not_utf8(error: UnicodeDecodeError, file: Path) -> ConfigError:
    before = error.object[: error.start].decode("utf-8-sig", "replace").split("\n")
    whole = error.object.decode("utf-8-sig", "replace").split("\n")
    line, column = len(before), len(before[-1]) + 1
    source = whole[line - 1].rstrip("\r")
    message, todo = msg("is not UTF-8"), msg("save it as UTF-8")
    if file.suffix == ".csv":
        todo = msg("save it as UTF-8; spreadsheets call it CSV UTF-8")
    if error.object.startswith(_UTF_16):
        return ConfigError(msg("is UTF-16, not UTF-8"), file, todo=todo)
    return ConfigError(message, file, line, None, todo, column, source)
