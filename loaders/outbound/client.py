"""Requests within caps, at a host's pace, tried again where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpcore
import httpx

from loaders.outbound.addresses import is_named
from loaders.outbound.attempts import Caps, retry_after, trying, without_query
from loaders.outbound.connection import DEADLINE, Transport
from loaders.outbound.failures import Again, OutboundError, Refused, Status
from loaders.outbound.pace import Pace

T = TypeVar("T")
_FAILURES = (
    httpx.TransportError,
    httpx.DecodingError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
)
_LONG = 2
"""Seconds of a pause from which on the reader is told."""

_PASSING = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}


@dataclass(frozen=True)
class Reply:
    """An answer with status 200 to 299; names of `headers` in any case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class Outbound:
    """A client. `agent` says who asks (User-Agent); `private`: hosts, or host:port, that need not
    be public; `say` is told of longer pauses."""

    def __init__(
        self,
        agent: str,
        private: Collection[str] = (),
        pace: Pace | None = None,
        caps: Caps | None = None,
        say: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._say = say
        self.caps = caps or Caps()
        self._pace = pace or Pace()
        self._private = frozenset(name.lower() for name in private)
        self._client = httpx.Client(
            transport=Transport(self._private, 4 * self._pace.connections),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            trust_env=False,
        )

    def __enter__(self) -> Outbound:
        return self

    def __exit__(self, *of: object) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        read: Callable[[Reply], T],
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> T:
        """What `read` makes of the answer; it may raise `Garbled`. With `body` (JSON) a POST.

        Errors: `Refused`, `Status`, `OutboundError`.
        """
        sent = {"Accept": "application/json"} | dict(headers or {})
        if body is not None:
            sent["Content-Type"] = "application/json"

        def attempt() -> T:
            with self.answer(url, sent, body) as response:
                content = b"".join(self.chunks(response))
            where, status = str(response.url), response.status_code
            return read(Reply(where, status, response.headers, content))

        return trying(attempt, self.caps, url)

    @contextmanager
    def answer(
        self, url: str, headers: Mapping[str, str], body: bytes | None = None, seconds: float = 0
    ) -> Iterator[httpx.Response]:
        """One answer with status 200 to 299, after redirects; its body is read with `chunks`.

        Errors: `Refused`, `Status`, `Again`.
        """
        token = DEADLINE.set(time.monotonic() + (seconds or self.caps.seconds))
        try:
            with self._redirected(self._request(url, headers, body)) as response:
                yield response
        except _FAILURES as error:
            raise Again(f"{type(error).__name__}: {error}") from error
        finally:
            DEADLINE.reset(token)

    def chunks(self, response: httpx.Response, most: int = 0) -> Iterator[bytes]:
        """The body, unpacked. Errors: `Refused` where it is larger than `most` (default: cap)."""
        most, size = most or self.caps.bytes, 0
        if response.headers.get("Content-Encoding", "identity").lower() not in ("identity", "gzip"):
            raise Refused(
                f"{without_query(str(response.url))}: packed in a way that was not asked for"
            )
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > most:
                raise Refused(f"{without_query(str(response.url))}: larger than {most:,} bytes")
            yield chunk

    def _request(self, url: str, headers: Mapping[str, str], body: bytes | None) -> httpx.Request:
        try:
            return self._client.build_request(
                "GET" if body is None else "POST",
                url,
                headers=dict(headers),
                content=body,
                timeout=self.caps.idle,
            )
        except httpx.InvalidURL as error:
            raise Refused(f"{without_query(url)}: not an address: {error}") from error

    @contextmanager
    def _redirected(self, request: httpx.Request) -> Iterator[httpx.Response]:
        for _ in range(self.caps.redirects + 1):
            with self._pace.turn(request.url.netloc.decode()):
                response = self._client.send(request, stream=True, follow_redirects=False)
                try:
                    if response.next_request is None:
                        self._check(response)
                        yield response
                        return
                finally:
                    response.close()
            self._check_redirect(request.url, response.next_request.url)
            request = response.next_request
        raise Refused(
            f"{without_query(str(request.url))}: more than {self.caps.redirects} redirects"
        )

    def _check_redirect(self, old: httpx.URL, new: httpx.URL) -> None:
        if old.scheme == "https" and new.scheme != "https":
            raise Refused(f"{without_query(str(old))}: redirects away from https")
        named = [is_named(url.host, url.port, self._private) for url in (old, new)]
        if named == [False, True]:
            raise Refused(f"{without_query(str(old))}: a public host redirects to a private one")

    def _check(self, response: httpx.Response) -> None:
        status, where = response.status_code, without_query(str(response.url))
        if status in _PASSING:
            pause = retry_after(response.headers.get("Retry-After", ""))
            if pause > self.caps.patience:
                raise OutboundError(
                    f"{where}: HTTP {status}, try again in {pause:,.0f} s; run the command then"
                )
            if pause >= _LONG:
                self._say(f"{response.url.host} asks for a pause of {pause:,.0f} s")
            if status in (429, 503):
                self._pace.pause(response.url.netloc.decode(), pause)
            raise Again(f"HTTP {status}", pause)
        if not 200 <= status < 300:
            raise Status(f"{where}: HTTP {status} {response.reason_phrase}".rstrip(), status)
