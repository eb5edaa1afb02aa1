"""The sample: an invented state, Allegheny, as records of all three kinds, flaws included."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FOLDER = Path(str(files("loaders.sample"))) / "data"
"""A data folder: ``ctdl/``, ``ler/``, ``onet/``, ``soc/``, and settings in ``credgraph.toml``."""
