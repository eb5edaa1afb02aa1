"""Give up every file but those of one folder, and writing altogether: landlock(7), of Linux 5.13
and later. It needs no privilege. What is open already stays open."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # system calls, by the same numbers everywhere
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS = (13, 14, 15, 15, 16)
"""How many rights to files each version of it knows, from the first; later ones know the last's."""


def is_known() -> bool:
    """Whether this kernel has it, switched on."""
    return _version() > 0


def read_only(folder: Path) -> None:
    """Let this thread, and those it starts, open what lies in `folder`, to read it, and nothing
    else. Errors: `OSError` where the kernel refuses."""
    rights = (1 << _RIGHTS[min(_version(), len(_RIGHTS)) - 1]) - 1
    ruleset = struct.pack("=Q", rights)
    rules = _called(_CREATE, ruleset, len(ruleset), 0)
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        beneath = struct.pack("=Qi", _READ_FILE | _READ_FOLDER, opened)
        _called(_ADD, rules, _PATH_BENEATH, beneath, 0)
        _called(_RESTRICT, rules, 0)
    finally:
        os.close(opened)
        os.close(rules)


def _version() -> int:
    """From 1; 0 or less where the kernel does not have it."""
    try:
        return _called(_CREATE, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def _called(number: int, *arguments: bytes | int | None) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    values = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result: int = libc.syscall(ctypes.c_long(number), *values)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"landlock: {os.strerror(error)}")
    return result
