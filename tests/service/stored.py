"""A stored plan read back as the plan and the matrix that it was checked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pandas as pd

from data.model import BrokenPromise, Plan, Route, Stop, Unplanned
from data.schema import as_records
from service.pipeline.roads.travel import town_network, town_speeds
from service.pipeline.week.sweep import with_sweeps

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from data.store import Store


def stored_matrix(store: Store) -> NDArray[int32]:
    """Measure the ways of the only plan anew: bases first, then wanted sites in their order."""
    problem = orjson.loads(store.read("plan")["problem"].iloc[0])
    wanted = [site["id"] for site in problem["sites"]]
    points = pd.concat(
        [
            store.read("team")[["lon_deg", "lat_deg"]],
            with_sweeps(store, store.read("site")).loc[wanted, ["lon_deg", "lat_deg"]],
        ]
    )
    speeds, _ = town_speeds(store.settings())
    network = town_network(store.read_roads(), speeds=speeds, teams=store.read("team"))
    return network.matrix(points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy()).duration_s


def stored_plan(store: Store) -> Plan:
    """Read the only plan back from its rows."""
    plan = as_records(store.read("plan"))[0]
    wanted = {site["id"] for site in orjson.loads(plan["problem"])["sites"]}
    stops = as_records(store.read("stop").sort_values(["route_id", "position"]))
    return Plan(
        routes=tuple(_route(row, stops) for row in as_records(store.read("route"))),
        unplanned=tuple(
            Unplanned(row["site_id"], row["reason"], orjson.loads(row["detail"]))
            for row in as_records(store.read("unplanned"))
            if row["site_id"] in wanted
        ),
        broken=tuple(
            BrokenPromise(row["promise"], orjson.loads(row["detail"]))
            for row in as_records(store.read("promise"))
            if not row["kept"]
        ),
        prize=plan["prize"],
        bound=plan["bound"],
        seed=int(plan["seed"]),
        iterations=int(plan["iterations"]),
    )


def _route(row: dict[str, object], stops: list[dict[str, object]]) -> Route:
    rest = row["break_start_s"]
    return Route(
        shift=str(row["shift"]),
        stops=tuple(
            Stop(
                str(stop["site_id"]),
                *(int(str(stop[key])) for key in ("arrive_s", "start_s", "end_s")),
            )
            for stop in stops
            if stop["route_id"] == row["route_id"]
        ),
        break_start_s=None if pd.isna(rest) else int(str(rest)),
        drive_s=int(str(row["drive_s"])),
        work_s=int(str(row["work_s"])),
    )
