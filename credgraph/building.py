"""`build`: a new build of the graph from sources."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import click

from credgraph.common import DATA, PATHS, VERSION
from graph import builds, career, labels, links, settings, views
from graph.builds import account, steps
from graph.iris import Names
from graph.links.states import parse_regions
from graph.progress import bar
from graph.search import indexing
from loaders import Source
from loaders.gather import CONTEXTS, Paths, gather
from loaders.reading import read


@click.command()
@DATA
@click.option("--ctdl", type=PATHS, multiple=True, help="CTDL documents and schema files.")
@click.option("--onet", type=PATHS, multiple=True, help="An O*NET text release; crosswalks.")
@click.option("--ler", type=PATHS, multiple=True, help="Learning and employment records.")
@click.option("--contexts", type=PATHS, multiple=True, help="Pinned JSON-LD contexts.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything was rejected.")
def build(
    data: Path,
    ctdl: tuple[Path, ...],
    onet: tuple[Path, ...],
    ler: tuple[Path, ...],
    contexts: tuple[Path, ...],
    strict: bool,
) -> None:
    """Read the sources (PATH: a file, a folder or a zip) and make a new build of the graph."""
    chosen = settings.read(data)
    given: Paths = {"ctdl": ctdl, "onet": onet, "ler": ler}
    sources = gather(data, given, contexts, chosen)
    if not sources:
        raise click.UsageError(
            f"nothing to build: give --ctdl, --onet or --ler, or put sources in {data / 'sources'}"
        )
    _say_left_out(data, sources)
    built = build_sources(data, sources, chosen)
    say_built(built)
    if strict and any(s["rejects_count"] for s in built.info["sources"]):
        sys.exit(1)


def build_graph(data: Path, given: Paths, chosen: settings.Settings) -> builds.Build:
    """A new build from paths by kind of source, and what lies in DIR/sources."""
    return build_sources(data, gather(data, given, (), chosen), chosen)


def build_sources(data: Path, sources: Sequence[Source], chosen: settings.Settings) -> builds.Build:
    """Run every step of a build; what it is made of decides its id."""
    regions = parse_regions(chosen.regions)
    plan = [
        builds.Step("sources", lambda work: read(sources, work)),
        builds.Step("store", steps.begin_filling),
        builds.Step("vocabulary", steps.vocabulary),
        builds.Step("labels", labels.label, labels.READS),
        builds.Step("dangling", steps.dangling, steps.DANGLING_READS),
        builds.Step("links", lambda work: links.resolve_links(work, regions), links.READS),
        builds.Step("views", views.add_views, views.READS),
        builds.Step("career", career.add_career_graph, career.READS),
        builds.Step("describe", steps.describe),
        builds.Step("written", steps.write_out),
        builds.Step("profile", steps.profile),
        builds.Step("summary", steps.summarize),
        builds.Step("end", steps.end_filling),
        builds.Step("download", steps.download, gives_way=True),
        builds.Step("search", indexing.index, indexing.READS, gives_way=True),
        builds.Step("optimize", steps.finish_filling),
        builds.Step("check", steps.check),
    ]
    return builds.run(data, plan, identity(sources, chosen), Names(chosen.base), bar)


def identity(sources: Sequence[Source], chosen: settings.Settings) -> list[str]:
    """All that a build depends on: the program, the sources, and the settings that shape it."""
    contexts = {folder for source in sources for folder in source.contexts}
    indexes = [index for folder in sorted(contexts) if (index := folder / "index.json").is_file()]
    return [
        VERSION,
        _code(),
        *(f"{source.name} {source.digest}" for source in sources),
        *(index.read_text("utf-8") for index in indexes),
        *(
            f"{name} {getattr(chosen, name)}"
            for name in ("base", "publishable_issuers", "provisional", "deleted", "regions")
        ),
    ]


def _code() -> str:
    """SHA-256 over the code that makes builds, and what lies beside it."""
    total = hashlib.sha256()
    for package in ("graph", "loaders", "credgraph"):
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".toml", ".ttl", ".json") and CONTEXTS not in path.parents:
                total.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _say_left_out(data: Path, sources: Sequence[Source]) -> None:
    serving = builds.current(data)
    if not serving:
        return
    now = {str(path.resolve()) for source in sources for path in source.paths}
    before = {path for source in serving.info["sources"] for path in source["paths"]}
    for path in sorted(before - now):
        click.echo(f"left out: {path} (it is in the current build {serving.id})", err=True)


def say_built(built: builds.Build) -> None:
    """Print what each source gave, and the build's id."""
    for source in built.info["sources"]:
        click.echo(account.source_line(source))
    click.echo(f"build {built.id}: {built.info['profile']['triples']:,} triples; now current")
