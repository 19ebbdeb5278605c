"""
Read ledgers that nobody would write, many thousands of them, and see that no row is lost.

    python benchmarks/mutations.py [--examples 100000] [--seed N]

Each example is one or two sheets that look like an office's and were then broken: shuffled and
doubled columns, junk in cells, titles and totals in between, rows told twice, merged cells,
formulas, bytes changed at random; as csv in four encodings or as a workbook. For each: only our own
errors, no example over ``LIMIT_S`` seconds, as many rows reported as rows that hold something, and
the same file read again over what it gave changes nothing. Without a seed the examples are always
the same.
"""

from __future__ import annotations

import argparse
import csv
import io
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from data.errors import ConfigError, InputError
from data.ledger import LedgerImport, read_ledgers
from data.schema import TABLES, as_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import FrameType

    import pandas as pd

Grid = list[list[object]]

LIMIT_S = 20
SHEETS: dict[str, tuple[tuple[str, ...], ...]] = {
    "企业名称,所在村,经度,纬度,坐标系,从业人数,占地面积(亩),经营状态,统一社会信用代码": (
        ("甲厂", "乙木器厂", "丙公司", "丙有限公司", ""),
        ("刘湾村", "前杨村", ""),
        ("115.01", "35.51", "115°1′2″", "0", "497000.5"),
        ("35.51", "115.01", "35°30′", "", "3931000"),
        ("GPS", "高德", "百度", "国土", "", "未知"),
        ("12", "约１２人", "1,200", "-3", "1e400"),
        ("3", "3亩", "2000平方米", "abc"),
        ("在产", "停产", "闲置", "未停产", "?"),
        ("", "91320412MA1ABCDE2X", "无"),
    ),
    "检查编号,被检查单位,所在村,检查日期,检查组,检查方式,结果": (
        ("JC1", "JC2", "JC2", ""),
        ("甲厂", "乙木器厂", "没有的厂", ""),
        ("刘湾村", "前杨村", ""),
        ("2026-03-16", "2026.3.16", "46097", "三月", "2026年13月1日"),
        ("一队", ""),
        ("四不两直", "夜查", ""),
        ("未发现", "发现隐患", "另议", ""),
    ),
    "隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态": (
        ("YH1", "YH2", ""),
        ("JC1", "JC2", ""),
        ("甲厂", "没有的厂", ""),
        ("污水直排", "电线乱接"),
        ("一般", "重大", ""),
        ("2026-03-16", "46097", ""),
        ("2026-04-15", "下月"),
        ("整改中", "已销号", "逾期", ""),
    ),
    "队名,持证人数,驻地村,驻地经度,驻地纬度,坐标系,白班,夜班": (
        ("一队", "二队", ""),
        ("3", "两人", ""),
        ("刘湾村", ""),
        ("115.0", "", "0"),
        ("35.5", ""),
        ("GPS", ""),
        ("8:30-17:30", "全天", "25:00"),
        ("18:00-02:00", ""),
    ),
    "线索编号,日期,渠道,内容,经度,纬度": (
        ("XS1", "XS2", ""),
        ("2026-03-01", "昨天"),
        ("热线", ""),
        ("异味", "噪声"),
        ("115.0", ""),
        ("35.5", ""),
    ),
}
"""Header of a ledger, and what offices write below each column."""

JUNK = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            "合计",
            "备注：",
            "=1+1",
            "'=1+1",
            "/",
            "#REF!",
            "１２３",
            "9" * 400,
            "\u202e",
            "甲\n乙",
            '"',
        )
    ),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.none(),
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


class Held:
    """A store in memory that holds what one import gave."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self.tables = tables

    def read(self, table: str, *, where: Mapping[str, Sequence[str]] | None = None) -> pd.DataFrame:
        """Return the rows of one table, or those whose columns hold one of some values."""
        rows = self.tables.get(table, as_table([], TABLES[table]))
        for name, values in (where or {}).items():
            held = rows.index if name == TABLES[table].key else rows[name]
            rows = rows[held.isin(list(values))]
        return rows

    def count(self, table: str) -> int:
        """Return the number of rows of one table."""
        return len(self.read(table))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Make a sheet that looks like an office's, then break it."""
    header = draw(st.sampled_from(tuple(SHEETS)))
    columns = [st.sampled_from(values) for values in SHEETS[header]]
    body: Grid = draw(st.lists(st.tuples(*columns).map(list), max_size=6))
    grid: Grid = [list(header.split(",")), *body]
    order = draw(st.permutations(range(len(grid[0])))) if draw(st.booleans()) else None
    if order is not None:
        grid = [[row[place] for place in order] for row in grid]
    for _ in range(draw(st.integers(0, 4))):
        draw(st.sampled_from(BREAKS))(grid, draw)
    return grid


