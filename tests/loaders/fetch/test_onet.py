"""Fetching O*NET releases and crosswalks over HTTP, and what is refused of them."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import credgraph
from graph import builds
from loaders.fetching import only_fetch
from loaders.onet.fetch import checks, releases
from loaders.sample import FOLDER
from tests.loaders.fetch.registry_server import zipped
from tests.loaders.http_server import Handler, Server, serving

ONET = FOLDER / "onet" / "db_30_1_text"
PLACE = "/dl_files/database/"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as running:
        yield running


def run(server: Server, data: Path, *arguments: object, **environ: str) -> Result:
    environ = {
        "CREDGRAPH_MIRROR": server.url,
        "CREDGRAPH_PRIVATE_HOSTS": server.host,
        "CREDGRAPH_REQUESTS_PER_SECOND": "1000",
        **environ,
    }
    command = [str(one) for one in (*arguments, "--data", data)]
    return CliRunner().invoke(credgraph.main, command, env=environ)


def whole(version: str) -> bytes:
    """A release with all that it must have; the sample's tables where it has them."""
    contents = {
        f"db_{version.replace('.', '_')}_text/{table}.txt": "Element ID\tElement Name\n"
        for table in releases()[version].tables
    }
    if version == "30.1":
        contents |= {f"db_30_1_text/{p.name}": p.read_text() for p in sorted(ONET.glob("*.txt"))}
    return zipped(contents)


def serve(server: Server, version: str, content: bytes) -> None:
    path = f"{PLACE}db_{version.replace('.', '_')}_text.zip"
    server.routes[path] = lambda handler: handler.reply(200, content)


def test_a_release_is_fetched_and_built_without_being_asked_for(
    server: Server, tmp_path: Path
) -> None:
    serve(server, "30.1", whole("30.1"))
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.1")
    assert result.exit_code == 0, result.output
    assert "O*NET 30.1 is at" in result.output
    built = run(server, tmp_path, "build")
    assert built.exit_code == 0, built.output
    current = builds.current(tmp_path)
    assert current
    (source,) = current.info["sources"]
    assert source["version"] == "30.1"
    assert source["tables"]["Skills"]["loaded"] > 0


def test_the_release_that_was_asked_for_last_is_the_one_at_hand(
    server: Server, tmp_path: Path
) -> None:
    for version in ("30.3", "30.2"):
        serve(server, version, whole(version))
    assert run(server, tmp_path, "fetch", "onet", "--release", "30.3").exit_code == 0
    kept = tmp_path / "sources" / "onet"
    assert [path.name for path in kept.iterdir()] == ["db_30_3_text.zip"]
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.2")
    assert "in place of db_30_3_text.zip" in result.output
    assert [path.name for path in kept.iterdir()] == ["db_30_2_text.zip"]


def test_a_release_that_breaks_off_is_resumed(server: Server, tmp_path: Path) -> None:
    content, asked = whole("30.1"), []
    half = len(content) // 2

    def breaking(handler: Handler) -> None:
        asked.append(handler.headers.get("Range"))
        if len(asked) == 1:
            handler.reply(200, content[:half], ETag='"a"', Content_Length=str(len(content)))
            handler.close_connection = True
        else:
            span = f"bytes {half}-{len(content) - 1}/{len(content)}"
            handler.reply(206, content[half:], ETag='"a"', Content_Range=span)

    server.routes[f"{PLACE}db_30_1_text.zip"] = breaking
    digest = hashlib.sha256(content).hexdigest()
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.1", "--sha256", digest.upper())
    assert result.exit_code == 0, result.output
    assert asked == [None, f"bytes={half}-"]
    assert (tmp_path / "sources/onet/db_30_1_text.zip").read_bytes() == content


