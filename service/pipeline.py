"""
The steps of the main job, in the order in which data flows.

Ledgers and roads go into the store; sites are scored; scores are put on grid cells. Each step reads
tables, calls one pure function, and writes what it returned. The week's plan is in
``service/week.py``, the pages in ``service/drawing.py``.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import InputError, NotFoundError
from data.ledger import read_ledgers
from data.roads import read_roads
from data.schema import as_records
from data.words import GRADES
from geo.card import default_card
from geo.hotspots import HotspotParams, find_hotspots
from geo.network import build_network
from geo.scorecard import score_sites
from service.results import (
    HotCell,
    HotspotResult,
    ImportResult,
    RoadsResult,
    RowToSee,
    ScoreResult,
    SheetResult,
    TopSite,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from data.model import Roads
    from data.ports import Progress
    from data.store import Store

IMPORT_ORDER = ("site", "team", "shift", "inspection", "finding", "tip")
FAR_M = 300.0
TOO_FAR_M = 20_000.0
TOP_SITES = 5


def import_ledgers(
    store: Store,
    files: Sequence[Path],
    *,
    kind: str = "auto",
    datum: str = "auto",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """
    Read ledgers into the store, all of them or none.

    Parameters
    ----------
    store
        Where the rows go.
    files
        Spreadsheets in any order.
    kind, datum
        What the files hold and which datum unstated positions are in; ``auto`` finds out.
    dry_run
        Report, but store nothing.
    progress
        Told how far the reading has come.

    Raises
    ------
    LedgerError
        If a file cannot be read at all; nothing is stored then.
    """
    batch = read_ledgers(files, known=store, kind=kind, datum=datum, progress=progress)
    if not dry_run:
        with store.writing() as unit:
            for table in IMPORT_ORDER:
                unit.upsert(table, batch.tables[table])
            unit.clear("shift", where={"shift_id": batch.dropped_shifts})
            unit.upsert("import_row", batch.rows)
    held = {
        f"{table}s": len(store.read(table))
        for table in ("site", "inspection", "finding", "tip", "team")
    }
    return ImportResult(
        sheets=_sheet_results(batch.rows),
        fates=dict(Counter(batch.rows["fate"])),
        to_see=_rows_to_see(batch.rows),
        held=held,
        dry_run=dry_run,
    )


def _sheet_results(rows: pd.DataFrame) -> tuple[SheetResult, ...]:
    return tuple(
        SheetResult(
            file=str(file), sheet=str(sheet), kind=str(kind), fates=dict(Counter(group["fate"]))
        )
        for (file, sheet, kind), group in rows.fillna({"sheet": ""}).groupby(
            ["file", "sheet", "kind"], sort=False
        )
    )


def _rows_to_see(rows: pd.DataFrame) -> tuple[RowToSee, ...]:
    """List what a person must decide: rejected rows first, then questions."""
    doubtful = rows[rows["fate"].isin(["rejected", "question"])]
    ordered = doubtful.sort_values("fate", ascending=False, kind="stable").fillna({"sheet": ""})
    return tuple(
        RowToSee(
            file=row["file"],
            sheet=row["sheet"],
            row=int(row["row"]),
            fate=row["fate"],
            zh=row["note"],
            en=row["note_en"],
        )
        for row in as_records(ordered)
    )


def load_roads(store: Store, file: Path, *, progress: Progress | None = None) -> RoadsResult:
    """
    Load the roads of the town, in place of those loaded before.

    Raises
    ------
    RoadsError
        If the file cannot be read or holds no road.
    InputError
        If the store holds sites and the roads are nowhere near them.
    """
    roads, report = read_roads(file, progress=progress)
    sites = store.read("site")
    access_m = _access_m(sites, roads)
    if len(sites) and float(access_m.median()) > TOO_FAR_M:
        nearest_km = float(access_m.median()) / 1000
        raise InputError(
            f"{file.name}: expected roads near the sites, but half of the sites are more than "
            f"{nearest_km:.0f} km from any road in it; is it the right town?",
            zh=f"{file.name}:一半点位离其中的道路超过 {nearest_km:.0f} 公里,是不是拿错了镇的地图?",
        )
    with store.writing() as unit:
        unit.save_roads(roads)
        unit.set("roads", file.name)
    return RoadsResult(
        file=file.name,
        nodes=len(roads.nodes),
        edges=len(roads.edges),
        km=float(roads.edges["length"].sum()) / 1000,
        dropped_nodes=report.dropped_nodes,
        places=len(roads.places),
        sites=len(sites),
        median_m=float(access_m.median()) if len(sites) else None,
        largest_m=float(access_m.max()) if len(sites) else None,
        far_sites=int((access_m > FAR_M).sum()) if len(sites) else None,
        limit_m=FAR_M,
    )


def roads_if_any(store: Store) -> Roads | None:
    """Read the roads, or give ``None`` where none were loaded yet."""
    try:
        return store.read_roads()
    except NotFoundError:
        return None


def _access_m(sites: pd.DataFrame, roads: Roads) -> pd.Series[float]:
    """Measure each site's distance to the nearest road, metres, same index."""
    network = build_network(roads)
    metres = network.access_m(sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy())
    return pd.Series(metres, index=sites.index, dtype=float)


