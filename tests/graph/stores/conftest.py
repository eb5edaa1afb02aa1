from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.stores import EmbeddedStore
from graph.vocabulary import XSD

THINGS = 3000


def fill(path: Path, things: int) -> Path:
    """A store of things: each has a name, a number and a follower."""
    store = ox.Store(str(path))
    lines = []
    for n in range(things):
        thing = f"<http://example.org/{n}>"
        lines.append(f'{thing} <http://example.org/name> "thing {n}"@en .\n')
        lines.append(f'{thing} <http://example.org/size> "{n}"^^<{XSD.integer}> .\n')
        lines.append(
            f"{thing} <http://example.org/next> <http://example.org/{(n + 1) % things}> .\n"
        )
    store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    return path


@pytest.fixture(scope="package")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 3,000 things."""
    return fill(tmp_path_factory.mktemp("build") / "public", THINGS)


@pytest.fixture(scope="package")
def large_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 80,000 things: 240,000 triples."""
    return fill(tmp_path_factory.mktemp("large") / "public", 80_000)


@pytest.fixture(scope="package")
def store(store_folder: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(store_folder, workers=2, spares=1) as opened:
        yield opened
