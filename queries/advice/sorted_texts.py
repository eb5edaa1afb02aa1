"""``ORDER BY ?label`` over many texts: each comparison reads both texts from disk anew; and
``ORDER BY ?record`` over many addresses, which all begin alike.

Measured with pyoxigraph 0.5: 223,000 labels with language tags 4.6 s, against 1.2 s where the key
is worked out first, as LCASE(STR(?label)) is; 70,000 addresses of the Registry 7.4 s, against 1.9 s
with a key that begins where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.stores.tokens import Token
from queries.advice.advice import Advice, Profile
from queries.advice.texts import has_texts
from queries.reading import Edit, Reading, edited
from queries.reading.clauses import columns, has_aggregates

_TITLE = "Many texts are sorted"
_DETAIL = "By a key that is worked out first, and that differs early, they are compared quickly."
_SAME_ROWS = "The rows are the same; capital and small letters sort alike."
_OTHER_ROWS = "Capital and small letters sort alike, so the LIMIT may cut off other rows."
_ALIKE = len("https://credentialengineregistry.org/resources/ce-")
_ADDRESS = f"SUBSTR(STR({{}}), {_ALIKE + 1})"
_ADDRESSES = (
    "Addresses are compared behind what those of the Registry begin with; others sort differently."
)
_ENDS = frozenset(("LIMIT", "OFFSET", "VALUES", "HAVING"))
_BEFORE_BRACKET = frozenset(("BY", "ASC", "DESC", ")"))


def find(reading: Reading, profile: Profile) -> Advice | None:
    """Names, texts and addresses that an ORDER BY sorts as they are."""
    triples = [triple for group in reading.groups for triple in group.triples]
    texts = {triple.object.variable for triple in triples if has_texts(reading, triple)}
    counts = _counts(reading)
    edits = []
    for tail in (reading.tail, *(group.tail for group in reading.groups)):
        decides = True  # what comes behind a key by which few are alike tells few apart
        for token in _keys(tail):
            if key := _key(reading, token, token.text[1:] in texts, decides):
                edits.append(Edit(token.offset, token.end, key))
            decides &= token.text[1:] in counts
    if not edits:
        return None
    is_cut = any(token.text.upper() in ("LIMIT", "OFFSET") for token in reading.tail)
    is_address = [edit.text.startswith("SUBSTR") for edit in edits]
    differences = [] if all(is_address) else [_OTHER_ROWS if is_cut else _SAME_ROWS]
    differences += [_ADDRESSES] if any(is_address) else []
    return Advice("sort", _TITLE, _DETAIL, edited(reading.sparql, edits), " ".join(differences))


def _counts(reading: Reading) -> set[str]:
    """The variables that a SELECT counts, sums or the like: many rows have the same."""
    heads = (reading.head, *(group.head for group in reading.groups))
    found = (column for head in heads for column in columns(head) or ())
    return {column.name for column in found if has_aggregates(column.expression)}


def _key(reading: Reading, token: Token, is_text: bool, decides: bool) -> str:
    """What to sort by in place of a variable; "" where it stays, as an address does that decides
    little."""
    if is_text:
        return f"LCASE(STR({token.text}))"
    is_address = any(group.is_no_literal(token.text[1:]) for group in reading.groups)
    return _ADDRESS.format(token.text) if is_address and decides else ""


def _keys(tail: Sequence[Token]) -> Iterator[Token]:
    """The variables that ORDER BY names by themselves, or alone in brackets."""
    words = [token.text.upper() for token in tail]
    start = words.index("ORDER") + 2 if "ORDER" in words else len(words)
    depth = 0
    for place in range(start, len(tail)):
        if words[place] in _ENDS:
            return
        depth += (words[place] == "(") - (words[place] == ")")
        if tail[place].kind == "var" and (not depth or (depth == 1 and _is_alone(tail, place))):
            yield tail[place]


def _is_alone(tail: Sequence[Token], place: int) -> bool:
    """Whether a variable stands alone in brackets that are no function's."""
    opening, before, closing = tail[place - 1], tail[place - 2], tail[place + 1 : place + 2]
    is_bracket = before.kind == "var" or before.text.upper() in _BEFORE_BRACKET
    return opening.text == "(" and is_bracket and bool(closing) and closing[0].text == ")"
