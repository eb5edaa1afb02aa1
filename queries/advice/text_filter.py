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
        for names, words in _wanted(group):
            if found := _subject(reading, group, names):
                return _advice(reading, *found, words)
    return None


def _wanted(group: Group) -> Iterator[tuple[set[str], list[str]]]:
    """The variables and the words of each filter of a group; of several variables, where any of
    them may have the words."""
    for one in group.filters:
        for part in one.parts:
            sides = part.text.split(" || ")
            found = [side for side in map(_words, sides) if side]
            if len(found) == len(sides) and len({words for _, words in found}) == 1:
                yield {name for name, _ in found}, found[0][1].split()


def _words(condition: str) -> tuple[str, str] | None:
    """The variable of which a condition wants plain words, and the words; small, with spaces."""
    for match in filter(None, (shape.fullmatch(condition) for shape in _SHAPES)):
        words = re.findall(r"[^\W_]+", match["words"])
        if words and _PLAIN.fullmatch(match["words"]):
            return match["name"], " ".join(words).lower()
    return None


def _subject(reading: Reading, group: Group, names: set[str]) -> tuple[Statement, str] | None:
    """The statement that gives one of the texts, and the variable of what has all of them: others
    may be optional."""
    optional = [nested.group for nested in group.nested if nested.word == "OPTIONAL"]
    triples = [triple for one in (group, *filter(None, optional)) for triple in one.triples]
    texts = [t for t in triples if t.object.variable in names and has_texts(reading, t)]
    subjects = {triple.subject.variable for triple in texts}
    if {triple.object.variable for triple in texts} != names or len(subjects) != 1:
        return None
    (subject,) = subjects
    for statement in group.statements:
        if subject and set(statement.triples) & set(texts) and not group.has_bind(subject):
            return statement, subject
    return None


def _advice(reading: Reading, statement: Statement, subject: str, words: list[str]) -> Advice:
    searched = " ".join(f"{word}*" for word in words)
    pattern = f'?{subject} <{CG.search}> "{searched}" . '
    sparql = edited(reading.sparql, [Edit(statement.span.start, statement.span.start, pattern)])
    return Advice("text-filter", _TITLE, _DETAIL, sparql, _DIFFERENCE)
