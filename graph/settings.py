"""Settings: ``DIR/credgraph.toml``, each of them overridden by ``CREDGRAPH_<NAME>``."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import KnownError
from graph.iris import DEFAULT_BASE, BadIri, absolute
from graph.stores.base import Limits

FILE = "credgraph.toml"
VARIABLE = "CREDGRAPH_"
T = TypeVar("T")

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_IN_PATH = r"(?:[^\s?#<>\"{}|\\^`\[\]%]|%[0-9A-Fa-f]{2})"
_BASE = re.compile(rf"https?://{_HOST}(?::\d{{1,5}})?/(?:{_IN_PATH}*[/#])?")
_ADDRESS = re.compile(rf"https?://{_HOST}(?::\d{{1,5}})?(?:/[^\s?#<>\"]*)?")
_ORIGIN = re.compile(rf"\*|(?:https://{_HOST}|http://(?:localhost|127\.0\.0\.1))(?::\d{{1,5}})?")
_ANY_ORIGIN = re.compile(rf"\*|https?://{_HOST}(?::\d{{1,5}})?")
_REGION = re.compile(r"[A-Za-z]{2} \S.*")
_BUILD = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class BadSetting(KnownError):
    """A setting that can't be used: says which, where it was set, and what it must be."""


Check = Callable[[Any], str]
"""What a value (or each item of a list) must be, when it is not; else ""."""


def _setting(default: T, purpose: str, check: Check = lambda value: "") -> T:
    """A field of `Settings` with its help text and its check."""
    return field(default=default, metadata={"help": purpose, "check": check})


def _within(least: float, most: float) -> Check:
    words = f"from {least:,} to {most:,}"
    return lambda value: "" if least <= value <= most else words


def _like(shape: re.Pattern[str], words: str, empty: bool = False) -> Check:
    def check(value: str) -> str:
        return "" if shape.fullmatch(value) or (empty and not value) else words

    return check


def _iri(value: str) -> str:
    try:
        absolute(value)
    except BadIri:
        return "an absolute IRI"
    return ""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set. Sizes in bytes, times in seconds."""

    base: str = _setting(
        DEFAULT_BASE,
        "IRI under which credgraph coins its own names; ends with / or #",
        _like(_BASE, "an http or https IRI that ends with / or #"),
    )
    regions: tuple[str, ...] = _setting(
        (),
        "regions beside the US states, each as `AG Allegheny`",
        _like(_REGION, "two letters, a space and a name: AG Allegheny"),
    )
    publishable_issuers: tuple[str, ...] = _setting(
        (), "issuers (IRIs) whose badge achievements are public", _iri
    )
    provisional: bool = _setting(
        False, "whether a build holds the Registry's provisional records, marked as such"
    )
    deleted: bool = _setting(
        False, "whether a build holds records that their publishers deleted, marked as such"
    )
    pinned: tuple[str, ...] = _setting(
        (),
        "builds (ids) that `prune` never removes",
        _like(_BUILD, "the id of a build: 20261123T140000Z-0123abcd"),
    )
    workers: int = _setting(
        2,
        "queries of pages and query files that run at the same time, each in a process of its "
        "own; as many again for queries that people write",
        _within(1, 256),
    )
    seconds: float = _setting(
        30.0, "time in seconds that one query may take in the engine", _within(0.1, 86_400)
    )
    slow_seconds: float = _setting(
        2.0,
        "seconds from which on the console says what would make a query faster",
        _within(0, 86_400),
    )
    memory: int = _setting(
        1 << 30, "memory in bytes that one query may take", _within(16 << 20, 1 << 44)
    )
    result_bytes: int = _setting(
        2 << 30, "size in bytes that one result may have", _within(1 << 10, 1 << 44)
    )
    page_size: int = _setting(
        100, "rows that a page shows at once; downloads are always whole", _within(1, 10_000)
    )
    short_links: int = _setting(
        100_000, "short links that are kept, at most; 0: none are made", _within(0, 10_000_000)
    )
    short_link_bytes: int = _setting(
        256 << 20, "size in bytes of all queries with a short link", _within(0, 1 << 40)
    )
    short_links_per_hour: int = _setting(
        60, "short links that one client may ask for in an hour", _within(1, 1_000_000)
    )
    cors: str = _setting(
        "*",
        "value of Access-Control-Allow-Origin at /sparql and the data twins; empty for none",
        _like(_ANY_ORIGIN, "* or one origin like https://example.org, or empty", empty=True),
    )
    public_url: str = _setting(
        "",
        "address under which the server is reached, for absolute links, with the path that it is "
        "mounted at; empty: the address that it listens at",
        _like(_ADDRESS, "an http or https address without ? and #, or empty", empty=True),
    )
    hosts: tuple[str, ...] = _setting(
        (),
        "more host names under which the server answers, beside that of `public_url` and this "
        "machine's own",
        _like(re.compile(_HOST), "a host name without port: data.example.org"),
    )
    proxies: int = _setting(
        0,
        "reverse proxies in front, whose X-Forwarded-For tells one client from another",
        _within(0, 8),
    )
    metrics_token: str = _setting(
        "",
        "token that opens /metrics (`Authorization: Bearer …`); empty: only this machine may see "
        "it",
        _like(re.compile(r"[!-~]{16,}"), "at least 16 signs without blanks, or empty", empty=True),
    )
    log: str = _setting(
        "",
        "`json`: a line for each request on standard error, with digests of queries; empty: none",
        _like(re.compile("json"), "json, or empty", empty=True),
    )
    embed_hosts: tuple[str, ...] = _setting(
        (),
        "origins that may show embeds in a frame, like `https://example.org` or "
        "`http://localhost:8080`; `*` for all",
        _like(_ORIGIN, "https://host, https://host:port, http://localhost:port, or *"),
    )

    registry: str = _setting(
        "https://credentialengineregistry.org",
        "address of the Credential Registry that `fetch ctdl` asks; the sandbox is "
        "`https://sandbox.credentialengineregistry.org`",
        _like(_ADDRESS, "an http or https address without ? and #"),
    )
    mirror: str = _setting(
        "",
        "address of a server that `fetch onet` and `fetch crosswalks` ask instead of the agencies; "
        "it has the files under the same paths",
        _like(_ADDRESS, "an http or https address without ? and #, or empty", empty=True),
    )
    contact: str = _setting(
        "",
        "e-mail or web address that `fetch` gives to the servers it asks, so that they can reach "
        "you",
        _like(re.compile(r"[!-'*-:<-~]*"), "an address of ASCII characters without blanks"),
    )
    private_hosts: tuple[str, ...] = _setting(
        (),
        "hosts, as `mirror.example.internal` or `127.0.0.1:8080`, that `fetch` may reach though "
        "their addresses are not public",
        _like(re.compile(r"[A-Za-z0-9.:-]+"), "a host, or host:port"),
    )
    requests_per_second: float = _setting(
        5.0, "requests that `fetch` makes of one host in a second, at most", _within(0.01, 1000)
    )

    @property
    def limits(self) -> Limits:
        """What one query may take."""
        return Limits(seconds=self.seconds, memory=self.memory, bytes=self.result_bytes)

    def shown(self) -> dict[str, Any]:
        """Every setting by name, as it may be shown: of a secret only whether it is set."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return values | {"metrics_token": "set" if self.metrics_token else ""}


