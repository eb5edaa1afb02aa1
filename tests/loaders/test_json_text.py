"""JSON that could stop a whole load: each is one reject, and what stands beside it is loaded."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import CETERMS, RDF_TYPE
from loaders.json_text import MAX_DIGITS, BadDocument, parse, values
from tests.loaders.ctdl_documents import REGISTRY, ctid, envelope, graph, load_documents


def nested(levels: int, inner: str) -> str:
    return '{"a":' * levels + inner + "}" * levels


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'{{"ceterms:ctid": {"1" * 5000}}}', "more than 4,300 digits"),
        (nested(900, r'"\ud800"'), "nested too deeply"),
        (nested(2000, "1"), "nested too deeply"),
    ],
)
def test_what_python_cant_hold_is_rejected_alone(tmp_path: Path, text: str, reason: str) -> None:
    loaded = load_documents(tmp_path, a=text, b=graph(1, name={"en": "Welding"}))
    (note,) = loaded.report.rejects
    assert reason in note.reason
    assert loaded.values(f"{REGISTRY}resources/{ctid(1)}", RDF_TYPE)


def test_long_numbers_are_read_up_to_the_limit() -> None:
    longest = "9" * MAX_DIGITS
    assert parse(f"[{longest}]".encode()) == [int(longest)]
    with pytest.raises(BadDocument):
        parse(f"[{longest}9]".encode())


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.booleans(), st.sampled_from(["", "\ufeff", " \n"]))
def test_what_is_read_is_what_pythons_own_parser_reads(
    value: object, as_ascii: bool, before: str
) -> None:
    text = json.dumps(value, ensure_ascii=as_ascii, allow_nan=False)
    try:
        data = (before + text).encode()
    except UnicodeEncodeError:  # half a character, which no file can hold unless it is escaped
        return
    read = parse(data)
    if "\\ud" not in text:
        assert read == json.loads(text, parse_float=str)
    assert list(values(data + b" " + data.removeprefix("\ufeff".encode()))) == [read, read]


def test_many_values_in_one_file_take_no_more_time_each() -> None:
    one = json.dumps({"ceterms:name": "x" * 3000})
    begun = time.monotonic()
    assert len(list(values("\n".join([one] * 5000).encode()))) == 5000
    assert time.monotonic() - begun < 10


def test_a_time_before_the_first_year_is_no_time(tmp_path: Path) -> None:
    odd = envelope(1, "0001-01-01T00:00:00+14:00", name={"en": "Welding"})
    loaded = load_documents(tmp_path, a=odd)
    assert loaded.values(f"{REGISTRY}resources/{ctid(1)}", CETERMS.name) == ["Welding"]
