"""What a route takes and gives, beside what its code says of itself: for `webapp.openapi`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.stores import media
from webapp.console.files import FILES
from webapp.negotiation import HTML, SHORT_NAMES
from webapp.protocol import FORM_TYPE, QUERY_TYPE
from webapp.waiting import ID_HEADER, ID_PARAMETER

Json = dict[str, Any]

PROBLEM: Json = {
    "description": "Problem details (RFC 9457)",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "token": {"type": "string"},
        "parameter": {"type": "string"},
        "build": {"type": "object"},
        "advice": {"type": "array", "items": {"type": "object"}},
    },
}
_TEXT: Json = {"type": "string"}
_PROBLEM_REFERENCE: Json = {"$ref": "#/components/schemas/Problem"}


def in_query(name: str, schema: Json, description: str) -> Json:
    """A parameter in the address, which may be left out."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


BUILD = in_query(
    "build",
    {"type": "string", "pattern": "^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}$"},
    "the dataset version; the newest where it is left out",
)
_PAGE = in_query("page", {"type": "integer", "minimum": 1}, "a page of a long table")
_FORMAT = in_query(
    "format", {"type": "string", "enum": [*SHORT_NAMES]}, "the format, instead of `Accept`"
)
_QUERY = in_query("query", _TEXT, "a SPARQL query")
_CLASS = in_query("class", _TEXT, "the IRI of a class")
_PROPERTY = in_query("property", _TEXT, "the IRI of a property")
_IRI = in_query("iri", {"type": "string", "format": "iri"}, "what is meant")
PATH_VALUES: dict[str, Json] = {
    "ending": {"type": "string", "pattern": "^[a-z]{2,7}$"},
    "filename": {"type": "string", "pattern": "^[a-z]+[.](css|js|svg)$"},
}
"""What can stand in a path, where not just anything without a / can."""


@dataclass(frozen=True)
class Route:
    """What a route takes and gives.

    `content` holds the schema of each media type that a good answer, of status `status`, can have;
    `form` that of each that can be posted; `also` other statuses without a body of ours;
    `of_build` says that it answers of any build.
    """

    parameters: tuple[Json, ...] = ()
    content: Json = field(default_factory=lambda: {HTML: {}})
    form: Json = field(default_factory=dict)
    status: int = 200
    also: tuple[tuple[int, str], ...] = ()
    summary: str = ""
    of_build: bool = True

    def responses(self) -> Json:
        """The responses: the good one, others, and for all errors problem details or a page."""
        good: Json = {"description": "The answer"}
        if self.content:
            good["content"] = self.content
        return {
            str(self.status): good,
            **{str(status): {"description": words} for status, words in self.also},
            "default": {
                "description": "An error",
                "content": {
                    "application/problem+json": {"schema": _PROBLEM_REFERENCE},
                    HTML: {},
                },
            },
        }


def of_media_types(*forms: str) -> Route:
    """The answers that queries of these forms can have, and that of the query file itself."""
    types = [media_type for form in forms for media_type in media.media_types(form)]
    return Route(content=_any(*types, QUERY_TYPE))


def _any(*media_types: str) -> Json:
    """These media types, of each whatever it may hold."""
    return {media_type: {} for media_type in media_types}


def _posting(*required: str, **properties: Json) -> Json:
    schema = {"type": "object", "required": [*required], "properties": properties}
    return {FORM_TYPE: {"schema": schema}}


def _json(**schema: Any) -> Json:
    return {"application/json": {"schema": schema}}


_RESULTS = _any(*media.TABLES, *media.GRAPHS, HTML)
_GRAPHS = _any(*media.GRAPHS, HTML)
_PLAIN = _any("text/plain")
_OF_QUERY = _posting("query", query=_TEXT)
_REDIRECT = (302, "It stands elsewhere")

