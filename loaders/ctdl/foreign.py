"""Documents with a context of their own: expanded by a JSON-LD processor, then converted as ours.

The processor only replaces the short names of the document's context by IRIs; names, repairs and
types are then the converter's, so that both kinds of document come out alike.
"""

from __future__ import annotations

from dataclasses import replace

from graph.iris import Names
from loaders.ctdl.convert import Converted, convert
from loaders.ctdl.documents import Document
from loaders.jsonld import Contexts


def convert_foreign(document: Document, contexts: Contexts, names: Names) -> Converted:
    """Convert through JSON-LD. Errors: `JsonLdError` (context not pinned, or not JSON-LD)."""
    expanded = contexts.expand(document.body)
    return convert(replace(document, body={"@graph": expanded}), names)
