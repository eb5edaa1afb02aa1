"""A build's account in words: what each source gave, and what was not loaded and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graph.builds.shelf import Build


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
    """A line for each reject; a line for each reason why something was left out or mended."""
    for note in source["rejects"]:
        yield f"rejected {note['place'] or ''}: {note['reason']} [{note['code']}]"
    reasons = Counter((note["code"], note["reason"]) for note in source["left_out"])
    for (code, reason), count in reasons.most_common():
        yield f"left out {count:,}: {reason} [{code}]"
    for code, count in source["repairs"].items():
        yield f"repaired {count:,} [{code}]"


def build_line(build: Build, is_current: bool) -> str:
    """One build in one line."""
    mark = "current" if is_current else "pruned" if build.is_pruned else ""
    triples = build.info["profile"]["triples"]
    return f"{build.id}  {triples:>12,} triples  {build.size / 1e6:>9,.1f} MB  {mark}".rstrip()
