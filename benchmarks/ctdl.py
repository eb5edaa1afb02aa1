"""CTDL JSON to N-Triples, on one core: our converter beside JSON-LD processors.

Usage: ``python -m benchmarks.ctdl [PATH]...`` (default: 20,000 generated envelopes). Every way gets
the same JSON text and gives N-Triples or N-Quads; the context is loaded beforehand. The slow ways
get a part of the documents. Statements are counted as each way gives them: ours has more
(superclasses, `cg:recordType`, `cg:inRecord`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
from pyld import jsonld
from rdflib import Dataset

from benchmarks.corpus import write
from benchmarks.pairs import in_turns, report
from graph.iris import Names
from loaders.ctdl.convert import convert
from loaders.ctdl.documents import Document
from loaders.ctdl.plan import Plan
from loaders.json_text import parse
from loaders.source import Source

CONTEXTS = Path(__file__).parents[1] / "loaders" / "contexts"
CONTEXT = "credreg.net_ctdl_schema_context_json.json"
SEED, ENVELOPES, SLOWER = 1, 20_000, 50
BASE = "http://example.org/"

Way = Callable[[list[str]], int]
"""Converts documents, and gives the number of statements."""


def main(paths: list[Path]) -> None:
    """Compare over all CTDL documents below `paths`."""
    context = json.loads((CONTEXTS / CONTEXT).read_text("utf-8"))["@context"]
    texts = _texts(paths)
    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts):,} documents, {size:.1f} MB")
    quick: dict[str, Way] = {"credgraph": _ours, "pyoxigraph, all in one": _oxigraph(context)}
    slow: dict[str, Way] = {
        "credgraph": _ours,
        "pyoxigraph, a document at a time": _oxigraph_each(context),
        "PyLD, a document at a time": _pyld(context),
        "rdflib, a document at a time": _rdflib(context),
    }
    _compare("All documents", quick, texts)
    _compare(f"One in {SLOWER} of them", slow, texts[::SLOWER])


def _compare(title: str, ways: dict[str, Way], texts: list[str]) -> None:
    given = {name: way(texts) for name, way in ways.items()}
    times = in_turns({name: lambda way=way: way(texts) for name, way in ways.items()}, 3)  # type: ignore[misc]
    report(f"{title}: {len(texts):,}", times)
    for one in times:
        rate = given[one.name] / one.median
        print(f"  {one.name:<34} {given[one.name]:>12,} statements {rate:>12,.0f}/s")


def _texts(paths: list[Path]) -> list[str]:
    """Every document with CTDL's own context and without a flaw, which the peers might give up on,
    as JSON without a context."""
    found = []
    for part in Plan(Source("ctdl", "ctdl", tuple(paths)).files).parts():
        for document in part.items():
            if isinstance(document, Document) and document.has_ctdl_context:
                text = json.dumps({k: v for k, v in document.body.items() if k != "@context"})
                if not convert(document, Names()).repairs and '"@id": null' not in text:
                    found.append(text)
    return found


def _ours(texts: list[str]) -> int:
    count = 0
    for text in texts:
        body = parse(text.encode())
        lines = dict.fromkeys(convert(Document("document", body, None), Names()).lines)
        "".join(lines).encode()
        count += len(lines)
    return count


def _serialized(document: str) -> int:
    quads = ox.parse(document.encode(), ox.RdfFormat.JSON_LD, base_iri=BASE)
    return bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").count(b"\n")


def _oxigraph(context: Any) -> Way:
    start = f'{{"@context":{json.dumps(context)},"@graph":['
    return lambda texts: _serialized(f"{start}{','.join(texts)}]}}")


def _oxigraph_each(context: Any) -> Way:
    start = f'{{"@context":{json.dumps(context)},'
    return lambda texts: sum(_serialized(start + text[1:]) for text in texts)


def _pyld(context: Any) -> Way:
    def convert_one(text: str) -> int:
        document = {"@context": context, **json.loads(text)}
        return str(jsonld.to_rdf(document, {"format": "application/n-quads"})).count("\n")

    return lambda texts: sum(map(convert_one, texts))


def _rdflib(context: Any) -> Way:
    def convert_one(text: str) -> int:
        found = Dataset().parse(data=text, format="json-ld", context=context)
        return found.serialize(format="nquads").count("\n")

    return lambda texts: sum(map(convert_one, texts))


if __name__ == "__main__":
    if given := [Path(name) for name in sys.argv[1:]]:
        main(given)
    else:
        with TemporaryDirectory() as folder:
            write(Path(folder) / "corpus.zip", ENVELOPES, SEED)
            main([Path(folder) / "corpus.zip"])
