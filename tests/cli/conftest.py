"""A runner of commands, and a small build."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import credgraph
from tests.cli.running import TEACHING, Run


@pytest.fixture
def run() -> Run:
    """Runs a command in this process; arguments may be paths."""

    def called(*arguments: object, stdin: str | None = None, **environ: str) -> Result:
        return CliRunner().invoke(
            credgraph.main, [str(one) for one in arguments], input=stdin, env=environ
        )

    return called


@pytest.fixture
def built(tmp_path: Path, run: Run) -> Path:
    """A data folder with a small build."""
    result = run("build", "--data", tmp_path / "data", "--ctdl", TEACHING)
    assert result.exit_code == 0, result.output
    return tmp_path / "data"
