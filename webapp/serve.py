"""Serving: gunicorn, one process with threads, which owns the workers that answer queries."""

from __future__ import annotations

import socket
import sys
from ipaddress import ip_address
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from graph.errors import KnownError
from graph.settings import Settings
from graph.stores.embedded import QUEUE
from graph.worker import sandbox
from webapp.server_worker import ServerWorker
from webapp.stopping import GRACE


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings instead of a file's."""

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self._app, self._options = app, options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


class CantServe(KnownError):
    """The address can't be listened at: says which, why, and what to do."""


def check_exposure(host: str, settings: Settings) -> None:
    """Refuse to serve others what is safe only for oneself. Errors: `CantServe`."""
    if _is_loopback(host):
        return
    if not sandbox.is_whole():
        raise CantServe(
            f"{host}: queries of others need the walls that workers have on Linux on x86-64 and "
            "arm64 only; serve 127.0.0.1 here"
        )
    if not settings.public_url:
        raise CantServe(
            f"{host}: set public_url to the address under which others reach this server, for "
            "links and for the Host header (CREDGRAPH_PUBLIC_URL=https://data.example.org)"
        )


def threads_for(settings: Settings) -> int:
    """So many that a full queue leaves some for pages, and for results that are sent slowly."""
    return 2 * settings.workers + QUEUE + 16


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve_app(app: Flask, host: str, port: int, threads: int = 16) -> None:
    """Serve until stopped. `threads` requests are answered at a time. Errors: `CantServe`."""
    where = f"[{host}]" if ":" in host else host
    _check_free(host, port, where)
    for wall in sandbox.missing():
        print(f"credgraph: {wall}", file=sys.stderr, flush=True)

    def ready(server: Any) -> None:
        bound = server.LISTENERS[0].sock.getsockname()[1]
        print(f"credgraph is at http://{where}:{bound} (stop it with Ctrl-C)", flush=True)

    options = {
        "bind": f"{where}:{port}",
        "workers": 1,
        "threads": threads,
        "worker_class": ServerWorker,
        "timeout": 0,
        "graceful_timeout": GRACE + 2,
        "limit_request_line": 8190,
        "when_ready": ready,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    _Server(app, options).run()


def _check_free(host: str, port: int, where: str) -> None:
    """Gunicorn would try again and again, and say it in a traceback."""
    try:
        with socket.create_server((host, port), family=_family(host), reuse_port=False):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise CantServe(f"{where}:{port}: {reason}; choose another with --port") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
