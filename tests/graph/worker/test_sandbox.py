"""The walls around a worker, tried from inside one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from graph.stores import EmbeddedStore
from graph.worker import landlock

ROOT = Path(__file__).resolve().parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
landlocked = pytest.mark.skipif(
    sys.platform != "linux" or not landlock.is_known(), reason="this kernel has no Landlock"
)


def confined(code: str, folder: Path = ROOT) -> str:
    """The last line of what a confined process says of its error."""
    script = (
        "import sys, subprocess; from pathlib import Path; from graph.worker import sandbox\n"
        f"sandbox.confine(Path(sys.argv[1]))\n{code}"
    )
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    return done.stderr.strip().rpartition("\n")[2]


@linux
def test_no_network_no_programs() -> None:
    assert "PermissionError" in confined("import socket; socket.socket()")
    assert "PermissionError" in confined("import os; os.execv('/bin/true', ['true'])")
    assert confined("import subprocess; subprocess.run(['/bin/true'])").startswith(
        "PermissionError"
    )


@landlocked
def test_no_file_but_those_of_the_store(tmp_path: Path) -> None:
    store, other = tmp_path / "store", tmp_path / "other"
    for folder in (store, other):
        folder.mkdir()
        (folder / "file").write_text("text")
    (store / "link").symlink_to(other / "file")
    inside = store / "file"
    assert confined(f"print(open({str(inside)!r}).read())", store) == ""
    for outside in (other / "file", store / "link", store / "../other/file", "/etc/passwd",
                    "/proc/self/environ", "/proc/1/cmdline", "/dev/null"):  # fmt: skip
        assert "PermissionError" in confined(f"open({str(outside)!r}, 'rb')", store), outside
    for code in (
        f"open({str(inside)!r}, 'a')",
        f"open({str(store / 'new')!r}, 'w')",
        f"Path({str(inside)!r}).unlink()",
        f"Path({str(inside)!r}).rename({str(store / 'renamed')!r})",
        f"Path({str(store / 'folder')!r}).mkdir()",
        f"list(Path({str(other)!r}).iterdir())",
    ):
        assert "PermissionError" in confined(code, store), code
    assert sorted(path.name for path in store.iterdir()) == ["file", "link"]
    assert inside.read_text() == "text"


@linux
def test_every_thread_of_a_worker_is_confined(store_folder: Path) -> None:
    """Those of the engine, too; and no library has brought one along."""
    with EmbeddedStore(store_folder, workers=1, spares=0) as store:
        store.query("ASK {}", "text/csv").close()
        (worker,) = store._pool._idle.queue
        told = []
        for thread in Path(f"/proc/{worker._process.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # the query's own has just ended
                told.append((thread / "status").read_text())
    assert told
    assert all("Seccomp:\t2\n" in status for status in told)


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
