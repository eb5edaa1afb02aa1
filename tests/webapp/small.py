"""Applications over small builds of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.settings import Settings
from tests.graph.building import build
from webapp import create_app

Serve = Callable[..., FlaskClient]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Makes a client of an application over a build of these N-Triples lines.

    Keywords are settings. Several calls share the data folder, so the last build is current.
    """
    apps: list[Flask] = []

    def made(lines: Sequence[str], **settings: Any) -> FlaskClient:
        # The id of a build is its second and its sources: two tests must not share one.
        build(tmp_path, lines, (str(tmp_path), str(len(apps))))
        app = create_app(tmp_path, Settings(**settings), "test")
        apps.append(app)
        return app.test_client()

    yield made
    for app in apps:
        app.extensions["credgraph"].builds.close()
