"""Lines of a text table, cut in blocks: the same records as Python's csv reader finds."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import LedgerError
from data.ledger import lines
from data.ledger.delimited import TextFile
from data.ledger.lines import END, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

texts = st.text(alphabet='甲a," \t\n\r', max_size=60)


def blocks(text: str, *, longest: int = 1_000, simple: int = 1_000) -> Lines:
    """Give the lines of a text."""
    opened = io.StringIO(text, newline="")
    return Lines(opened, "a.csv", longest_signs=longest, simple_signs=simple)


def by_csv(text: str) -> list[tuple[str, ...]]:
    """Read a text by Python's own rules; what holds nothing has no cells."""
    records = csv.reader(io.StringIO(text, newline=""))
    return [tuple(cells) if "".join(cells).strip() else () for cells in records]


def by_blocks(text: str) -> list[tuple[str, ...]] | None:
    """Read a text as a ledger; missing where it is refused."""
    file = TextFile(lambda: io.BytesIO(text.encode()), "a.csv", "utf-8", ",")
    try:
        return [cells for block in file.blocks() for cells in block]
    except LedgerError:
        return None


@settings(deadline=None)
@given(text=texts, at_once=st.integers(1, 12))
def test_blocks_hold_the_records_that_the_csv_rules_find(text: str, at_once: int) -> None:
    """However the text falls into pieces: quotes over several lines, every kind of line end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_READ_SIGNS", at_once)
        found = by_blocks(text)
    assert found is None or found == by_csv(text)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("a,b\r\nc,d\r\n", [("a", "b"), ("c", "d")]),
        ("a,b\rc,d", [("a", "b"), ("c", "d")]),
        ('a,"b\nc"\nd,e\n', [("a", "b\nc"), ("d", "e")]),
        (",,\n \na\n", [(), (), ("a",)]),
    ],
)
def test_line_ends_quotes_and_blank_lines(text: str, records: Sequence[tuple[str, ...]]) -> None:
    """Windows, old Mac, a cell of two lines, lines without a sign."""
    assert by_blocks(text) == records


def test_a_table_is_simple_again_after_a_quoted_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """One quoted address must not make a million rows slow."""
    monkeypatch.setattr(lines, "_READ_SIGNS", 8)
    told = blocks('a,b\n"c",d\ne,f\ng,h\ni,j\n')
    kinds = []
    for block in told:
        kinds.append(block.is_simple)
        told.number += len(block.lines)
    assert kinds[0] is False or kinds[1] is False
    assert kinds[-1] is True


def test_lines_end_with_the_last_one_of_our_own() -> None:
    """An open quotation mark swallows it, and is found by it."""
    told = blocks('"a\nb\n')
    (block,) = told
    assert list(told.one_by_one(block)) == ['"a\n', "b\n", END]


def test_a_line_without_end_is_refused_before_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would fill the memory: only as much as a line may have is read."""
    monkeypatch.setattr(lines, "_READ_SIGNS", 4)
    endless = blocks("a\n" + "x" * 1_000, longest=10)
    with pytest.raises(LedgerError, match="line 1 has more than 10 signs"):
        for _ in endless:
            pass
    assert endless._text.tell() < 20  # noqa: SLF001 - how far it read


def test_a_line_too_long_for_a_cell_is_not_simple() -> None:
    """The csv rules have a limit for cells; their error names the line."""
    (block,) = blocks("abcdef,g\n", simple=5)
    assert not block.is_simple
