"""`serve`: the web application."""

from __future__ import annotations

from pathlib import Path

import click

from credgraph.common import DATA, VERSION
from graph import builds, settings
from webapp import create_app
from webapp.serve import check_exposure, serve_app, threads_for


@click.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(data: Path, host: str, port: int) -> None:
    """Serve the newest build; a newer one is picked up without a restart."""
    if builds.current(data) is None:
        raise click.UsageError(
            f"{data}: no build to serve; run `credgraph build` or `credgraph demo`"
        )
    chosen = settings.read(data)
    check_exposure(host, chosen)
    serve_app(create_app(data, chosen, VERSION), host, port, threads_for(chosen))
