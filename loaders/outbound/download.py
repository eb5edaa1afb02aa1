"""A file from an address: resumed where it broke off, whole and checked before it has its name."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from loaders.outbound.attempts import trying, whole, without_query
from loaders.outbound.client import Outbound
from loaders.outbound.failures import Again, OutboundError, Refused, Status

_HOURS = 6 * 3600
_STRONG = ("ETag", "Last-Modified")

Progress = Callable[[int, int], None]
"""Called with (bytes at hand, bytes in all or 0 where unknown)."""


def download(
    client: Outbound,
    url: str,
    target: Path,
    most: int,
    sha256: str | None = None,
    headers: Mapping[str, str] | None = None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Put what is at `url` at `target`, in one step once it is whole.

    Until then it grows in a hidden file beside it, from which the next call goes on if the server
    says (ETag, Last-Modified) that it still has the same. `most`: bytes that it may have. Errors:
    `OutboundError`, also where the digest is not `sha256`; what is wrong is removed.
    """
    part = _Part(target, url)
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"} | dict(headers or {})
    idle = _Idle(part, client.caps.attempts)

    def attempt() -> None:
        _go_on(client, part, headers, most, progress)

    trying(attempt, client.caps, url, idle.give_up)
    found = part.digest()
    if sha256 and found != sha256:
        part.remove()
        raise OutboundError(
            f"{without_query(url)}: its SHA-256 is {found}, not {sha256}: not the file that was "
            "published, or a newer one; nothing was kept"
        )
    part.finish()


class _Part:
    """The file that is growing, and beside it what tells whether the server still has the same."""

    def __init__(self, target: Path, url: str) -> None:
        self.target, self.url = target, url
        self.path = target.with_name(f".{target.name}.part")
        self.about = target.with_name(f".{target.name}.part.json")
        target.parent.mkdir(parents=True, exist_ok=True)

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def asking(self) -> dict[str, str]:
        """The headers that ask for the rest of it; none where it has to be begun anew."""
        try:
            about = json.loads(self.about.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not self.size or about.get("url") != without_query(self.url):
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": str(about.get("validator"))}

    def begin(self, validator: str | None) -> None:
        """Begin anew; without a validator it can't be resumed."""
        self.about.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        if validator:
            about = {"url": without_query(self.url), "validator": validator}
            self.about.write_text(json.dumps(about), "utf-8")

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def remove(self) -> None:
        self.about.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def finish(self) -> None:
        os.replace(self.path, self.target)
        self.about.unlink(missing_ok=True)


class _Idle:
    """Gives up after some attempts in a row that brought nothing."""

    def __init__(self, part: _Part, attempts: int) -> None:
        self._part, self._attempts = part, attempts
        self._size, self._count = part.size, 0

    def give_up(self) -> bool:
        size = self._part.size
        self._count = self._count + 1 if size <= self._size else 1
        self._size = max(size, self._size)
        return self._count >= self._attempts


def _go_on(
    client: Outbound, part: _Part, headers: Mapping[str, str], most: int, progress: Progress
) -> None:
    asking = part.asking()
    try:
        with client.answer(part.url, {**headers, **asking}, seconds=_HOURS) as response:
            begun = _begun(response, part, bool(asking))
            length = whole(response.headers.get("Content-Length"))
            total = 0 if length is None else begun + length
            if total > most:
                raise Refused(
                    f"{without_query(part.url)}: {total:,} bytes; at most {most:,} are taken"
                )
            with part.path.open("ab") as file:
                done = begun
                for chunk in client.chunks(response, most - begun):
                    file.write(chunk)
                    done += len(chunk)
                    progress(done, total)
                file.flush()
                os.fsync(file.fileno())
    except Refused:
        part.remove()
        raise
    except Status as error:
        if error.status != 416 or not asking:
            raise
        part.remove()
        raise Again("the server no longer has the rest of it") from error


def _begun(response: httpx.Response, part: _Part, resuming: bool) -> int:
    """How many bytes the answer goes on from; a new beginning is prepared for where it is 0."""
    if resuming and response.status_code == 206:
        if response.headers.get("Content-Range", "").startswith(f"bytes {part.size}-"):
            return part.size
        part.remove()
        raise Again("the server sent another part than it was asked for")
    if response.status_code == 206:
        raise Again("the server sent a part without being asked")
    validators = (response.headers.get(name) for name in _STRONG)
    part.begin(next((v for v in validators if v and not v.startswith("W/")), None))
    return 0
