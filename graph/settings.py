"""Settings: ``DIR/credgraph.toml``, each of them overridden by ``CREDGRAPH_<NAME>``."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from graph.iris import DEFAULT_BASE


class BadSetting(ValueError):
    """A setting that can't be used: says which, where it was set, and what it must be."""


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set. Sizes in bytes, times in seconds."""

    base: str = DEFAULT_BASE
    workers: int = 2
    seconds: float = 30.0
    memory: int = 1 << 30
    result_bytes: int = 2 << 30
    page_size: int = 100
    cors: str = "*"
    publishable_issuers: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()


HELP = {
    "base": "IRI under which credgraph coins its own names; ends with / or #",
    "workers": "queries that run at the same time, each in a process of its own",
    "seconds": "time that one query may take in the engine",
    "memory": "memory in bytes that one query may take",
    "result_bytes": "size in bytes that one result may have",
    "page_size": "rows that a page shows at once; downloads are always whole",
    "cors": "value of Access-Control-Allow-Origin at /sparql and the data twins; empty for none",
    "publishable_issuers": "issuers (IRIs) whose badge achievements are public",
    "pinned": "builds (ids) that `prune` never removes",
}


def read(data: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that hold for a data folder. Errors: `BadSetting`."""
    path = data / "credgraph.toml"
    given: dict[str, tuple[Any, str]] = {}
    if path.exists():
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadSetting(f"{path}: {error}") from error
        given = {name: (value, str(path)) for name, value in table.items()}
    names = {field.name for field in fields(Settings)}
    for name in names:
        variable = f"CREDGRAPH_{name.upper()}"
        if variable in environ:
            given[name] = (environ[variable], variable)
    for name in given.keys() - names:
        raise BadSetting(f"{path}: unknown setting {name!r}; known: {', '.join(sorted(names))}")
    return Settings(**{name: _typed(name, *pair) for name, pair in given.items()})


def _typed(name: str, value: Any, where: str) -> Any:
    default = getattr(Settings(), name)
    try:
        if isinstance(default, tuple):
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(str(part).strip() for part in parts if str(part).strip())
        result = type(default)(value)
    except (TypeError, ValueError) as error:
        kind = type(default).__name__
        raise BadSetting(f"{where}: {name} must be of type {kind}, not {value!r}") from error
    if isinstance(result, int | float) and result <= 0:
        raise BadSetting(f"{where}: {name} must be greater than 0, not {value!r}")
    if name == "base" and not (str(result).startswith("http") and str(result)[-1] in "/#"):
        raise BadSetting(f"{where}: base must be an http IRI that ends with / or #")
    return result
