from __future__ import annotations

from pathlib import Path

import pytest

from credgraph.sample import build_sample
from graph.builds import Build


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose current build is the shipped sample."""
    folder = tmp_path_factory.mktemp("sample")
    build_sample(folder)
    return folder


@pytest.fixture(scope="session")
def sample(sample_data: Path) -> Build:
    """The build of the shipped sample."""
    return build_sample(sample_data)
