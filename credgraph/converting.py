"""`convert`: what one file becomes in the graph."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from credgraph.common import DATA, PATHS, Failed
from graph import settings
from graph.iris import Names
from loaders.ctdl.shown import shown
from loaders.gather import pinned


@click.command()
@DATA
@click.option("--contexts", type=PATHS, multiple=True, help="Pinned JSON-LD contexts.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything was rejected.")
@click.argument("kind", type=click.Choice(["ctdl"]))
@click.argument(
    "file", metavar="FILE|-", type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
def convert(data: Path, contexts: tuple[Path, ...], strict: bool, kind: str, file: str) -> None:
    """Print what a file becomes in the graph, as Turtle, and on standard error what was odd."""
    given = sys.stdin.buffer.read() if file == "-" else Path(file)
    result = shown(given, pinned(contexts), Names(settings.read(data).base))
    for warning in result.warnings:
        click.echo(warning, err=True)
    if not result.turtle:
        raise Failed(f"{file}: nothing in it could be converted")
    click.echo(result.turtle, nl=False)
    if strict and result.rejects:
        sys.exit(1)
