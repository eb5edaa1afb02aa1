"""Write the sample's CTDL documents and badges from the content in ``scripts/sample_ctdl/``.

Usage: ``python -m scripts.sample_ctdl [FOLDER]``; FOLDER is ``loaders/sample/data`` by default.
Rewrites ``ctdl/``, ``ler/`` and ``FLAWS.md`` there. The same content gives the same bytes.
``scripts/sample_ctdl/README.md`` says how the content is written.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.sample_ctdl_badges import badges
from scripts.sample_ctdl_shapes import (
    REGISTRY,
    TABLES,
    Content,
    Flaw,
    Shaper,
    ctid,
    read_toml,
    uuid_of,
)

CONTENT = Path(__file__).with_suffix("")
SAMPLE = Path(__file__).parents[1] / "loaders" / "sample" / "data"
CONTEXT = "https://credreg.net/ctdl/schema/context/json"


def main(folder: Path) -> None:
    """Write everything under `folder`."""
    content = Content.read(CONTENT)
    flaws: list[Flaw] = []
    for part in ("ctdl", "ler"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for path in sorted(CONTENT.rglob("*.toml")):
        if path.stem not in TABLES:
            name = path.relative_to(CONTENT).with_suffix(".json").as_posix()
            text = _document_file(read_toml(path), name, content, flaws)
            _write(folder / "ctdl" / name, text)
    for name, badge in badges(read_toml(CONTENT / "badges.toml"), content, flaws):
        _write(folder / "ler" / name, _json(badge))
    _write(folder / "FLAWS.md", _flaw_table(flaws))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _document_file(table: dict[str, Any], name: str, content: Content, flaws: list[Flaw]) -> str:
    """The text of one file of documents; `_file` says in which form."""
    settings = table.pop("_file")
    for flaw in settings.get("flaws", []):
        flaws.append(Flaw.of(name, "", flaw))
    if settings["form"] == "text":
        return str(settings["text"])
    if settings["form"] == "resource":
        ((key, record),) = table.items()
        return _json(_resource(key, record, name, content, flaws))
    documents = [
        _document(nodes, settings["form"], name, content, flaws) for nodes in _grouped(table)
    ]
    if settings.get("one"):
        return _json(documents[0])
    return _json([*documents, *settings.get("extra", [])])


def _grouped(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The nodes of each document: a main node, and those that say ``_in`` it."""
    records = {key: record for key, record in table.items() if not key.startswith("_")}
    for main, record in records.items():
        if "_in" not in record:
            inner = {k: r for k, r in records.items() if r.get("_in") == main}
            yield {main: record} | inner


def _document(
    nodes: dict[str, Any], form: str, file: str, content: Content, flaws: list[Flaw]
) -> dict[str, Any]:
    main, record = next(iter(nodes.items()))
    shaped = [Shaper(content, key, node, file, flaws).node() for key, node in nodes.items()]
    name = ctid(record.get("_ctid_of", main))
    body = {
        "@context": record.get("_context", CONTEXT),
        "@id": f"{REGISTRY}graph/{name}",
        "@graph": shaped,
    }
    return body if form == "document" else _envelope(main, record, name, body)


def _resource(
    key: str, record: dict[str, Any], file: str, content: Content, flaws: list[Flaw]
) -> dict[str, Any]:
    """A payload of 2017-18: no ``@graph``, plain strings, references as objects."""
    node = Shaper(content, key, record, file, flaws).node()
    plain = {
        name: value["en-US"] if isinstance(value, dict) and "en-US" in value else value
        for name, value in node.items()
    }
    return {"@context": CONTEXT.replace("https", "http")} | plain


def _envelope(main: str, record: dict[str, Any], name: str, body: dict[str, Any]) -> dict[str, Any]:
    updated = record.get("_updated") or _some_day(main)
    owner = record.get("by")
    owners = {"owned_by": [ctid(owner)], "published_by": ctid(owner)} if owner else {}
    return {
        "envelope_community": "ce_registry",
        "envelope_id": uuid_of(f"envelope {main}"),
        "envelope_ceterms_ctid": name,
        "envelope_ctdl_type": body["@graph"][0]["@type"],
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "resource_format": "json",
        **owners,
        "decoded_resource": body,
        "node_headers": {"created_at": updated, "updated_at": updated, "deleted_at": None},
    }


def _some_day(key: str) -> str:
    """A day in the year before the sample's date, the same each time for the same record."""
    number = int(uuid_of(f"day {key}")[:8], 16)
    month, day, minute = number % 12 + 1, number // 12 % 28 + 1, number // 336 % 60
    year = 2025 if month > 9 else 2026
    return f"{year}-{month:02}-{day:02}T14:{minute:02}:00Z"


def _flaw_table(flaws: list[Flaw]) -> str:
    rows = sorted({f"| {f.file} | {f.ctid} | {f.code} | {f.what} |" for f in flaws})
    return "\n".join([*INTRODUCTION, *rows]) + "\n"


INTRODUCTION = """\
# What is wrong in the sample, on purpose

Real records have flaws, so these have them too. Each line is one that was planted; whatever else
looks wrong is a mistake of ours. `Code` is the code of the load note where the loader reports the
flaw (`bad-language-tag`, `ill-typed-value`, `iri-mended`, `relative-iri`, `literal-for-iri`,
`person-name-dropped`, `superseded`, `undefined-blank-node`, `unreadable-document`);
`unknown-key` is counted in the load report, `original-iri` is kept in the graph as
`cg:originalIri`, and the other codes name what a check finds. Files whose name begins with a number
are badges, in `ler/`; the others lie in `ctdl/`. Made by `scripts/sample_ctdl.py`.

| File | CTID | Code | What is wrong |
|---|---|---|---|""".splitlines()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]) if len(sys.argv) == 2 else SAMPLE)
