"""Real queries with errors in them: characters or tokens of a query file cut, doubled, moved."""

from __future__ import annotations

from random import Random

from graph.stores.tokens import tokens
from queries import catalog
from tests.webapp.test_fuzz import PIECES

REAL = [query.body for query in catalog().values()]
TOKENS = [[token.text for token in tokens(text)] for text in REAL]


def mutated(random: Random) -> str:
    """A query file's query with one to four changes, each of characters or each of tokens."""
    change = random.choice((_characters, _tokens))
    return change(random, random.randrange(len(REAL)), random.choice((1, 1, 2, 4)))


def _characters(random: Random, index: int, times: int) -> str:
    text = REAL[index]
    for _ in range(times):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.randrange(40))
        text = text[:start] + _instead(random, text[start:end]) + text[end:]
    return text


def _instead(random: Random, cut: str) -> str:
    kind = random.randrange(5)
    if kind == 0:
        return ""
    if kind == 1:
        return cut * random.choice((2, 2, 30))
    if kind == 2:
        return "".join(random.sample(cut, len(cut)))
    if kind == 3:
        return "".join(chr(random.choice((9, 10, 34, 39, 92, 0xE9, 0x1F600))) for _ in range(3))
    return f" {random.choice(PIECES)} "


def _tokens(random: Random, index: int, times: int) -> str:
    found = list(TOKENS[index])
    for _ in range(times):
        one, other = random.randrange(len(found)), random.randrange(len(found))
        kind = random.randrange(5)
        if kind == 0:
            del found[one]
        elif kind == 1:
            found[one], found[other] = found[other], found[one]
        elif kind == 2:
            found.insert(one, found[one])
        elif kind == 3:
            found[one] = random.choice(random.choice(TOKENS))
        elif one > len(found) // 2:
            del found[one:]
    return " ".join(found)