def read_sites(store: Store) -> pd.DataFrame:
    """
    Read the sites that every later step needs.

    Raises
    ------
    NotFoundError
        If there are none yet.
    """
    sites = store.read("site")
    if not len(sites):
        raise NotFoundError(
            "The store holds no site; run `gridpatrol import FILE...` first.",
            zh="库中没有点位,请先运行 gridpatrol import 文件…",
        )
    return sites


def read_scores(store: Store) -> pd.DataFrame:
    """
    Read the scores that cells and plans need.

    Raises
    ------
    NotFoundError
        If the sites were never scored.
    """
    scores = store.read("score")
    if not len(scores):
        raise NotFoundError(
            "The sites have no score yet; run `gridpatrol score` first.",
            zh="点位尚未评分,请先运行 gridpatrol score。",
        )
    return scores


def day_after_last(store: Store) -> date:
    """
    Find the day after the last dated row: the default for ``--as-of``.

    Raises
    ------
    NotFoundError
        If no row has a date; the caller must say the day then.
    """
    columns = (("inspection", "day"), ("finding", "found"), ("tip", "day"))
    days = pd.concat([store.read(table)[column] for table, column in columns]).dropna()
    if not len(days):
        raise NotFoundError(
            "The store holds no dated visit, finding or tip-off; say the day with --as-of.",
            zh="库中没有带日期的检查、隐患或线索,请用 --as-of 指定日期。",
        )
    last: date = days.max().date()
    return last + timedelta(days=1)


def score_town(store: Store, *, as_of: date | None = None) -> ScoreResult:
    """
    Score every site and keep the scores.

    Parameters
    ----------
    as_of
        Only rows dated before this day are used; ``None`` is the day after the last dated row.

    Raises
    ------
    NotFoundError
        If there is no site, or no dated row and no ``as_of``.
    """
    sites = read_sites(store)
    day = as_of or day_after_last(store)
    roads = roads_if_any(store)
    scores = score_sites(
        sites,
        store.read("inspection"),
        store.read("finding"),
        store.read("tip"),
        as_of=day,
        card=default_card(),
        access_m=None if roads is None else _access_m(sites, roads),
        places=None if roads is None else roads.places,
    )
    with store.writing() as unit:
        unit.clear("score")
        unit.append("score", scores)
    counts = Counter(scores["grade"])
    return ScoreResult(
        as_of=day.isoformat(),
        model=str(scores["model"].iloc[0]),
        sites=len(scores),
        grades={grade: counts.get(grade, 0) for grade in GRADES},
        top=_top_sites(sites, scores),
    )


def _top_sites(sites: pd.DataFrame, scores: pd.DataFrame) -> tuple[TopSite, ...]:
    riskiest = scores.sort_values("risk", ascending=False, kind="stable").head(TOP_SITES)
    joined = riskiest.join(sites[["name", "village"]]).fillna({"village": ""})
    return tuple(_top_site(row) for row in as_records(joined))


def _top_site(row: dict[str, Any]) -> TopSite:
    strongest = next(iter(orjson.loads(row["reasons"])), {"zh": "", "en": ""})
    return TopSite(
        site_id=row["site_id"],
        name=row["name"],
        village=row["village"],
        risk=float(row["risk"]),
        grade=row["grade"],
        reason_zh=strongest["zh"],
        reason_en=strongest["en"],
    )


def map_hotspots(store: Store, *, cell_m: int) -> HotspotResult:
    """
    Put the scores on grid cells, say which cells are significant, and keep them.

    Parameters
    ----------
    cell_m
        Side of a cell in whole metres, > 0.

    Raises
    ------
    ConfigError
        If the side is outside its range.
    NotFoundError
        If there are no scored sites.
    """
    params = HotspotParams(size_m=cell_m)
    sites, scores = read_sites(store), read_scores(store)
    as_of = scores["as_of"].max().date()
    cells = find_hotspots(sites, scores, store.read("inspection"), as_of=as_of, params=params)
    with store.writing() as unit:
        unit.clear("cell")
        unit.append("cell", cells)
        unit.set("cell_m", str(cell_m))
    hot = cells[cells["class"].str.startswith("hot")].sort_values("z", ascending=False)
    return HotspotResult(
        as_of=as_of.isoformat(),
        cell_m=cell_m,
        cells=len(cells),
        classes=dict(Counter(cells["class"])),
        hot=tuple(
            HotCell(
                cell_id=row["cell_id"],
                sites=int(row["sites"]),
                visits=int(row["near_visits"]),
                finds=int(row["finds"]),
                z=float(row["z"]),
                q=float(row["q"]),
            )
            for row in as_records(hot)
        ),
    )
