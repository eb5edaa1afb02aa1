"""A request to a worker: one message, or, where it is too long for one, the beginning of the file
that the result will go to."""

from __future__ import annotations

import json
import os
from typing import Any

LONGEST = 100 << 10
"""Bytes of the longest message; the kernel takes about 200 KiB."""


def packed(request: dict[str, Any], handle: int) -> bytes:
    """The message for a request; `handle` is its file. Errors: `OSError` when that is full."""
    message = json.dumps(request).encode()
    if len(message) <= LONGEST:
        return message
    with os.fdopen(os.dup(handle), "wb") as file:
        file.write(message)
    return json.dumps({"in_file": len(message)}).encode()


def unpacked(message: bytes, handle: int) -> dict[str, Any]:
    """The request that a message brings. Its file is empty afterwards."""
    request: dict[str, Any] = json.loads(message)
    if size := request.get("in_file"):
        request = json.loads(os.pread(handle, size, 0))
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
    return request
