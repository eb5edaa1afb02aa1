"""Asking the full-text index: words, beginnings of words and phrases; all of them must be there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import tantivy

from graph.search.schema import FOLDER, analyzer, opened

MOST = 1000
"""Hits that one search gives at most."""
_MOST_WORDS = 16
_PARTS = re.compile(r'"([^"]*)"|(\S+)')
_BOOSTS = {"label": 6.0, "name": 2.0, "text": 1.0}
_TYPO_BOOST = 0.3
_ONE_TYPO, _TWO_TYPOS = 4, 8
"""Letters of a word from which on it may be misspelt in one letter, or in two."""

_UNFINISHED = 3
"""Letters of a last word from which on it may be the beginning of a longer one."""


class Hit(NamedTuple):
    """A resource, and how well it fits: higher is better."""

    iri: str
    score: float


class Search:
    """The index of a build. Errors: `FileNotFoundError` where the build has none."""

    def __init__(self, build: Path) -> None:
        if not (build / FOLDER).is_dir():
            raise FileNotFoundError(f"{build.name} has no full-text index")
        self._index = opened(str(build / FOLDER))
        self._schema = self._index.schema
        self._analyzer = analyzer()

    def find(self, words: str, limit: int = MOST) -> list[Hit]:
        """The resources whose names and texts hold all of these, the best first.

        ``nurse`` finds also names with a letter wrong, ``nurs*`` what begins so, ``"nurse
        practitioner"`` the words in this order. The last word may be unfinished, as while typing.
        """
        matches = list(_PARTS.finditer(words))
        parts = [part for match in matches for part in self._part(match, match is matches[-1])]
        if not parts or limit < 1:  # the index ends the process where none are asked for
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, p) for p in parts[:_MOST_WORDS]])
        searcher = self._index.searcher()
        hits = searcher.search(query, min(limit, MOST), count=False).hits
        found = [Hit(searcher.doc(place)["iri"][0], float(score)) for score, place in hits]
        return sorted(found, key=lambda hit: (-hit.score, hit.iri))

    def _part(self, match: re.Match[str], is_last: bool) -> list[tantivy.Query]:
        if match[1] is not None:
            words = self._analyzer.analyze(match[1])
            return [self._phrase(words)] if words else []
        words = self._analyzer.analyze(match[2])
        if match[2].endswith("*") and words:
            return [*map(self._word, words[:-1]), self._beginning(words[-1])]
        queries = [self._word(word) for word in words]
        if is_last and words and len(words[-1]) >= _UNFINISHED:
            unfinished = _boosted(self._beginning(words[-1]), _TYPO_BOOST)
            queries[-1] = _any([queries[-1], unfinished])
        return queries

    def _word(self, word: str) -> tantivy.Query:
        """A word of a text or a name, or one like it in a name."""
        queries = [self._exact(word)]
        if len(word) >= _ONE_TYPO:
            typos = 2 if len(word) >= _TWO_TYPOS else 1
            for field in ("label", "name"):
                like = tantivy.Query.fuzzy_term_query(self._schema, field, word, typos)
                queries.append(_boosted(like, _TYPO_BOOST))
        return _any(queries)

    def _exact(self, word: str) -> tantivy.Query:
        return _any([_boosted(self._term(field, word), by) for field, by in _BOOSTS.items()])

    def _term(self, field: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word)

    def _beginning(self, word: str) -> tantivy.Query:
        pattern = re.escape(word) + ".*"
        return _any(
            [
                _boosted(tantivy.Query.regex_query(self._schema, field, pattern), by)
                for field, by in _BOOSTS.items()
            ]
        )

    def _phrase(self, words: list[str]) -> tantivy.Query:
        if len(words) == 1:
            return self._exact(words[0])
        return _any(
            [
                _boosted(tantivy.Query.phrase_query(self._schema, field, list(words)), by)
                for field, by in _BOOSTS.items()
            ]
        )


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, boost)
