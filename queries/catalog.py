"""All query files below this folder, by id."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from queries.query import Query

FOLDER = Path(__file__).parent


@cache
def catalog() -> Mapping[str, Query]:
    """Every query file by its id, ``folder/name``, in the order of the ids; read once.

    Errors: `BadQueryFile` for the first file that can't be used.
    """
    files = FOLDER.rglob("*.rq")
    paths = {path.relative_to(FOLDER).with_suffix("").as_posix(): path for path in files}
    return MappingProxyType(
        {name: Query.parse(name, paths[name].read_text("utf-8")) for name in sorted(paths)}
    )
