"""The road graph: points between junctions become the shape of one edge, as OSMnx does it.

OSMnx holds every point as a Python object, which takes gigabytes for a county; this is the same
rule on arrays. ``tests/data/roads/test_graph.py`` holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.crs import WGS84
from data.model import EDGE_COLUMNS

if TYPE_CHECKING:
    from numpy import bool_, int64
    from numpy.typing import NDArray

    from data.roads.draft import Draft

_NEVER_MERGED = ["highway", "maxspeed", "surface", "speed_km_h", "oneway"]
_JOINED = ("osmid", "name", "ref")
_THROUGH_ONE_WAY, _THROUGH_BOTH = 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class _Chains:
    """Pieces in the order they are driven, chain after chain: ``(a,)`` each, and their first."""

    chain: NDArray[int64]
    piece: NDArray[int64]
    first: NDArray[int64]
    last: NDArray[int64]


def tables(draft: Draft) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """
    Simplify roads and give them as two tables.

    A point between two pieces becomes shape. A point where the class, the speed, the surface or the
    directions change stays, so that each edge has one of each and its driving time is right. A
    lone ring has no junction to keep; it stays as it is.

    Returns
    -------
    nodes, edges
        As ``data.model.Roads`` describes them, ordered by index. Parts that no road joins are all
        there.
    """
    chains = _chains(draft, _is_shape(draft))
    edges = _edges(draft, chains)
    return _nodes(draft, edges), edges


def _is_shape(draft: Draft) -> NDArray[bool_]:
    """Tell which points lie between two pieces of one road and nothing else."""
    count, start, end = len(draft.number), draft.start, draft.end
    out, into = np.bincount(start, minlength=count), np.bincount(end, minlength=count)
    outward, inward = start * count + end, end * count + start
    pairs = (outward, inward, np.concatenate([outward, inward]))
    outs, ins, sides = (
        np.bincount(_distinct(pair) // max(count, 1), minlength=count) for pair in pairs
    )
    single = (out == _THROUGH_ONE_WAY) & (into == _THROUGH_ONE_WAY)
    double = (out == _THROUGH_BOTH) & (into == _THROUGH_BOTH) & (outs == out) & (ins == into)
    shape: NDArray[bool_] = (single | double) & (sides == _THROUGH_BOTH)
    return shape & ~_changes(draft)


def _distinct(values: NDArray[int64]) -> NDArray[int64]:
    """Give each value once; by sorting, as ``numpy.unique`` hashes keys like these very slowly."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


def _changes(draft: Draft) -> NDArray[bool_]:
    """Tell at which points the class, speed, surface or one-way sign changes."""
    kinds = draft.ways.groupby(_NEVER_MERGED, dropna=False, sort=False).ngroup().to_numpy()
    kind = kinds[draft.way] if len(kinds) else np.empty(0, dtype=np.int64)
    seen = np.zeros(len(draft.number), dtype=np.int64)
    seen[draft.start], seen[draft.end] = kind, kind
    changed = np.zeros(len(draft.number), dtype=np.bool_)
    for side in (draft.start, draft.end):
        changed[side[kind != seen[side]]] = True
    return changed


def _chains(draft: Draft, is_shape: NDArray[bool_]) -> _Chains:
    """Follow the pieces from junction to junction; all chains take each step together."""
    ahead = _next_pieces(draft, is_shape)
    piece = np.flatnonzero(~is_shape[draft.start])
    chain = np.arange(len(piece))
    steps = [(chain, piece)]
    while len(piece):
        chain, piece = chain[ahead[piece] >= 0], ahead[piece]
        piece = piece[piece >= 0]
        steps.append((chain, piece))
    chain, piece = (np.concatenate([step[axis] for step in steps]) for axis in (0, 1))
    followed = np.zeros(len(draft.start), dtype=np.bool_)
    followed[piece] = True
    rings = np.flatnonzero(~followed)
    chain = np.concatenate([chain, chain.max(initial=-1) + 1 + np.arange(len(rings))])
    piece = np.concatenate([piece, rings])
    order = np.argsort(chain, kind="stable")
    chain, piece = chain[order], piece[order]
    new = np.diff(chain, prepend=-1) > 0
    first = np.flatnonzero(new)
    return _Chains(chain, piece, first, np.append(first[1:], len(chain))[: len(first)] - 1)


