"""``/openapi.json``: nothing is missing from it, and what schemathesis makes of it conforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.config import SchemathesisConfig

from queries import catalog
from webapp.openapi.described import DESCRIBED

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
few = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    response = app.test_client().get("/openapi.json")
    assert response.status_code == 200
    return dict(response.json or {})


def test_every_route_is_described(app: Flask) -> None:
    assert set(DESCRIBED) == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_route_is_in_it(app: Flask, document: dict[str, Any]) -> None:
    for rule in app.url_map.iter_rules():
        path = document["paths"][re.sub(r"<(?:\w+(?:\(.*?\))?:)?(\w+)>", r"{\1}", rule.rule)]
        methods = {method.lower() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
        assert set(path) == methods
        for operation in path.values():
            assert operation["summary"]
            named = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert named == rule.arguments


def test_every_query_is_in_it_with_its_parameters(document: dict[str, Any]) -> None:
    listed = [query for query in catalog().values() if not query.hidden and not query.step]
    assert len(listed) > 30
    for query in listed:
        operation = document["paths"][f"/queries/{query.id}.{{ending}}"]["get"]
        assert operation["summary"] == query.title
        given = {one["name"] for one in operation["parameters"]}
        assert given == {"ending", "build", *(parameter.name for parameter in query.parameters)}


def test_its_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(names) == len(set(names))


def conforms(server: str, is_query: bool, examples: int) -> int:
    """Ask what is within the description of each operation, and what is not; how many answered."""
    config = SchemathesisConfig.from_dict({"seed": 7, "request-timeout": 30})
    described = schemathesis.openapi.from_url(f"{server}/openapi.json", config=config)
    operations: Iterator[Any] = described.get_all_operations()
    count = 0
    for operation in (found.ok() for found in operations):
        if is_query != (operation.path.endswith(".{ending}") and "{name}" not in operation.path):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                answers(operation.as_strategy(generation_mode=mode), examples)
            except Unsatisfiable:
                continue  # what takes nothing can be given nothing wrong
            count += 1
    return count


def answers(cases: SearchStrategy[Any], examples: int) -> None:
    @settings(few, max_examples=examples)
    @given(case=cases)
    def checked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    checked()


def test_every_route_answers_as_it_says(server: str) -> None:
    assert conforms(server, False, 6) > 60


def test_every_query_answers_as_it_says(server: str) -> None:
    assert conforms(server, True, 2) > 60
