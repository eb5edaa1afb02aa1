"""The walls around a worker, tried from inside one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")


def confined(code: str) -> str:
    script = f"from graph.stores import sandbox\nsandbox.confine()\n{code}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    return done.stderr.strip().rpartition("\n")[2]


@linux
def test_no_network_no_programs() -> None:
    assert "PermissionError" in confined("import socket; socket.socket()")
    assert "PermissionError" in confined("import os; os.execv('/bin/true', ['true'])")
    assert confined("import subprocess; subprocess.run(['/bin/true'])").startswith(
        "PermissionError"
    )


@linux
def test_memory_ends() -> None:
    code = "sandbox.limit_memory(sandbox.mapped() + (64 << 20))\nx = bytearray(256 << 20)"
    assert confined(code) == "MemoryError"


@linux
def test_workers_die_with_their_parent(store_folder: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from graph.stores import EmbeddedStore\n"
        "s = EmbeddedStore(Path(sys.argv[1]))\n"
        "s.query('ASK {}', 'text/csv').close()\n"
        "print([w._process.pid for w in s._pool._idle.queue], flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store_folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout
        pids = [int(pid) for pid in parent.stdout.readline().strip("[]\n").split(", ")]
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert pids
    assert not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
    finally:
        assert os.getpid() != pid
