"""Parquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.hostile_files.bait import Bait, hostile

if TYPE_CHECKING:
    from pathlib import Path


@hostile
def columns_that_unpack_to_a_flood(bait: Bait) -> Path:
    """Say one long word two hundred thousand times, in a few kilobytes."""
    word = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int8()), ["x" * 100_000])
    path = bait.folder / "a.parquet"
    pq.write_table(pa.table({"企业名称": word}), path, compression="zstd")
    return path


@hostile
def columns_cut_off(bait: Bait) -> Path:
    """Keep the head and lose the rest."""
    path = bait.folder / "a.parquet"
    pq.write_table(pa.table({"企业名称": ["甲"]}), path)
    path.write_bytes(path.read_bytes()[:40] + b"\xff\xff\xff\x7fPAR1")
    return path


@hostile
def columns_with_false_shapes(bait: Bait) -> Path:
    """Promise geometry and hold noise."""
    geo = {"primary_column": "g", "columns": {"g": {"encoding": "WKB", "crs": {"name": "x"}}}}
    table = pa.table({"企业名称": ["甲"], "g": [b"\x01\x03\xff\xff\xff\xff\xff\xff\xff\x7f"]})
    path = bait.folder / "a.parquet"
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)
    return path
