"""``/queries/``: each query file as a form, a page with its result, and its twins as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, abort, render_template, request, url_for

from graph.stores import QueryError
from graph.stores.guard import inspect
from queries import BadParameter, Parameter, Query, catalog
from webapp.addresses import absolute
from webapp.asking import stretch
from webapp.cells import Sheet, sheet
from webapp.choices import choices
from webapp.delivery import deliver
from webapp.embeds import embed, known_embed, snippet
from webapp.negotiation import HTML, SHORT_NAMES, endings, negotiated
from webapp.paging import page_number
from webapp.site import build, site

blueprint = Blueprint("canned", __name__, url_prefix="/queries")

FOLDERS = {
    "pathways": "Pathways into work",
    "occupations": "Occupations and skills",
    "credentials": "Credentials and programs",
    "policy": "Policy figures",
    "learners": "Learners",
    "checks": "Checks of the data",
}
"""What the folders of query files hold, in the order in which pages list them."""

NO_PARAMETERS = frozenset(("build", "format", "page"))
"""What an address may say beside the query's parameters."""


@dataclass(frozen=True)
class Field:
    """A parameter in the form: its values as typed, and the options of its drop-down."""

    parameter: Parameter
    values: Sequence[str]
    options: Sequence[tuple[str, str]] | None

    @property
    def strays(self) -> list[str]:
        """Values that are none of the options: they were in the address."""
        known = {value for value, _ in self.options or ()}
        return [value for value in self.values if value and value not in known]


@blueprint.get("/")
def index() -> str:
    """All queries by folder; the worked examples have a page of their own."""
    listed = [query for query in catalog().values() if not (query.hidden or query.example)]
    by_folder = {f: list(some) for f, some in groupby(listed, lambda q: q.id.partition("/")[0])}
    known = [(title, by_folder.pop(name)) for name, title in FOLDERS.items() if name in by_folder]
    return render_template("queries.html", folders=known + list(by_folder.items()))


@blueprint.get("/<folder>/<name>")
def show(folder: str, name: str) -> Response:
    """The form of a query, and its result; as data where the client asks for that."""
    query = find(f"{folder}/{name}")
    chosen = negotiated(inspect(query.body).form)
    if chosen != HTML:
        return deliver(bound(query), chosen)
    try:
        sparql = bound(query)
    except BadParameter as error:
        return _page(query, error=error if request.args else None)
    try:
        size = site().settings.page_size
        return _page(query, sparql, sheet(stretch(sparql, (page_number() - 1) * size, size)))
    except QueryError as error:
        return _page(query, sparql, error=error)


@blueprint.get("/<folder>/<name>.<ending>")
def twin(folder: str, name: str, ending: str) -> Response:
    """The result of a query as data, by the ending of its address."""
    query = find(f"{folder}/{name}")
    if ending == "rq":
        return Response(query.text, content_type="application/sparql-query; charset=utf-8")
    if ending not in SHORT_NAMES or ending == "html":
        abort(404, f"There is no .{ending} of a query; there are json, csv, tsv, xml and rq.")
    return deliver(bound(query), SHORT_NAMES[ending], f"{name}-{build().id}.{ending}")


@blueprint.get("/<folder>/<name>/embed")
def show_embed(folder: str, name: str) -> Response:
    """The first rows of an answer, for other sites to frame."""
    query = find(f"{folder}/{name}")
    sparql = bound(query)
    if response := known_embed():
        return response
    rows = sheet(stretch(sparql, 0, site().settings.page_size))
    return embed("query_embed.html", query.title, query=query, sheet=rows)


def find(query_id: str) -> Query:
    """A query file by its id. Errors: 404."""
    query = catalog().get(query_id)
    if query is None:
        abort(404, f"There is no query {query_id}.")
    return query


def bound(query: Query) -> str:
    """The query with the values in the address. Errors: `BadParameter`, also on a name that is no
    parameter: a misspelt one must not give the answer to another question."""
    given = {name: request.args.getlist(name) for name in request.args.keys() - NO_PARAMETERS}
    return query.bind(**given)


def _page(
    query: Query,
    sparql: str | None = None,
    found: Sheet | None = None,
    error: BadParameter | QueryError | None = None,
) -> Response:
    text = render_template(
        "query.html",
        query=query,
        fields=[_field(p) for p in query.parameters],
        sparql=sparql,
        sheet=found,
        error=error,
        downloads=[
            (ending, _pinned(".twin", query, ending=ending))
            for ending in endings(inspect(query.body).form)
        ],
        data_address=absolute(_pinned(".twin", query, ending="csv")),
        permalink=absolute(_pinned(".show", query)),
        snippet=snippet(".show_embed", query.title, **_address(query)),
    )
    status = error.status if isinstance(error, QueryError) else 400 if error else 200
    return Response(text, status)


def _pinned(endpoint: str, query: Query, **more: str) -> str:
    """The address of this answer in this build, to be cited and repeated."""
    values = _address(query) | more | {"build": build().id}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def _address(query: Query) -> dict[str, str | Sequence[str]]:
    """Folder, name and every value, defaults spelled out: a default may be another one day."""
    folder, _, name = query.id.partition("/")
    values = {p.name: request.args.getlist(p.name) or p.default for p in query.parameters}
    asked = {"build": request.args.getlist("build")}
    return {"folder": folder, "name": name, **{n: v for n, v in (values | asked).items() if v}}


def _field(parameter: Parameter) -> Field:
    asked = request.args.getlist(parameter.name)
    options = choices(parameter.choices) if parameter.choices else None
    return Field(parameter, asked or parameter.default, options)