def corrupt(content: bytes) -> bytes:
    """One byte changed in the middle of the largest file."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        largest = max(opened.infolist(), key=lambda member: member.compress_size)
    middle = largest.header_offset + 100 + largest.compress_size // 2
    return content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :]


def lacking_skills() -> bytes:
    return zipped({"db_30_1_text/Occupation Data.txt": "O*NET-SOC Code\tTitle\tDescription\n"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (whole("30.1")[:-2000], "not a readable zip"),
        (corrupt(whole("30.1")), "not a readable zip"),
        (b"<html>maintenance</html>", "not a readable zip"),
        (b"", "not a readable zip"),
        (lacking_skills(), "no whole release"),
        (zipped({"../../evil.txt": "x"}), "would lie elsewhere"),
    ],
    ids=["cut off", "corrupt", "page", "empty", "part", "elsewhere"],
)
def test_what_is_no_release_is_refused_and_not_kept(
    server: Server, tmp_path: Path, content: bytes, words: str
) -> None:
    serve(server, "30.1", content)
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.1")
    assert result.exit_code == 3
    assert words in result.output
    assert list((tmp_path / "sources/onet").iterdir()) == []


def test_a_bomb_is_refused(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MAX_UNPACKED", 10_000_000)
    bomb = zipped({f"db_30_1_text/{n}.txt": "0" * 3_000_000 for n in range(4)})
    assert len(bomb) < 100_000
    serve(server, "30.1", bomb)
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.1")
    assert result.exit_code == 3
    assert "larger than 10,000,000 bytes when unpacked" in result.output


def test_another_digest_than_expected_is_refused(server: Server, tmp_path: Path) -> None:
    serve(server, "30.1", whole("30.1"))
    result = run(server, tmp_path, "fetch", "onet", "--release", "30.1", "--sha256", "0" * 64)
    assert result.exit_code == 3
    assert "SHA-256" in result.output
    assert list((tmp_path / "sources/onet").iterdir()) == []


def test_a_known_digest_is_checked_unless_another_is_given(server: Server, tmp_path: Path) -> None:
    content, known = whole("31.0"), releases()["31.0"].sha256
    serve(server, "31.0", content)
    result = run(server, tmp_path, "fetch", "onet")
    assert result.exit_code == 3
    digest = hashlib.sha256(content).hexdigest()
    assert f"its SHA-256 is {digest}, not {known}" in result.output
    assert list((tmp_path / "sources/onet").iterdir()) == []
    assert run(server, tmp_path, "fetch", "onet", "--sha256", digest).exit_code == 0
    assert (tmp_path / "sources/onet/db_31_0_text.zip").read_bytes() == content


# --- crosswalks ---------------------------------------------------------------------------------

STRUCTURE = "code,title,parent\n11-0000,Management,NA\n"


def book() -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def test_every_crosswalk_is_fetched_and_one_that_fails_stops_no_other(
    server: Server, tmp_path: Path
) -> None:
    for path in (
        "/soc/2018/soc_structure_2018.xlsx", "/ipeds/cipcode/Files/CIP2020_SOC2018_Crosswalk.xlsx",
        "/naics/2022NAICS/2-6%20digit_2022_Codes.xlsx", "/oes/special-requests/oesm25nat.zip",
        "/oes/special-requests/oesm25st.zip",
    ):  # fmt: skip
        server.routes[path] = lambda handler: handler.reply(200, book())
    walk = "/taxonomy/2019/walk/2010_to_2019_Crosswalk.csv"
    server.routes[walk] = lambda handler: handler.reply(200, b"a,b\n")
    server.routes["/ipeds/cipcode/Files/CIPCode2020.csv"] = lambda handler: handler.reply(
        200, b"\xef\xbb\xbf <!DOCTYPE html><title>Busy</title>"
    )
    forbidden = "/soc/2018/soc_2010_to_2018_crosswalk.xlsx"
    server.routes[forbidden] = lambda handler: handler.reply(403, b"no scripts")
    result = run(server, tmp_path, "fetch", "crosswalks")
    assert result.exit_code == 3
    assert result.output.count(" is at ") == 6
    assert "CIP 2020 codes: CIPCode2020.csv: a web page" in result.output
    assert "HTTP 403" in result.output
    assert "give it with --from" in result.output
    assert "2 of 8 files" in result.output
    kept = {path.name for path in (tmp_path / "sources/onet").iterdir()}
    assert len(kept) == 6
    assert "2-6 digit_2022_Codes.xlsx" in kept
    assert f"{walk}?fmt=csv" in [path for _, path, _ in server.requests]


def test_files_at_hand_are_taken_after_the_same_checks(server: Server, tmp_path: Path) -> None:
    good, bad = tmp_path / "soc.csv", tmp_path / "oews.zip"
    good.write_text(STRUCTURE)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("x.csv", "a,b\n" * 1000)
    bad.write_bytes(bad.read_bytes()[:-10])
    data = tmp_path / "data"
    result = run(server, data, "fetch", "crosswalks", "--from", good, "--from", bad)
    assert result.exit_code == 3
    assert "oews.zip: not a readable zip" in result.output
    assert list((data / "sources/onet").iterdir()) == []
    assert run(server, data, "fetch", "crosswalks", "--from", good).exit_code == 0
    assert run(server, data, "build").exit_code == 0
    assert server.requests == []
    current = builds.current(data)
    assert current
    assert current.info["sources"][0]["tables"]["SOC 2018 structure"]["loaded"] == 1


@pytest.mark.parametrize("what", ["onet", "crosswalks"])
def test_two_fetches_at_once_are_refused(server: Server, tmp_path: Path, what: str) -> None:
    with only_fetch(tmp_path / "sources" / "onet"):
        result = run(server, tmp_path, "fetch", what)
    assert result.exit_code == 3
    assert "another fetch is running" in result.output
    assert server.requests == []


def test_the_table_of_releases_is_in_order_and_whole() -> None:
    versions = [tuple(map(int, version.split("."))) for version in releases()]
    assert versions == sorted(versions, reverse=True)
    assert all(re.fullmatch("([0-9a-f]{64})?", one.sha256) for one in releases().values())
    assert "Skills" in releases()["30.2"].tables
    assert "Skills" not in releases()["30.3"].tables
    assert "Essential Skills" in releases()["30.3"].tables
    assert releases()["31.0"].url.endswith("/dl_files/database/db_31_0_text.zip")
