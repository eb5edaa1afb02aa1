"""The engine that fills a store says how far it is, and why it could not."""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.builds import BuildError, engine

THINGS = 200_000


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the end is told")
def test_how_far_it_is(tmp_path: Path) -> None:
    text = tmp_path / "things.nt"
    lines = (f'<urn:thing:{n}> <urn:name> "thing {n}" .\n' for n in range(THINGS))
    text.write_text("".join(lines), encoding="utf-8")
    told: list[tuple[int, int, str]] = []
    engine.load(tmp_path / "store", [text], lambda *how_far: told.append(how_far))
    size = text.stat().st_size >> 10
    assert told[-1] == (size, size, "KiB read")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert any(0 < done < size for done, _, _ in told)
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == THINGS


def test_a_line_that_is_no_rdf(tmp_path: Path) -> None:
    text = tmp_path / "bad.nt"
    text.write_text("<urn:a> <urn:b> .\n", encoding="utf-8")
    with pytest.raises(BuildError, match="a step wrote a line that is no N-Triples"):
        engine.load(tmp_path / "store", [text])
