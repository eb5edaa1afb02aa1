"""JSON text into Python data; what can't be read is told with its place."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

MAX_DIGITS = 4300
"""Digits that a whole number may have: Python refuses to read or write longer ones."""
MAX_VALUES = 10_000_000
"""Values that one text may hold, by its brackets and commas: each takes far more memory than the
two or three bytes that it may be written with."""

_SURROGATE = re.compile(rb"\\ud[89a-f]", re.I)
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_BLANK = re.compile(r"\s*")
_NEXT_LINE = re.compile(r"\n(?=[\[{])")
_NEXT_ONE_LINER = re.compile(r"\n(?=\{[^\n]*\},?[ \t\r]*(?:\n|\]|\Z))")
_ENVELOPE = re.compile(r'\{\s*"envelope_\w+"\s*:')
_NEXT_ENVELOPE = re.compile(rf"{_NEXT_ONE_LINER.pattern}|(?={_ENVELOPE.pattern})")
"""Envelopes stand in no other object: what begins as one is the next, also on the same line."""
_NEVER = re.compile(r"(?!)")
MAX_BAD = 1000
"""Bad places of one text that are told, and after which it is given up."""


class NumberText(str):
    """A JSON number with a fraction, kept as it was written: 9963.19 never becomes 9.96319E3."""

    __slots__ = ()


class BadDocument(ValueError):
    """A file or document that can't be read: `str()` says why; `place` says where in the file, and
    `position` at which character of its text, if that is known."""

    def __init__(self, reason: str, place: str = "", position: int = 0) -> None:
        super().__init__(reason)
        self.place, self.position = place, position


def listed(value: Any) -> list[Any]:
    """A list as it is, and anything else as a list of one: JSON-LD allows both for the same."""
    return value if isinstance(value, list) else [value]


def parse(data: bytes) -> Any:
    """JSON text, with or without a byte order mark, as Python data; fractions as `NumberText`.

    Errors: `BadDocument` with line and column.
    """
    try:
        return _quickly(data)
    except _UNREADABLE:
        return _carefully(data)


def canonical_text(value: Any) -> bytes:
    """JSON data as text: equal data gives equal text, in whatever order its keys came."""
    return _ENCODER.encode(value)


def _quickly(data: bytes) -> Any:
    """What `parse` gives, where a text is as it should be. Errors: also `_UNREADABLE`."""
    if len(data) > MAX_VALUES and sum(map(data.count, (b"[", b"{", b","))) > MAX_VALUES:
        reason = f"more than {MAX_VALUES:,} values in one text; give its documents in smaller files"
        raise BadDocument(reason, "line 1")
    return _decode(data)


def _carefully(data: bytes) -> Any:
    """What `parse` gives, by a parser that says where an error is, and bears what can be borne."""
    text, has_halves = _text(data), _has_halves(data)
    value, end = _value(text, _end_of_blank(text, 0), has_halves)
    if (rest := _end_of_blank(text, end)) < len(text):
        raise _bad(json.JSONDecodeError("Extra data", text, rest))
    return value


def values(data: bytes) -> Iterator[Any]:
    """The JSON values of a text, one after another, each bad one as a `BadDocument`.

    The Registry gives one value a file; people also keep several in one, with blanks between. After
    a bad one it goes on at the next line that begins as a value in its place would. Where a list or
    its lines are one long line, nothing but how an envelope begins tells where that is: without
    envelopes the rest is lost, and that is told.
    """
    try:
        yield _quickly(data)
        return
    except _UNREADABLE:
        text, has_halves, position, bad = _text(data), _has_halves(data), 0, 0
    while (position := _end_of_blank(text, position)) < len(text):
        try:
            value, position = _value(text, position, has_halves)
        except BadDocument as error:
            if text[position] == "[":
                yield list(_items(text, position + 1, has_halves))
                return
            yield error
            bad += 1
            following = _NEXT_LINE.search(text, position) if bad < MAX_BAD else None
            if not following or error.position > following.end():
                return
            position = following.end()
        else:
            yield value


def repeated_names(data: bytes) -> list[str]:
    """The names that one object has more than once, as often as that is so. Of their values every
    JSON parser keeps the last alone. It ends at what can't be read: `values` tells of that."""
    found: list[str] = []

    def noticed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = Counter(name for name, _ in pairs)
        found.extend(name for name, count in names.items() if count > 1)
        return dict(pairs)

    decoder, position = json.JSONDecoder(object_pairs_hook=noticed), 0
    with suppress(ValueError, RecursionError):
        text = _text(data)
        while (position := _end_of_blank(text, position)) < len(text):
            _, position = decoder.raw_decode(text, position)
    return found


