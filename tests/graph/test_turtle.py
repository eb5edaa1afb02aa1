"""Turtle for people: the same triples, in an order in which they can be read."""

from __future__ import annotations

import re

import pyoxigraph as ox

from graph.turtle import readable

EX = "http://example.org/"
PREFIXES = {"ex": EX, "unused": "http://example.com/"}
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
ODD = 'a , b ; c . <d> "e" \\ f\n@prefix ex: <x> .\ttab\r"""quotes""" \u2028 ü'


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def parsed(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


def test_any_text_comes_back_as_it_was() -> None:
    texts = [ox.Literal(ODD + str(n), language="en") for n in range(5)]
    triples = [ox.Triple(node("a"), node("p"), text) for text in texts]
    triples += [ox.Triple(node("a"), node("q"), ox.NamedNode(f"{EX}x,y;z{n}/w")) for n in range(9)]
    assert set(parsed(readable(triples, PREFIXES))) == set(triples)


def test_what_a_subject_leads_to_follows_it() -> None:
    triples = [
        ox.Triple(node("main"), node("part"), node("one")),
        ox.Triple(node("other"), TYPE, node("Thing")),
        ox.Triple(node("two"), node("back"), node("main")),
        ox.Triple(node("one"), node("part"), node("one-a")),
        ox.Triple(node("main"), node("part"), node("two")),
        ox.Triple(node("main"), TYPE, node("Thing")),
        ox.Triple(node("one-a"), node("size"), ox.Literal(1)),
    ]
    text = readable(triples, PREFIXES)
    assert re.findall(r"^ex:(\S+)", text, re.M) == ["main", "one", "one-a", "two", "other"]
    assert "ex:main a ex:Thing ;" in text
    assert "ex:part ex:one , ex:two" in text
    assert "unused" not in text
    assert set(parsed(text)) == set(triples)


def test_a_long_list_has_one_value_a_line() -> None:
    words = [ox.Literal(f"a keyword, number {n}") for n in range(10)]
    text = readable([ox.Triple(node("a"), node("keyword"), word) for word in words], PREFIXES)
    assert max(map(len, text.splitlines())) < 60
    assert len(parsed(text)) == 10
