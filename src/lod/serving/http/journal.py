"""What was asked, as lines of JSON on standard output and as counts for ``/metrics``.

A request only leaves a note; a thread turns notes into lines and counts a few times a second. What
nobody reads in time is dropped, and counted: answers go on.
"""

import logging
import os
import sys
import threading
import time
from bisect import bisect_right
from collections import Counter, deque
from functools import lru_cache
from itertools import accumulate, islice
from json.encoder import encode_basestring_ascii as _quoted
from typing import NamedTuple

from lod.files import PACKET, has_room
from lod.serving.http.metrics import Metrics

_INTERVAL = 0.25
_MANY_NOTES, _MOST_NOTES = 2_000, 20_000
"""Notes that are not left lying for the interval; and those that there is room for."""

_MOST_LINES = 10_000
"""Lines that wait for a reader: a second or more of a busy server."""

_ID_BYTES, _IDS = 12, 512
_SHORTEST_LINE = 150
"""Bytes that no line is below."""

_LOG = logging.getLogger("lod.serving.http")


_Counted = tuple[str, str, bool]
"""Route, status and whether the answer came from the cache: what requests are counted by."""


class RequestNote(NamedTuple):
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
        self._metrics = metrics
        self._log = _Log(metrics) if lines else None
        self._notes: deque[RequestNote] = deque()
        self._ids: list[str] = []
        self._lost, self._told = (
            Counter[_Counted](),
            Counter[_Counted](),
        )  # a thread each writes one
        self._ended, self._due = False, threading.Event()
        self._thread = threading.Thread(target=self._write, name="lod-journal", daemon=True)
        self._thread.start()

    def new_id(self) -> str:
        """Give a request's id: 96 random bits, which tell nothing of the process or of others."""
        try:
            return self._ids.pop()
        except IndexError:
            drawn = os.urandom(_ID_BYTES * _IDS).hex()  # one call of the system for many
            size = 2 * _ID_BYTES
            self._ids.extend(drawn[at : at + size] for at in range(size, len(drawn), size))
            return drawn[:size]

    def add(self, note: RequestNote) -> None:
        """Take a note of a request that has been answered, if there is room for one."""
        notes = len(self._notes)
        if notes < _MOST_NOTES:
            self._notes.append(note)
        else:
            self._lost[note.route, note.status[:3], note.hit] += 1
        if notes == _MANY_NOTES:
            self._due.set()

    def close(self) -> None:
        """Write what is left and is read."""
        self._ended = True
        self._due.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._ended:
            self._due.wait(_INTERVAL)
            self._due.clear()
            self._flush()
        self._flush()

    def _flush(self) -> None:
        notes = []
        try:
            while True:
                notes.append(self._notes.popleft())
        except IndexError:  # none left
            pass
        before, self._told = self._told, self._lost.copy()
        unnoted = self._told - before
        lost = unnoted.total()
        counts = Counter((n.route, n.status[:3], n.hit) for n in notes) + unnoted
        for (route, status, hit), count in counts.items():
            self._metrics.requests(route, status, count)
            self._metrics.hits(count if hit else 0)
        self._metrics.dropped(lost)
        if self._log is not None:
            self._log.take(list(map(self._line, notes)), lost)
            self._log.write()

    def _line(self, note: RequestNote) -> str:
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


class _Log:
    """Lines on their way to standard output; one thread writes them.

    They go in packets of whole ones, so that those of several processes stay apart.
    """

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._lines: deque[str] = deque()
        self._packet, self._inside = "", 0
        self._dropped, self._failing = 0, False

    def take(self, lines: list[str], dropped: int) -> None:
        """Take lines, as many as there is room for: all, unless others wait for a reader.

        :param dropped: how many more there would have been.
        """
        room = _MOST_LINES - len(self._lines) if self._lines else len(lines)
        self._lines.extend(lines[:room])
        self._dropped += dropped
        self._drop(len(lines[room:]))

    def _drop(self, count: int) -> None:
        self._dropped += count
        self._metrics.dropped(count)

    def write(self) -> None:
        """Write for a moment; what nobody has read by then is left for the next time."""
        until = time.monotonic() + _INTERVAL
        while self._packet or self._lines:
            if not self._packet:
                self._fill()
            try:
                self._write_packet()
            except BlockingIOError:
                if not has_room(sys.stdout.fileno(), max(0.0, until - time.monotonic())):
                    return
            except (OSError, ValueError) as error:
                self._fail(error)
        if self._dropped and not self._failing:
            _LOG.warning("lines of the access log that nobody read in time: %d", self._dropped)
            self._dropped = 0

    def _fill(self) -> None:
        """Put whole lines into the next packet; one that is longer goes alone."""
        ends = list(accumulate(map(len, islice(self._lines, PACKET // _SHORTEST_LINE))))
        count = bisect_right(ends, PACKET) or 1
        lines = [self._lines.popleft() for _ in range(count)]
        self._packet, self._inside = "".join(lines), count

    def _write_packet(self) -> None:
        sys.stdout.write(self._packet[:PACKET])
        sys.stdout.flush()
        self._packet, self._failing = self._packet[PACKET:], False

    def _fail(self, error: Exception) -> None:
        self._packet = ""
        self._drop(self._inside)
        if not self._failing:
            _LOG.warning("the access log can't be written: %s", error)
        self._failing = True
