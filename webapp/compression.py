"""Responses in fewer bytes, for clients that take them: brotli or gzip by ``Accept-Encoding``."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import brotli
from flask import Response, request

_SMALLEST = 600
"""Bytes below which a packet is sent anyway."""
_GZIP = 31
"""zlib's word for: a gzip header, and the largest window."""
_TYPES = frozenset(
    f"application/{name}"
    for name in (
        "javascript",
        "json",
        "json+oembed",
        "ld+json",
        "n-quads",
        "n-triples",
        "problem+json",
        "rdf+xml",
        "sparql-query",
        "sparql-results+json",
        "sparql-results+xml",
        "trig",
    )
) | {"image/svg+xml"}


class _Gzip:
    """gzip, quick rather than small: a stream must not wait for it."""

    def __init__(self) -> None:
        self._inner = zlib.compressobj(4, zlib.DEFLATED, _GZIP)

    def block(self, data: bytes) -> bytes:
        """A block, so that the reader has it at once."""
        return self._inner.compress(data) + self._inner.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        """The last bytes."""
        return self._inner.flush()


class _Brotli:
    """brotli, quick rather than small."""

    def __init__(self) -> None:
        self._inner = brotli.Compressor(quality=4)

    def block(self, data: bytes) -> bytes:
        """A block, so that the reader has it at once."""
        return bytes(self._inner.process(data) + self._inner.flush())

    def end(self) -> bytes:
        """The last bytes."""
        return bytes(self._inner.finish())


_ENCODERS: dict[str, type[_Gzip] | type[_Brotli]] = {"br": _Brotli, "gzip": _Gzip}


def compress(response: Response) -> Response:
    """The response in the encoding that its client likes best, where it is text and not tiny.

    Its ETag becomes a weak one, as RFC 9110 has it: the bytes differ, what they say does not.
    """
    if not _can_be(response):
        return response
    response.vary.add("Accept-Encoding")
    name = _chosen()
    if not name or (not response.is_streamed and _length(response) < _SMALLEST):
        return response
    if response.is_streamed:
        response.response = _stream(response.response, _ENCODERS[name]())  # type: ignore[arg-type]
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(_whole(response.get_data(), name))
    response.headers["Content-Encoding"] = name
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _can_be(response: Response) -> bool:
    is_text = (response.mimetype or "").startswith("text/") or response.mimetype in _TYPES
    if not is_text or response.status_code in (204, 206, 304):
        return False
    if response.direct_passthrough:
        _read(response)
    return "Content-Encoding" not in response.headers


def _read(response: Response) -> None:
    """A file of ours, small enough to be read, becomes a body."""
    file = response.response
    response.direct_passthrough = False
    response.set_data(response.get_data())
    getattr(file, "close", lambda: None)()


def _chosen() -> str:
    """The name of the encoding; "" for none."""
    accepted = request.accept_encodings
    plain = accepted.quality("identity") if "identity" in accepted.values() else 0
    best = max(_ENCODERS, key=accepted.quality)
    return best if accepted.quality(best) > 0 and accepted.quality(best) >= plain else ""


def _length(response: Response) -> int:
    return response.calculate_content_length() or 0


@lru_cache(maxsize=32)
def _whole(data: bytes, name: str) -> bytes:
    encoder = _ENCODERS[name]()
    return encoder.block(data) + encoder.end()


def _stream(blocks: Iterable[bytes], encoder: _Gzip | _Brotli) -> Iterator[bytes]:
    for block in blocks:
        yield encoder.block(block)
    yield encoder.end()
