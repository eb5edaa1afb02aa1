"""Connections to checked addresses only, as a transport of httpx on httpcore."""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from loaders.outbound.addresses import addresses_of
from loaders.outbound.failures import Refused

DEADLINE: ContextVar[float] = ContextVar("DEADLINE", default=float("inf"))
"""The time (`time.monotonic`) at which the request that this thread makes must be over."""


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses that were resolved and checked here, and to no other.

    httpcore names the host; what is connected to is the very address that was looked at, so a name
    that resolves differently the next time gains nothing.
    """

    def __init__(self, private: Collection[str]) -> None:
        self._private = private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses_of(host, port, self._private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, _left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline: a server can't drip bytes for ever."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(timeout: float | None) -> float:
    left = DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is over")
    return left if timeout is None else min(left, timeout)


class Transport(httpx.BaseTransport):
    """httpx's requests over `CheckedBackend`."""

    def __init__(self, private: Collection[str], connections: int) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=connections,
            keepalive_expiry=30,
            network_backend=CheckedBackend(private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Errors: `Refused`; httpcore's own."""
        url = request.url
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"{url.scheme or url}: only http and https addresses are fetched")
        if url.userinfo:
            raise Refused(f"{url.host}: addresses with a user name or password are not fetched")
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), request=request
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
