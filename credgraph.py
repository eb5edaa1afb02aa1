"""The command line: it wires the rooms together and holds no logic of its own.

Exit codes: 0 done, 1 done with rejects under --strict, 2 wrong use, 3 failed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from graph import builds, career, labels, links, settings, views
from graph.builds import account, steps
from graph.builds.bar import bar
from graph.iris import Names
from graph.search import indexing
from graph.stores import EmbeddedStore, Limits, QueryError, media
from graph.stores.guard import inspect
from graph.worker import sandbox
from loaders import Source
from loaders.archive import ArchiveError
from loaders.ctdl import fetch as registry
from loaders.ctdl.shown import shown
from loaders.gather import CONTEXTS, Paths, gather, pinned
from loaders.onet import fetch as onet
from loaders.outbound import Outbound, OutboundError, Pace
from loaders.reading import read
from loaders.sample import FOLDER as SAMPLE
from loaders.source import SourceError
from queries import BadParameter, BadQueryFile, Query, catalog
from queries.findings import SEVERITIES, as_csv, findings
from queries.text_table import text_table
from webapp import create_app
from webapp.serve import CantServe, check_exposure, serve_app, threads_for

VERSION = "0.1.0"
DATA = click.option(
    "--data", type=click.Path(path_type=Path), default=Path("data"), help="The data folder."
)
PATHS = click.Path(path_type=Path, exists=True)


class Failed(click.ClickException):
    """A failure in one line; exit code 3."""

    exit_code = 3


KNOWN_ERRORS = (
    builds.BuildError,
    SourceError,
    ArchiveError,
    OutboundError,
    settings.BadSetting,
    BadQueryFile,
    BadParameter,
    QueryError,
    CantServe,
    OSError,
)


class Cli(click.Group):
    """A group whose commands end with one line on a known error, and a traceback with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KNOWN_ERRORS as error:
            if ctx.params.get("debug") or isinstance(error, BrokenPipeError):
                raise
            raise Failed(" ".join(str(error).split())) from error


