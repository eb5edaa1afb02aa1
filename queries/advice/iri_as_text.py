"""``FILTER(STR(?s) = "https://…")``: the engine reads every statement to compare texts; an IRI that
stands in VALUES it looks up."""

from __future__ import annotations

import re

from queries.advice.advice import Advice, Profile
from queries.reading import Edit, Reading, edited

_TITLE = "An IRI is compared as a text"
_DETAIL = "Written as an IRI in VALUES it is looked up; as a text, everything is read to find it."
_SAME = re.compile(
    r"STR \( [?$](?P<name>\w+) \) = "
    r"(?P<quote>[\"'])(?P<iri>[a-z][a-z0-9+.-]*:[^\s<>\"'{}|\\^`]+)(?P=quote)",
    re.I,
)


def find(reading: Reading, profile: Profile) -> Advice | None:
    """The first such filter on a variable that is a subject or a property, so never a literal."""
    for group in reading.groups:
        for one in group.filters:
            for part in one.parts:
                match = _SAME.fullmatch(part.text)
                name = match["name"] if match else ""
                if match and group.is_no_literal(name) and not group.has_bind(name):
                    values = f" VALUES ?{name} {{ <{match['iri']}> }}"
                    start = Edit(group.start, group.start, values)
                    sparql = edited(reading.sparql, [start, one.without(part, reading.sparql)])
                    return Advice("iri-as-text", _TITLE, _DETAIL, sparql)
    return None
