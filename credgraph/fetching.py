"""`fetch`: public sources into the data folder."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from credgraph.common import DATA, PATHS, VERSION, Failed
from graph import settings
from graph.progress import bar
from loaders.ctdl import fetch as registry
from loaders.onet import fetch as onet
from loaders.outbound import Outbound, Pace


@click.group()
def fetch() -> None:
    """Fetch public sources into DIR/sources, where `build` finds them."""


def _outbound(chosen: settings.Settings) -> Outbound:
    """The one way out, with the manners that the operator has set."""
    contact = f" (+{chosen.contact})" if chosen.contact else ""
    pace = Pace(chosen.requests_per_second)
    return Outbound(f"credgraph/{VERSION}{contact}", chosen.private_hosts, pace, say=_say)


@fetch.command("ctdl")
@DATA
@click.option("--community", default="ce-registry", show_default=True, help="Of the Registry.")
@click.option(
    "--type", "types", metavar="TYPE,…", default="", help=f"Only: {', '.join(registry.TYPES)}."
)
@click.option("--ctid", "ctids", multiple=True, help="Only this record.")
@click.option("--owner", metavar="CTID", default="", help="Only records of this organization.")
@click.option("--since", type=click.DateTime(), help="Only what changed since this day (UTC).")
@click.option("--full", is_flag=True, help="Everything anew, not only what changed.")
@click.option("--from", "zips", type=PATHS, multiple=True, help="A zip that the Registry made.")
def fetch_ctdl(
    data: Path,
    community: str,
    types: str,
    ctids: tuple[str, ...],
    owner: str,
    since: datetime | None,
    full: bool,
    zips: tuple[Path, ...],
) -> None:
    """Fetch records of the Credential Registry; after the first time only what changed."""
    chosen = settings.read(data)
    wanted = registry.Wanted.of(types, ctids, owner, since, full, zips)
    with _outbound(chosen) as client:
        token = os.environ.get(registry.TOKEN, "")
        source = registry.Registry(client, chosen.registry, community, token)
        folder = data / "sources" / "ctdl"
        report = registry.fetch(source, folder, wanted, bar("ctdl"), _say)
    for line in report.lines():
        click.echo(line)
    if not report.is_complete:
        raise Failed("not everything was fetched; the same command goes on from here")


@fetch.command("onet")
@DATA
@click.option(
    "--release",
    "version",
    type=click.Choice([*onet.releases()]),
    default=next(iter(onet.releases())),
    show_default=True,
    help="Which release.",
)
@click.option(
    "--sha256", default="", help="What the zip's SHA-256 must be, if not the one that is known."
)
def fetch_onet(data: Path, version: str, sha256: str) -> None:
    """Fetch an O*NET text release."""
    chosen = settings.read(data)
    release = onet.releases()[version]
    with _outbound(chosen) as client:
        folder = data / "sources" / "onet"
        click.echo(
            onet.fetch_release(client, release, folder, chosen.mirror, sha256, bar(release.file))
        )


@fetch.command("crosswalks")
@DATA
@click.option("--from", "paths", type=PATHS, multiple=True, help="A file that is at hand.")
def fetch_crosswalks(data: Path, paths: tuple[Path, ...]) -> None:
    """Fetch what O*NET joins with: SOC, CIP, NAICS, older codes, wages."""
    chosen = settings.read(data)
    folder = data / "sources" / "onet"
    with _outbound(chosen) as client:
        done, failed = onet.fetch_crosswalks(
            client, folder, chosen.mirror, paths, bar("crosswalks")
        )
    for line in [*done, *(f"failed: {one}" for one in failed)]:
        click.echo(line)
    if failed:
        raise Failed(f"{len(failed)} of {len(done) + len(failed)} files could not be fetched")


def _say(text: str) -> None:
    click.echo(text, err=True)
