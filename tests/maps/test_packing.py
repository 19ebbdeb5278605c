"""Tests of varints and packed text."""

from __future__ import annotations

import base64
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ShapeError
from maps.packing import packed, packed_json, steps, varints


def decoded(stream: bytes) -> list[int]:
    """Read zigzag varints the way the page's script does."""
    values, value, factor = [], 0, 1
    for byte in stream:
        value += (byte & 127) * factor
        factor *= 128
        if byte < 128:
            values.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, factor = 0, 1
    return values


def test_varints_match_the_published_examples() -> None:
    """Protocol Buffers: 0 -> 0, -1 -> 1, 1 -> 2, -2 -> 3; 150 is 300 in zigzag: AC 02."""
    assert list(varints([0, -1, 1, -2, 150])) == [0, 1, 2, 3, 0xAC, 2]


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_varints_come_back(values: list[int]) -> None:
    """Every coordinate must survive, near or far, east or west."""
    assert decoded(varints(np.array(values, dtype=np.int64))) == values


def test_varints_refuse_a_table() -> None:
    """Two columns at once would silently interleave."""
    with pytest.raises(ShapeError, match="one row"):
        varints([[1, 2], [3, 4]])


def test_steps_round_to_about_a_metre() -> None:
    """115.123456 - 115 is 12345.6 steps, rounded to 12346."""
    assert steps([115.123456], origin_deg=115.0).tolist() == [12346]


def test_packed_bytes_carry_no_time_and_no_system() -> None:
    """Two builds of one page must be equal byte for byte on every machine."""
    stream = base64.b64decode(packed(b"roads"))
    assert stream[4:8] == b"\0\0\0\0"
    assert stream[9] == 255
    assert gzip.decompress(stream) == b"roads"


def test_packed_json_keeps_chinese() -> None:
    """Names are Chinese; they are written as themselves, not as escapes."""
    text = gzip.decompress(base64.b64decode(packed_json({"name": "厂"}))).decode("utf-8")
    assert text == '{"name":"厂"}'
