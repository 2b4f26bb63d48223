"""The release served, watched: a new one is opened beside the old, the last user closes it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lod.errors import LodError, ReleaseError
from lod.release import Damaged, Manifest, NoRelease, Release, open_release
from lod.serving.app.links import base_path
from lod.serving.http.cache import AnswerCache
from lod.serving.http.verdicts import Repeated, Verdicts, candidates
from lod.serving.queries.service import QueryService
from lod.serving.queries.single import query_service
from lod.serving.settings import Limits
from lod.words import msg

_INTERVAL = 0.25
_AGAIN = 2.0  # seconds until what couldn't be opened is tried again


@dataclass(frozen=True, slots=True)
class Serving:
    """What one request works with, from its start to its end.

    :param queries: None where the release has no store to be queried.
    :param damage: where no release is whole, the file that the current one misses it by.
    """

    release: Release
    queries: QueryService | None
    answers: AnswerCache
    damage: str = ""


class _Shared:
    """A release with its users counted. The watcher itself is the first of them."""

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.users = 1

    def close(self) -> None:
        self.serving.release.close()


class Current:
    """Serves the release that ``out/current`` points at, and looks for a new one.

    One that is damaged isn't served: the one that is open goes on, or else the newest whole one
    is opened. Where there is none, requests are told so until there is.

    :param broker: the address of the broker that queries go to.
    :param cache: bytes of answers that are kept.
    :param verdicts: what `lod serve` has found; it tells of it, too.
    :raises ReleaseError: there is no release.
    """

    def __init__(
        self, out: Path, limits: Limits, broker: str, cache: int, verdicts: Verdicts | None = None
    ) -> None:
        self._out, self._limits, self._broker, self._cache = out, limits, broker, cache
        self._verdicts, self._log, self._tried = verdicts, Repeated(), (Path(), 0.0)
        self._lock, self._looking = threading.Lock(), threading.Lock()
        self._ended = threading.Event()
        release, wrong = open_newest(out, verdicts)
        if release is None and not any(isinstance(error, Damaged) for error in wrong):
            raise wrong[0]
        self._shared = self._made(release, wrong)
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

    def _made(self, release: Release | None, wrong: list[ReleaseError]) -> _Shared:
        damage = ""
        if release is None:
            damage = next((e.within for e in wrong if isinstance(e, Damaged)), "")
            release = NoRelease(self._last_manifest())
        queries = find_service(release, self._broker, self._limits)
        answers = AnswerCache(self._cache, base_path(release.manifest.base_iri), release.spelt)
        return _Shared(Serving(release, queries, answers, damage))

    def _last_manifest(self) -> Manifest | None:
        return self._shared.serving.release.manifest if hasattr(self, "_shared") else None

    def _watch(self) -> None:
        while not self._ended.wait(_INTERVAL):
            self.look()

    def look(self) -> None:
        """Look for a new release now. One that can't be opened leaves the old one in place."""
        try:
            with self._looking:
                self._exchange()
        except (LodError, OSError) as error:
            self._log.say(f"releases can't be looked at; the old one stays: {error}")

    def _exchange(self) -> None:
        here, old = (self._out / "current").resolve(), self._shared.serving
        damaged = bool(old.damage) or self._is_damaged(old.release.directory)
        if here == old.release.directory and not damaged:
            return
        if not damaged and (not here.is_dir() or self._was_just_tried(here)):
            return
        kept = None if damaged else old.release.directory
        release, wrong = open_newest(self._out, self._verdicts, kept)
        if wrong and self._verdicts is None:
            self._log.say(f"the current release can't be opened: {wrong[0]}")
        if release is not None or (damaged and not old.damage):
            self._put(self._made(release, wrong))

    def _is_damaged(self, directory: Path) -> bool:
        return self._verdicts is not None and self._verdicts.on(directory) is not None

    def _was_just_tried(self, here: Path) -> bool:
        tried, when = self._tried
        now = time.monotonic()
        if here == tried and now - when < _AGAIN:
            return True
        self._tried = (here, now)
        return False

    def _put(self, fresh: _Shared) -> None:
        with self._lock:
            old, self._shared = self._shared, fresh
        self._give_back(old)


def find_service(release: Release, broker: str, limits: Limits) -> QueryService | None:
    """Give what answers queries on a release; None if it has no store."""
    store = release.store
    return None if store is None else query_service(release, store, broker, limits)


def open_newest(
    out: Path, verdicts: Verdicts | None = None, kept: Path | None = None
) -> tuple[Release | None, list[ReleaseError]]:
    """Open the current release under ``out``, or the newest that is whole as far as is known.

    :param kept: what is open and stays so if the current one can't be opened: then none is given.
    :return: the release, and what is wrong with those that went before it.
    """
    wrong: list[ReleaseError] = []
    for directory in candidates(out):
        if directory == kept or (kept is not None and wrong):
            return None, wrong
        try:
            known = verdicts.on(directory) if verdicts else None
            if known is not None:
                raise known
            return open_release(directory), wrong
        except ReleaseError as error:
            wrong.append(error)
    if not wrong:
        todo = msg("run lod build")
        wrong.append(ReleaseError(msg("there is no release here"), out / "current", todo=todo))
    return None, wrong
