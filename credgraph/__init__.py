"""The command line: it wires the rooms together and holds no logic of its own.

Exit codes: 0 done, 1 done with rejects under --strict, 2 wrong use, 3 failed.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from credgraph.common import VERSION, Failed
from graph.errors import KnownError

__all__ = ["VERSION", "main"]

_COMMANDS = {
    "fetch": "fetching",
    "build": "building",
    "serve": "serving",
    "demo": "sample",
    "query": "asking",
    "check": "asking",
    "convert": "converting",
    "status": "shelf",
    "prune": "shelf",
}
"""The module of each command. It is imported when the command is asked for, so that each starts
without the rooms it does not need."""


class _Commands(click.Group):
    """A group whose commands end with one line on a known error, and a traceback with --debug."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which they are used."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, or None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"credgraph.{_COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (KnownError, OSError) as error:
            if ctx.params.get("debug") or isinstance(error, BrokenPipeError):
                raise
            raise Failed(" ".join(str(error).split())) from error


@click.group(cls=_Commands)
@click.version_option(VERSION, prog_name="credgraph")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Credentials, occupations and learning records in one graph, with a SPARQL explorer."""
