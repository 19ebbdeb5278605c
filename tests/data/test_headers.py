"""The table of headers holds what the reader of ledgers relies on."""

from __future__ import annotations

import pytest

from data.headers import HEADERS, TELLING
from data.ledger.layout import plain_header
from data.words import LEDGER_KINDS


def test_kinds_are_known_codes() -> None:
    """A kind that the vocabulary lacks could not be stored."""
    assert set(HEADERS) == set(LEDGER_KINDS) - {"unknown"}


@pytest.mark.parametrize("kind", list(HEADERS))
def test_each_header_means_one_field(kind: str) -> None:
    """Two meanings for one header would depend on the order of the table."""
    words = [word for headers in HEADERS[kind].values() for word in headers]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("kind", list(HEADERS))
def test_headers_are_in_plain_form(kind: str) -> None:
    """A header that is not in plain form would never match."""
    words = [word for headers in HEADERS[kind].values() for word in headers]
    assert [word for word in words if plain_header(word) != word] == []


@pytest.mark.parametrize("kind", list(HEADERS))
def test_telling_fields_exist(kind: str) -> None:
    """A misspelt field would make a kind unrecognisable."""
    assert all(needed <= set(HEADERS[kind]) for needed in TELLING[kind])
