"""A table of visits as a user keeps it, read into columns of known meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import LedgerError
from data.ledger.sheets import cell_text
from data.ranking.cells import (
    ColumnCells,
    Fault,
    Faults,
    Remark,
    days_of,
    degrees_of,
    is_of_words,
    numbers_of,
    outcomes_of,
)
from data.ranking.config import near
from data.ranking.files import open_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy import bool_
    from numpy.typing import NDArray

    from data.ledger.sheets import Cell, RawSheet
    from data.ranking.config import RankConfig

LON_LIMIT_DEG, LAT_LIMIT_DEG = 180.0, 90.0
_HEADERS_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTable:
    """
    Visits that were made and visits to score.

    Attributes
    ----------
    rows
        Index ``row``: the id as it is written; in the table's order. Columns ``site`` (text),
        ``day``, ``found`` (1, 0, or missing: nobody knows, or the row is to be scored), ``team``
        (text, may be missing), ``lon_deg``, ``lat_deg`` (WGS-84 degrees, may be missing).
    features
        Same index: what was known before each visit, numbers or text, each may be missing.
    history
        Same index: what else came out of past visits, numbers; missing in rows to score.
    ahead
        Shape ``(n,)``: which rows are to be scored.
    remarks
        What was done to columns on the way.
    """

    rows: pd.DataFrame
    features: pd.DataFrame
    history: pd.DataFrame
    ahead: NDArray[bool_]
    remarks: tuple[Remark, ...]


def read_rank_table(path: Path, config: RankConfig) -> RankTable:
    """
    Read a table to rank.

    Parameters
    ----------
    path
        A text table (also packed with gzip) or a workbook with one sheet; the first row that holds
        something has the headers.
    config
        Which column is what.

    Raises
    ------
    LedgerError
        If it cannot be read, lacks a column, or cells that must say something do not; all rows
        that are wrong are told at once. Also if no row is on or after ``config.train_until``.
    """
    columns = _columns(open_table(path), config, file=path.name)
    faults = Faults(path.name)
    ids = _ids(columns[config.id], faults)
    days = pd.Series(days_of(columns[config.date], faults), dtype="datetime64[s]")
    ahead = (days >= pd.Timestamp(config.train_until)).to_numpy(dtype=bool)
    # A day that cannot be read is a fault already; its outcome is looked at too.
    frame = pd.DataFrame(
        {
            "site": _needed(columns[config.site], faults),
            "day": days.to_numpy(),
            "found": outcomes_of(columns[config.outcome], ~ahead, faults),
            "team": _team(columns, config, len(days)),
            "lon_deg": _degrees(columns, config.lon, LON_LIMIT_DEG, faults),
            "lat_deg": _degrees(columns, config.lat, LAT_LIMIT_DEG, faults),
        },
        index=pd.Index(ids, name="row", dtype="str"),
    )
    features, remarks = _features(columns, config, ~ahead)
    history, more = _history(columns, config, ~ahead, faults)
    faults.check()
    _check_ahead(frame, ahead, config, file=path.name)
    told = _outcome_remarks(columns[config.outcome], frame["found"], ahead)
    return RankTable(
        rows=frame,
        features=pd.DataFrame(features, index=frame.index),
        history=pd.DataFrame(history, index=frame.index),
        ahead=ahead,
        remarks=(*remarks, *more, *told),
    )


def _outcome_remarks(
    column: ColumnCells, found: pd.Series, ahead: NDArray[bool_]
) -> tuple[Remark, ...]:
    """Count past rows without an outcome, and rows to score that have one."""
    counts = {
        "unknown_outcome": int(found[~ahead].isna().sum()),
        "later_outcome": int(column.filled()[ahead].sum()),
    }
    return tuple(Remark(code, column.name, rows) for code, rows in counts.items() if rows)


def _columns(sheet: RawSheet, config: RankConfig, *, file: str) -> dict[str, ColumnCells]:
    """Gather the cells of the columns that the config names, and of no other."""
    rows = iter(sheet.rows)
    headers = [cell_text(cell) for cell in next(rows).cells]
    places = _places(headers, config, file=file)
    gathered: dict[str, list[Cell]] = {name: [] for name in places}
    pools: dict[str, dict[Cell, Cell]] = {name: {} for name in places}
    wanted = [(gathered[name].append, pools[name], place) for name, place in places.items()]
    numbers = []
    for row in rows:
        numbers.append(row.number)
        cells, width = row.cells, len(row.cells)
        for append, pool, place in wanted:
            cell = cells[place] if place < width else None
            append(pool.setdefault(cell, cell) if isinstance(cell, str) else cell)
    if not numbers:
        raise LedgerError(
            file,
            "has a header but no row; fill it in",
            zh="只有表头，没有数据，请填好再试",
        )
    return {name: ColumnCells(name, cells, numbers) for name, cells in gathered.items()}


def _places(headers: Sequence[str], config: RankConfig, *, file: str) -> dict[str, int]:
    """Find each column that the config names."""
    places = {}
    for key, name in config.named():
        if headers.count(name) > 1:
            raise LedgerError(
                file,
                f"has {headers.count(name)} columns called {name!r}; give each its own name",
                zh=f"有 {headers.count(name)} 列都叫“{name}”，请改成不同的列名",
            )
        if name not in headers:
            raise _no_column(key, name, headers, file=file)
        places[name] = headers.index(name)
    return places


def _no_column(key: str, name: str, headers: Sequence[str], *, file: str) -> LedgerError:
    meant = near(name, tuple(filter(None, headers)))
    listed = [header for header in headers if header][:_HEADERS_SHOWN]
    en = f"did you mean {meant!r}" if meant else f"it has {', '.join(listed)}"
    zh = f"是否想写“{meant}”" if meant else f"现有：{'、'.join(listed)}"
    return LedgerError(
        file,
        f"has no column {name!r}, which the config names as {key}; {en}",
        zh=f"没有配置里 {key} 写的列“{name}”；{zh}",
    )


def _ids(column: ColumnCells, faults: Faults) -> list[str]:
    ids = column.written()
    first: dict[str, int] = {}
    for one, row in zip(ids, column.rows, strict=True):
        if not one.strip():
            fault = Fault(
                row,
                f"there is no {column.name}; give each row its own",
                f"没有 {column.name}，请给每行一个编号",
            )
            faults.add("no id", fault)
        elif first.setdefault(one, row) != row:
            fault = Fault(
                row,
                f"{column.name} {one!r} is that of row {first[one]} too; give each row its own",
                f"{column.name}“{one}”与第 {first[one]} 行相同，请给每行不同的编号",
            )
            faults.add("id", fault)
    return ids


def _needed(column: ColumnCells, faults: Faults) -> list[str]:
    texts = column.texts()
    for text, row in zip(texts, column.rows, strict=True):
        if not text:
            fault = Fault(
                row,
                f"there is no {column.name}; write which place was visited",
                f"没有 {column.name}，请写明检查的是哪个点位",
            )
            faults.add("site", fault)
    return texts


def _team(columns: Mapping[str, ColumnCells], config: RankConfig, count: int) -> object:
    texts = [""] * count if config.team is None else columns[config.team].texts()
    return pd.array([text or None for text in texts], dtype="str")


def _degrees(
    columns: Mapping[str, ColumnCells], name: str | None, limit_deg: float, faults: Faults
) -> object:
    return np.nan if name is None else degrees_of(columns[name], limit_deg, faults)


def _features(
    columns: Mapping[str, ColumnCells], config: RankConfig, past: NDArray[bool_]
) -> tuple[dict[str, object], list[Remark]]:
    features: dict[str, object] = {}
    remarks: list[Remark] = []
    for name in config.features:
        column = columns[name]
        if name in config.categories or is_of_words(column, past):
            words = [text or None for text in column.texts()]
            features[name] = pd.array(words, dtype="str")
        else:
            features[name], told = numbers_of(column, past)
            remarks += told
    return features, remarks


def _history(
    columns: Mapping[str, ColumnCells], config: RankConfig, past: NDArray[bool_], faults: Faults
) -> tuple[dict[str, object], list[Remark]]:
    history: dict[str, object] = {}
    remarks: list[Remark] = []
    for name in config.history:
        column = columns[name]
        if is_of_words(column, past):
            fault = Fault(
                column.rows[0],
                f"history column {name!r} holds words; give one with numbers, or yes and no",
                f"history 列“{name}”是文字，请用数字列或“是/否”列",
            )
            faults.add(f"history {name}", fault)
            continue
        hidden = [cell if known else None for cell, known in zip(column.cells, past, strict=True)]
        values, told = numbers_of(ColumnCells(name, hidden, column.rows), past)
        history[name] = values
        remarks += told
    return history, remarks


def _check_ahead(
    frame: pd.DataFrame, ahead: NDArray[bool_], config: RankConfig, *, file: str
) -> None:
    if ahead.any():
        return
    last = frame["day"].max().date()
    raise LedgerError(
        file,
        f"has no row to score: none is on or after train_until {config.train_until}, "
        f"the last is of {last}; set train_until to the first day to score",
        zh=f"没有要评分的行：没有一行在 train_until {config.train_until} 当天或之后，"
        f"最后一行是 {last}；请把 train_until 设为要评分的第一天",
    )
