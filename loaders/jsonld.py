"""JSON-LD processing with pinned contexts: nothing is ever fetched while loading.

A folder of contexts holds ``index.json``: ``{url: {"file": name, "digest": first hex digits of the
file's SHA-256}}``. A context that is in no folder is an error that names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from pyld import jsonld


class JsonLdError(ValueError):
    """A document that can't be processed as JSON-LD: says why, and what to do."""


class UnknownContext(JsonLdError):
    """A context that is not pinned."""

    def __init__(self, url: str) -> None:
        super().__init__(f"the JSON-LD context {url} is not pinned; give its folder by --contexts")
        self.url = url


class Contexts:
    """Pinned contexts from some folders, the first folder first."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)

    @cached_property
    def _index(self) -> dict[str, tuple[Path, str]]:
        index: dict[str, tuple[Path, str]] = {}
        for folder in reversed(self._folders):
            path = folder / "index.json"
            if path.is_file():
                for url, entry in json.loads(path.read_text("utf-8")).items():
                    index[url] = (folder / entry["file"], entry.get("digest", ""))
        return index

    def load(self, url: str, options: Any = None) -> dict[str, Any]:
        """A PyLD document loader. Errors: `UnknownContext`; `JsonLdError` on a wrong digest."""
        found = self._index.get(url) or self._index.get(url.partition("?")[0])
        if found is None:
            raise UnknownContext(url)
        path, digest = found
        data = path.read_bytes()
        if not hashlib.sha256(data).hexdigest().startswith(digest):
            raise JsonLdError(f"{path}: not the pinned context {url}: its digest differs")
        document = json.loads(data.decode("utf-8-sig"))
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
        }

    def expand(self, document: Any) -> list[Any]:
        """The expanded form. Errors: `JsonLdError`."""
        return list(self._run(jsonld.expand, document, {}))

    def to_nquads(self, document: Any) -> str:
        """The document's statements as N-Quads. Errors: `JsonLdError`."""
        return str(self._run(jsonld.to_rdf, document, {"format": "application/n-quads"}))

    def _run(self, process: Any, document: Any, options: dict[str, Any]) -> Any:
        try:
            return process(_plain(document), options | {"documentLoader": self.load})
        except jsonld.JsonLdError as error:
            raise _plainly(error) from error
        except RecursionError as error:
            raise JsonLdError("nested too deeply") from error
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            if isinstance(error, JsonLdError):
                raise
            raise JsonLdError(f"not processable as JSON-LD: {error}") from error


def _plainly(error: jsonld.JsonLdError) -> JsonLdError:
    """The innermost reason: PyLD wraps what the document loader raised."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, JsonLdError):
            return cause
        inner = getattr(cause, "cause", None)
        cause = inner if isinstance(inner, BaseException) else cause.__cause__
    return JsonLdError(f"not valid JSON-LD: {' '.join(str(error).split())[:300]}")


def _plain(value: Any) -> Any:
    """With fractions that were kept as text as numbers again: PyLD must see JSON's own types."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str) and type(value) is not str:
        return float(value)
    return value
