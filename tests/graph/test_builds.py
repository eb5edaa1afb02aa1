"""Builds: made aside, switched to, kept or pruned; whatever goes wrong, the old one stays."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph import builds
from graph.builds import BuildError, Step, Workspace
from graph.errors import KnownError
from graph.iris import Names
from tests.graph.building import build, credential, least, plan, reading

ROOT = Path(__file__).resolve().parents[2]


def fast(data: Path, n: int = 1) -> builds.Build:
    """A build of the least that can be built."""
    return builds.run(data, least(reading(credential(n))), [str(n)], Names())


def names(data: Path) -> set[str]:
    return {path.name for path in (data / "builds").iterdir()} - {".lock"}


def test_the_newest_build_is_current(tmp_path: Path) -> None:
    assert builds.current(tmp_path) is None
    first, second = fast(tmp_path), fast(tmp_path)
    assert builds.current(tmp_path) == second
    assert builds.builds(tmp_path) == [second, first]
    assert (tmp_path / "current" / "build.json").is_file()


def test_builds_of_one_second_have_names_in_order(tmp_path: Path) -> None:
    made = [fast(tmp_path, n % 2) for n in range(4)]
    assert [b.id for b in builds.builds(tmp_path)] == [b.id for b in reversed(made)]


def test_a_step_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    old = fast(tmp_path)

    def fail(work: builds.Workspace) -> None:
        raise BuildError("the reason")

    with pytest.raises(BuildError, match="the reason"):
        builds.run(tmp_path, [*least(reading(credential(1))), Step("fail", fail)], [], Names())
    assert builds.current(tmp_path) == old
    assert names(tmp_path) == {old.id}


@pytest.mark.parametrize(
    "text",
    [
        "<http://a> <http://b> nonsense .",
        "<http://a> <http://b> <http://c d> .",
        "<http://a>",
        "x",
        "",
    ],
)
def test_a_line_that_is_no_rdf_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(KnownError, match="no N-Triples"):
        build(tmp_path, [*credential(1), f"{text}\n", "x\n"])
    assert not names(tmp_path)


def test_a_source_that_gives_nothing_is_refused(tmp_path: Path) -> None:
    old = fast(tmp_path)

    def read_nothing(work: Workspace) -> list[dict[str, Any]]:
        (source,) = reading([])(work)
        return [source | {"tables": {"documents": {"read": 1, "loaded": 0}}}]

    with pytest.raises(BuildError, match="ctdl: nothing in it could be loaded"):
        builds.run(tmp_path, plan(read_nothing), [], Names())
    assert builds.current(tmp_path) == old


def test_only_one_build_runs_at_a_time(tmp_path: Path) -> None:
    fast(tmp_path)
    with (tmp_path / "builds" / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BuildError, match="another build is running"):
            fast(tmp_path)


def test_a_full_disk_leaves_the_old_build(tmp_path: Path) -> None:
    old = fast(tmp_path)
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.graph.building import build, credential\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, 4 << 20))\n"
        "many = (text for n in range(int(sys.argv[2])) for text in credential(n))\n"
        "build(Path(sys.argv[1]), many)\n"
    )
    for count in (12_000, 40_000):  # full while the store is loaded; while the loader writes
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), str(count)],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert "BuildError" in done.stderr.strip().rpartition("\n")[2]
        assert "free some space" in done.stderr
        assert builds.current(tmp_path) == old
        assert names(tmp_path) == {old.id}


def test_halves_of_characters_do_not_break_the_record(tmp_path: Path) -> None:
    odd = Step("odd", lambda work: {"value": "\ud800"})
    made = builds.run(tmp_path, [*least(reading(credential(1))), odd], [], Names())
    assert builds.Build(made.folder).info["odd"] == {"value": "?"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError, match=str(tmp_path)):
        fast(tmp_path)


def test_current_that_is_no_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(BuildError, match="is not a link"):
        fast(tmp_path)


@pytest.mark.parametrize("harm", ["missing", "broken", "elsewhere", "pruned", "half", "other"])
def test_a_bad_current_gives_way_to_the_newest_whole_build(tmp_path: Path, harm: str) -> None:
    first, second = fast(tmp_path), fast(tmp_path)
    link = tmp_path / "current"
    if harm in ("missing", "broken", "elsewhere"):
        link.unlink()
    if harm == "broken":
        link.symlink_to("builds/20200101T000000Z-00000000")
    if harm == "elsewhere":
        link.symlink_to("/")
    if harm == "pruned":
        shutil.rmtree(second.public)
    if harm == "half":
        record = (second.folder / "build.json").read_text()
        (second.folder / "build.json").write_text(record[: len(record) // 2])
    if harm == "other":
        shutil.copy(first.folder / "build.json", second.folder / "build.json")
    whole = first if harm in ("pruned", "half", "other") else second
    assert builds.current(tmp_path) == whole
    third = fast(tmp_path)
    assert builds.current(tmp_path) == third


def test_a_record_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    first, second = fast(tmp_path), fast(tmp_path)
    (second.folder / "build.json").write_text("{")
    assert builds.builds(tmp_path) == [first]
    assert builds.find(tmp_path, second.id) is None
    with pytest.raises(BuildError, match="can't be read"):
        _ = builds.Build(second.folder).info


def test_find_takes_ids_only(tmp_path: Path) -> None:
    made = fast(tmp_path)
    assert builds.find(tmp_path, made.id) == made
    assert builds.find(tmp_path, f"../builds/{made.id}") is None
    assert builds.find(tmp_path, "") is None


def test_prune_keeps_the_newest_the_pinned_the_current_and_the_used(tmp_path: Path) -> None:
    made = [fast(tmp_path) for _ in range(6)]
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(f"builds/{made[2].id}")
    handle = os.open(made[1].folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    pruned, used = builds.prune(tmp_path, 2, {made[0].id})
    assert pruned == [made[3]]
    assert used == [made[1]]
    os.close(handle)
    pruned, used = builds.prune(tmp_path, 2, set())
    assert pruned == [made[1], made[0]]
    assert not used
    assert [path.name for path in made[0].folder.iterdir()] == ["build.json"]
    assert made[0].info["id"] == made[0].id
    assert [b.is_pruned for b in builds.builds(tmp_path)] == [False, False, True, False, True, True]


def test_a_prune_that_was_broken_off_is_ended_by_the_next(tmp_path: Path) -> None:
    first, _ = fast(tmp_path), fast(tmp_path)
    (first.folder / "graph.nt.gz").write_bytes(b"x")
    first.public.rename(first.folder / ".going")
    assert builds.prune(tmp_path, 1, ()) == ([], [])
    assert [path.name for path in first.folder.iterdir()] == ["build.json"]
