"""Which sources a build reads, and under which names."""

from __future__ import annotations

from pathlib import Path

from loaders.gather import gather


def test_what_lies_in_the_data_folder_is_read_too(tmp_path: Path) -> None:
    kept = tmp_path / "sources" / "ctdl"
    kept.mkdir(parents=True)
    (kept / "a.json").write_text("{}")
    (tmp_path / "sources" / "onet").mkdir()
    given = tmp_path / "more.json"
    (source,) = gather(tmp_path, {"ctdl": (given,)}, (), ())
    assert (source.name, source.paths) == ("ctdl", (given, kept))


def test_each_collection_of_learning_records_is_a_source_with_a_name_of_its_own(
    tmp_path: Path,
) -> None:
    paths = tuple(tmp_path / name for name in ("one/badges", "two/badges", "ler"))
    found = gather(tmp_path, {"ler": paths}, (), ("https://issuer.example/",))
    assert [source.name for source in found] == ["ler-badges", "ler-badges-2", "ler"]
    assert found[0].publishable_issuers == {"https://issuer.example/"}


def test_contexts_that_are_given_go_first(tmp_path: Path) -> None:
    (source,) = gather(tmp_path, {"ctdl": (tmp_path,)}, (tmp_path,), ())
    assert source.contexts[0] == tmp_path
