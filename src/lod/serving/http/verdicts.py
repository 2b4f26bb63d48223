"""Which release to serve: the current one, or the newest that is whole.

One process, `lod serve` itself, reads the checksums of what is served, slowly; web processes read
its verdicts, a small file each in a folder that they share.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from lod.errors import ReleaseError
from lod.release import Damaged, damaged, damages, fingerprint
from lod.words import msg

_RATE = 32 * 1024 * 1024  # bytes a second, of a disk that others need
_INTERVAL, _AGAIN = 1.0, 3600.0
_REPEATED = 60.0
_NICE = 10
_LOG = logging.getLogger("lod.serving.http")


def candidates(out: Path) -> Iterator[Path]:
    """Give the releases that could be served: the current one, then the newest first."""
    current = (out / "current").resolve()
    if current.is_dir():
        yield current
    found = []
    with suppress(OSError):
        for directory in (out / "releases").iterdir():
            with suppress(OSError):  # deleted meanwhile
                if not directory.name.startswith(".") and directory.is_dir():
                    found.append((directory.stat().st_mtime_ns, directory.resolve()))
    yield from (directory for _, directory in sorted(found, reverse=True) if directory != current)


class Verdicts:
    """What is known of damage, by release: a folder that processes share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def on(self, directory: Path) -> Damaged | None:
        """Give what is wrong with a release, if that is known. A new one of its name is another."""
        try:
            known, within = self._file(directory).read_text("utf-8").split("\n", 1)
            if known == _identity(directory):
                return damaged(directory, within, msg("isn't what was written"))
        except (OSError, ValueError):
            pass
        return None

    def note(self, directory: Path, within: str) -> None:
        """Note that a file of a release is damaged."""
        fresh = self._folder / ".fresh"
        fresh.write_text(f"{_identity(directory)}\n{within}", "utf-8")
        os.replace(fresh, self._file(directory))

    def forget(self, directory: Path) -> None:
        """Note that a release is whole."""
        self._file(directory).unlink(missing_ok=True)

    def _file(self, directory: Path) -> Path:
        return self._folder / f"{directory.name}.verdict"


def _identity(directory: Path) -> str:
    found = directory.stat()
    return f"{found.st_dev} {found.st_ino}"


class Repeated:
    """Says a thing once, and again after a minute if it still holds."""

    def __init__(self) -> None:
        self._said, self._when = "", 0.0

    def say(self, text: str) -> None:
        """Log it on one line, unless it was just said."""
        now = time.monotonic()
        if text != self._said or now - self._when >= _REPEATED:
            self._said, self._when = text, now
            _LOG.error("%s", " ".join(text.split()))

    def forget(self) -> None:
        """Nothing is wrong any more: say it at once if it comes back."""
        self._said = ""


class _Left(Exception):
    """The server ends, or another release is the current one."""


class Verifier:
    """Reads what is served, in a thread, and keeps verdicts on it."""

    def __init__(self, out: Path, verdicts: Verdicts) -> None:
        self._out, self._verdicts = out, verdicts
        self._judged: dict[Path, tuple[object, float, ReleaseError | None]] = {}
        self._ended, self._log = threading.Event(), Repeated()
        self._thread = threading.Thread(target=self._run, name="lod-verify", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, whatever is being read."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while not self._ended.is_set():
            try:
                self._look()
            except _Left:
                pass
            except OSError as error:  # deleted meanwhile, or no room for a verdict
                self._log.say(f"releases can't be looked at: {error}")
            self._ended.wait(_INTERVAL)

    def _look(self) -> None:
        """Look at releases until one is whole, and tell of the others."""
        current = (self._out / "current").resolve()
        wrong: ReleaseError | None = None
        if not current.is_dir():
            wrong = ReleaseError("leads to no release", self._out / "current")
        for directory in candidates(self._out):
            error = self._judge(directory, current)
            if error is None:
                self._tell(wrong, directory.name)
                return
            wrong = wrong or error
        self._tell(wrong, "")

    def _tell(self, wrong: ReleaseError | None, instead: str) -> None:
        if wrong is None:
            self._log.forget()
            return
        then = f"release {instead} is whole, and served" if instead else "none is whole"
        self._log.say(f"the current release can't be served; {then}. {wrong}")

    def _judge(self, directory: Path, current: Path) -> ReleaseError | None:
        """Give what is wrong with a release. It is read anew every hour, or if it has changed."""
        now = fingerprint(directory)
        before, when, error = self._judged.get(directory, ((), 0.0, None))
        if now == before and time.monotonic() - when < _AGAIN:
            return error
        error = next(damages(directory, self._pace(current)), None)
        self._judged[directory] = (now, time.monotonic(), error)
        if isinstance(error, Damaged):
            self._verdicts.note(directory, error.within)
        else:
            self._verdicts.forget(directory)
        return error

    def _pace(self, current: Path) -> Callable[[int], None]:
        """Give what makes reading slow, and ends it when it is no longer wanted."""

        def pause(size: int) -> None:
            if self._ended.wait(size / _RATE) or (self._out / "current").resolve() != current:
                raise _Left

        return pause
