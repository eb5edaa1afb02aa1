"""Write ``loaders/contexts/``: the JSON-LD contexts and the CTDL vocabulary, from pinned packages.

The contexts of W3C and 1EdTech come from the npm packages that ``npm ci`` installed; CTDL's from
the wheel of ctdl-validate, which is fetched without installing it: it wants a newer Python than we
do. Of QData's vocabulary, which no package has, the names and facts are ours (`qdata.json`, made by
`ctdl_terms.py`). The folder is built, never committed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from loaders.ctdl import schema_files
from loaders.jsonld import digest_of

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "loaders" / "contexts"
CTDL_WHEEL = (
    "ctdl-validate==0.2.1 "
    "--hash=sha256:d97790f3543cc444c10de0892df6fe464b4b89b2f7fb5a4d8419ad3385f52a37"
)
CTDL_CONTEXTS = {
    "ctdl": "credreg.net/ctdl/schema/context/json",
    "ctdlasn": "credreg.net/ctdlasn/schema/context/json",
}
"""Folder in the wheel → the URL of its context, without the scheme: documents use both."""


def main() -> None:
    """Build the folder beside the old one, then put it in its place."""
    work = TARGET.with_name("contexts.new")
    shutil.rmtree(work, ignore_errors=True)
    (work / schema_files.NAME).mkdir(parents=True)
    found = _npm_contexts()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(_wheel(Path(folder))) as wheel:
        for name, url in CTDL_CONTEXTS.items():
            context = json.loads(wheel.read(f"ctdl_validate/vendor/{name}/context.json"))
            found |= {f"https://{url}": context, f"http://{url}": context}
            schema = wheel.read(f"ctdl_validate/vendor/{name}/schema.json")
            (work / schema_files.NAME / f"{name}.json").write_bytes(schema)
    shutil.copy(ROOT / "scripts" / "qdata.json", work / schema_files.NAME)
    _write(found, work)
    shutil.rmtree(TARGET, ignore_errors=True)
    work.rename(TARGET)


def _npm_contexts() -> dict[str, Any]:
    script = ROOT / "scripts" / "contexts.mjs"
    done = subprocess.run(["node", script], check=True, capture_output=True)  # noqa: S603, S607
    contexts: dict[str, Any] = json.loads(done.stdout)
    return contexts


def _wheel(folder: Path) -> Path:
    pinned = folder / "wheel.txt"
    pinned.write_text(CTDL_WHEEL)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--python-version", "3.12"]
    command += ["--require-hashes", "--requirement", str(pinned), "--dest", str(folder)]
    subprocess.run(command, check=True)  # noqa: S603
    return next(folder.glob("*.whl"))


def _write(contexts: dict[str, Any], folder: Path) -> None:
    """Each context once, under the name of its first URL; and the index of all URLs."""
    files: dict[str, str] = {}
    index: dict[str, dict[str, str]] = {}
    for url, context in sorted(contexts.items()):
        digest = digest_of(context)
        if digest not in files:
            name = url.partition("://")[2].removesuffix(".json")
            files[digest] = re.sub(r"[^A-Za-z0-9.-]+", "_", name) + ".json"
            (folder / files[digest]).write_text(json.dumps(context, indent=1), encoding="utf-8")
        index[url] = {"file": files[digest], "digest": digest}
    (folder / "index.json").write_text(json.dumps(index, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
