"""Counts and times of requests, as Prometheus reads them."""

from __future__ import annotations

from time import perf_counter

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.discretion.names import Names
from tocsin.ledger.catalogue.listing import Listing
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.search import ALL
from tocsin.ledger.view import View
from tocsin.web.viewing import served

router = APIRouter(tags=["health"])

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """What is counted of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("tocsin_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram("tocsin_request_seconds", "Time until answered.", ("route",), registry=self.registry)
        self.incidents = Gauge("tocsin_incidents", "Incidents that readers see.", registry=self.registry)


class Measuring:
    """Counts every request by its route, never by its address, so that there are not too many."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on and measure."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(perf_counter() - begun)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Return the metrics."""
    what = served(request)
    held: Metrics = request.app.state.metrics
    readers = Listing(View(what.ledger, Viewer(Names())), what.columns)
    held.incidents.set(readers.count(ALL))
    return Response(generate_latest(held.registry), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)
