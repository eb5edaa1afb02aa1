"""Pages of a long list: ``?page=2``."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.exceptions import BadRequest

from webapp.waiting import ID_PARAMETER

MOST = 10_000


def page_number(name: str = "page") -> int:
    """The page asked for, from 1. Errors: `BadRequest`."""
    text = request.values.get(name, "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
    if not 0 < number <= MOST:
        raise BadRequest(f"{name} must be a number from 1 to {MOST:,}.")
    return number


def same_page(**changes: str | int | None) -> str:
    """This address with other parameters; None takes one out. The id of a query is for once."""
    given = request.values.to_dict(flat=False)
    arguments = {**given, **(request.view_args or {})}
    arguments.pop(ID_PARAMETER, None)
    for name, value in changes.items():
        arguments.pop(name, None)
        if value is not None:
            arguments[name] = [str(value)]
    return url_for(request.endpoint or "front.show", **arguments)
