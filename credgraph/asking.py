"""`query` and `check`: questions to the store of a build."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from credgraph.common import DATA
from graph import builds, settings
from graph.stores import EmbeddedStore, Limits, media
from graph.stores.guard import inspect
from queries import Query, catalog
from queries.findings import SEVERITIES, as_csv, findings
from queries.text_table import text_table


@click.command()
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
    if query in catalog():
        return _bound(catalog()[query], values)
    text = _text(query)
    if text.lstrip().startswith("#+"):
        return _bound(Query.parse("stdin" if query == "-" else Path(query).stem, text), values)
    if values:
        raise click.UsageError("-p needs a query with a #+ header that declares the parameter")
    return text


def _text(query: str) -> str:
    """What a file holds, or what comes on standard input."""
    if query == "-":
        data = sys.stdin.buffer.read()
    elif Path(query).is_file():
        data = Path(query).read_bytes()
    else:
        known = ", ".join(sorted(catalog()))
        raise click.UsageError(f"{query}: neither a canned query ({known}) nor a file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{query}: not UTF-8 at byte {error.start}") from error


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


@click.command()
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
