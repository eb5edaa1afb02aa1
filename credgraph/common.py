"""What the commands share: the version, options, and how they fail."""

from __future__ import annotations

from pathlib import Path

import click

VERSION = "0.1.0"
DATA = click.option(
    "--data", type=click.Path(path_type=Path), default=Path("data"), help="The data folder."
)
PATHS = click.Path(path_type=Path, exists=True)


class Failed(click.ClickException):
    """A failure in one line; exit code 3."""

    exit_code = 3
