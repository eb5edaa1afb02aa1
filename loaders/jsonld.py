"""JSON-LD processing with pinned contexts: nothing is ever fetched while loading.

A folder of contexts holds ``index.json``: ``{url: {"file": name, "digest": see digest_of}}``. A
context that is in no folder is an error that names it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cachetools import LRUCache

from loaders.json_text import NumberText

if TYPE_CHECKING:
    from pyld import jsonld

MAX_DEPTH = 100
"""Levels that a document may nest: PyLD recurses, and real records stay under 30."""
MAX_VALUES = 200_000
"""Objects, lists and scalars that one document may hold; PyLD does about 10,000 a second."""
CACHED_CONTEXTS = 500
"""Resolved contexts that are kept, inline ones included: hostile input can't fill the memory."""


class JsonLdError(ValueError):
    """A document that can't be processed as JSON-LD: says why, and what to do.

    The message may quote the document. `rule` is the short name of what was broken and never
    quotes anything, so it may stand in a note about a learner record.
    """

    def __init__(self, reason: str, rule: str) -> None:
        super().__init__(reason)
        self.rule = rule


class UnknownContext(JsonLdError):
    """A context that is not pinned."""

    def __init__(self, url: str) -> None:
        reason = f"the JSON-LD context {url} is not pinned; give its folder by --contexts"
        super().__init__(reason, "context missing")
        self.url = url


def digest_of(document: Any) -> str:
    """The digest by which a context is pinned: it ignores layout and the order of keys.

    The first 12 hex digits of SHA-256 over ``json.dumps(document, sort_keys=True)``.
    """
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()[:12]


class Contexts:
    """Pinned contexts from some folders, the first folder first; each is parsed once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        # Without a shared cache PyLD resolves every context anew for every document.
        self._resolved: LRUCache[str, Any] = LRUCache(CACHED_CONTEXTS)

    @cached_property
    def _index(self) -> dict[str, tuple[Path, str]]:
        index: dict[str, tuple[Path, str]] = {}
        for folder in reversed(self._folders):
            path = folder / "index.json"
            if path.is_file():
                for url, entry in json.loads(path.read_text("utf-8")).items():
                    index[url] = (folder / entry["file"], entry["digest"])
        return index

    def load(self, url: str, options: Any = None) -> dict[str, Any]:
        """A PyLD document loader; the options that PyLD passes change nothing.

        Errors: `UnknownContext`; `JsonLdError` on a wrong digest.
        """
        found = self._index.get(url) or self._index.get(url.partition("?")[0])
        if found is None:
            raise UnknownContext(url)
        path, digest = found
        document = json.loads(path.read_text("utf-8-sig"))
        if digest_of(document) != digest:
            reason = f"{path}: not the pinned context {url}: its digest differs"
            raise JsonLdError(reason, "context with another digest")
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": document,
            "tag": "static",
        }

    def expand(self, document: Any) -> list[Any]:
        """The expanded form. Relative IRIs stay relative. Errors: `JsonLdError`."""
        # PyLD takes long to import, and most documents of the Registry do without it.
        from pyld import jsonld
        from pyld.context_resolver import ContextResolver

        _refuse_oversized(document)
        options = {
            "base": None,  # without it PyLD invents a base for relative IRIs
            "documentLoader": self.load,
            "contextResolver": ContextResolver(self._resolved, self.load),
        }
        try:
            return list(jsonld.expand(_plain(document), options))
        except jsonld.JsonLdError as error:
            raise _plainly(error) from error
        except RecursionError as error:
            raise JsonLdError("nested too deeply", "nested too deeply") from error
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            if isinstance(error, JsonLdError):
                raise
            raise JsonLdError(f"not processable as JSON-LD: {error}", "malformed") from error


def _refuse_oversized(document: Any) -> None:
    """Errors: `JsonLdError` for what would cost PyLD minutes or its stack."""
    level, values, depth = [document], 0, 0
    while level:
        values, depth = values + len(level), depth + 1
        if depth > MAX_DEPTH:
            raise JsonLdError(f"nested more than {MAX_DEPTH} levels deep", "nested too deeply")
        if values > MAX_VALUES:
            raise JsonLdError(f"more than {MAX_VALUES:,} values in one document", "too large")
        level = [child for value in level for child in _children(value)]


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _plainly(error: jsonld.JsonLdError) -> JsonLdError:
    """The innermost reason: PyLD wraps what the document loader raised."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, JsonLdError):
            return cause
        inner = getattr(cause, "cause", None)
        cause = inner if isinstance(inner, BaseException) else cause.__cause__
    reason = " ".join(str(error).split())[:300]
    return JsonLdError(f"not valid JSON-LD: {reason}", error.code or "malformed")


def _plain(value: Any) -> Any:
    """With fractions that were kept as text as numbers again: PyLD must see JSON's own types."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, NumberText) else value
