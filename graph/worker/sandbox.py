"""What a worker process gives up before it sees a query (Linux): memory, network, other programs,
files.

By prctl(2), setrlimit(2), seccomp(2) and landlock(7), which need no privilege. Elsewhere than on
Linux a worker still has its time limit, and runs without these walls.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import sys
import threading
from functools import cache
from pathlib import Path
from typing import IO

from graph.worker import landlock

FIRST, _LAST = 5, 15
"""The priorities ("nice") of a worker and of a long query in it; the server itself has 0."""
_SET_PDEATHSIG, _SET_SECCOMP, _SET_NO_NEW_PRIVS = 1, 22, 38
_MODE_FILTER = 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 13, 0x80000000  # 13: EACCES
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000

# The audit architecture, and the numbers of: socket, connect, bind, listen, sendto, execve,
# execveat, ptrace, io_uring_setup (which could open sockets without asking by these names).
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 44, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 206, 221, 281, 117, 425)),
}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def is_whole() -> bool:
    """Whether workers on this machine have every wall: Linux, on a processor known here."""
    return sys.platform == "linux" and platform.machine() in _CALLS


def missing() -> tuple[str, ...]:
    """What workers on this machine can do that they could not elsewhere, for who runs it."""
    if not is_whole():
        return (
            "workers are not kept from the network, other programs and files: that needs Linux on "
            "x86-64 or arm64",
        )
    if not landlock.is_known():
        return (
            "workers are not kept from files that the server can read: this kernel has no "
            "Landlock, or has it switched off (Linux 5.13 and later have it)",
        )
    return ()


def confine(folder: Path) -> None:
    """Die with the parent, leave no core, open no connection, start no program, and where the
    kernel has Landlock open no file but to read those of `folder`.

    It holds for this thread and those that it starts. Errors: `OSError` where the kernel refuses; a
    worker that can't be confined must not start.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    die_with_parent(os.getppid())
    if is_whole():
        _refuse_calls(*_CALLS[platform.machine()])
        if landlock.is_known():
            _statm()  # opened while it still can be
            landlock.read_only(folder)


def die_with_parent(parent: int) -> None:
    """Be killed when the process `parent` ends, however it ends (Linux).

    Errors: `OSError` where the kernel refuses.
    """
    if sys.platform == "linux":
        _prctl(_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit("the parent is gone")


def give_way(thread: threading.Thread) -> None:
    """Let a thread have a tenth of the processor that others get (on Linux, where each thread has a
    priority of its own). Not less: other programs would keep a long query from its end."""
    if sys.platform == "linux" and thread.native_id is not None:
        with contextlib.suppress(OSError):  # it has just ended
            os.setpriority(os.PRIO_PROCESS, thread.native_id, _LAST)


def mapped() -> int:
    """Bytes of address space that this process has mapped; 0 where that can't be told."""
    try:
        return int(os.pread(_statm().fileno(), 200, 0).split()[0]) * resource.getpagesize()
    except OSError:
        return 0


@cache
def _statm() -> IO[bytes]:
    return open("/proc/self/statm", "rb", buffering=0)


def limit_memory(total: int) -> None:
    """Let this process map at most `total` bytes; the kernel refuses the rest."""
    resource.setrlimit(resource.RLIMIT_AS, (total, resource.RLIM_INFINITY))


def _refuse_calls(architecture: int, numbers: tuple[int, ...]) -> None:
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUALS, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, len(numbers) + 1, 0, _X32),
        *((_EQUALS, len(numbers) - i, 0, number) for i, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    _prctl(_SET_NO_NEW_PRIVS, 1)
    _prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(steps), code)))


def _prctl(option: int, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [*arguments, *[ctypes.c_ulong(0)] * (4 - len(arguments))]
    values = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in padded]
    if libc.prctl(option, *values):
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")
