"""`demo`: the sample that ships with credgraph, built and served."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from credgraph.building import build_sources, identity, say_built
from credgraph.common import DATA
from graph import builds, settings
from loaders.gather import Paths, gather
from loaders.sample import FOLDER as SAMPLE


@click.command()
@DATA
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def demo(data: Path, port: int) -> None:
    """Build the sample if there is no build of it yet, then serve it."""
    folder = data / "demo"
    build_sample(folder)
    # What built has threads (Polars', the index's), which a server's fork would not survive.
    serving = ["serve", "--data", str(folder), "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "credgraph", *serving])  # noqa: S606


def build_sample(data: Path) -> builds.Build:
    """The build of the sample that ships with credgraph; made if it is not the current one."""
    chosen = settings.read(SAMPLE)
    given: Paths = {
        "ctdl": (SAMPLE / "ctdl",),
        "onet": (SAMPLE / "onet", SAMPLE / "crosswalks"),
        "ler": (SAMPLE / "ler",),
    }
    sources = gather(data, given, (), chosen)
    serving = builds.current(data)
    if serving and serving.id.endswith(builds.digest_of(identity(sources, chosen))):
        return serving
    click.echo("building the sample graph …")
    built = build_sources(data, sources, chosen)
    say_built(built)
    return built
