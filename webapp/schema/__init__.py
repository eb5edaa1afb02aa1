"""``/schema``: the classes and properties of the graph, with counts, definitions and examples, how
they are linked, and for each a query to begin with."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for

from graph.iris import BadIri, absolute
from graph.vocabulary import PREFIXES, RDFS, shorten
from webapp.asking import labels, rows, text
from webapp.schema import diagram, questions
from webapp.schema.profile import Class, Profile, profile
from webapp.schema.relations import above_and_below, main_links
from webapp.schema.words import Words, words
from webapp.site import build

__all__ = ["blueprint"]

blueprint = Blueprint("schema", __name__)

_EXAMPLES = 5
_NAMED = 0.01
"""The share of a class's resources from which on some with names are found at once."""


@blueprint.get("/schema")
def show() -> str:
    """All classes and properties, those that ``?q=`` and ``?vocabulary=`` leave, or one of them:
    ``?class=IRI``, ``?property=IRI``."""
    found = profile(build().folder)
    if iri := request.args.get("class"):
        return _class(found, iri)
    if iri := request.args.get("property"):
        return _property(found, iri)
    return _list(found)


def _list(found: Profile) -> str:
    known = words(build())
    wanted = request.args.get("q", "").lower().split()
    vocabulary = request.args.get("vocabulary", "")
    links = main_links(build())
    return render_template(
        "schema.html",
        classes=[c for c in found.classes.values() if _fits(c.iri, known, wanted, vocabulary)],
        properties=[
            p for p in found.properties.values() if _fits(p.iri, known, wanted, vocabulary)
        ],
        profile=found,
        words=known,
        address=address,
        q=request.args.get("q", ""),
        vocabulary=vocabulary,
        vocabularies=_vocabularies(found),
        links=links,
        drawing=diagram.overview(links, known.name),
    )


def _fits(iri: str, known: Words, wanted: list[str], vocabulary: str) -> bool:
    if vocabulary and _vocabulary(iri) != vocabulary:
        return False
    text = f"{shorten(iri)} {known.name(iri)} {known.about(iri) or ''}".lower()
    return all(word in text for word in wanted)


def _vocabulary(iri: str) -> str:
    """The prefix of a term; ``other`` where it has none."""
    prefix = shorten(iri).partition(":")[0]
    return prefix if prefix in PREFIXES else "other"


def _vocabularies(found: Profile) -> list[str]:
    return sorted({_vocabulary(iri) for iri in (*found.classes, *found.properties)})


def _class(found: Profile, iri: str) -> str:
    cls = found.classes.get(iri)
    if cls is None:
        abort(404, f"Nothing in this graph is of a class {iri}.")
    known = words(build())
    above, below = above_and_below(cls.iri)
    return render_template(
        "schema_class.html",
        cls=cls,
        profile=found,
        words=known,
        names=labels({*above, *below}),
        above=above,
        below=below,
        incoming=found.leading_to(cls.iri),
        drawing=diagram.around(found, cls, known.name),
        examples=_named_examples(cls),
        address=address,
        questions=questions,
    )


def _named_examples(cls: Class) -> list[tuple[str, str]]:
    """(IRI, name) of some resources of a class: with labels, where enough have one."""
    named = next((use for use in cls.uses if use.property == RDFS.label), None)
    if named and named.statements >= _NAMED * cls.count:
        found = rows(f"""SELECT ?resource ?label {{
            ?resource a <{cls.iri}> ; <{RDFS.label}> ?label
        }} LIMIT {_EXAMPLES}""")
        return [(text(row, "resource"), text(row, "label")) for row in found]
    return [(iri, shorten(iri)) for iri in cls.examples]


def _property(found: Profile, iri: str) -> str:
    one = found.properties.get(iri)
    if one is None:
        abort(404, f"No statement of this graph has a property {iri}.")
    known = words(build())
    above, below = above_and_below(one.iri)
    examples = {iri for example in one.examples for iri in example if _is_iri(iri)}
    return render_template(
        "schema_property.html",
        property=one,
        profile=found,
        words=known,
        names=labels({*above, *below, *examples}),
        above=above,
        below=below,
        uses=found.uses_of(one.iri),
        address=address,
        questions=questions,
    )


def _is_iri(text: str) -> bool:
    try:
        return absolute(text) == text
    except BadIri:
        return False


def address(part: str, iri: str) -> str:
    """The address of a class's or property's page; `part` is ``class`` or ``property``."""
    return f"{url_for('schema.show')}?{urlencode({part: iri})}"
