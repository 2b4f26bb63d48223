"""Counts for Prometheus. Where PROMETHEUS_MULTIPROC_DIR is set, all processes add to them."""

import os
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from lod.release import Release

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What this process counts, and the page that shows what all of them do."""

    def __init__(self) -> None:
        self._own = CollectorRegistry()
        self._requests = Counter(
            "lod_requests", "Requests answered.", ["route", "status"], registry=self._own
        )
        self._hits = Counter("lod_cache_hits", "Answers from the cache.", registry=self._own)
        self._dropped = Counter(
            "lod_notes_dropped", "Lines of the access log that nobody read.", registry=self._own
        )

    def requests(self, route: str, status: str, count: int) -> None:
        """Count requests."""
        self._requests.labels(route or "none", status).inc(count)

    def hits(self, count: int) -> None:
        """Count answers from the cache."""
        self._hits.inc(count)

    def dropped(self, count: int) -> None:
        """Count lines of the access log that were not written."""
        self._dropped.inc(count)

    def page(self, release: Release) -> bytes:
        """Write all counts and what is served, in Prometheus's text format."""
        registry = self._own
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        about = CollectorRegistry()
        about.register(_Served(release))
        return generate_latest(registry) + generate_latest(about)


class _Served(Collector):
    """What is served, as of now."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def collect(self) -> Iterator[Metric]:
        name = GaugeMetricFamily("lod_release", "The release served.", labels=["name"])
        name.add_metric([self._release.name], 1)
        yield name
        age = time.time() - self._release.manifest.modified.timestamp()
        yield GaugeMetricFamily("lod_release_age_seconds", "Seconds since it was built.", age)
