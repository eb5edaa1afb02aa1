"""What the commands are run on, and how."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from loaders.sample import FOLDER

SOC = FOLDER / "crosswalks"
TEACHING = FOLDER / "ctdl" / "pathways" / "teaching.json"
BROKEN = FOLDER / "ctdl" / "unfinished.json"
Run = Callable[..., Result]


def process(*arguments: object, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "credgraph", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
        env=os.environ | environ,
    )