@click.group(cls=Cli)
@click.version_option(VERSION, prog_name="credgraph")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Credentials, occupations and learning records in one graph, with a SPARQL explorer."""


# --- fetch ------------------------------------------------------------------------------------


@main.group()
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
@click.option("--sha256", default="", help="What the zip's SHA-256 must be.")
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


# --- build ------------------------------------------------------------------------------------


@main.command()
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
    sources = gather(data, given, contexts, chosen.publishable_issuers, chosen.provisional)
    if not sources:
        raise click.UsageError(
            f"nothing to build: give --ctdl, --onet or --ler, or put sources in {data / 'sources'}"
        )
    _say_left_out(data, sources)
    built = _build(data, sources, chosen)
    _say_built(built)
    if strict and any(s["rejects_count"] for s in built.info["sources"]):
        sys.exit(1)


def build_graph(data: Path, given: Paths, chosen: settings.Settings) -> builds.Build:
    """A new build from paths by kind of source, and what lies in DIR/sources."""
    return _build(
        data, gather(data, given, (), chosen.publishable_issuers, chosen.provisional), chosen
    )


def _build(data: Path, sources: Sequence[Source], chosen: settings.Settings) -> builds.Build:
    """Run every step of a build; what it is made of decides its id."""
    plan = [
        builds.Step("sources", lambda work: read(sources, work)),
        builds.Step("store", steps.fill_store, aside=True),
        builds.Step("vocabulary", steps.vocabulary),
        builds.Step("labels", labels.label, labels.READS),
        builds.Step("dangling", steps.dangling, steps.DANGLING_READS),
        builds.Step("links", lambda work: links.resolve_links(work, chosen.regions), links.READS),
        builds.Step("views", views.add_views, views.READS),
        builds.Step("career", career.add_career_graph, career.READS),
        builds.Step("describe", steps.describe),
        builds.Step("profile", steps.profile),
        builds.Step("summary", steps.summarize),
        builds.Step("search", indexing.index, indexing.READS, aside=True),
        builds.Step("download", steps.download, aside=True),
        builds.Step("complete", steps.complete_store, after="store"),
        builds.Step("optimize", steps.optimize),
        builds.Step("check", steps.check),
    ]
    return builds.run(data, plan, _identity(sources, chosen), Names(chosen.base), bar)


def _identity(sources: Sequence[Source], chosen: settings.Settings) -> list[str]:
    """All that a build depends on: the program, the sources, and the settings that shape it."""
    contexts = {folder for source in sources for folder in source.contexts}
    indexes = [index for folder in sorted(contexts) if (index := folder / "index.json").is_file()]
    return [
        VERSION,
        *(f"{source.name} {source.digest}" for source in sources),
        *(index.read_text("utf-8") for index in indexes),
        *(
            f"{name} {getattr(chosen, name)}"
            for name in ("base", "publishable_issuers", "provisional", "regions")
        ),
    ]


def _say_left_out(data: Path, sources: Sequence[Source]) -> None:
    serving = builds.current(data)
    if not serving:
        return
    now = {str(path.resolve()) for source in sources for path in source.paths}
    before = {path for source in serving.info["sources"] for path in source["paths"]}
    for path in sorted(before - now):
        click.echo(f"left out: {path} (it is in the current build {serving.id})", err=True)


def _say_built(built: builds.Build) -> None:
    for source in built.info["sources"]:
        click.echo(account.source_line(source))
    click.echo(f"build {built.id}: {built.info['profile']['triples']:,} triples; now current")


# --- serve, demo ------------------------------------------------------------------------------


@main.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def serve(data: Path, host: str, port: int) -> None:
    """Serve the newest build; a newer one is picked up without a restart."""
    if builds.current(data) is None:
        raise click.UsageError(
            f"{data}: no build to serve; run `credgraph build` or `credgraph demo`"
        )
    _serve(data, host, port)


@main.command()
@DATA
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def demo(data: Path, port: int) -> None:
    """Build the sample if there is no build of it yet, then serve it."""
    folder = data / "demo"
    build_sample(folder)
    # The engine that built has threads of its own, which a server's fork would not survive.
    serving = ["serve", "--data", str(folder), "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "credgraph", *serving])  # noqa: S606


def build_sample(data: Path) -> builds.Build:
    """The build of the sample that ships with credgraph; made if it is not the current one."""
    chosen = settings.read(SAMPLE)
    given: Paths = {
        "ctdl": tuple(p for p in (SAMPLE / "ctdl", CONTEXTS / "ctdl-schema") if p.is_dir()),
        "onet": (SAMPLE / "onet", SAMPLE / "crosswalks"),
        "ler": (SAMPLE / "ler",),
    }
    sources = gather(data, given, (), chosen.publishable_issuers, chosen.provisional)
    serving = builds.current(data)
    if serving and serving.id.endswith(builds.digest_of(_identity(sources, chosen))):
        return serving
    click.echo("building the sample graph …")
    built = _build(data, sources, chosen)
    _say_built(built)
    return built


def _serve(data: Path, host: str, port: int) -> None:
    chosen = settings.read(data)
    check_exposure(host, chosen)
    serve_app(create_app(data, chosen, VERSION), host, port, threads_for(chosen))


# --- query ------------------------------------------------------------------------------------


@main.command()
@DATA
@click.option("--build", "build_id", help="Ask this build, not the current one.")
@click.option("--format", "form", type=click.Choice(["table", *media.BY_NAME]), default="table")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@click.argument("query", metavar="QUERY-ID|FILE.rq|-")
def query(
    data: Path, build_id: str | None, form: str, parameters: tuple[str, ...], query: str
) -> None:
    """Ask a canned query, a query file, or what comes on standard input."""
    sparql = _sparql(query, parameters)
    is_table = form == "table" and inspect(sparql).form in ("SELECT", "ASK")
    media_type = media.BY_NAME["json" if is_table else "ttl" if form == "table" else form]
    with _opened(data, build_id) as (store, limits), store.query(sparql, media_type, limits) as got:
        if is_table:
            click.echo("\n".join(text_table(json.loads(got.read()))))
        else:
            for chunk in got.chunks():
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()


@contextmanager
def _opened(data: Path, build_id: str | None) -> Iterator[tuple[EmbeddedStore, Limits]]:
    """The store of a build, and what one query may take of it."""
    chosen = settings.read(data)
    with EmbeddedStore(_build_to_ask(data, build_id).public, workers=1, spares=0) as store:
        yield store, chosen.limits


def _sparql(query: str, parameters: tuple[str, ...]) -> str:
    values: dict[str, list[str]] = {}
    for pair in parameters:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"-p {pair}: write NAME=VALUE")
        values.setdefault(name, []).append(value)
    if query == "-":
        text = sys.stdin.read()
    elif query in catalog():
        return _bound(catalog()[query], values)
    elif Path(query).is_file():
        text = Path(query).read_text("utf-8")
        if text.lstrip().startswith("#+"):
            return _bound(Query.parse(Path(query).stem, text), values)
    else:
        known = ", ".join(sorted(catalog()))
        raise click.UsageError(f"{query}: neither a canned query ({known}) nor a file")
    if values:
        raise click.UsageError("-p needs a query with a #+ header that declares the parameter")
    return text


def _bound(query: Query, values: dict[str, list[str]]) -> str:
    return query.bind(**{n: v if len(v) > 1 else v[0] for n, v in values.items()})


def _build_to_ask(data: Path, build_id: str | None) -> builds.Build:
    asked = builds.find(data, build_id) if build_id else builds.current(data)
    if asked is None:
        wanted = f"build {build_id}" if build_id else "build"
        raise click.UsageError(f"{data}: no {wanted}; `credgraph status` lists what there is")
    if asked.is_pruned:
        raise click.UsageError(f"build {asked.id} was pruned; only its build.json is left")
    return asked


# --- convert ------------------------------------------------------------------------------------


@main.command()
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


# --- check ---------------------------------------------------------------------------------------


@main.command()
@DATA
@click.option("--json", "form", flag_value="json", default=True, help="One object a line.")
@click.option("--csv", "form", flag_value="csv", help="One table, safe to open in a spreadsheet.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 on one so grave.")
def check(data: Path, form: str, fail_on: str | None) -> None:
    """Run every check on the current build, and list the findings."""
    with _opened(data, None) as (store, limits):
        found = findings(lambda sparql: store.query(sparql, media.JSON, limits))
    if form == "csv":
        click.echo(as_csv(found), nl=False)
    else:
        for one in found:
            click.echo(json.dumps(one.as_dict(), ensure_ascii=False))
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on else ()
    if any(one.severity in grave for one in found):
        sys.exit(1)


# --- status, prune ----------------------------------------------------------------------------


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def status(data: Path, as_json: bool) -> None:
    """Builds, sources, counts, rejects, sizes and settings; which build is current."""
    serving = builds.current(data)
    shelf = builds.builds(data)
    chosen = settings.read(data).shown()
    if as_json:
        listed = [{"size": b.size, "pruned": b.is_pruned, "info": b.info} for b in shelf]
        now = serving.id if serving else None
        told = {"current": now, "builds": listed, "settings": chosen}
        click.echo(json.dumps({**told, "missing_walls": sandbox.missing()}, indent=1))
        return
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


@main.command()
@DATA
@click.option("--keep", default=3, show_default=True, type=click.IntRange(1))
def prune(data: Path, keep: int) -> None:
    """Remove old builds but never the current one, one in use, or one that is pinned."""
    pruned, used = builds.prune(data, keep, settings.read(data).pinned)
    for build in pruned:
        click.echo(f"pruned {build.id}")
    for build in used:
        click.echo(f"kept {build.id}: in use")


if __name__ == "__main__":
    main()
