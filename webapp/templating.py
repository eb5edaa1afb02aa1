"""What templates can use beside what their page gives them."""

from __future__ import annotations

import re
import shlex
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from graph.builds import Build
from graph.stores import PrunedBuild, UnknownBuild
from graph.vocabulary import shorten
from webapp.addresses import absolute
from webapp.cells import outside, page_of
from webapp.paging import same_page
from webapp.site import build


def register(app: Flask) -> None:
    """Give the application's templates their helpers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["count"] = _count
    app.jinja_env.filters["share"] = _share
    app.jinja_env.filters["prose"] = _prose
    app.jinja_env.filters["shell"] = shlex.quote
    app.jinja_env.filters["seconds"] = _seconds
    app.jinja_env.globals.update(
        absolute=absolute, outside=outside, page_of=page_of, same_page=same_page, shorten=shorten
    )
    app.context_processor(_of_request)


def _of_request() -> dict[str, Any]:
    shown = _build()
    sources = shown.info["sources"] if shown else []
    onet = next((s for s in sources if s["kind"] == "onet"), None)
    return {"dataset": shown, "onet": onet}


def _build() -> Build | None:
    """The build, also for a page that says that it is not there."""
    try:
        return build()
    except (UnknownBuild, PrunedBuild):
        return None


def _count(number: int) -> str:
    """``12345`` → ``12,345``."""
    return f"{number:,}"


def _share(part: int, whole: int) -> str:
    """A share in percent, one digit after the point; an en dash where there is no whole."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _seconds(time: float) -> str:
    """``0.123`` → ``0.12 s``."""
    return "less than 0.01 s" if time < 0.01 else f"{time:,.2f} s"


def _prose(text: str) -> Markup:
    """Words of a query file's header as HTML: what stands between backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 escaped
