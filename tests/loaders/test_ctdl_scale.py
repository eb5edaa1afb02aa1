"""Many documents: read by several processes, with the same outcome as by one, byte for byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.vocabulary import CETERMS, CG, RDF_TYPE
from loaders import spread
from loaders.report import EXAMPLES
from tests.loaders.ctdl_documents import REGISTRY, ctid, envelope, load_paths

LIVE, BROKEN, ROOT = 3000, EXAMPLES + 200, Path(__file__).parents[2]


def members() -> Iterator[tuple[str, str]]:
    for number in range(LIVE):
        yield f"b/{number:05}.json", json.dumps(envelope(number, "2021-05-01", name={"en": "New"}))
    for number in range(BROKEN):
        yield f"c/{number:05}.json", "{"
    # The first and the last batch hold versions of what stands between them.
    yield "a/older.json", json.dumps(envelope(7, "2020-05-01", name={"en": "Older"}))
    yield "d/newer.json", json.dumps(envelope(8, "2022-05-01", name={"en": "Newer"}))
    gone = envelope(9, "2020-05-01")
    gone["node_headers"]["deleted_at"] = "2023-05-01 00:00:00 UTC"
    yield "d/deleted.json", json.dumps(gone)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members():
            archive.writestr(name, text)
    return path


def test_processes_change_nothing(
    tmp_path: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone").mkdir()
    together = load_paths(tmp_path, many)
    monkeypatch.setattr(spread, "FEW", 1 << 20)
    alone = load_paths(tmp_path / "alone", many)
    assert together.text == alone.text
    started = {"seconds": 0}
    assert together.report.as_dict() | started == alone.report.as_dict() | started
    assert [path.name for path in tmp_path.iterdir()] == ["alone", "out.nt"]


def test_everything_is_counted_and_some_of_it_listed(tmp_path: Path, many: Path) -> None:
    loaded = load_paths(tmp_path, many)
    documents = loaded.report.tables["documents"]
    counted = (documents.loaded, documents.rejected, documents.left_out)
    assert counted == (LIVE - 1, BROKEN, 4)
    account = loaded.report.as_dict()
    assert (len(account["rejects"]), account["rejects_count"]) == (EXAMPLES, BROKEN)
    assert account["left_out_codes"] == {"superseded": 3, "deleted": 1}
    notes = f"SELECT (COUNT(*) AS ?n) {{ ?x <{CG.severity}> 'reject' }}"
    assert loaded.ask(notes) == [(str(BROKEN),)]


def test_the_newest_wins_wherever_it_stands(tmp_path: Path, many: Path) -> None:
    loaded = load_paths(tmp_path, many)
    names = [loaded.values(f"{REGISTRY}resources/{ctid(n)}", CETERMS.name) for n in (6, 7, 8, 9)]
    assert names == [["New"], ["New"], ["Newer"], []]
    assert loaded.values(f"{REGISTRY}resources/{ctid(9)}", RDF_TYPE) == []
    places = {note.value: note.reason for note in loaded.report.left_out}
    assert places[ctid(7)].endswith("many.zip/b/00007.json")
    assert loaded.report.as_of == "2023-05-01"


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which processes are left")
def test_no_process_outlives_a_load_that_was_killed(tmp_path: Path, many: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from tests.loaders.ctdl_documents import load_paths\n"
        "if __name__ == '__main__':\n"
        "    while True: load_paths(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), str(tmp_path), str(many)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        until(lambda: len(workers(process.pid)) >= 1)
        left = workers(process.pid)
        process.send_signal(signal.SIGKILL)
    until(lambda: not any(is_running(pid) for pid in left))


def workers(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [pid for pid in map(int, listed) if "spawn_main" in command_of(pid)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    return bool(command_of(pid))


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)
