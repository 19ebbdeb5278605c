"""
Import a large town from csv files, twice, as a user does: one process per import.

    python benchmarks/bulk.py [--sites 100000] [--inspections 1000000] [--engine file|server]

Writes seeded ledgers with invented names, imports them into a new store, a file or a PostgreSQL
server of its own, and imports the same files again. Prints a Markdown table: seconds of wall clock
and of processor, peak memory of the process, rows a second. Ends with an error if the counts are
wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE_HEADER = (
    "序号,企业名称,统一社会信用代码,所在村,详细地址,行业,从业人数,占地面积(亩),"
    "坐标系,经度,纬度,经营状态,风险等级"
)
VISIT_HEADER = "检查编号,被检查单位,所在村,检查日期,检查组,检查方式,结果"
VILLAGES = 300


def main() -> None:
    """Make the files, import them twice, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--sites", type=int, default=100_000)
    parser.add_argument("--inspections", type=int, default=1_000_000)
    parser.add_argument("--engine", choices=("file", "server"), default="file")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, new_store(options.engine, Path(folder)) as store:
        report(options, Path(folder), store)


@contextmanager
def new_store(engine: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty store of either engine."""
    if engine == "file":
        yield str(folder / "town.gpkg")
        return
    found = programs()
    if found is None:
        sys.exit("PostgreSQL with PostGIS is not here: apt install postgresql-15-postgis-3")
    with running_server(found) as server:
        server.query("CREATE DATABASE town")
        yield server.address("town")


def report(options: argparse.Namespace, folder: Path, store: str) -> None:
    """Print one row per import."""
    files = write_ledgers(options, folder)
    size_mb = sum(file.stat().st_size for file in files) / 1e6
    rows = options.sites + options.inspections
    print(f"{options.sites:,} sites and {options.inspections:,} inspections, {size_mb:.0f} MB")
    print("| import | wall, s | processor, s | peak, MB | rows a second |")
    print("| --- | --- | --- | --- | --- |")
    for turn, new in (("first", rows), ("again", 0)):
        wall_s, cpu_s, peak_mb = timed(files, store, new=new, rows=rows)
        speed = rows / wall_s
        print(f"| {turn} | {wall_s:.1f} | {cpu_s:.1f} | {peak_mb:.0f} | {speed:,.0f} |", flush=True)


def write_ledgers(options: argparse.Namespace, folder: Path) -> list[Path]:
    """Write one ledger of sites and one of visits to them."""
    draw = random.Random(options.seed)  # noqa: S311 - an invented town needs no secrets
    sites, visits = folder / "sites.csv", folder / "inspections.csv"
    with sites.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write(f"{SITE_HEADER}\n")
        file.writelines(site(number, draw) for number in range(options.sites))
    with visits.open("w", encoding="utf-8-sig", newline="\r\n") as file:
        file.write(f"{VISIT_HEADER}\n")
        file.writelines(
            visit(number, draw.randrange(options.sites), draw)
            for number in range(options.inspections)
        )
    return [visits, sites]


def site(number: int, draw: random.Random) -> str:
    """Write a row of the ledger of sites."""
    lon, lat = 115 + draw.random() * 0.6, 35.5 + draw.random() * 0.6
    village = f"村{number % VILLAGES:03d}"
    return (
        f"{number + 1},某某{number:06d}加工厂,,{village},{village}路{number}号,金属制品,"
        f"{draw.randint(1, 60)},{draw.uniform(1, 30):.1f},GPS,{lon:.6f},{lat:.6f},"
        f"在产,{draw.choice('红橙黄蓝')}\n"
    )


def visit(number: int, to: int, draw: random.Random) -> str:
    """Write a row of the ledger of visits."""
    day = f"{draw.randint(2024, 2025)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    result = draw.choice(("未发现", "未发现", "发现隐患"))
    return (
        f"JC{number:07d},某某{to:06d}加工厂,村{to % VILLAGES:03d},{day},"
        f"{draw.choice('一二三四')}队,行政检查,{result}\n"
    )


def timed(files: list[Path], store: str, *, new: int, rows: int) -> tuple[float, float, float]:
    """Run one import; return seconds of wall clock and of processor, and peak memory in MB."""
    words = [sys.executable, "-m", "service.cli", "import", *map(str, files)]
    words += ["--store", store, "--json"]
    answer = files[0].with_name("answer.json")
    begun_s = time.perf_counter()
    with answer.open("wb") as out:
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
        child = os.posix_spawn(words[0], words, os.environ, file_actions=actions)
        _, status, used = os.wait4(child, 0)
    wall_s = time.perf_counter() - begun_s
    if status != 0:
        sys.exit(f"The import ended with {os.waitstatus_to_exitcode(status)}.")
    told = json.loads(answer.read_bytes())
    if (told["new"], told["new"] + told["unchanged"]) != (new, rows):
        sys.exit(f"Expected {new} new of {rows} rows, got {told['new']} and {told['unchanged']}.")
    return wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
