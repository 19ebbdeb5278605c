"""
Read ledgers that nobody would write, many thousands of them, and see that no row is lost.

    python benchmarks/mutations.py [--examples 100000] [--start 0] [--seed 0] [--workers 2]

Each example is one or two sheets that look like an office's and were then broken: shuffled and
doubled columns, junk in cells, titles and totals in between, rows told twice, merged cells,
formulas, bytes changed at random; as csv in four encodings or, one in ten, as a workbook. For each:
only our own errors, no example over ``LIMIT_S`` seconds of processor, as many rows reported as rows
that hold something, each with one fate, and the same file once more over what it gave writes
nothing.

An example is made from the seed and its own number alone: a campaign can be run in parts
(``--start``), and ``--start N --examples 1 --keep FOLDER`` makes example ``N`` again and keeps it.
"""

from __future__ import annotations

import argparse
import csv
import io
import signal
import string
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data.errors import ConfigError, InputError
from data.ledger import Batch, Settling, open_ledgers, settle_ledgers
from tests.builders import KnownTables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from data.ledger import LedgerImport, PlainBatch
    from data.ledger.ledgers import ReadLedgers

Grid = list[list[object]]

LIMIT_S, PART = 20, 200
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

JUNK_WORDS = (
    *("合计", "备注：", "=1+1", "'=1+1", "/", "#REF!", "１２３", "9" * 400),
    *("\u202e", "甲\n乙", '"', "1e999", "nan", "-0", "S00001", "新点位", "不要"),
)
DEFAULTED = ("repaired", "accepted")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
ALPHABETS: tuple[Callable[[Random], str], ...] = (
    lambda chance: chr(chance.randrange(0x110000)),
    lambda chance: chr(chance.randrange(0x4E00, 0x9FA6)),
    lambda chance: chance.choice(string.printable),
)


def _junk_text(chance: Random) -> str:
    alphabet = chance.choice(ALPHABETS)
    return "".join(alphabet(chance) for _ in range(chance.randint(0, 12)))


def _junk_date(chance: Random) -> date:
    return date.fromordinal(chance.randint(1, date.max.toordinal()))


def _junk_moment(chance: Random) -> datetime:
    return datetime(1, 1, 1) + timedelta(seconds=chance.randrange(9998 * 365 * 86_400))  # noqa: DTZ001


JUNK: tuple[Callable[[Random], object], ...] = (
    _junk_text,
    lambda chance: chance.choice(JUNK_WORDS),
    lambda chance: chance.randint(-(10**20), 10**20),
    lambda chance: chance.uniform(-1, 1) * 10 ** chance.randint(-300, 300),
    _junk_date,
    _junk_moment,
    lambda chance: chance.random() < 0.5,  # noqa: PLR2004 - true or false
    lambda _chance: None,
)


def _junk(chance: Random) -> object:
    return chance.choice(JUNK)(chance)


def grid_of(chance: Random) -> Grid:
    """Make a sheet that looks like an office's, then break it."""
    header, columns = chance.choice(tuple(SHEETS.items()))
    body: Grid = [
        [chance.choice(values) for values in columns] for _ in range(chance.randint(0, 6))
    ]
    grid: Grid = [list(header.split(",")), *body]
    if chance.randrange(2):
        order = chance.sample(range(len(columns)), len(columns))
        grid = [[row[place] for place in order] for row in grid]
    for _ in range(chance.randint(0, 4)):
        chance.choice(BREAKS)(grid, chance)
    return grid


def _spoil_cell(grid: Grid, chance: Random) -> None:
    row = chance.choice(grid)
    if row:
        row[chance.randrange(len(row))] = _junk(chance)


def _insert_row(grid: Grid, chance: Random) -> None:
    row = [_junk(chance) for _ in range(chance.randint(0, 9))]
    grid.insert(chance.randint(0, len(grid)), row)


def _repeat_row(grid: Grid, chance: Random) -> None:
    grid.append(list(chance.choice(grid)))


def _repeat_column(grid: Grid, chance: Random) -> None:
    place = chance.randint(0, 8)
    for row in grid:
        row.extend(row[place : place + 1])


def _cut_row(grid: Grid, chance: Random) -> None:
    row = chance.choice(grid)
    del row[chance.randint(0, len(row)) :]


BREAKS: tuple[Callable[[Grid, Random], None], ...] = (
    _spoil_cell,
    _insert_row,
    _repeat_row,
    _repeat_column,
    _cut_row,
)


def file_of(chance: Random) -> tuple[bytes, int | None]:
    """Make the bytes of a file, and the number of rows in it that hold something, if known."""
    grid = grid_of(chance)
    if chance.randrange(10) == 0:
        more = [grid_of(chance) for _ in range(chance.randrange(2))]
        return _workbook(chance, [grid, *more]), None
    text, rows = _text(grid, chance.choice(",\t;"))
    content = text.encode(chance.choice(ENCODINGS), errors="ignore")
    if chance.randrange(4):
        return content, rows
    at = chance.randint(0, max(0, len(content) - 1))
    return content[:at] + chance.randbytes(chance.randint(0, 4)) + content[at + 1 :], None


