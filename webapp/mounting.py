"""Where the application stands: under which path, and under which names it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from graph.settings import Settings

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def trusted_hosts(settings: Settings) -> list[str]:
    """The names in a Host header that are answered: that of ``public_url``, those of the setting
    ``hosts``, and this machine's own."""
    public = urlsplit(settings.public_url).hostname
    return [*LOOPBACK, *settings.hosts, *([public] if public else [])]


class Mounted:
    """An application under the path of ``public_url``, whether the proxy in front takes the path
    off or leaves it on."""

    def __init__(self, app: Wsgi, settings: Settings) -> None:
        self._app, self._path = app, urlsplit(settings.public_url).path.rstrip("/")

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        if path == self._path or path.startswith(self._path + "/"):
            environ["PATH_INFO"] = path[len(self._path) :] or "/"
        environ["SCRIPT_NAME"] = self._path
        return self._app(environ, start_response)
