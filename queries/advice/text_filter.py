"""``FILTER(CONTAINS(LCASE(?label), "nurse"))``: every text is read. The full-text index finds the
resources that have the words; the filter then looks at those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.search.searching import MOST
from graph.vocabulary import CG
from queries.advice.advice import Advice, Profile
from queries.advice.texts import has_texts
from queries.reading import Edit, Group, Reading, Statement, edited

_TITLE = "A filter reads every text"
_DETAIL = "cg:search asks the full-text index first, and the filter looks only at what it finds."
_DIFFERENCE = (
    f"It may give fewer rows: a search finds the best {MOST:,} resources that have an IRI, and "
    "words by their beginnings, not in the middle."
)
_NAME = r"(?:(?:LCASE|UCASE|STR) \( )*[?$](?P<name>\w+)(?: \))*"
_WORDS = r"(?P<quote>[\"'])(?P<words>[^\"'\\]+)(?P=quote)"
_SHAPES = (
    re.compile(rf"(?:CONTAINS|STRSTARTS) \( {_NAME} , {_WORDS} \)", re.I),
    re.compile(rf"REGEX \( {_NAME} , {_WORDS}(?: , [\"']i[\"'])? \)", re.I),
)
_PLAIN = re.compile(r"[\w ]+")
"""What means the same in a regular expression and as words."""


def find(reading: Reading, profile: Profile) -> Advice | None:
    """The first filter for plain words on a name or text, in a query that does not search yet, and
    does not count: a count of fewer would only be wrong."""
    triples = [triple for group in reading.groups for triple in group.triples]
    searches = any(reading.iri(triple.path.tokens[0]) == CG.search for triple in triples)
    if searches or reading.aggregates:
        return None
    for group in reading.groups:
        for name, words in _wanted(group):
            if found := _subject(reading, group, name):
                return _advice(reading, *found, words)
    return None


def _wanted(group: Group) -> Iterator[tuple[str, list[str]]]:
    """The variable and the words of each filter of a group."""
    for one in group.filters:
        for part in one.parts:
            for match in filter(None, (shape.fullmatch(part.text) for shape in _SHAPES)):
                words = re.findall(r"[^\W_]+", match["words"])
                if words and _PLAIN.fullmatch(match["words"]):
                    yield match["name"], words


def _subject(reading: Reading, group: Group, name: str) -> tuple[Statement, str] | None:
    """The statement that gives the text, and the variable of what has it."""
    for statement in group.statements:
        for triple in statement.triples:
            is_it = triple.object.variable == name and has_texts(reading, triple)
            subject = triple.subject.variable
            if is_it and subject and not group.has_bind(subject):
                return statement, subject
    return None


def _advice(reading: Reading, statement: Statement, subject: str, words: list[str]) -> Advice:
    searched = " ".join(f"{word}*" for word in words)
    pattern = f'?{subject} <{CG.search}> "{searched}" . '
    sparql = edited(reading.sparql, [Edit(statement.span.start, statement.span.start, pattern)])
    return Advice("text-filter", _TITLE, _DETAIL, sparql, _DIFFERENCE)
