"""Which sources a build reads, and under which names."""

from __future__ import annotations

import json
from pathlib import Path

from graph.settings import Settings
from loaders.gather import CONTEXTS, gather
from tests.loaders.ctdl_documents import CONTEXT
from tests.shared import SHARED, needs_shared


def test_what_lies_in_the_data_folder_is_read_too(tmp_path: Path) -> None:
    kept = tmp_path / "sources" / "ctdl"
    kept.mkdir(parents=True)
    (kept / "a.json").write_text("{}")
    (tmp_path / "sources" / "onet").mkdir()
    given = tmp_path / "more.json"
    source, _ = gather(tmp_path, {"ctdl": (given,)}, (), Settings())
    assert (source.name, source.paths) == ("ctdl", (given, kept))


def test_each_collection_of_learning_records_is_a_source_with_a_name_of_its_own(
    tmp_path: Path,
) -> None:
    paths = tuple(tmp_path / name for name in ("one/badges", "two/badges", "ler"))
    found = gather(
        tmp_path, {"ler": paths}, (), Settings(publishable_issuers=("https://issuer.example/",))
    )
    assert [source.name for source in found] == ["ler-badges", "ler-badges-2", "ler"]
    assert found[0].publishable_issuers == {"https://issuer.example/"}


def test_contexts_that_are_given_go_first(tmp_path: Path) -> None:
    source, _ = gather(tmp_path, {"ctdl": (tmp_path,)}, (tmp_path,), Settings())
    assert source.contexts[0] == tmp_path


# --- the vocabulary that ships --------------------------------------------------------------------


SHIPPED = ["ctdl.json", "ctdlasn.json", "qdata.json"]


def vocabulary_of(data: Path, *given: Path, contexts: tuple[Path, ...] = ()) -> list[str]:
    """The names of the shipped schema files that are read with what is given."""
    found = {one.name: one for one in gather(data, {"ctdl": given}, contexts, Settings())}
    assert found.pop("ctdl").paths == given
    return [path.name for one in found.values() for path in one.paths]


def schema(path: Path, terms: int) -> Path:
    """A schema file of the user's, which describes the first terms of CTDL's anew."""
    nodes = json.loads((CONTEXTS / "ctdl-schema" / "ctdl.json").read_text("utf-8"))["@graph"]
    text = json.dumps({"@context": CONTEXT, "@graph": nodes[:terms]}, indent=1)
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    return path


def test_with_ctdl_goes_its_vocabulary_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert vocabulary_of(tmp_path, tmp_path / "a.json") == SHIPPED
    others = gather(tmp_path, {"onet": (tmp_path,), "ler": (tmp_path,)}, (), Settings())
    assert [source.kind for source in others] == ["onet", "ler"]


def test_a_schema_file_of_the_user_s_stands_in_place_of_the_one_that_ships(tmp_path: Path) -> None:
    given = tmp_path / "given"
    (given / "deeper").mkdir(parents=True)
    schema(given / "deeper" / "a.json", 800)
    assert vocabulary_of(tmp_path, given) == ["ctdlasn.json", "qdata.json"]
    assert vocabulary_of(tmp_path, CONTEXTS / "ctdl-schema") == []


@needs_shared
def test_qdata_s_own_schema_stands_in_place_of_its_names(tmp_path: Path) -> None:
    own = SHARED / "ctdl" / "schemas" / "qdata"
    assert vocabulary_of(tmp_path, own) == ["ctdl.json", "ctdlasn.json"]


def test_a_few_terms_of_the_user_s_go_with_all_that_ship(tmp_path: Path) -> None:
    few = schema(tmp_path / "few.json", 30)
    assert vocabulary_of(tmp_path, few) == SHIPPED
    (tmp_path / "broken.json").write_text(few.read_text("utf-8")[:-1], encoding="utf-8")
    assert vocabulary_of(tmp_path, tmp_path / "broken.json") == SHIPPED


def test_a_vocabulary_beside_contexts_that_are_given_goes_first(tmp_path: Path) -> None:
    (tmp_path / "mine" / "ctdl-schema").mkdir(parents=True)
    schema(tmp_path / "mine" / "ctdl-schema" / "newer.json", 30)
    (tmp_path / "a.json").write_text("{}")
    found = vocabulary_of(tmp_path, tmp_path / "a.json", contexts=(tmp_path / "mine",))
    assert found == ["newer.json"]