def _text(grid: Grid, delimiter: str) -> tuple[str, int | None]:
    """Write csv; the number of rows is known where no cell holds a line break or a hidden sign."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in grid]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells)
    is_plain = all(cell.isprintable() for row in cells for cell in row)
    filled = sum(any(cell.strip() for cell in row) for row in cells)
    return out.getvalue(), filled if is_plain and filled else None


def _workbook(chance: Random, sheets: Sequence[Grid]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for grid in sheets:
        sheet = book.create_sheet()
        for cells in grid:
            try:
                sheet.append(cells)
            except (IllegalCharacterError, ValueError):
                sheet.append(["x"])
        if chance.randrange(2):
            first = chance.randint(1, 5)
            sheet.merge_cells(None, first, chance.randint(1, 4), first + 1, 4)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(content: bytes, rows: int | None, folder: Path) -> int | None:
    """
    Read a file and settle it twice; raise ``AssertionError`` where a promise is broken.

    Returns
    -------
    rows
        Rows reported; missing where the file was refused.
    """
    path = folder / "a.csv"
    path.write_bytes(content)
    try:
        opened = open_ledgers([path])
    except (InputError, ConfigError):
        return None
    first = settle_ledgers(opened, known=KnownTables())
    assert rows is None or len(first.rows) == rows, f"{rows} rows in, {len(first.rows)} out"  # noqa: S101
    told = sum(sum(sheet.fates.values()) for sheet in first.files)
    assert told == len(first.rows), "a row without a fate"  # noqa: S101
    _check_again(opened, first)
    return len(first.rows)


def _check_again(opened: ReadLedgers, first: LedgerImport) -> None:
    """Settle the same rows once more, batch by batch as they are written to a store."""
    settling = Settling(opened.sheets, known=KnownTables(first.tables), datum="auto")
    written: Counter[str] = Counter()
    fates: dict[tuple[str, int], str] = {}
    for batch in settling:
        fates |= _fates(batch)
        for name, table in batch.tables(changed_only=True).items():
            # Shifts and readings have no rows of their own: they come with their team or meter.
            written[name] += 0 if name in {"shift", "power_reading"} else len(table)
    assert not +written, f"read again, it writes {dict(+written)}"  # noqa: S101
    stood = zip(first.rows["sheet"], first.rows["row"].astype(int), strict=True)
    before = dict(zip(stood, first.rows["fate"], strict=True))
    # What the store holds need not be taken for granted once more: no default, no repair.
    kept = {row: fate for row, fate in fates.items() if (before[row], fate) != DEFAULTED}
    assert kept == {row: before[row] for row in kept}, "read again, a row has another fate"  # noqa: S101
    assert fates.keys() == before.keys(), "read again, other rows are reported"  # noqa: S101
    changed = [(sheet.new, sheet.updated) for sheet in settling.tally.sheets()]
    assert not any(map(any, changed)), f"read again, it changes something: {changed}"  # noqa: S101


def _fates(batch: Batch | PlainBatch) -> dict[tuple[str, int], str]:
    """Map sheet and number of each row to its fate; nothing is plain the second time."""
    assert isinstance(batch, Batch), "read again, a visit is new"  # noqa: S101
    fates = {(o.row.sheet, o.row.number): o.fate for o in batch.outcomes}
    return fates | {(row.sheet, row.number): "skipped" for row in batch.skipped}


def _hang(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"one ledger took more than {LIMIT_S} s of processor")


@dataclass(slots=True)
class Found:
    """What some examples came to; ``faults`` are number and words of those that broke a promise."""

    examples: int = 0
    refused: int = 0
    rows: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Count more examples."""
        self.examples += other.examples
        self.refused += other.refused
        self.rows += other.rows
        self.faults += other.faults


def run(numbers: range, *, seed: int, keep: Path | None) -> Found:
    """Make and check some examples, in this process."""
    signal.signal(signal.SIGPROF, _hang)
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            content, rows = file_of(Random(f"{seed}:{number}"))  # noqa: S311 - no secret
            # Processor time: a busy machine makes no ledger slow.
            signal.setitimer(signal.ITIMER_PROF, LIMIT_S)
            try:
                reported = check(content, rows, Path(folder))
            except Exception as error:  # noqa: BLE001 - any other error is what we look for
                found.faults.append((number, f"{type(error).__name__}: {error}"))
                reported = 0
            signal.setitimer(signal.ITIMER_PROF, 0)
            found.examples += 1
            found.refused += reported is None
            found.rows += reported or 0
            if keep is not None:
                (keep / f"{seed}-{number}.ledger").write_bytes(content)
    return found


def parts(start: int, examples: int) -> list[range]:
    """Part the examples so that progress is told about every ``PART`` of them."""
    end = start + examples
    return [range(first, min(first + PART, end)) for first in range(start, end, PART)]


def campaign(asked: argparse.Namespace) -> Found:
    """Run all examples, and tell how far they are on the way."""
    one = partial(run, seed=asked.seed, keep=asked.keep)
    numbers = parts(asked.start, asked.examples)
    began = time.monotonic()
    found = Found()
    for some in _in_order(one, numbers, asked.workers):
        found.add(some)
        for number, fault in some.faults:
            print(f"example {number}: {fault}", file=sys.stderr, flush=True)
        seconds = time.monotonic() - began
        said = f"{found.examples:,} of {asked.examples:,} in {seconds:,.0f} s"
        print(f"{said}, {len(found.faults)} fault(s)", file=sys.stderr, flush=True)
    return found


def _in_order(
    one: Callable[[range], Found], numbers: Sequence[range], workers: int
) -> Iterator[Found]:
    if workers == 1:
        yield from map(one, numbers)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(one, numbers)


def main() -> int:
    """Run the examples and say how many there were; 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0, help="number of the first example")
    parser.add_argument("--seed", type=int, default=0, help="other examples than always")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--keep", type=Path, help="folder that the files are written to")
    found = campaign(parser.parse_args())
    print(
        f"{found.examples:,} ledgers read twice, {found.refused:,} of them refused in one line, "
        f"{found.rows:,} rows: {len(found.faults)} crash(es), hang(s) or rows without a fate."
    )
    return int(bool(found.faults))


if __name__ == "__main__":
    sys.exit(main())
