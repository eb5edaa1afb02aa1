"""The web application: endpoint, console, queries, pathways, occupations, linkage, resources."""

from __future__ import annotations

import atexit
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from graph.settings import Settings
from graph.stores import ServedBuilds
from graph.stores.guard import MAX_BYTES
from webapp import (
    canned,
    console,
    datasets,
    endpoint,
    errors,
    examples,
    front,
    headers,
    occupations,
    openapi,
    operations,
    pathways,
    reading,
    resource,
    schema,
    short_links,
    stewardship,
    templating,
    tour,
    vocabulary,
)
from webapp.cancelling import Cancellations
from webapp.mounting import Mounted, trusted_hosts
from webapp.site import Site
from webapp.stopping import Stopping

__all__ = ["create_app"]

_PAGES = (
    front,
    endpoint,
    console,
    short_links,
    canned,
    examples,
    tour,
    pathways,
    occupations,
    stewardship,
    datasets,
    schema,
    vocabulary,
    resource,
    openapi,
    operations,
)


def create_app(data: Path, settings: Settings, version: str) -> Flask:
    """The application over the builds of a data folder. `version` is the program's."""
    app = Flask(__name__)
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = 4 * MAX_BYTES  # a form's %XX takes three bytes for one
    opened = ServedBuilds(data, settings.workers)
    app.extensions["credgraph"] = Site(data, settings, opened, version, Cancellations(), Stopping())
    atexit.register(opened.close)
    for page in _PAGES:
        app.register_blueprint(page.blueprint)
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    through_proxies = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)
    app.wsgi_app = Mounted(through_proxies, settings)  # type: ignore[method-assign]
    errors.register(app)
    templating.register(app)
    operations.register(app)
    reading.register(app)
    app.after_request(headers.finish)
    return app