def _next_pieces(draft: Draft, is_shape: NDArray[bool_]) -> NDArray[int64]:
    """Find the piece that goes on from each one without turning back; -1 at a junction."""
    ahead = np.full(len(draft.start), -1)
    goes_on = np.flatnonzero(is_shape[draft.end])
    by_start = np.argsort(draft.start, kind="stable")
    slot = np.searchsorted(draft.start[by_start], draft.end[goes_on])
    one = by_start[slot]
    other = by_start[np.minimum(slot + 1, len(by_start) - 1)]
    turns_back = draft.end[one] == draft.start[goes_on]
    ahead[goes_on] = np.where(turns_back, other, one)
    return ahead


def _edges(draft: Draft, chains: _Chains) -> gpd.GeoDataFrame:
    heads, tails = chains.piece[chains.first], chains.piece[chains.last]
    way = draft.way[heads]
    facts = draft.ways.iloc[way].reset_index(drop=True)
    facts["length"] = np.bincount(
        chains.chain, weights=draft.length_m[chains.piece], minlength=len(heads)
    )
    for name, texts in _merged(draft, chains).items():
        facts.loc[texts.index, name] = texts
    facts["u"], facts["v"] = draft.number[draft.start[heads]], draft.number[draft.end[tails]]
    facts["key"] = facts.groupby(["u", "v"]).cumcount().astype("int64")
    table = gpd.GeoDataFrame(facts, geometry=_lines(draft, chains), crs=WGS84)
    return table.set_index(["u", "v", "key"])[[*EDGE_COLUMNS, "geometry"]].sort_index()


def _lines(draft: Draft, chains: _Chains) -> NDArray[np.object_]:
    points = np.insert(
        draft.end[chains.piece], chains.first, draft.start[chains.piece[chains.first]]
    )
    line = np.insert(chains.chain, chains.first, chains.chain[chains.first])
    xy = np.column_stack([draft.lon_deg[points], draft.lat_deg[points]])
    return np.asarray(shapely.linestrings(xy, indices=line), dtype=object)


def _merged(draft: Draft, chains: _Chains) -> dict[str, pd.Series]:
    """Join what several ways say of one edge, for the edges made of several."""
    pairs = pd.DataFrame({"chain": chains.chain, "way": draft.way[chains.piece]}).drop_duplicates()
    several = pairs[pairs["chain"].duplicated(keep=False)]
    said = draft.ways.iloc[several["way"].to_numpy()]
    return {
        name: pd.Series(said[name].to_numpy(dtype=object), index=several["chain"].to_numpy())
        .groupby(level=0)
        .agg(_joined)
        .astype("str")
        for name in _JOINED
    }


def _joined(values: pd.Series) -> str | None:
    """Join texts, each once and in order; numbers among them by size."""
    known = {str(value) for value in values if isinstance(value, str)}
    numbers = all(value.lstrip("-").isdecimal() for value in known)
    return ";".join(sorted(known, key=_by_size if numbers else str)) or None


def _by_size(text: str) -> tuple[int, str]:
    return int(text), text


def _nodes(draft: Draft, edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    ends = [edges.index.get_level_values(name).to_numpy() for name in ("u", "v")]
    used = np.unique(np.concatenate(ends))
    spot = np.searchsorted(draft.number, used)
    x, y = draft.lon_deg[spot], draft.lat_deg[spot]
    table = {"x": x, "y": y, "rank": pd.array([None] * len(used), dtype="Int64")}
    index = pd.Index(used, dtype="int64", name="osmid")
    return gpd.GeoDataFrame(table, index=index, geometry=shapely.points(x, y), crs=WGS84)
