"""What the checks find in a build: asked once, and aside, since on a large graph it takes a minute
or two, longer than a browser or a proxy waits."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace

from graph.stores import Asker, QueryError, Served
from graph.stores.media import JSON
from queries.findings import Finding, findings
from webapp.site import Site, served, site

PATIENCE = 10.0
"""Seconds that a request waits for the checks."""
_SECONDS = 300.0
"""Seconds that one check may take: no request waits so long, so the limit of pages is not meant."""
_KEPT = 4

Found = Future[tuple[Finding, ...]]
_guard = threading.Lock()
_by_build: dict[str, Found] = {}


def all_findings() -> tuple[Finding, ...]:
    """Every finding of every check in this request's build.

    Errors: `QueryError`; 503 while the checks are still being run.
    """
    found = _found(served(), site())
    try:
        return found.result(PATIENCE)
    except TimeoutError:
        raise _still_running() from None


def _found(of: Served, at: Site) -> Found:
    """What is or will be found in a build, which never changes; after an error it is asked anew."""
    with _guard:
        found = _by_build.pop(of.build.id, None)
        if found is None or (found.done() and found.exception()):
            found = Future()
            threading.Thread(target=_run, args=(found, of, at), daemon=True).start()
        _by_build[of.build.id] = found
        while len(_by_build) > _KEPT:
            del _by_build[next(iter(_by_build))]
        return found


def _run(found: Found, of: Served, at: Site) -> None:
    limits = replace(at.settings.limits, seconds=max(at.settings.limits.seconds, _SECONDS))

    def is_wanted() -> bool:
        at.stopping.check()
        return True

    asker = Asker("", is_wanted)
    try:
        found.set_result(findings(lambda sparql: of.store.query(sparql, JSON, limits, asker)))
    except BaseException as error:
        found.set_exception(error)


def _still_running() -> QueryError:
    detail = (
        "On a large dataset they take a minute or two, once for each version of it. "
        "Try again in a moment."
    )
    return QueryError(503, "checking", "The checks are being run", detail)
