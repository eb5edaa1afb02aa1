"""What was probably meant, for the mistakes that people make most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.stores.reasons import AGGREGATES
from graph.stores.tokens import Token

_TERMS = frozenset(("var", "iri", "pname", "string", "number", "bnode", "lang"))
_TRIPLE = 3
_BEHIND_SEMICOLON = (
    "Behind ; comes the next property of the same subject; where another subject comes, end the "
    "triple with a full stop."
)
_BEHIND_STOP = (
    "Behind a full stop comes a new triple, with its subject; if {} is a property of the subject "
    "before, write ; instead of the full stop."
)


def hint(found: Sequence[Token], wrong: Token | None) -> str:
    """A sentence that helps with an error at a token; else ""."""
    if wrong is None or wrong not in found:
        return ""
    index = found.index(wrong)
    if told := _of_writing(found[: index + 1]):
        return told
    if wrong.text == "}" and index and found[index - 1].text == ".":
        index -= 1
    start = _start_of_terms(found, index)
    terms, mark = _without_languages(found[start:index]), found[start - 1].text if start else ""
    together = [*terms, *_without_languages(found[index : _end_of_terms(found, index)])]
    if mark == ";" and len(together) == _TRIPLE:
        return _BEHIND_SEMICOLON
    if terms and _is_term(wrong):
        beyond = [*terms, wrong][min(len(terms), _TRIPLE - (mark == ";"))]
        return f"A full stop is missing before {beyond.text[:60]}, or a ; before another property."
    first = [*terms, wrong][0]
    is_property = first.kind in ("iri", "pname") or first.text == "a"
    if mark == "." and is_property and len(terms) == (_TRIPLE - 1 if terms else 0):
        return _BEHIND_STOP.format(first.text[:60])
    if 0 < len(terms) < _TRIPLE and wrong.text in ("}", "."):
        return "A triple has a subject, a property and a value; something is missing before it."
    return ""


def _of_writing(found: Sequence[Token]) -> str:
    """What helps with marks that are missing or too many, up to the last of these tokens."""
    texts = [token.text.upper() for token in found]
    if "{" not in texts[:-1] and any(mark == "," for mark in _outside_brackets(texts)):
        return "The variables of SELECT stand side by side, without commas."
    if texts[-1] in AGGREGATES:
        return f"An aggregate stands in brackets, with a name: ({found[-1].text}(…) AS ?name)."
    if texts[-2:] in ([",", "}"], [",", "."]):
        return "Behind , comes another value of the same property; take it away behind the last."
    place = max((n for n, text in enumerate(texts[:-1]) if text == "FILTER"), default=None)
    if place is None or {"{", "}", "."} & {*texts[place:-1]}:
        return ""
    is_bare = found[place + 1].kind in ("var", "number", "string")
    return "FILTER takes its condition in brackets: FILTER(…)." if is_bare else ""


def _outside_brackets(texts: Sequence[str]) -> Iterator[str]:
    depth = 0
    for text in texts:
        depth += (text == "(") - (text == ")")
        if not depth:
            yield text


def _is_term(token: Token) -> bool:
    return token.kind in _TERMS or token.text == "a"


def _start_of_terms(found: Sequence[Token], end: int) -> int:
    """Where the terms begin that stand side by side before a place."""
    start = end
    while start and _is_term(found[start - 1]):
        start -= 1
    return start


def _end_of_terms(found: Sequence[Token], start: int) -> int:
    """Where the terms end that stand side by side from a place on."""
    end = start
    while end < len(found) and _is_term(found[end]):
        end += 1
    return end


def _without_languages(terms: Sequence[Token]) -> list[Token]:
    """Of ``"name"@en`` one term, as it is one value."""
    return [token for token in terms if token.kind != "lang"]
