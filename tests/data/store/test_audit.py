"""The chain of audit rows shows what was changed in it afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from data.errors import ConfigError
from data.store import Author
from data.store.audit import broken_links, fingerprint


def chain(length: int) -> list[dict[str, Any]]:
    """Build a chain as it should be."""
    rows: list[dict[str, Any]] = []
    for number in range(1, length + 1):
        row: dict[str, Any] = {
            "audit_id": f"A{number:08d}",
            "moment": "2026-11-21T08:00:00.000Z",
            "who": "li",
            "what": "import",
            "counts": "{}",
            "detail": None,
            "former_hash": rows[-1]["hash"] if rows else None,
        }
        rows.append(row | {"hash": fingerprint(row)})
    return rows


@pytest.mark.parametrize("length", [0, 1, 5])
def test_an_untouched_chain_is_whole(length: int) -> None:
    """No false alarm, also where nothing happened yet."""
    assert broken_links(chain(length)) == []


@pytest.mark.parametrize("column", ["moment", "who", "what", "counts", "detail"])
def test_a_changed_value_breaks_its_row(column: str) -> None:
    """Whichever column it is."""
    rows = chain(3)
    rows[1][column] = "x"
    assert broken_links(rows) == ["A00000002"]


def test_a_row_written_anew_breaks_the_one_after_it() -> None:
    """Whoever also computes the hash of the changed row would have to change all that follow."""
    rows = chain(3)
    rows[1]["who"] = "nobody"
    rows[1]["hash"] = fingerprint(rows[1])
    assert broken_links(rows) == ["A00000003"]


def test_a_row_cut_out_is_missed() -> None:
    """The one after it does not follow the one before."""
    rows = chain(4)
    del rows[1]
    assert broken_links(rows) == ["A00000003"]


def test_rows_cut_off_the_beginning_are_missed() -> None:
    """The first row has the number 1."""
    assert broken_links(chain(3)[1:]) == ["A00000002"]


@pytest.mark.parametrize(("who", "what"), [("", "import"), ("li", " ")])
def test_an_author_has_a_name_and_a_purpose(who: str, what: str) -> None:
    """An audit row that says nobody did nothing helps no one."""
    with pytest.raises(ConfigError, match="Expected who writes and what for"):
        Author(who, what)
