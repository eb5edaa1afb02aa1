"""Every error in two shapes: a page for people, and problem details (RFC 9457) for programs."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from graph.stores import PrunedBuild, QueryError, UnknownBuild
from queries import BadParameter
from webapp.negotiation import wants_html

PROBLEMS = "https://w3id.org/credgraph/problems#"


def problem(status: int, code: str, title: str, detail: str, **more: object) -> Response:
    """Problem details as JSON. `code` is the short word that ends their ``type``."""
    body = {"type": PROBLEMS + code, "title": title, "status": status, "detail": detail}
    body |= {name: value for name, value in more.items() if value is not None}
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return Response(text, status, content_type="application/problem+json")


def answer(status: int, code: str, title: str, detail: str, **more: object) -> Response:
    """The error as whoever asked can read it."""
    if not wants_html():
        return problem(status, code, title, detail, **more)
    page = render_template("error.html", status=status, title=title, detail=detail)
    return Response(page, status)


def register(app: Flask) -> None:
    """Let the application answer with these."""
    app.register_error_handler(QueryError, of_query)
    app.register_error_handler(BadParameter, _of_parameter)
    app.register_error_handler(UnknownBuild, _of_unknown_build)
    app.register_error_handler(PrunedBuild, _of_pruned_build)
    app.register_error_handler(HTTPException, _of_http)


def of_query(error: QueryError, **more: object) -> Response:
    """A query that got no answer; `more` are members of the problem details."""
    place = {"line": error.line, "column": error.column, "token": error.token}
    return answer(error.status, error.code, error.title, error.detail, **place, **more)


def _of_parameter(error: BadParameter) -> Response:
    title = "A parameter can't be used"
    return answer(400, "parameter", title, str(error), parameter=error.name)


def _of_unknown_build(error: UnknownBuild) -> Response:
    detail = f"There is no build {error}. The builds there are stand on the data page."
    return answer(404, "unknown-build", "No such build", detail)


def _of_pruned_build(error: PrunedBuild) -> Response:
    pruned = error.args[0]
    detail = f"Build {pruned.id} was removed to save space; only its account is kept."
    return answer(410, "pruned-build", "This build is gone", detail, build=_account(pruned.info))


def _account(info: dict[str, Any]) -> dict[str, Any]:
    """What is public of build.json: nothing of the machine that it was made on."""
    of_source = ("source", "kind", "version", "as_of", "triples", "rejects_count")
    sources = [{key: source.get(key) for key in of_source} for source in info["sources"]]
    of_build = {key: info[key] for key in ("id", "started", "finished")}
    return of_build | {"triples": info["profile"]["triples"], "sources": sources}


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    response = answer(status, str(status), error.name, error.description or "")
    if valid := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(valid)
    if wait := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(wait)
    return response
