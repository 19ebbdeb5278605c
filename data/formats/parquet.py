"""Read Parquet tables, with the geometry of GeoParquet 1.0 and 1.1 where there is one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from data.errors import LedgerError
from data.formats.features import Feature, Layer, layer_sheet, plain_value
from data.formats.limits import MAX_ROWS, MAX_UNPACKED_BYTES
from data.formats.systems import UNSTATED, WGS84, System, read_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.formats.sheets import CagedCell, CagedSheet

_BATCH_ROWS = 1_000


def read(path: Path) -> list[CagedSheet]:
    """
    Read one file as one sheet.

    Raises
    ------
    LedgerError
        If it is damaged, or holds or unpacks to more than the limits.
    """
    try:
        file = pq.ParquetFile(path)
        _check_size(path, file)
        column, system = _geometry(file.schema_arrow.metadata or {})
        features = tuple(_features(file, column))
    except (pa.ArrowException, OSError) as error:
        raise LedgerError(
            path.name,
            "is damaged Parquet; export it again from its source",
            zh="Parquet 文件已损坏，请从原处重新导出",
        ) from error
    return [layer_sheet(Layer("", features, system))]


def _check_size(path: Path, file: pq.ParquetFile) -> None:
    groups = (file.metadata.row_group(i) for i in range(file.metadata.num_row_groups))
    unpacked = sum(group.total_byte_size for group in groups)
    if file.metadata.num_rows > MAX_ROWS or unpacked > MAX_UNPACKED_BYTES:
        raise LedgerError(
            path.name,
            f"holds {file.metadata.num_rows} rows and unpacks to {unpacked / 1e6:.0f} MB "
            f"(at most {MAX_ROWS} and {MAX_UNPACKED_BYTES // 10**6} MB); split it",
            zh=f"有 {file.metadata.num_rows} 行，展开后 {unpacked / 1e6:.0f} MB"
            f"（最多 {MAX_ROWS} 行、{MAX_UNPACKED_BYTES // 10**6} MB），请拆成几个文件",
        )


def _geometry(metadata: dict[bytes, bytes]) -> tuple[str | None, System]:
    """Find the geometry column and its system; one left out means WGS-84, null means unknown."""
    if b"geo" not in metadata:
        return None, UNSTATED
    geo = orjson.loads(metadata[b"geo"])
    column = str(geo["primary_column"])
    described: dict[str, Any] = geo["columns"][column]
    if described.get("encoding") != "WKB":
        return None, UNSTATED
    if "crs" not in described:
        return column, WGS84
    crs = described["crs"]
    return column, UNSTATED if crs is None else read_system(orjson.dumps(crs).decode())


def _features(file: pq.ParquetFile, column: str | None) -> Iterator[Feature]:
    held = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
        for row in batch.to_pylist():
            held += sum(len(item) for item in row.values() if isinstance(item, str | bytes))
            if held > MAX_UNPACKED_BYTES:
                raise MemoryError(held)  # one word may be stored once and meant a million times
            wkb = row.pop(column, None) if column else None
            fields: dict[str, CagedCell] = {str(key): _value(item) for key, item in row.items()}
            try:
                shape = shapely.force_2d(shapely.from_wkb(wkb)) if wkb is not None else None
                yield Feature(fields, shape)
            except (shapely.errors.ShapelyError, TypeError, ValueError):
                yield Feature(fields, unread=str(plain_value(wkb))[:200])


def _value(value: Any) -> CagedCell:  # noqa: ANN401 - whatever Parquet can hold
    """Keep days and times, write exact decimals as text, all else as a map file's value."""
    if isinstance(value, datetime | time):
        return value.replace(tzinfo=None)
    if isinstance(value, date | timedelta):
        return value
    return plain_value(value) if isinstance(value, list | dict | bytes) else _scalar(value)


def _scalar(value: Any) -> CagedCell:  # noqa: ANN401 - whatever Parquet can hold
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
