"""The one label of a resource: its best name, English first, and only where it has none."""

from __future__ import annotations

import pytest

from graph.labels import READS, missing_labels
from tests.graph.turtle import statements_of

PREFIXES = """
PREFIX : <https://example.org/>
PREFIX ceterms: <https://purl.org/ctdl/terms/>
PREFIX ceasn: <https://purl.org/ctdlasn/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ('ceterms:name "Soldadura"@es, "Welding"@en-us', '"Welding"@en-us'),
        ('ceterms:name "Soldadura"@es, "Welding"', '"Welding"'),
        ('ceterms:name "Soldadura"@es', '"Soldadura"@es'),
        ('ceterms:name "B"@en, "A"@en', '"A"@en'),
        ('ceterms:name " "@en, "A"@fr', '"A"@fr'),
        ('ceasn:competencyText "Text"@en ; ceasn:competencyLabel "Label"@en', '"Label"@en'),
        ('skos:prefLabel "Concept"@en ; ceterms:name "Name"@en', '"Concept"@en'),
        ('ceterms:name "Name"@en ; rdfs:label "Has one"@en', None),
        ('ceterms:description "No name"@en', None),
    ],
)
def test_the_best_name_is_the_label(names: str, label: str | None) -> None:
    with statements_of(f"{PREFIXES} :x {names} .", READS) as statements:
        lines = missing_labels(statements.of(*READS)).to_list()
    about = "<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label>"
    assert lines == ([f"{about} {label} .\n"] if label else [])
