"""A build's account in words: what each source gave, and what was not loaded and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from graph.builds.shelf import Build

_KEYS, _PUBLISHERS = 20, 3
"""How many unknown keys, and publishers of each, are told in words; build.json has them all."""


def source_line(source: dict[str, Any]) -> str:
    """One source of build.json in one line, its tables with what was loaded of what was read."""
    tables = source["tables"].items()
    counts = ", ".join(f"{name} {t['loaded']:,} of {t['read']:,}" for name, t in tables)
    version = f" {source['version']}" if source["version"] else ""
    return (
        f"{source['source']}{version}: {source['triples']:,} triples; "
        f"{source['rejects_count']:,} rejects, {source['left_out_count']:,} left out, "
        f"{sum(source['repairs'].values()):,} repairs; {source['seconds']} s; {counts}"
    )


def details(source: dict[str, Any]) -> Iterator[str]:
    """A line for each reject that is listed; a line for each kind of thing that was left out or
    mended, with the reason of the first."""
    for note in source["rejects"]:
        yield f"rejected {note['place'] or ''}: {note['reason']} [{note['code']}]"
    if (more := source["rejects_count"] - len(source["rejects"])) > 0:
        yield f"rejected {more:,} more, each a cg:LoadNote in the graph"
    first = {note["code"]: note["reason"] for note in reversed(source["left_out"])}
    for code, count in Counter(source.get("left_out_codes", {})).most_common():
        yield f"left out {count:,}: {first.get(code, 'see the cg:LoadNote of each')} [{code}]"
    for code, count in source["repairs"].items():
        yield f"repaired {count:,} [{code}]"
    yield from _unknown_keys(source)


def _unknown_keys(source: dict[str, Any]) -> Iterator[str]:
    """A line for each of the most common keys that have no meaning, with who publishes them."""
    by: defaultdict[str, list[str]] = defaultdict(list)
    for key, publisher, count in source.get("unknown_keys_by_publisher", []):
        by[key].append(f"{publisher} {count:,}")
    for key, count in Counter(source["unknown_keys"]).most_common(_KEYS):
        who = f"; by publisher: {', '.join(by[key][:_PUBLISHERS])}" if by[key] else ""
        more = f" and {len(by[key]) - _PUBLISHERS:,} more" if len(by[key]) > _PUBLISHERS else ""
        yield f"unknown key {key}: {count:,}{who}{more}"
    if (rest := len(source["unknown_keys"]) - _KEYS) > 0:
        yield f"unknown keys: {rest:,} more; see build.json"


def build_line(build: Build, is_current: bool) -> str:
    """One build in one line."""
    mark = "current" if is_current else "pruned" if build.is_pruned else ""
    triples = build.info["profile"]["triples"]
    return f"{build.id}  {triples:>12,} triples  {build.size / 1e6:>9,.1f} MB  {mark}".rstrip()
