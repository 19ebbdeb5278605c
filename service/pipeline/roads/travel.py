"""How one drives in this town on some days: its roads, its speeds, its closures."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd

from data.crs import metric_crs
from data.schema import as_records
from geo.roads.closures import edges_drawn, edges_of_ways, one_of_each_road, slowest, way_numbers
from geo.roads.network import build_network
from geo.roads.speeds import SpeedParams
from service.pipeline.places.sites import text_of
from service.pipeline.roads.ended import ended_closures
from service.results.road import ClosureFacts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from numpy import bool_
    from numpy.typing import NDArray

    from data.model import Roads
    from data.store import Store
    from geo.roads.network import RoadNetwork

SCALE, SPREAD, LEGS = "speed_scale", "speed_spread_share", "speed_legs"
"""Settings of the store that ``roads calibrate`` writes: without them the speeds are as shipped."""
_M_PER_KM = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """
    The roads as they are driven on some days.

    Attributes
    ----------
    roads, network
        The graph, and the ways on it, from and to the bases of the teams.
    usual
        The same without any closure.
    speeds
        What the times are made with.
    legs
        Past drives that the speeds were fitted to; 0 where somebody set them by hand, ``None``
        where they are as shipped.
    closures
        What was closed or slow, in the order of ids.
    meant
        The edges that each of them means, shape ``(edges,)``, by closure id.
    """

    roads: Roads
    network: RoadNetwork
    usual: RoadNetwork
    speeds: SpeedParams
    legs: int | None
    closures: tuple[ClosureFacts, ...]
    meant: Mapping[str, NDArray[bool_]]


def town_travel(
    store: Store,
    *,
    roads: Roads | None = None,
    days: Collection[date] = (),
    closure_ids: Collection[str] = (),
    speeds: SpeedParams | None = None,
) -> Travel:
    """
    Make the roads of a town ready to be driven.

    Parameters
    ----------
    store
        Holds roads, closures, teams, and the speeds as calibrated.
    roads
        Its roads, where the caller has read them already.
    days
        Days on which somebody drives. One set of times serves all of them: a road counts as it is
        on the slowest of these days.
    closure_ids
        Closures that count whatever their days, such as those a stored plan was made with; also
        where they were taken back since.
    speeds
        What to drive at in place of the speeds as calibrated, such as those of a stored plan.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    """
    roads = roads or store.read_roads()
    calibrated, legs = town_speeds(store.settings())
    speeds = speeds or calibrated
    usual = network = town_network(roads, speeds=speeds, teams=store.read("team"))
    closures = _counted(store, days=days, closure_ids=closure_ids)
    meant = closure_edges(closures, roads)
    if meant:
        parts = [(meant[key], float(closures["speed_factor"][key])) for key in meant]
        network = usual.reweighted(slowest(len(roads.edges), parts))
    facts = closure_facts(closures, roads, meant=meant)
    return Travel(
        roads=roads,
        network=network,
        usual=usual,
        speeds=speeds,
        legs=legs,
        closures=facts,
        meant=meant,
    )


def town_network(roads: Roads, *, speeds: SpeedParams, teams: pd.DataFrame) -> RoadNetwork:
    """
    Make roads ready to be asked for ways, as every part of the program asks for them.

    Parameters
    ----------
    roads
        The graph.
    speeds
        From :func:`town_speeds`.
    teams
        By schema ``TEAM``: ways begin and end at their bases. Without a team it is the largest
        part of the network that counts.
    """
    bases = (teams["lon_deg"].to_numpy(), teams["lat_deg"].to_numpy()) if len(teams) else None
    return build_network(roads, params=speeds, bases=bases)


def _counted(store: Store, *, days: Collection[date], closure_ids: Collection[str]) -> pd.DataFrame:
    """Read the closures that hold on some days, and those asked for by id, ended ones too."""
    closures = store.read("closure")
    held = closures[holds_on(closures, days) | closures.index.isin(list(closure_ids))]
    ended = ended_closures(store, set(closure_ids) - set(closures.index))
    counted = [table for table in (held, ended) if len(table)]
    return pd.concat(counted).sort_index() if counted else held


def travel_params(travel: Travel) -> dict[str, Any]:
    """Write down what the times of a plan were made with, ready for JSON."""
    return {
        "scale": travel.speeds.scale,
        "spread_share": travel.speeds.spread_share,
        "legs": travel.legs,
        "closures": [asdict(closure) for closure in travel.closures],
    }


def planned_speeds(made: Mapping[str, Any]) -> SpeedParams | None:
    """Read the speeds back from :func:`travel_params`; ``None`` in a plan older than that."""
    if "scale" not in made:
        return None
    return replace(SpeedParams(), scale=made["scale"], spread_share=made["spread_share"])


def town_speeds(settings: Mapping[str, str]) -> tuple[SpeedParams, int | None]:
    """Give the speeds of a town, and how many past drives they were fitted to."""
    shipped = SpeedParams()
    if SCALE not in settings:
        return shipped, None
    spread = float(settings.get(SPREAD, shipped.spread_share))
    speeds = replace(shipped, scale=float(settings[SCALE]), spread_share=spread)
    return speeds, int(settings.get(LEGS, 0))


def holds_on(closures: pd.DataFrame, days: Collection[date]) -> NDArray[bool_]:
    """Tell which closures hold on at least one of some days."""
    holds = np.zeros(len(closures), dtype=bool)
    for day in map(pd.Timestamp, days):
        holds |= ((closures["from_day"] <= day) & (day <= closures["to_day"])).to_numpy()
    return holds


def closure_edges(closures: pd.DataFrame, roads: Roads) -> dict[str, NDArray[bool_]]:
    """
    Find the edges that closures mean on these roads.

    A closure of roads goes by their way numbers; where the map has none of them any more, or never
    had any, by where the roads ran when they were closed.

    Returns
    -------
    meant
        Closure id to shape ``(edges,)``; of a closure that means nothing any more, all false.
    """
    return {str(row["closure_id"]): _means(row, roads) for row in as_records(closures)}


def _means(row: Mapping[str, Any], roads: Roads) -> NDArray[bool_]:
    edges = roads.edges
    if row["kind"] == "all":
        return np.ones(len(edges), dtype=bool)
    if row["kind"] == "classes":
        return np.asarray(edges["highway"].isin(orjson.loads(row["classes"])), dtype=bool)
    ways = orjson.loads(text_of(row["ways"]) or "[]")
    means = edges_of_ways(edges["osmid"], ways)
    if row["geometry"] is None or (ways and way_numbers(edges["osmid"][means]).issuperset(ways)):
        return means
    return means | edges_drawn(edges, [row["geometry"]], crs=metric_crs(roads.nodes["x"]))


def closure_facts(
    closures: pd.DataFrame, roads: Roads, *, meant: Mapping[str, NDArray[bool_]]
) -> tuple[ClosureFacts, ...]:
    """Sum closures up, with the roads each means now."""
    once = one_of_each_road(roads.edges)
    length_m = roads.edges["length"].to_numpy(dtype=float)
    facts = []
    for row in as_records(closures):
        closed = once[meant[str(row["closure_id"])][once]]
        facts.append(
            ClosureFacts(
                closure_id=str(row["closure_id"]),
                kind=row["kind"],
                name=row["name"],
                from_day=row["from_day"].date().isoformat(),
                to_day=row["to_day"].date().isoformat(),
                speed_factor=float(row["speed_factor"]),
                note=text_of(row["note"]),
                roads=len(closed),
                km=round(float(length_m[closed].sum()) / _M_PER_KM, 3),
            )
        )
    return tuple(facts)
