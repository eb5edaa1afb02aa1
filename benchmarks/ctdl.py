"""CTDL JSON to N-Quads: our converter, pyoxigraph's JSON-LD parser and PyLD.

Usage: ``python -m benchmarks.ctdl [PATH]...`` (default: the shipped sample). Every way parses the
same JSON text and writes N-Quads; the context is loaded beforehand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyld import jsonld

from benchmarks.pairs import in_turns, report
from graph.iris import Names
from loaders.ctdl.convert import convert
from loaders.ctdl.documents import Document
from loaders.ctdl.parts import parts
from loaders.json_text import parse
from loaders.sample import FOLDER
from loaders.source import Source

CONTEXTS = Path(__file__).parents[1] / "loaders" / "contexts"
CONTEXT = "credreg.net_ctdl_schema_context_json.json"
ENOUGH = 20_000_000


def main(paths: list[Path]) -> None:
    """Compare over all CTDL documents below `paths`, repeated until there are 20 MB of them."""
    texts = _texts(paths)
    size = sum(map(len, texts))
    texts *= max(1, ENOUGH // size)
    size = sum(map(len, texts))
    context = json.loads((CONTEXTS / CONTEXT).read_text("utf-8"))["@context"]
    prepared = json.dumps(context)
    quads = sum(_ours(text) for text in texts)
    print(f"{len(texts):,} documents, {size / 1e6:.1f} MB, {quads:,} statements of ours")
    ways = {
        "credgraph": lambda: [_ours(text) for text in texts],
        "pyoxigraph, a document at a time": lambda: [_oxigraph(text, prepared) for text in texts],
        "pyoxigraph, all in one": lambda: _oxigraph_batch(texts, prepared),
    }
    report("CTDL JSON to N-Quads", in_turns(ways, 3), size / 1e6, "MB")
    some = texts[: max(1, len(texts) // 20)]
    small = sum(map(len, some)) / 1e6
    pair = {
        "credgraph": lambda: [_ours(text) for text in some],
        "PyLD, a document at a time": lambda: [_pyld(text, context) for text in some],
    }
    report(f"The same against PyLD, {small:.1f} MB of them", in_turns(pair, 3), small, "MB")


def _texts(paths: list[Path]) -> list[str]:
    """Every document with CTDL's own context, as JSON text without a context."""
    found = []
    for part in parts(Source("ctdl", "ctdl", tuple(paths)).files):
        for document in part.items():
            if isinstance(document, Document) and document.has_ctdl_context:
                body = {k: v for k, v in document.body.items() if k != "@context"}
                found.append(json.dumps(body, default=float))
    return [text for text in found if _all_can(text)]


def _all_can(text: str) -> bool:
    """Whether the peers can read a document; they give up where ours mends."""
    try:
        _oxigraph(text, "{}")
    except SyntaxError:
        return False
    return True


def _ours(text: str) -> int:
    body = parse(text.encode())
    return len(convert(Document("document", body, None), Names()).lines)


def _oxigraph(text: str, context: str) -> bytes:
    document = f'{{"@context":{context},{text[1:]}'.encode()
    return _nquads(ox.parse(document, ox.RdfFormat.JSON_LD, base_iri="http://example.org/"))


def _oxigraph_batch(texts: list[str], context: str) -> bytes:
    document = f'{{"@context":{context},"@graph":[{",".join(texts)}]}}'.encode()
    return _nquads(ox.parse(document, ox.RdfFormat.JSON_LD, base_iri="http://example.org/"))


def _nquads(quads: Any) -> bytes:
    return bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")


def _pyld(text: str, context: Any) -> object:
    return jsonld.to_rdf(
        {"@context": context, **json.loads(text)}, {"format": "application/n-quads"}
    )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [FOLDER / "ctdl"])
