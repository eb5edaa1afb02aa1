"""A machine that lacks a wall says so, and answers all the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.worker import landlock
from tests import mortal
from tests.servers import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")

WITHOUT_LANDLOCK = """
import os, platform, sys
from graph.worker import sandbox
architecture, _ = sandbox._CALLS[platform.machine()]
sandbox._refuse_calls(architecture, (444,))  # landlock_create_ruleset
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
AS_IT_IS = "import os, sys; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
OF_ANOTHER_PROCESSOR = """
import ctypes, os, sys
ctypes.CDLL(None).personality(0x0008)  # PER_LINUX32: uname(2) tells another machine
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
ASKED = "SELECT (1 + 1 AS ?two) {}"


def told(*arguments: object, on: str = WITHOUT_LANDLOCK, stdin: str = "", ends: int = 0) -> str:
    """What the command says on both of its outputs, on such a machine."""
    command = mortal.command("-c", on, "-m", "credgraph", *arguments)
    environ = os.environ | {"CREDGRAPH_PUBLIC_URL": "https://data.example.org"}
    done = subprocess.run(
        command, input=stdin, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=environ,
    )  # fmt: skip
    assert done.returncode == ends, done.stdout
    return done.stdout


def test_without_landlock_the_status_says_so(sample_data: Path) -> None:
    assert "Landlock" in told("status", "--data", sample_data)
    (wall,) = json.loads(told("status", "--data", sample_data, "--json"))["missing_walls"]
    assert "Landlock" in wall
    if landlock.is_known():
        assert "Landlock" not in told("status", "--data", sample_data, on=AS_IT_IS)


def test_without_landlock_queries_are_answered(sample_data: Path) -> None:
    assert "2" in told("query", "--data", sample_data, "--format", "csv", "-", stdin=ASKED)


def test_without_landlock_a_server_says_so_when_it_begins(sample_data: Path) -> None:
    serving = ("-m", "credgraph", "serve", "--data", sample_data, "--port", "0")
    command = mortal.command("-c", WITHOUT_LANDLOCK, *serving)
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as server:
        try:
            assert server.stderr
            assert "Landlock" in server.stderr.readline()
        finally:
            server.terminate()


def test_without_walls_others_are_not_served(sample_data: Path) -> None:
    serving = ("serve", "--data", sample_data, "--port", "0")
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        said = told(*serving, "--host", host, on=OF_ANOTHER_PROCESSOR, ends=3)
        assert f"{host}: queries of others need the walls" in said
    assert "not kept from the network" in told(
        "status", "--data", sample_data, on=OF_ANOTHER_PROCESSOR
    )