HELP: dict[str, str] = {f.name: f.metadata["help"] for f in fields(Settings)}
"""What each setting is for, in a line."""


def read(data: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that hold for a data folder. Errors: `BadSetting`."""
    path = data / FILE
    given = {name: (value, str(path)) for name, value in _table(path).items()}
    for variable, text in environ.items():
        if variable.startswith(VARIABLE):
            given[variable.removeprefix(VARIABLE).lower()] = (text, variable)
    return Settings(**{name: _value(name, *pair) for name, pair in given.items()})


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(f"{path}: can't be read: {error}") from error


def _value(name: str, given: Any, where: str) -> Any:
    """A given value in the setting's type, checked."""
    if name not in HELP:
        raise BadSetting(f"{where}: unknown setting {name!r}; known: {', '.join(sorted(HELP))}")
    default = getattr(Settings, name)
    try:
        value = _typed(default, given)
    except (TypeError, ValueError) as error:
        raise BadSetting(f"{where}: {name} must be {error}, not {given!r}") from error
    check: Check = Settings.__dataclass_fields__[name].metadata["check"]
    for item in value if isinstance(value, tuple) else (value,):
        if words := check(item):
            raise BadSetting(f"{where}: {name} must be {words}; not {item!r}")
    return value


def _typed(default: Any, given: Any) -> Any:
    """`given` in the type of `default`: text is read as it stands in an environment variable.

    Errors: `ValueError` or `TypeError`, whose text says what the value must be.
    """
    if isinstance(default, tuple):
        items = given.split(",") if isinstance(given, str) else given
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise TypeError("a list of texts")
        return tuple(item.strip() for item in items if item.strip())
    if isinstance(default, bool):
        words = {"true": True, "false": False}
        if (text := str(given).strip().lower()) not in words:
            raise TypeError("true or false")
        return words[text]
    if isinstance(default, str):
        if not isinstance(given, str):
            raise TypeError("text")
        return given.strip()
    number = _number(given)
    if isinstance(default, int) and number != int(number):
        raise ValueError("a whole number")
    return type(default)(number)


def _number(given: Any) -> float | int:
    if isinstance(given, str):
        try:
            given = int(given)
        except ValueError:
            given = _decimal(given)
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise TypeError("a number")
    return given


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("a number") from None
