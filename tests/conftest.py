from __future__ import annotations

from pathlib import Path

import pytest

import credgraph
from graph.builds import Build


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose current build is the shipped sample."""
    folder = tmp_path_factory.mktemp("sample")
    credgraph.build_sample(folder)
    return folder


@pytest.fixture(scope="session")
def sample(sample_data: Path) -> Build:
    """The build of the shipped sample."""
    return credgraph.build_sample(sample_data)
