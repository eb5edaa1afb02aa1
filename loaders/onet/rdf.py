"""The official RDF edition of a release: N-Triples, loaded as they are, beside what we make of the
text. Only the labels of blank nodes change, so that those of two files are not taken for one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TypeVar

import pyoxigraph as ox

from graph.sink import Channel
from loaders.onet.frame import Reject

EDITION = "RDF edition"
T = TypeVar("T")
BLOCK = 1 << 22
"""Bytes that are checked together."""


def load_triples(data: bytes, name: str, channel: Channel) -> tuple[int, list[Reject]]:
    """Write the statements of one file; `name` sets its blank nodes apart.

    Returns how many statements were written, and the lines that can't be read.
    """
    apart = hashlib.sha256(name.encode()).hexdigest()[:8]
    written, rejects = 0, list[Reject]()
    for number, lines in _blocks(data):
        good = lines
        if (block := _parsed(lines, apart)) is None:
            bad = {n for n, line in enumerate(lines) if _parsed([line], apart) is None}
            rejects += [_reject(number + n, lines[n]) for n in sorted(bad)]
            good = [line for n, line in enumerate(lines) if n not in bad]
            block = _parsed(good, apart) or (b"", 0)
        channel.write(*block)
        written += block[1]
    return written, rejects


def _reject(number: int, line: bytes) -> Reject:
    text = line.decode(errors="replace")
    return Reject(number, "bad-line", "not a line of N-Triples", text)


def _blocks(data: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """(number of the first line, lines) of about `BLOCK` bytes each."""
    file, number = io.BytesIO(data), 1
    while lines := file.readlines(BLOCK):
        yield number, lines
        number += len(lines)


def _parsed(lines: list[bytes], apart: str) -> tuple[bytes, int] | None:
    """The statements as N-Triples and how many they are; None when a line can't be read."""
    block = b"".join(lines)
    try:
        triples = [quad.triple for quad in ox.parse(block, format=ox.RdfFormat.N_TRIPLES)]
    except SyntaxError:
        return None
    if b"_:" in block:
        triples = [
            ox.Triple(_apart(t.subject, apart), t.predicate, _apart(t.object, apart))
            for t in triples
        ]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", len(triples)


def _apart(term: T, apart: str) -> T | ox.BlankNode:
    return ox.BlankNode(apart + term.value) if isinstance(term, ox.BlankNode) else term
