"""JSON of a stranger: as it stands, or refused in one line."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.strictjson import DEEPEST, read_json

TEXTS = st.text(st.sampled_from('a":{}[],\\'), max_size=5)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_well_formed_is_read_as_it_stands(value: Any) -> None:  # noqa: ANN401
    """Brackets, colons and quotation marks in texts and names count for nothing."""
    content = orjson.dumps(value)
    assert read_json(content) == value


@given(VALUES, st.text(st.sampled_from('ab":{\\'), max_size=3), st.booleans())
def test_a_member_said_twice_is_refused_wherever_it_stands(
    value: Any,  # noqa: ANN401
    name: str,
    is_escaped: bool,  # noqa: FBT001 - drawn
) -> None:
    """However its name is spelt, and whatever stands around it."""
    spelt = (
        "".join(f"\\u{ord(sign):04x}" for sign in name) if is_escaped else json.dumps(name)[1:-1]
    )
    inner = f'{{{json.dumps(name)}: 1, "other": {json.dumps(value)}, "{spelt}" : 2}}'
    with pytest.raises(InputError, match="stands twice in one object; say it once") as caught:
        read_json(f'[{{"a": {inner}}}, 1]'.encode())
    assert name == "other" or repr(name) in str(caught.value)


@pytest.mark.parametrize(("levels", "is_read"), [(DEEPEST, True), (DEEPEST + 1, False)])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"]": ', "}")])
def test_the_deepest_that_is_read(levels: int, begin: str, end: str, *, is_read: bool) -> None:
    """Lists and objects alike, and one more is one too many."""
    content = (begin * (levels - 1) + "[]" + end * (levels - 1)).encode()
    if is_read:
        read_json(content)
        return
    with pytest.raises(InputError, match=f"nested deeper than {DEEPEST} levels"):
        read_json(content)


@pytest.mark.parametrize("content", [b"", b"{", b'{"a": NaN}', b"1e999", b"\xff", b'"\\ud800"'])
def test_what_is_no_json_says_where(content: bytes) -> None:
    """In both languages, and without a word of a library in the Chinese one."""
    with pytest.raises(InputError, match="It is no JSON") as caught:
        read_json(content)
    assert caught.value.zh is not None
    assert caught.value.zh.startswith("第 1 行第 ")


def test_values_are_counted_before_they_are_read() -> None:
    """Three values are no more than three; what is no JSON is counted, too."""
    assert read_json(b"[1, 2]", most_values=3) == [1, 2]
    with pytest.raises(InputError, match="more than 3 values"):
        read_json(b"[1,2,[", most_values=3)
