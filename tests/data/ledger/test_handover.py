"""Tests of results that were scanned from a phone."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.ledger.handover import MARK, from_base45, unpacked

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def to_base45(content: bytes) -> bytes:
    """Encode as RFC 9285, section 4.2 says: pairs as three signs, lowest first."""
    text = ""
    for at in range(0, len(content), 2):
        pair = content[at : at + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, sign = divmod(value, 45)
            text += SIGNS[sign]
    return text.encode()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (b"BB8", b"AB"),
        (b"%69 VD92EX0", b"Hello!!"),
        (b"UJCLQE7W581", b"base-45"),
        (b"QED8WEX0", b"ietf!"),
        (b"", b""),
    ],
)
def test_the_examples_of_the_standard_are_read(text: bytes, meant: bytes) -> None:
    """RFC 9285, sections 4.3 and 4.4."""
    assert from_base45(text) == meant


@given(content=st.binary(max_size=60))
def test_what_was_packed_comes_back(content: bytes) -> None:
    """Whatever the bytes, also an odd number of them."""
    assert unpacked(MARK + to_base45(gzip.compress(content)) + b"\n") == content


def test_other_files_come_back_as_they_are() -> None:
    """The door sees every file first, and must not touch those that are none of its own."""
    assert unpacked(b' {"format": 1}\n') == b' {"format": 1}\n'


@pytest.mark.parametrize(
    "text",
    [
        b"PR1:GGW",  # 65536, one more than two bytes hold (RFC 9285, section 4.3)
        b"PR1:a",
        b"PR1:0",
        b"PR1:",
        MARK + to_base45(gzip.compress(b"x" * 40)[:-9]),
        MARK + to_base45(b"no gzip at all"),
    ],
)
def test_a_damaged_text_is_refused(text: bytes) -> None:
    """Half of a day's results must never pass for the whole."""
    with pytest.raises(InputError, match="scan the picture again"):
        unpacked(text)


def test_a_text_that_unpacks_without_end_is_refused() -> None:
    """A few bytes of gzip can stand for gigabytes."""
    with pytest.raises(InputError, match="damaged"):
        unpacked(MARK + to_base45(gzip.compress(b"0" * 1_000_001)))
