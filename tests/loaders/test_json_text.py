"""JSON that could stop a whole load: each is one reject, and what stands beside it is loaded."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.vocabulary import CETERMS, RDF_TYPE
from loaders.json_text import MAX_BAD, MAX_DIGITS, BadDocument, parse, values
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


def read(text: str) -> list[object]:
    """What is read of a text; of bad places the reason."""
    flat = [
        one
        for value in values(text.encode())
        for one in (value if isinstance(value, list) else [value])
    ]
    return [str(one) if isinstance(one, BadDocument) else one for one in flat]


GOOD = [{"a": 1}, {"b": [{"c": 2}]}, {"d": 3}]
LINES = [json.dumps(one) for one in GOOD]


@pytest.mark.parametrize(
    "bad", ['{"a": 1,}', '{"a": tru', "{]", '{"a": 0x1}', '{"a": NaN}', '{"a": "cut']
)
def test_a_bad_line_costs_no_other(bad: str) -> None:
    first, _, *rest = read("\n".join([LINES[0], bad, *LINES[1:]]))
    assert [first, *rest] == GOOD
    first, _, *rest = read("[\n  " + ",\n  ".join([LINES[0], bad, *LINES[1:]]) + "\n]")
    assert [first, *rest] == GOOD


def test_inner_objects_of_something_bad_are_not_taken_for_documents() -> None:
    bad = json.dumps({"@graph": [{"x": 1}, {"y": 2}], "z": 3}, indent=2).replace("3", "3,")
    (told,) = read(bad)
    assert "comma" in str(told)
    items = [json.dumps(GOOD[0], indent=2), bad, json.dumps(GOOD[2], indent=2)]
    whole = "[\n" + textwrap.indent(",\n".join(items), "  ") + "\n]"
    first, told, last = read(whole)
    assert (first, last) == (GOOD[0], GOOD[2])
    first, told = read("[\n" + ",\n".join(items) + "\n]")
    assert first == GOOD[0]
    flat = json.dumps([{"@graph": [{"x": [1]}, {"y": [2]}]}] * 3, indent=0).replace("2", "2,", 1)
    assert all(
        isinstance(one, str) or "@graph" in cast(dict[str, object], one) for one in read(flat)
    )


def test_a_text_of_bad_places_is_given_up() -> None:
    begun = time.monotonic()
    assert len(read("\n".join(["{,"] * 100_000))) == MAX_BAD
    assert len(read("[\n" + ",\n".join(['{"a": 1,}'] * 100_000) + "\n]")) == MAX_BAD
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("[{", "[{,", 1),
        lambda text: text[:-1],
        lambda text: text + "}",
        lambda text: text.replace("[{", "[" * 100_000 + "{", 1),
        lambda text: '{"envelope_id":"2",}',
    ],
    ids=["inside", "not closed", "closed twice", "too deep", "a comma"],
)
def test_of_envelopes_on_one_line_only_the_bad_are_lost(spoil: Callable[[str], str]) -> None:
    inner = [{"a": 1}, {"b": [',{"envelope_id":']}]
    good = [{"envelope_id": n, "resource": inner} for n in "123"]
    first, second, third = (json.dumps(one, separators=(",", ":")) for one in good)
    for between in (",", ", "):
        *found, last = read(f"[{between.join([first, spoil(second), third])}]")
        assert (found[0], last) == (good[0], good[2])
        assert all(one == good[1] or "is not read" not in str(one) for one in found[1:])
        assert isinstance(found[-1], str)


def test_what_is_lost_of_a_list_is_told() -> None:
    *found, told = read(f"[{LINES[0]}, {LINES[1]}, " + '{"a": 1,}, ' + f"{LINES[2]}]")
    assert found == GOOD[:2]
    assert "what may follow in the list is not read" in str(told)
    *found, told = read(f"[{LINES[0]}, {LINES[1]},]")
    assert found == GOOD[:2]
    assert "a comma before a closing bracket" in str(told)


@given(
    st.lists(JSON.filter(lambda one: not isinstance(one, list)), max_size=5), st.integers(0, 200)
)
def test_a_list_that_breaks_off_keeps_what_was_whole(items: list[object], cut: int) -> None:
    text = json.dumps(items)
    short = text[: min(cut, len(text) - 1)]
    whole = json.loads(text, parse_float=str)
    try:
        found = [one for one in read(short) if not (isinstance(one, str) and "JSON" in one)]
    except UnicodeEncodeError:
        return
    if "\\ud" not in text and short.startswith("["):
        numbers_may_be_cut = found[:-1]
        assert numbers_may_be_cut == whole[: len(numbers_may_be_cut)]
