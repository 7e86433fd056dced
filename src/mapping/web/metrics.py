"""Figures of the running server in the form of Prometheus, at an address of their own: what is asked, how long it takes, who is there.

They say nothing of areas, figures or persons; the address is the installation's to guard.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from anyio.to_thread import current_default_thread_limiter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mapping.model.settings import settings
from mapping.store import current_id, read_manifest
from mapping.store.home import default_home
from mapping.web.logs import log
from mapping.web.rules import template_of

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REGISTRY = CollectorRegistry()
REQUESTS = Counter("riskmap_requests", "Requests answered.", ("address", "status"), registry=REGISTRY)
ANSWERED = Histogram(
    "riskmap_request_seconds", "Seconds until an answer begins.", ("address",), buckets=_SECONDS, registry=REGISTRY
)
UNDER_WAY = Gauge("riskmap_requests_under_way", "Requests that are being answered.", registry=REGISTRY)
OPEN = Gauge("riskmap_open_pages", "Pages that stand open: their websockets.", registry=REGISTRY)
RUNS = Histogram(
    "riskmap_page_run_seconds", "Seconds that a page takes to be drawn.", buckets=_SECONDS, registry=REGISTRY
)
WAITING = Gauge("riskmap_waiting", "Answers that wait for a thread.", registry=REGISTRY)


class Measured:
    """Counts and times what `app` answers, by the address's template: of ids and queries nothing is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            with OPEN.track_inprogress():
                await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._timed(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _timed(self, scope: Scope, receive: Receive, send: Send) -> None:
        address, begun = template_of(scope["path"]), time.perf_counter()

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                REQUESTS.labels(address, message["status"]).inc()
                ANSWERED.labels(address).observe(time.perf_counter() - begun)
            await send(message)

        with UNDER_WAY.track_inprogress():
            await self.app(scope, receive, watched)


class _Published(Collector):
    """Which snapshot is current, and the day of its figures in seconds since 1970."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One line where something is published; it is read when it is asked for."""
        current = current_id(default_home())
        day = GaugeMetricFamily(
            "riskmap_snapshot_as_of_seconds", "The day of the current figures.", labels=("snapshot",)
        )
        if current is not None:
            as_of = read_manifest(default_home(), current).as_of
            day.add_metric((current,), time.mktime(as_of.timetuple()))
        yield day


REGISTRY.register(_Published())
ProcessCollector(registry=REGISTRY)  # memory, processor time, open files


@contextmanager
def offered() -> Iterator[None]:
    """Offers the figures where the setting `metrics` says, for as long as the server runs. Where the address cannot be had the
    server runs without, and the log says so."""
    at = settings().metrics
    if at is None:
        yield
        return
    limiter = current_default_thread_limiter()
    WAITING.set_function(lambda: limiter.statistics().tasks_waiting)
    host, _, port = at.rpartition(":")
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), REGISTRY)
    except OSError as fault:
        log.error("no figures for Prometheus at %s: %s", at, fault.strerror or fault)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
