"""The official RDF edition of a release: N-Triples, loaded as they are, beside what we make of the
text. Only the labels of blank nodes change, so that those of two files are not taken for one.
Files are large, and are never held whole."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import TypeVar

import pyoxigraph as ox

from graph.sink import Channel
from loaders.onet.frame import Reject
from loaders.source import SourceError, SourceFile

EDITION = "RDF edition"
T = TypeVar("T")
BLOCK = 1 << 22
"""Bytes that are checked together, and that one line may have."""
MAX_FILE = 1 << 33
"""Bytes that one file may have, unpacked; the whole edition of 31.0 has about 2.5 GB."""


def load_triples(file: SourceFile, channel: Channel) -> Iterator[tuple[int, list[Reject]]]:
    """Write the statements of one file; its name sets its blank nodes apart.

    Yields for each block how many statements were written, and the lines that can't be read.
    Errors: `SourceError` where it can't be read to its end; what stands before that is written.
    """
    apart = hashlib.sha256(file.name.encode()).hexdigest()[:8]
    for number, lines in _blocks(file):
        good, rejects = lines, list[Reject]()
        if (block := _parsed(lines, apart)) is None:
            bad = {n for n, line in enumerate(lines) if _parsed([line], apart) is None}
            rejects = [_reject(number + n, lines[n]) for n in sorted(bad)]
            good = [line for n, line in enumerate(lines) if n not in bad]
            block = _parsed(good, apart) or (b"", 0)
        channel.write(*block)
        yield block[1], rejects


def _reject(number: int, line: bytes) -> Reject:
    text = line.decode(errors="replace")
    return Reject(number, "bad-line", "not a line of N-Triples", text)


def _blocks(file: SourceFile) -> Iterator[tuple[int, list[bytes]]]:
    """(number of the first line, lines) of about `BLOCK` bytes each."""
    number, size, rest = 1, 0, b""
    try:
        with file.open() as opened:
            while data := opened.read(BLOCK):
                size += len(data)
                whole, end, rest = (rest + data).rpartition(b"\n")
                if size > MAX_FILE or len(rest) > BLOCK:
                    what = "the file" if size > MAX_FILE else "a line"
                    raise SourceError(f"{file.name}: {what} is too long")
                lines = io.BytesIO(whole + end).readlines()
                yield number, lines
                number += len(lines)
        if rest:
            yield number, [rest]
    except SourceError as error:
        raise SourceError(f"{error}; the {number - 1:,} lines before that were read") from error


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