def _spoil_cell(grid: Grid, draw: st.DrawFn) -> None:
    row = draw(st.sampled_from(grid))
    if row:
        row[draw(st.integers(0, len(row) - 1))] = draw(JUNK)


def _insert_row(grid: Grid, draw: st.DrawFn) -> None:
    grid.insert(draw(st.integers(0, len(grid))), draw(st.lists(JUNK, max_size=9)))


def _repeat_row(grid: Grid, draw: st.DrawFn) -> None:
    grid.append(list(draw(st.sampled_from(grid))))


def _repeat_column(grid: Grid, draw: st.DrawFn) -> None:
    place = draw(st.integers(0, 8))
    for row in grid:
        row.extend(row[place : place + 1])


def _cut_row(grid: Grid, draw: st.DrawFn) -> None:
    row = draw(st.sampled_from(grid))
    del row[draw(st.integers(0, len(row))) :]


BREAKS: tuple[Callable[[Grid, st.DrawFn], None], ...] = (
    _spoil_cell,
    _insert_row,
    _repeat_row,
    _repeat_column,
    _cut_row,
)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, int | None]:
    """Make the bytes of a file, and the number of rows in it that hold something, if known."""
    grid = draw(grids())
    if draw(st.integers(0, 4)) == 0:
        return _workbook(draw, [grid, *draw(st.lists(grids(), max_size=1))])
    text, rows = _text(grid, draw(st.sampled_from(",\t;")))
    content = text.encode(draw(st.sampled_from(ENCODINGS)), errors="ignore")
    if draw(st.integers(0, 3)):
        return content, rows
    at = draw(st.integers(0, max(0, len(content) - 1)))
    return content[:at] + draw(st.binary(max_size=4)) + content[at + 1 :], None


def _text(grid: Grid, delimiter: str) -> tuple[str, int | None]:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        ["" if cell is None else str(cell) for cell in row] for row in grid
    )
    text = out.getvalue()
    plain = "\0" not in text and all(
        "\n" not in str(cell) and "\r" not in str(cell) and str(cell).isprintable()
        for row in grid
        for cell in row
    )
    return text, sum(
        any(str(c).strip() for c in row if c is not None) for row in grid
    ) * plain or None


def _workbook(draw: st.DrawFn, sheets: list[Grid]) -> tuple[bytes, int | None]:
    book = Workbook()
    book.remove(book.active)
    rows = 0
    for grid in sheets:
        sheet = book.create_sheet()
        for cells in grid:
            try:
                sheet.append(cells)
            except (IllegalCharacterError, ValueError):
                sheet.append(["x"])
                cells[:] = ["x"]
            rows += any(cell is not None and cell != "" for cell in cells)
        if draw(st.booleans()):
            first = draw(st.integers(1, 5))
            sheet.merge_cells(None, first, draw(st.integers(1, 4)), first + 1, 4)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), None


def check(content: bytes, rows: int | None, folder: Path) -> None:
    """Read a file twice; raise ``AssertionError`` where a promise is broken."""
    path = folder / "a.csv"
    path.write_bytes(content)
    try:
        first = read_ledgers([path], known=Held({}))
    except (InputError, ConfigError):
        return
    assert rows is None or len(first.rows) == rows, f"{rows} rows in, {len(first.rows)} out"  # noqa: S101
    told = sum(sum(sheet.fates.values()) for sheet in first.files)
    assert told == len(first.rows), "a row without a fate"  # noqa: S101
    again = read_ledgers([path], known=Held(first.tables))
    changed = [(sheet.new, sheet.updated) for sheet in again.files]
    assert not any(map(any, changed)), f"read again, it changes something: {changed}"  # noqa: S101
    assert _fates(first) == _fates(again), "read again, a row has another fate"  # noqa: S101


def _fates(result: LedgerImport) -> list[str]:
    return result.rows["fate"].tolist()


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"One ledger took more than {LIMIT_S} s.")


def main() -> None:
    """Run the examples and say how many there were."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, help="other examples than always")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _hang)
    done = 0
    with tempfile.TemporaryDirectory() as folder:

        def one(file: tuple[bytes, int | None]) -> None:
            nonlocal done
            signal.alarm(LIMIT_S)
            check(*file, Path(folder))
            signal.alarm(0)
            done += 1

        rules = settings(
            max_examples=options.examples,
            deadline=None,
            database=None,
            derandomize=options.seed is None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        run = rules(given(files())(one))
        (run if options.seed is None else seed(options.seed)(run))()
    print(f"{done:,} ledgers read twice: no crash, no hang, no row without a fate.")


if __name__ == "__main__":
    main()
