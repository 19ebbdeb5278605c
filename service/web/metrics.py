"""What Prometheus reads: requests, their time, and the queue of long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import func, select

from data.store.tables import sql_table
from data.words import JOB_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store

_STEPS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """
    Counts of one service, from its start; of its own, so that two in one process do not mix.

    Parameters
    ----------
    store
        Whose queue is counted when somebody reads.
    """

    def __init__(self, store: Store) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter(
            "gridpatrol_requests", "Requests answered.", labels, registry=self._registry
        )
        self._seconds = Histogram(
            "gridpatrol_request_seconds",
            "Seconds until a request was answered.",
            ("route",),
            buckets=_STEPS_S,
            registry=self._registry,
        )
        self._registry.register(_Queue(store))

    def saw(self, method: str, route: str, status: int, took_s: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(took_s)

    def written(self) -> bytes:
        """Write everything in the text format of Prometheus."""
        return generate_latest(self._registry)


class _Queue:
    """Counts jobs by state at the moment somebody reads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        table = sql_table("job")
        query = select(table.c.state, func.count()).group_by(table.c.state)
        with self._store.connection() as connection:
            counts = {str(state): int(count) for state, count in connection.execute(query)}
        jobs = GaugeMetricFamily("gridpatrol_jobs", "Pieces of long work.", labels=["state"])
        for state in JOB_STATES:
            jobs.add_metric([state], counts.get(state, 0))
        yield jobs
