"""Where the real files are that tests may read, and how a test is skipped where something that it
needs is not here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared/data, the folder of real files, is not here"
)


def absent(reason: str) -> NoReturn:
    """Skip a test that needs a program which is not installed; where CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
