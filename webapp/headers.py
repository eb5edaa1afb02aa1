"""The headers of every response: what may be loaded, framed, kept, and read from elsewhere."""

from __future__ import annotations

from flask import Response, g, request, url_for

from graph.builds import Build
from graph.stores.guard import MAX_BYTES
from webapp.addresses import absolute
from webapp.compression import compress
from webapp.site import site

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""The Content-Security-Policy of every page: nothing from elsewhere, and no page frames another."""

ONET_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
EXPOSED = (
    "ETag, Content-Disposition, Link, Retry-After, "
    "Credgraph-Build, Credgraph-Limits, Credgraph-Warning"
)
SENT = "Accept, Content-Type, If-None-Match, Credgraph-Query-Id"
_WAIT = 5
"""Seconds after which to ask again, where nothing tells how long it will take."""
SHARED = (
    "endpoint", "canned", "datasets", "resource", "stewardship", "vocabulary", "openapi",
)  # fmt: skip
"""The blueprints whose data pages of other sites may read."""


def policy(**changes: str) -> str:
    """The policy as a header; ``frame_ancestors="'self'"`` changes one part of it."""
    parts = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def finish(response: Response) -> Response:
    """Add what is missing to a response that is about to be sent."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    if "served" in g:
        headers["Credgraph-Build"] = g.served.build.id
        if response.mimetype != "text/html" and _holds_onet(g.served.build):
            # A page shows the attribution that O*NET asks for; data can only point to it.
            headers.add("Link", f'<{ONET_LICENCE}>; rel="license"')
            headers.add("Link", f'<{absolute(url_for("datasets.index"))}>; rel="describedby"')
    if request.endpoint != "static":
        response.vary.add("Accept")  # errors come in two shapes everywhere
    if response.mimetype == "text/html":
        headers.setdefault("Content-Security-Policy", policy())
    if request.blueprint == "endpoint":
        headers["Credgraph-Limits"] = _limits()
    if request.blueprint in SHARED and (
        response.mimetype != "text/html" or request.method == "OPTIONS"
    ):
        _share(response)
    if response.status_code == 503:
        headers.setdefault("Retry-After", str(g.get("retry_after") or _WAIT))
    if "ETag" not in headers:
        headers.setdefault("Cache-Control", "no-cache")
    return compress(response)


def _holds_onet(build: Build) -> bool:
    return any(source["kind"] == "onet" for source in build.info["sources"])


def _limits() -> str:
    """What one query may take, in seconds and bytes, as a dictionary of RFC 9651."""
    limits = site().settings.limits
    return (
        f"seconds={limits.seconds:.1f}, queue-seconds={limits.queue:.1f}, memory={limits.memory}, "
        f"result={limits.bytes}, query={MAX_BYTES}"
    )


def _share(response: Response) -> None:
    """Let pages of other sites read data (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
    if origin := site().settings.cors:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = SENT
            response.headers["Access-Control-Max-Age"] = "86400"