DESCRIBED: dict[str, Route] = {
    "front.show": Route(),
    "endpoint.sparql": Route(
        (
            _QUERY,
            in_query("default-graph-uri", _TEXT, "the dataset's own IRI; other graphs are empty"),
            in_query("named-graph-uri", _TEXT, "there are none"),
            in_query(
                ID_PARAMETER,
                {"type": "string", "pattern": "^[A-Za-z0-9_-]{16,64}$"},
                f"an id to cancel it by; or the header {ID_HEADER}",
            ),
            _FORMAT,
        ),
        _RESULTS,
        {**_OF_QUERY, QUERY_TYPE: {"schema": _TEXT}},
        also=((304, "Not changed"),),
        summary="A SPARQL 1.1 query; without one, the description of the service",
    ),
    "endpoint.cancel": Route(
        content={}, form=_posting(ID_PARAMETER, **{ID_PARAMETER: _TEXT}), status=204
    ),
    "console.checking": Route(
        content=_json(
            type="object",
            required=["error", "warnings"],
            properties={"error": {"type": ["object", "null"]}, "warnings": {"type": "array"}},
        ),
        form=_OF_QUERY,
    ),
    "console.opening": Route(form=_OF_QUERY),
    "console.formatting": Route(content=_any("text/plain", HTML), form=_OF_QUERY),
    "console.export": Route(form=_OF_QUERY),
    "console.export_file": Route(
        content=_any(QUERY_TYPE, HTML),
        form=_posting("query", "title", query=_TEXT, title=_TEXT, summary=_TEXT),
    ),
    "console.completing": Route(content=_json(type="object")),
    "console.naming": Route(
        (in_query("q", _TEXT, "words of a name"), _CLASS, _PROPERTY),
        _json(
            type="array",
            items={
                "type": "object",
                "required": ["term", "label", "type"],
                "properties": dict.fromkeys(("term", "label"), _TEXT),
            },
        ),
    ),
    "console.listing": Route(
        (_CLASS, _PROPERTY),
        _json(
            type="array",
            items={"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
        ),
    ),
    "console.download": Route(
        (_QUERY,),
        _any(*FILES.values()),
        form=_OF_QUERY,
    ),
    "short_links.make": Route(
        content=_json(type="object", required=["address", "query", "build"]) | {HTML: {}},
        form=_OF_QUERY,
        status=201,
    ),
    "short_links.follow": Route(content=_any(HTML, QUERY_TYPE), also=(_REDIRECT,)),
    "canned.index": Route(),
    "canned.show": Route((_PAGE, _FORMAT), _RESULTS),
    "canned.twin": of_media_types("SELECT", "CONSTRUCT"),
    "canned.show_embed": Route(),
    "examples.show": Route((in_query("q", _TEXT, "words to search for"),)),
    "tour.begin": Route(),
    "tour.show": Route((_QUERY,), form=_OF_QUERY),
    "pathways.index": Route((_PAGE,)),
    "pathways.show": Route((_IRI,)),
    "pathways.show_embed": Route((_IRI,)),
    "occupations.index": Route((in_query("q", _TEXT, "words of a title, or a code"), _PAGE)),
    "occupations.show": Route(also=(_REDIRECT,)),
    "occupations.show_embed": Route(also=(_REDIRECT,)),
    "stewardship.show": Route(),
    "stewardship.findings_csv": Route(
        (in_query("organization", _TEXT, "the IRI of a publisher; empty: of none"),),
        _any(media.CSV),
    ),
    "datasets.index": Route((_FORMAT,), _GRAPHS),
    "datasets.void": Route((_FORMAT,), _any(*media.GRAPHS)),
    "datasets.download": Route(content=_any("application/gzip")),
    "schema.show": Route(
        (
            in_query("q", _TEXT, "words to search for"),
            in_query("vocabulary", _TEXT, "a prefix"),
            _CLASS,
            _PROPERTY,
        )
    ),
    "vocabulary.show": Route((_FORMAT,), _GRAPHS),
    "resource.show": Route((_IRI, _FORMAT, _PAGE), _GRAPHS),
    "operations.alive": Route(content=_PLAIN, of_build=False),
    "operations.ready": Route(content=_PLAIN, of_build=False),
    "operations.metrics": Route(content=_PLAIN, of_build=False),
    "openapi.show": Route(
        content=_json(type="object", required=["openapi", "paths"]), of_build=False
    ),
    "static": Route(
        content=_any("text/css", "text/javascript", "image/svg+xml"),
        summary="Styles, scripts, the icon",
        of_build=False,
    ),
}
"""Routes by their endpoint, Flask's name of each."""
