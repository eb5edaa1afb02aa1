"""JSON as the Registry wrote it: a list's items and an object's members, cut out and not rewritten.

What is stored is the Registry's own text, so that a price of 10.50 stays 10.50.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")


def text_of(body: bytes) -> str:
    """JSON text from bytes. Errors: `ValueError`."""
    return body.decode("utf-8-sig")


def items(text: str) -> Iterator[tuple[str, Any]]:
    """(its text, its value) of each item of a JSON list. Errors: `ValueError`."""
    position = _after(text, 0, "[")
    if text[position : position + 1] != "]":
        while True:
            value, end = _DECODER.raw_decode(text, position)
            yield text[position:end], value
            position = _blank(text, end)
            if text[position : position + 1] != ",":
                break
            position = _blank(text, position + 1)
    if _after(text, position, "]") != len(text):
        raise ValueError("something follows the list")


def without(text: str, names: Collection[str]) -> str:
    """The text of a JSON object, valid and not empty, without some of its members."""
    kept, position = [], _after(text, 0, "{")
    while True:
        name, end = _DECODER.raw_decode(text, position)
        start = _after(text, _blank(text, end), ":")
        _, end = _DECODER.raw_decode(text, start)
        if name not in names:
            kept.append(text[position:end])
        position = _blank(text, end)
        if text[position] != ",":
            return "{" + ",".join(kept) + "}"
        position = _blank(text, position + 1)


def _after(text: str, position: int, sign: str) -> int:
    position = _blank(text, position)
    if text[position : position + 1] != sign:
        raise ValueError(f"{sign} expected at character {position}")
    return _blank(text, position + 1)


def _blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position
