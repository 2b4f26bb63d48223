"""What was asked, as lines of JSON on standard output and as counts for ``/metrics``.

A request only leaves a note; a thread turns notes into lines and counts a few times a second.
"""

import os
import sys
import threading
import time
from collections import Counter, deque
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted
from typing import NamedTuple

from lod.web.metrics import Metrics

_INTERVAL = 0.25
_MOST = 20_000


class Note(NamedTuple):
    """One request.

    :param when: in seconds since 1970; ``took`` likewise in seconds.
    :param id: what the answer's X-Request-ID says; an answer from the cache has none.
    :param status: code and phrase.
    :param hit: whether the answer came from the cache.
    :param query: the text of a SPARQL query, where that is to be logged.
    """

    id: str | None
    when: float
    client: str
    method: str
    path: str
    status: str
    size: int
    took: float
    route: str
    hit: bool
    query: str | None


class Journal:
    """Takes notes.

    :param lines: whether they are written out, or only counted.
    """

    def __init__(self, metrics: Metrics, *, lines: bool) -> None:
        self._metrics, self._lines = metrics, lines
        self._notes: deque[Note] = deque()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._write, name="lod-journal", daemon=True)
        self._thread.start()

    def new_id(self) -> str:
        """Give a request's id: 96 random bits, which tell nothing of the process or of others."""
        return os.urandom(12).hex()

    def add(self, note: Note) -> None:
        """Take a note of a request that has been answered."""
        self._notes.append(note)
        if len(self._notes) > _MOST:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._ended.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._ended.wait(_INTERVAL):
            self._flush()
        self._flush()

    def _flush(self) -> None:
        notes = []
        try:
            while True:
                notes.append(self._notes.popleft())
        except IndexError:  # none left
            pass
        if not notes:
            return
        for (route, status), count in Counter((n.route, n.status[:3]) for n in notes).items():
            self._metrics.requests(route, status, count)
        self._metrics.hits(sum(note.hit for note in notes))
        if self._lines:
            _print("".join(map(self._line, notes)))

    def _line(self, note: Note) -> str:
        seconds, rest = divmod(note.when, 1)
        query = "" if note.query is None else f', "query": {_quoted(note.query)}'
        return (
            f'{{"time": "{_moment(int(seconds))}.{int(rest * 1000):03}Z", '
            f'"id": "{note.id or self.new_id()}", "client": {_quoted(note.client)}, '
            f'"method": {_quoted(note.method)}, '
            f'"path": {_quoted(note.path)}, "status": {note.status[:3]}, "bytes": {note.size}, '
            f'"ms": {note.took * 1000:.2f}, "cached": {"true" if note.hit else "false"}{query}}}\n'
        )


@lru_cache(4)
def _moment(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError):  # nobody reads the log: answers go on
        pass
