"""A worker process: it opens one store read-only, and answers one query at a time.

Run as ``python -m graph.worker.process STORE SOCKET``. Each request on the socket is a JSON object
with the query, its media type and limits, and comes with a file to write the result to; each reply
is a line of JSON that says how many bytes stand there, and the last one how it ended. A result that
is smaller than the first reply would be follows on that line, and not in the file.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.iris import DEFAULT_BASE
from graph.worker import sandbox
from graph.worker.place import placed
from graph.worker.request import LONGEST, unpacked

FIRST, LATER = 8 << 10, 256 << 10
"""Bytes after which a reply is sent for the first time, and then again and again."""
MAX_DETAIL = 4000
SEARCHED = (
    "The variable of a search has its values from the search, at the beginning of its group; BIND "
    "can't give it others there."
)
SHORT = 0.04
"""Seconds of processor time that a short query takes at most."""


class TooLarge(Exception):
    """The result has more bytes than it may have."""


class Spool:
    """The file that a result goes to: counts bytes, stops at a limit, says how far it is."""

    def __init__(self, handle: int, limit: int, tell: Callable[[int], None]) -> None:
        self._handle, self._limit, self._tell = handle, limit, tell
        self._buffer = bytearray()
        self.written = 0

    def write(self, block: bytes) -> int:
        """Take a block. Errors: `TooLarge`."""
        self._buffer += block
        if self.written + len(self._buffer) > self._limit:
            raise TooLarge
        if len(self._buffer) >= (LATER if self.written else FIRST):
            self._write_out()
            self._tell(self.written)
        return len(block)

    def end(self) -> bytes:
        """What no reply told of yet, if that is all there is; else it is written out."""
        if not self.written and len(self._buffer) < FIRST:
            self.written = len(self._buffer)
            return bytes(self._buffer)
        self._write_out()
        return b""

    def flush(self) -> None:
        """The engine asks for it at its end; `end` decides where the last bytes go."""

    def _write_out(self) -> None:
        view = memoryview(self._buffer)
        while view:
            count = os.write(self._handle, view)
            self.written, view = self.written + count, view[count:]
        view.release()
        self._buffer = bytearray()


def main(path: str, handle: int) -> None:
    """Answer until the other end closes the socket."""
    pipe = socket.socket(fileno=handle)
    try:
        # Before the store is opened, so that the engine's own threads are confined, too.
        sandbox.confine(Path(path))
        store = ox.Store.read_only(path)
    except OSError as error:
        reply(pipe, error="store", detail=str(error))
        return
    threading.excepthook = end_of_thread
    # So that the first query finds the engine warm, and is not charged for a thread's memory.
    warming = threading.Thread(target=store.query, args=("ASK {}",))
    warming.start()
    warming.join()
    baseline = sandbox.mapped()
    reply(pipe, ready=True)
    while True:
        data, handles, _, _ = socket.recv_fds(pipe, LONGEST, 1)
        if not data:
            return
        request = unpacked(data, handles[0])
        spool = Spool(handles[0], request["bytes"], lambda count: reply(pipe, bytes=count))
        try:
            run_aside(partial(answer, store, pipe, spool, request, baseline), spool)
        finally:
            os.close(handles[0])


def run_aside(work: Callable[[], None], spool: Spool) -> None:
    """Run a query in a thread of its own, so that one which takes long and has nothing to show
    leaves the processor to short ones: a priority once given up can't be taken back, but it ends
    with the thread."""
    begun = time.process_time()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(SHORT)
    while thread.is_alive() and not spool.written:
        if time.process_time() - begun >= SHORT:
            sandbox.give_way(thread)
            break
        thread.join(SHORT)
    thread.join()


def end_of_thread(error: threading.ExceptHookArgs) -> None:
    """What no query may raise ends the process, as it would outside of a thread."""
    threading.__excepthook__(error)
    os._exit(1)


def answer(
    store: ox.Store, pipe: socket.socket, spool: Spool, request: dict[str, Any], baseline: int
) -> None:
    """Run one query into its file, and reply with how it ended."""
    sandbox.limit_memory(baseline + request["memory"])
    ending: dict[str, Any]
    small = b""
    try:
        run(store, request, spool)
        small = spool.end()
        ending = {"bytes": spool.written, "done": True}
    except TooLarge:
        ending = {"error": "too-large"}
    except MemoryError:
        ending = {"error": "memory"}
    except SyntaxError as error:
        wrong = request.get("written", request["query"])
        told = placed(wrong, str(error), partial(ask, store, request))
        ending = {"error": "syntax", "detail": told[:MAX_DETAIL]}
    except Exception as error:
        ending = {"error": "engine", "detail": f"{type(error).__name__}: {error}"[:MAX_DETAIL]}
    # What the engine keeps mapped would be missing to the next query.
    tired = sandbox.mapped() > baseline + request["memory"] // 4
    reply(pipe, small, **ending, tired=tired)


def run(store: ox.Store, request: dict[str, Any], spool: Spool) -> None:
    """Ask the store, and write the result. What a search made of a query could be right where the
    query is wrong, so that is asked first, of nothing. Errors: `SyntaxError`."""
    file, media_type = cast(IO[bytes], spool), request["media_type"]
    if written := request.get("written"):
        ask(ox.Store(), request, written)
    try:
        result = ask(store, request, request["query"])
    except SyntaxError as error:
        if written:
            raise SyntaxError(SEARCHED) from error
        raise
    if isinstance(result, ox.QueryTriples):
        result.serialize(file, ox.RdfFormat.from_media_type(media_type))
    else:
        result.serialize(file, ox.QueryResultsFormat.from_media_type(media_type))


def ask(
    store: ox.Store, request: dict[str, Any], sparql: str
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Ask the store. The dataset is given whole: the default graph alone, or nothing at all."""
    graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph()]
    if request["is_empty"]:
        graphs = []
    return store.query(sparql, base_iri=DEFAULT_BASE, default_graph=graphs, named_graphs=[])


def reply(pipe: socket.socket, body: bytes = b"", **values: Any) -> None:
    """Send one reply. By write(2): the sandbox refuses what sends to addresses."""
    os.write(pipe.fileno(), json.dumps(values).encode() + b"\n" + body)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
