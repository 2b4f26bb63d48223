"""Text as it lies in a file that is edited by hand."""

from pathlib import Path

from lod import disk
from lod.errors import ConfigError
from lod.messages import Message, msg


def read_text(file: Path, todo: Message | None = None, root: Path | None = None) -> str:
    """Read a file that is edited by hand; a byte order mark is no part of it, lines end in LF.

    :param todo: what to do if it isn't there.
    :param root: the folder that it must lie in: see :func:`lod.disk.open_file`.
    :raises ConfigError: it can't be read, or isn't UTF-8; has the line.
    """
    try:
        return disk.read_text(file, root)
    except FileNotFoundError as error:
        raise ConfigError(msg("is missing"), file, todo=todo) from error
    except OSError as error:
        raise ConfigError(msg("can't be read: {why}", why=error.strerror), file) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        todo = msg("save it as UTF-8")
        raise ConfigError(msg("is not UTF-8"), file, line, todo=todo) from error
