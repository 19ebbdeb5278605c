"""Routes of published weeks as lines: straight from base to stop to stop and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from data.store.features import FeaturePage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Store
    from data.store.features import Choice
    from data.store.shapes import Box

    Row = dict[str, Any]
    Position = tuple[float, float]


def read_routes(town: Store, choice: Choice) -> FeaturePage:
    """
    Read one page of the routes whose week's plan was published, in the order of their ids.

    A route is a line through its stops that may be seen, from the team's base and back to it; the
    roads between them are on the pages of the week.

    Parameters
    ----------
    town
        As the asker may see it.
    """
    weeks = _published(town)
    routes = town.rows("route", where={"plan_id": sorted(weeks)})
    rows = [row | {"week": weeks[row["plan_id"]]} for row in routes]
    rows = [row for row in rows if _fits(row, choice)]
    lines = _lines(town, rows) if rows else {}
    matched = [row for row in rows if _touches(lines[row["route_id"]], choice.boxes)]
    found = [row for row in matched if choice.after is None or row["route_id"] > choice.after]
    page = found[: choice.limit]
    return FeaturePage(
        keys=[row["route_id"] for row in page],
        facts=[_facts(row, lines[row["route_id"]]) for row in page],
        points=None,
        shapes=np.array([lines[row["route_id"]] for row in page], dtype=object),
        last=page[-1]["route_id"] if len(found) > len(page) else None,
        matched=len(matched),
    )


def route_extent(town: Store, choice: Choice) -> Box | None:
    """Give west, south, east, north of all routes; ``None`` where there is none."""
    page = read_routes(town, choice)
    if page.shapes is None or not page.keys:
        return None
    west, south, east, north = shapely.total_bounds(page.shapes).tolist()
    return west, south, east, north


def _published(town: Store) -> dict[str, str]:
    """Give the plan that counts of each week, to its week: the newest that was not withdrawn."""
    newest: dict[str, Row] = {}
    for row in sorted(
        town.rows("publication"), key=lambda row: (row["moment"], row["publication_id"])
    ):
        if row["withdrawn"] is None:
            newest[row["week"]] = row
    return {row["plan_id"]: week for week, row in newest.items()}


def _fits(row: Row, choice: Choice) -> bool:
    day = row["day"]
    return (
        all(str(row[name]) in values for name, values in choice.where.items())
        and (choice.from_day is None or day >= choice.from_day)
        and (choice.to_day is None or day <= choice.to_day)
    )


def _lines(town: Store, routes: Sequence[Row]) -> dict[str, shapely.LineString]:
    ids = [row["route_id"] for row in routes]
    stops = town.rows("stop", where={"route_id": ids})
    places = _places(town, sorted({stop["site_id"] for stop in stops}))
    bases = _positions(town.read("team"))
    through: dict[str, list[Position]] = {name: [] for name in ids}
    for stop in sorted(stops, key=lambda stop: stop["position"]):
        if stop["site_id"] in places:
            through[stop["route_id"]].append(places[stop["site_id"]])
    lines = {}
    for row in routes:
        base = [bases[row["team_id"]]] if row["team_id"] in bases else []
        points = [*base, *through[row["route_id"]], *base]
        lines[row["route_id"]] = shapely.LineString(points if len(points) > 1 else [])
    return lines


def _places(town: Store, ids: Sequence[str]) -> dict[str, Position]:
    """Find where sites and places to sweep are."""
    sites = _positions(town.read("site", where={"site_id": ids}))
    return sites | _positions(town.read("sweep", where={"sweep_id": ids}))


def _positions(table: Any) -> dict[str, Position]:  # noqa: ANN401 - a table with lon_deg, lat_deg
    columns = (table.index.astype(str), table["lon_deg"], table["lat_deg"])
    return {name: (float(lon), float(lat)) for name, lon, lat in zip(*columns, strict=True)}


def _touches(line: shapely.LineString, boxes: Sequence[Box]) -> bool:
    if not boxes:
        return True
    return any(bool(shapely.intersects(line, shapely.box(*box))) for box in boxes)


def _facts(row: Mapping[str, Any], line: shapely.LineString) -> Row:
    shown = ("plan_id", "week", "team_id", "day", "start_s", "end_s", "drive_s", "work_s")
    return {name: row[name] for name in shown} | {"points": shapely.get_num_points(line).item()}
