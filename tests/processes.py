"""The processes of a server, by /proc."""

from __future__ import annotations

from pathlib import Path


def children(pid: int) -> set[int]:
    """The processes that a process started and that have not ended."""
    found = set[int]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants(pid: int) -> set[int]:
    """The processes that a process started, that those started, and so on."""
    found, left = set[int](), [pid]
    while left:
        under = children(left.pop())
        found |= under
        left.extend(under)
    return found


def workers(server: int) -> set[int]:
    """The processes that answer queries, of the server process and those it started."""
    return {pid for pid in descendants(server) if b"graph.worker.process" in _command(pid)}


def memory(pid: int) -> int:
    """Bytes that a process holds that no other process shares; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:")]
    return sum(kilobytes) * 1024


def ticks(pid: int) -> int:
    """The processor time that it has used, in hundredths of a second."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def handles(pid: int) -> int:
    """The files and sockets that a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))
