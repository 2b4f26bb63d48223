"""The broker runs while what is served has a store to be queried, and only then."""

import threading
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from lod.errors import ReleaseError
from lod.release import has_store
from lod.serving.http.verdicts import Verdicts, candidates
from lod.serving.queries.service import BrokerProcess

_INTERVAL = 0.25


class BrokerKeeper:
    """Starts the broker for a release with a store, and ends it after one; in a thread.

    :param out: the folder of the releases.
    :param patience: seconds that queries on the release before may still take.
    """

    def __init__(
        self, out: Path, verdicts: Verdicts, broker: BrokerProcess, patience: float
    ) -> None:
        self._out, self._verdicts, self._broker, self._patience = out, verdicts, broker, patience
        self._last_wanted, self._ended = time.monotonic(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lod-broker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the broker, and look no more."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        """The broker ends with the thread that started it: this one."""
        while True:
            self._look()
            if self._ended.wait(_INTERVAL):
                self._broker.stop()
                return

    def _look(self) -> None:
        wanted = self._is_wanted()
        now = time.monotonic()
        if wanted is not False:
            self._last_wanted = now
        if wanted:
            with suppress(OSError):  # no room for a process just now: the next look is soon
                self._broker.start()
        elif now - self._last_wanted > self._patience:
            self._broker.stop()

    def _is_wanted(self) -> bool | None:
        """Whether the release that is served has a store; None if none can be."""
        for directory in candidates(self._out):
            try:
                if self._verdicts.on(directory) is None:
                    return _has_store(directory, directory.stat().st_ino)
            except (ReleaseError, OSError):  # damaged, or just deleted: it isn't served
                continue
        return None


@lru_cache(1)
def _has_store(directory: Path, _inode: int) -> bool:
    """A release is never changed; one that is made anew under its name is another folder."""
    return has_store(directory)