def _items(text: str, position: int, has_halves: bool) -> Iterator[Any]:
    """The values in a list in which something is bad, each bad one as a `BadDocument`."""
    position = _end_of_blank(text, position)
    next_item, bad = _next_item(text, position), 0
    while True:
        try:
            value, position = _value(text, position, has_halves)
            yield value
            position = _end_of_blank(text, position)
            if text.startswith("]", position) and _end_of_blank(text, position + 1) == len(text):
                return
            if not text.startswith(",", position):
                raise _bad(json.JSONDecodeError("Expecting ',' delimiter", text, position))
            position = _end_of_blank(text, position + 1)
        except BadDocument as error:
            bad += 1
            start = error.position or position + 1  # which one that is nested too deeply lacks
            following = next_item.search(text, start) if bad < MAX_BAD else None
            lost = "" if following else "; what may follow in the list is not read"
            yield BadDocument(f"{error}{lost}", error.place)
            if not following:
                return
            position = following.end()


def _next_item(text: str, first: int) -> re.Pattern[str]:
    """How items of a list begin on lines of their own, by what stands before the first on its line.

    Without indentation inner objects begin so, too: then only what is whole on one line counts, and
    an envelope.
    """
    before_first = text[text.rfind("\n", 0, first) + 1 : first]
    if before_first.isspace():
        return re.compile(rf"\n{before_first}(?=\{{)")
    if _ENVELOPE.match(text, first):
        return _NEXT_ENVELOPE
    return _NEXT_ONE_LINER if before_first.strip() in ("", "[") else _NEVER


def _value(text: str, position: int, has_halves: bool) -> tuple[Any, int]:
    """The value that begins at a position, and where it ends. Errors: `BadDocument`."""
    try:
        value, end = _DECODER.raw_decode(text, position)
        return (_whole(value) if has_halves else value), end
    except json.JSONDecodeError as error:
        raise _bad(error) from error
    except RecursionError as error:
        raise BadDocument("nested too deeply") from error


def _has_halves(data: bytes) -> bool:
    """Whether a text may hold half characters. Asked once: a file can hold 100,000 values."""
    return _SURROGATE.search(data) is not None


def _end_of_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8 at byte {error.start}; save it as UTF-8"
        raise BadDocument(reason, f"line {line}") from error


def _bad(error: json.JSONDecodeError) -> BadDocument:
    place = f"line {error.lineno}, column {error.colno}"
    return BadDocument(f"not valid JSON: {_cause(error)}", place, error.pos)


def _cause(error: json.JSONDecodeError) -> str:
    """What hand-made files do wrong, in plain words; else the parser's message."""
    rest = error.doc[error.pos : error.pos + 2]
    if rest in ("//", "/*") or rest[:1] == "#":
        return "a comment, which JSON doesn't have"
    closes = rest[:1] in ("}", "]") and "delimiter" not in error.msg
    if closes or "trailing comma" in error.msg:  # the message of Python 3.13 and later
        return "a comma before a closing bracket"
    return error.msg


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise BadDocument(f"a number of more than {MAX_DIGITS:,} digits")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise BadDocument(f"not valid JSON: {name} is no JSON number")


def _whole(value: Any) -> Any:
    """With U+FFFD for half characters (lone surrogates), which no other text format can hold."""
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, str) and not isinstance(value, NumberText):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


_DECODER = json.JSONDecoder(
    parse_float=NumberText, parse_int=_whole_number, parse_constant=_no_constant
)
_decode = msgspec.json.Decoder(float_hook=NumberText).decode
_ENCODER = msgspec.json.Encoder(enc_hook=str, order="sorted")
