"""What the broker counts, for ``/metrics``.

In its own process; where PROMETHEUS_MULTIPROC_DIR is set the web processes can read it.
"""

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge

from lod.serving.queries.turns import Turns


class Tally:
    """Counts queries by outcome and lane, and shows how many wait and run."""

    def __init__(self, turns: Turns[Any]) -> None:
        own = CollectorRegistry()
        self._turns = turns
        self._ended = Counter(
            "lod_queries", "SPARQL queries ended.", ["outcome", "lane"], registry=own
        )
        self._waiting = Gauge(
            "lod_queries_waiting", "Waiting.", registry=own, multiprocess_mode="livesum"
        )
        self._running = Gauge(
            "lod_queries_running", "Running.", registry=own, multiprocess_mode="livesum"
        )
        self.restarts = Counter("lod_query_workers_ended", "Workers ended.", registry=own)

    def count(self, outcome: str, *, slow: bool) -> None:
        """Count a query's end: ``answered``, ``abandoned`` or the slug of its problem type."""
        self._ended.labels(outcome, "slow" if slow else "fast").inc()

    def note(self) -> None:
        """Note how many wait and run now."""
        self._waiting.set(self._turns.waiting)
        self._running.set(len(self._turns.running))
