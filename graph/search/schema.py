"""What the full-text index holds of a resource, and how its text becomes words."""

from __future__ import annotations

import tantivy

from graph.vocabulary import ASN, CEASN, CETERMS, CG, DCT, RDFS, SCHEMA, SKOS

FOLDER = "search"
"""Where the index stands in a build's folder."""
LABELS = (RDFS.label,)
"""Properties whose value is the one best name."""
NAMES = (
    SKOS.prefLabel, SKOS.altLabel, CETERMS.name, CETERMS.alternateName,
    CETERMS.keyword, CEASN.name, CEASN.competencyLabel, CG.reportedTitle, CG.myNextMoveTitle,
    SCHEMA.name,
)  # fmt: skip
"""Properties whose values are names: a word of them may be misspelt in a search."""
TEXTS = (
    CETERMS.description, CEASN.description, CEASN.competencyText, CEASN.comment, DCT.description,
    SKOS.definition, SKOS.scopeNote, CG.statement, ASN.comment, SCHEMA.description,
)  # fmt: skip
"""Properties whose values are texts."""
_ANALYZER = "words"


def schema() -> tantivy.Schema:
    """One document per resource: its IRI, its label, its other names, its texts."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("label", tokenizer_name=_ANALYZER)
    builder.add_text_field("name", tokenizer_name=_ANALYZER)
    builder.add_text_field("text", tokenizer_name=_ANALYZER)
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Letters and digits make a word; case and accents do not matter."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .build()
    )


def opened(path: str) -> tantivy.Index:
    """The index in a folder, made if it is not there yet. Errors: `ValueError`, `OSError`."""
    index = tantivy.Index(schema(), path=path)
    index.register_tokenizer(_ANALYZER, analyzer())
    return index
