"""`status` and `prune`: the builds that there are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from credgraph.common import DATA
from graph import builds, settings
from graph.builds import account
from graph.worker import sandbox


@click.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def status(data: Path, as_json: bool) -> None:
    """Builds, sources, counts, rejects, sizes and settings; which build is current."""
    serving = builds.current(data)
    shelf = builds.builds(data)
    chosen = settings.read(data).shown()
    unreadable = builds.unreadable(data)
    if as_json:
        listed = [{"size": b.size, "pruned": b.is_pruned, "info": b.info} for b in shelf]
        now = serving.id if serving else None
        told = {"current": now, "builds": listed, "unreadable": unreadable, "settings": chosen}
        click.echo(json.dumps({**told, "missing_walls": sandbox.missing()}, indent=1))
        return
    for trouble in unreadable:
        click.echo(trouble, err=True)
    if not shelf:
        click.echo(f"{data}: no builds yet")
    for build in shelf:
        click.echo(account.build_line(build, serving is not None and build.id == serving.id))
    for source in serving.info["sources"] if serving else ():
        click.echo(account.source_line(source))
        for line in account.details(source):
            click.echo(f"  {line}")
    for name, value in chosen.items():
        click.echo(f"setting {name} = {value}")
    for wall in sandbox.missing():
        click.echo(wall)


@click.command()
@DATA
@click.option("--keep", default=3, show_default=True, type=click.IntRange(1))
def prune(data: Path, keep: int) -> None:
    """Remove old builds but never the current one, one in use, or one that is pinned."""
    pruned, used = builds.prune(data, keep, settings.read(data).pinned)
    for build in pruned:
        click.echo(f"pruned {build.id}")
    for build in used:
        click.echo(f"kept {build.id}: in use")
