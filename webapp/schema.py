"""``/schema``: the classes and properties of the graph, with counts and examples."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for

from graph.builds.steps.profiling import PROFILE
from webapp.asking import labels
from webapp.site import build

blueprint = Blueprint("schema", __name__)

_PARTS = ("classes", "properties")


@blueprint.get("/schema")
def show() -> str:
    """All classes and properties, or one of them: ``?class=IRI``, ``?property=IRI``."""
    found = profile(build().folder)
    for part, parameter in zip(_PARTS, ("class", "property"), strict=True):
        if iri := request.args.get(parameter):
            return _one(found, part, iri)
    names = labels({*found["classes"], *found["properties"]})
    return render_template("schema.html", profile=found, names=names, address=address)


def address(part: str, iri: str) -> str:
    """The address of a class's or property's page."""
    path = url_for("schema.show")
    return f"{path}?{urlencode({'class' if part == 'classes' else 'property': iri})}"


def _one(all_terms: dict[str, Any], part: str, iri: str) -> str:
    found = all_terms[part].get(iri)
    if found is None:
        abort(404, f"No statement of this graph uses {iri} like that.")
    examples = found["examples"]
    subjects = examples if part == "classes" else [e["subject"] for e in examples]
    names = labels({iri, *subjects, *found.get("properties", {})})
    return render_template(
        "schema_term.html", part=part, iri=iri, found=found, names=names, address=address
    )


@lru_cache(maxsize=4)
def profile(folder: Path) -> dict[str, Any]:
    """profile.json of a build; without terms where it has none."""
    path = folder / PROFILE
    empty: dict[str, Any] = {part: {} for part in _PARTS}
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else empty
