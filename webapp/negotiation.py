"""Which format an answer comes in: by ``?format=``, by the address's ending, or by Accept."""

from __future__ import annotations

from functools import lru_cache

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable, RequestEntityTooLarge
from werkzeug.http import parse_accept_header

from graph.stores import media

HTML = "text/html"
SHORT_NAMES = {"html": HTML} | media.BY_NAME
"""Formats by the name that addresses and ``?format=`` use."""
_CLIENT_NAMES = {
    "turtle": media.TURTLE,
    "n3": media.TURTLE,
    "json-ld": media.JSON_LD,
    "rdf+xml": media.RDF_XML,
    "xml": media.RDF_XML,
    "json": media.JSON_LD,
}
"""What SPARQLWrapper puts into ``format``, beside Accept, where it is none of the short names or
none of a table's formats can answer."""
_ALIASES = {
    "application/json": (media.JSON,),
    "application/xml": (media.XML, media.RDF_XML),
    "text/xml": (media.XML, media.RDF_XML),
    "text/plain": (media.N_TRIPLES,),
    "text/n3": (media.TURTLE,),
    "text/rdf+n3": (media.TURTLE,),
    "application/x-turtle": (media.TURTLE,),
    "application/x-trig": (media.TRIG,),
    "text/x-nquads": (media.N_QUADS,),
}
"""Other names of media types, from before they were registered, or of a wider format."""


def endings(form: str) -> list[str]:
    """The short names of the formats that a query of this form can be downloaded in."""
    offered = media.media_types(form)
    return [name for name, media_type in SHORT_NAMES.items() if media_type in offered]


def negotiated(form: str) -> str:
    """The media type to answer a query of this form in; `HTML` for a person with a browser.

    Errors: `NotAcceptable` (406) with the formats there are.
    """
    offered = media.media_types(form)
    if name := _format():
        meant = (SHORT_NAMES.get(name, name), _CLIENT_NAMES.get(name))
        known = (media_type for media_type in meant if media_type in (*offered, HTML))
        return next(known, None) or _not_acceptable(form)
    return _best(offered, request.headers.get("Accept", "")) or _not_acceptable(form)


@lru_cache(maxsize=256)
def _best(offered: tuple[str, ...], header: str) -> str | None:
    """The one of these media types, or `HTML`, that an Accept header likes best."""
    given = parse_accept_header(header, MIMEAccept)
    if not given:
        return offered[0]
    # What is offered has no parameters, and is UTF-8 in any case.
    accepted = MIMEAccept([(name.partition(";")[0].strip(), weight) for name, weight in given])
    aliases = {
        alias: media_type
        for alias, media_types in _ALIASES.items()
        for media_type in media_types
        if media_type in offered
    }
    best = accepted.best_match([*offered, *aliases, HTML])
    return aliases.get(best, best) if best else None


def wants_html() -> bool:
    """Whether a page is the best answer to this request rather than data."""
    if name := _format():
        return name == "html"
    return _best(("application/json",), request.headers.get("Accept", "")) == HTML


def _format() -> str | None:
    """``format`` in the address or a form; a form that is too big can't be read for its error."""
    try:
        return request.values.get("format")
    except RequestEntityTooLarge:
        return request.args.get("format")


def _not_acceptable(form: str) -> str:
    known = ", ".join(f"{media_type}" for media_type in media.media_types(form))
    raise NotAcceptable(f"A {form} query can be answered as {known}, or as a page.")
