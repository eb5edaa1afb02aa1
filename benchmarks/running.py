"""Building, serving, and loading by the peer: each a process of its own, and measured."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from graph import builds

# As in an installed program, modules are compiled once, and not anew in each process.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

EVERY = 1.0
"""Seconds between two looks at the memory of a process and its children. A look takes 10 ms for
each GB, and holds the process up."""


@dataclass(frozen=True)
class Run:
    """One command: its seconds, and the most memory that it and its children held, in bytes."""

    seconds: float
    peak: int


def run(command: Sequence[str], *, quiet: bool = True) -> Run:
    """Run a command to its end, after what others wrote is on the disk. Errors:
    `CalledProcessError`."""
    os.sync()
    begun = time.perf_counter()
    output = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(command, stdout=output, stderr=output) as process:  # noqa: S603
        peak = _watch(process)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(seconds, peak)


def _watch(process: subprocess.Popen[bytes]) -> int:
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        try:
            process.wait(EVERY)
        except subprocess.TimeoutExpired:
            continue
    return peak


def resident(pid: int) -> int:
    """Bytes that a process and all below it hold in memory; what they share counts once."""
    return sum(map(_share, [pid, *_children(pid)]))


def _share(pid: int) -> int:
    """Bytes that a process holds in memory, what it shares divided among those who share it."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:  # it has ended
        return 0
    match = re.search(r"Pss:\s+(\d+) kB", text)
    return int(match[1]) * 1024 if match else 0


def _children(pid: int) -> Iterator[int]:
    """Every process below one."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in found:
            yield child
            yield from _children(child)


def build(data: Path, kind: str, paths: Sequence[Path], *, quiet: bool = True) -> Run:
    """``credgraph build`` of sources of one kind; the build is then `data`'s current one."""
    given = [text for path in paths for text in (f"--{kind}", str(path))]
    command = [sys.executable, "-m", "credgraph", "build", "--data", str(data), *given]
    return run(command, quiet=quiet)


def built(data: Path) -> builds.Build:
    """The build that `data` serves."""
    found = builds.current(data)
    assert found, f"{data}: no build"
    return found


def unpack(build: builds.Build, path: Path) -> None:
    """Write a build's download as plain N-Triples."""
    with path.open("wb") as file:
        archive = build.folder / build.info["download"]["file"]
        subprocess.run(["gzip", "-dc", str(archive)], stdout=file, check=True)  # noqa: S603, S607


def load(store: Path, triples: Path) -> Run:
    """``oxigraph load`` of N-Triples into a new store."""
    return run([_oxigraph(), "load", "--location", str(store), "--file", str(triples)])


def optimize(store: Path) -> Run:
    """``oxigraph optimize``."""
    return run([_oxigraph(), "optimize", "--location", str(store)])


def _oxigraph() -> str:
    return str(Path(sys.executable).with_name("oxigraph"))


class Server(NamedTuple):
    """Where ``credgraph serve`` listens, and its process."""

    host: str
    port: int
    pid: int


@contextmanager
def served(data: Path, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """``credgraph serve`` of a data folder, with settings as environment variables."""
    command = [sys.executable, "-m", "credgraph", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, env=os.environ | (settings or {})
    ) as process:
        assert process.stdout
        match = re.search(r"http://(.+):(\d+)", process.stdout.readline())
        assert match, "credgraph serve did not start"
        reading = threading.Thread(target=process.stdout.read, daemon=True)
        reading.start()
        try:
            yield Server(match[1], int(match[2]), process.pid)
        finally:
            process.terminate()


def first_answer(data: Path) -> float:
    """Seconds from starting the server to its first answer."""
    begun = time.perf_counter()
    with served(data) as server:
        connection = http.client.HTTPConnection(server.host, server.port)
        connection.request("GET", "/sparql?query=ASK%20%7B%7D", headers={"Accept": "text/csv"})
        response = connection.getresponse()
        assert response.status == 200, response.read()[:500]
        response.read()
        connection.close()
        return time.perf_counter() - begun


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def print_steps(build: builds.Build) -> None:
    """The seconds of every step of a build."""
    print("  steps of the build, in seconds:")
    for name, seconds in build.info["seconds"].items():
        print(f"    {name:<12} {seconds:8.2f}")
    print("  the engine, beside them:")
    for name in ("loading", "waiting", "compacting"):
        print(f"    {name:<12} {build.info['optimize'][name]:8.2f}")
