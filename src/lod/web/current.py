"""The current release, watched: a new one is opened beside the old, the last user closes it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lod.config import Limits
from lod.errors import LodError
from lod.query import query_service
from lod.sparql.service import QueryService
from lod.store import Release, open_release
from lod.web.cache import AnswerCache
from lod.web.links import base_path

_INTERVAL = 0.25
_LOG = logging.getLogger("lod.web")


@dataclass(frozen=True, slots=True)
class Serving:
    """What one request works with, from its start to its end."""

    release: Release
    queries: QueryService
    answers: AnswerCache


class _Shared:
    """A release with its users counted. The watcher itself is the first of them."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.users = 1

    def close(self) -> None:
        self.serving.release.close()


class Current:
    """Serves the release that ``out/current`` points at, and looks for a new one.

    :param broker: the address of the broker that queries go to.
    :param cache: bytes of answers that are kept.
    :raises ReleaseError: there is none, or it isn't whole.
    """

    def __init__(self, out: Path, limits: Limits, broker: str, cache: int) -> None:
        self._link, self._limits, self._broker, self._cache = out / "current", limits, broker, cache
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._ended = threading.Event()
        self._shared = self._open()
        self._thread = threading.Thread(target=self._watch, name="lod-current", daemon=True)
        self._thread.start()

    @property
    def serving(self) -> Serving:
        """What is served now, to look at what stays in memory; :meth:`acquire` lends the rest."""
        return self._shared.serving

    @contextmanager
    def acquire(self) -> Iterator[Serving]:
        """Lend the current release for as long as the context lasts."""
        with self._lock:
            shared = self._shared
            shared.users += 1
        try:
            yield shared.serving
        finally:
            self._give_back(shared)

    def close(self) -> None:
        """Stop watching. The release closes with its last user."""
        self._ended.set()
        self._thread.join()
        self._give_back(self._shared)

    def _give_back(self, shared: _Shared) -> None:
        with self._lock:
            shared.users -= 1
            last = shared.users == 0
        if last:
            shared.close()

    def _open(self) -> _Shared:
        release = open_release(self._link)
        queries = query_service(release, self._broker, self._limits)
        answers = AnswerCache(self._cache, base_path(release.manifest.base_iri))
        return _Shared(Serving(release, queries, answers))

    def _watch(self) -> None:
        while not self._ended.wait(_INTERVAL):
            self.look()

    def look(self) -> None:
        """Look for a new release now. One that can't be opened leaves the old one in place."""
        try:
            with self._looking:
                self._exchange()
        except (LodError, OSError):
            _LOG.exception("the new release can't be opened; the old one stays")

    def _exchange(self) -> None:
        here = self._link.resolve()
        if here == self._shared.serving.release.directory or not here.is_dir():
            return
        fresh = self._open()
        with self._lock:
            old, self._shared = self._shared, fresh
        self._give_back(old)
