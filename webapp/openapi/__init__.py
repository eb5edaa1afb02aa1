"""``/openapi.json``: every route, and every query file with its parameters, as OpenAPI 3.1.

It is made of the table of routes and of the query files, so that none can be missing from it; what
no code says of itself stands in `webapp.openapi.described`.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, current_app, json, url_for
from werkzeug.routing import Rule

from graph.stores.guard import inspect
from queries import Parameter, Query, catalog
from webapp.addresses import absolute
from webapp.negotiation import endings
from webapp.openapi.described import (
    BUILD,
    DESCRIBED,
    PATH_VALUES,
    PROBLEM,
    Json,
    Route,
    in_query,
    of_media_types,
)
from webapp.site import site

__all__ = ["blueprint"]

blueprint = Blueprint("openapi", __name__)

_ARGUMENT = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")
_LEFT_OUT = ("HEAD", "OPTIONS")
_TYPES: dict[str, Json] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
}
"""Types of parameters that say more than that they are text."""


@blueprint.get("/openapi.json")
def show() -> Response:
    """This description of all routes, by OpenAPI 3.1."""
    text = json.dumps(_document(), ensure_ascii=False)
    return Response(text, content_type="application/json")


def _document() -> Json:
    paths: dict[str, Json] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        paths[_template(rule)] = _operations(rule)
    listed = [query for query in catalog().values() if not query.hidden and not query.step]
    paths |= {f"/queries/{query.id}.{{ending}}": {"get": _of_query(query)} for query in listed}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "credgraph",
            "version": site().version,
            "description": "Pages and data of a graph of credentials, occupations and learning.",
        },
        "servers": [{"url": absolute(url_for("front.show")).rstrip("/")}],
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _template(rule: Rule) -> str:
    return _ARGUMENT.sub(r"{\1}", rule.rule)


def _operations(rule: Rule) -> Json:
    """The operations of a route, one for each method."""
    route, view = DESCRIBED.get(rule.endpoint, Route()), current_app.view_functions[rule.endpoint]
    doc = " ".join((view.__doc__ or "").partition("\n\n")[0].split()).replace("``", "`")
    path = [_in_path(name) for name in _ARGUMENT.findall(rule.rule)]
    methods = sorted(set(rule.methods or ()).difference(_LEFT_OUT))
    return {
        method.lower(): _operation(f"{rule.endpoint}.{method.lower()}", doc, route, path, method)
        for method in methods
    }


def _operation(name: str, doc: str, route: Route, path: list[Json], method: str) -> Json:
    asked = [] if method == "POST" and route.form else [*route.parameters]
    operation: Json = {
        "operationId": name,
        "summary": route.summary or doc,
        "parameters": [*path, *asked, *([BUILD] if route.of_build else [])],
        "responses": route.responses(),
    }
    if method == "POST" and route.form:
        operation["requestBody"] = {"required": True, "content": route.form}
    return operation


def _in_path(name: str) -> Json:
    schema = PATH_VALUES.get(name, {"type": "string", "pattern": "^[^/?#%]+$"})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _of_query(query: Query) -> Json:
    offered = [ending for ending in endings(inspect(query.body).form) if ending != "html"]
    ending = {"type": "string", "enum": [*offered, "rq"]}
    return {
        "operationId": query.id,
        "summary": query.title,
        "description": query.summary,
        "tags": [*query.tags],
        "parameters": [
            {"name": "ending", "in": "path", "required": True, "schema": ending},
            *(_of_parameter(parameter) for parameter in query.parameters),
            BUILD,
        ],
        "responses": of_media_types(inspect(query.body).form).responses(),
    }


def _of_parameter(parameter: Parameter) -> Json:
    schema: dict[str, Any] = _TYPES.get(parameter.type, {"type": "string"}) | (
        {"pattern": f"^(?:{parameter.pattern})$"} if parameter.pattern else {}
    )
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return in_query(parameter.name, schema, parameter.help or parameter.label)
