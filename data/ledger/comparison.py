"""Hold the candidate places of silent positions against villages, roads and the rest of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.datum import from_wgs84, to_wgs84
from data.ledger.ground import Survey
from data.ledger.nearness import Villages
from data.ledger.notes import Note, note
from data.ledger.posterior import (
    Roadsides,
    Trust,
    chances,
    counts_of,
    roadsides,
    style_table,
    temper,
)
from data.words import DATUMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from data.ledger.ground import Ground
    from data.ledger.positions import Place

    Points = NDArray[float64]

CANDIDATES = ("gcj02", "bd09", "wgs84")
"""Datums that differ on a map; CGCS2000 lies where WGS-84 does."""
MOVED = ("gcj02", "bd09")

_FEW = 20
_FEW_TRUST = Trust(power=0.5, silent_weight=0.2)
"""With fewer known sites, how far the evidence and the silent positions themselves are believed:
chosen on invented towns in which no row states its datum (``benchmarks/datums.py``)."""
_MOST_TESTED = 400
_SMALLEST_TOWN_M2 = 4e6
_MARGIN_M = 1_000.0
_EDGES = (0.01, 0.99)


class Comparison:
    """
    How likely each silent position of one file is in each datum.

    Parameters
    ----------
    asked, villages
        The silent positions and their plain village names; not empty.
    stated
        Positions of the same file that state a datum: they tell the mix and who writes how.
    ground
        Roads, villages and water.
    sites
        Village, lon and lat of sites known for certain, WGS-84.

    Attributes
    ----------
    chances
        Shape ``(n, 3)``, in the order of ``CANDIDATES``; rows sum to 1.
    """

    def __init__(
        self,
        asked: Sequence[Place],
        villages: Sequence[str],
        *,
        stated: Sequence[Place],
        ground: Ground,
        sites: Sequence[tuple[str, float, float]],
    ) -> None:
        self._names = list(villages)
        self._lonlat = _candidates(
            np.array([place.lon_deg for place in asked]),
            np.array([place.lat_deg for place in asked]),
        )
        self._site_names = [village for village, _, _ in sites]
        self._sites = np.array([(lon, lat) for _, lon, lat in sites]).reshape(-1, 2)
        self._survey = Survey(ground, np.append(self._sites[:, 0], self._lonlat[:, :, 0]))
        self._ground = ground
        self._xy = self._metres(self._lonlat)
        self._road_m = self._survey.road_m(self._xy.reshape(-1, 2)).reshape(self._xy.shape[:-1])
        self._site_xy = self._metres(self._sites)
        self._villages = Villages(
            self._site_xy,
            self._site_names,
            mapped=self._survey.village,
            town_m2=_town_m2(np.vstack([self._site_xy, self._xy.reshape(-1, 2)])),
        )
        self._spread = self._villages.learn()
        self._roads = self._roadsides()
        self.chances: Points = self._chances(asked, stated)

    def _metres(self, lonlat: Points) -> Points:
        flat = lonlat.reshape(-1, 2)
        return self._survey.metres(flat[:, 0], flat[:, 1]).reshape(lonlat.shape)

    def _bands(self, xy: Points) -> NDArray[np.intp]:
        flat = xy.reshape(-1, 2)
        bands = self._roads.band(self._survey.road_m(flat), self._survey.is_wet(flat))
        return bands.reshape(xy.shape[:-1])

    def _roadsides(self) -> Roadsides:
        """Take as ground the places where known sites would lie in a wrong datum."""
        lonlat = self._sites if len(self._sites) >= _FEW else self._lonlat[:, 0]
        moved = [move(*lonlat.T, datum=d) for d in MOVED for move in (from_wgs84, to_wgs84)]
        xy = np.vstack([self._survey.metres(lon, lat) for lon, lat in moved])
        return roadsides(self._survey.road_m(xy), self._survey.is_wet(xy))

    def _chances(self, asked: Sequence[Place], stated: Sequence[Place]) -> Points:
        seen = counts_of(self._bands(self._site_xy))
        datums = [CANDIDATES.index(_as_candidate(place.datum)) for place in stated]
        styles = style_table(
            [place.style for place in stated],
            datums,
            [place.style for place in asked],
            kinds=len(CANDIDATES),
        )
        few = len(self._sites) < _FEW
        return chances(
            self._near(self._xy, self._names) + styles,
            self._bands(self._xy),
            ground=self._roads,
            seen=seen,
            stated=np.bincount(datums, minlength=len(CANDIDATES)).astype(float),
            trust=_FEW_TRUST if few else Trust(self._temper(seen)),
        )

    def _near(
        self, xy: Points, names: Sequence[str], own: NDArray[np.intp] | None = None
    ) -> Points:
        kinds = xy.shape[1]
        repeated = [name for name in names for _ in range(kinds)]
        left_out = None if own is None else np.repeat(own, kinds)
        near = self._villages.log_density(xy.reshape(-1, 2), repeated, self._spread, own=left_out)
        return near.reshape(-1, kinds)

    def _temper(self, seen: Points) -> float:
        """Judge known sites as if each datum had been forgotten, each without itself."""
        rows = np.arange(len(self._sites))[:: -(-len(self._sites) // _MOST_TESTED)]
        names = [self._site_names[row] for row in rows]
        tables, truth = [], []
        for kind, datum in enumerate(CANDIDATES):
            xy = self._metres(_candidates(*from_wgs84(*self._sites[rows].T, datum=datum)))
            roads = self._roads.log_ratio(seen)[self._bands(xy)]
            tables.append(self._near(xy, names, rows) + roads)
            truth.append(np.full(len(rows), kind))
        return temper(np.vstack(tables), np.concatenate(truth))

    @property
    def _tells(self) -> bool:
        """Tell whether there is anything at all to compare with."""
        return bool(len(self._sites) or self._survey.has_roads or self._ground.villages)

    def why(self, row: int) -> Note:
        """Say which datum is the likeliest for a position, and by what."""
        best, second = np.argsort(-self.chances[row], kind="stable")[:2]
        one, other = self._figures(row, int(best)), self._figures(row, int(second))
        label = DATUMS[CANDIDATES[second]]
        return note(
            "assumed_datum",
            datum=DATUMS[CANDIDATES[best]],
            sure=_percent(float(self.chances[row, best])),
            grounds=(f"{one[0]}；按{label[0]}则{other[0]}", f"{one[1]}; as {label[1]} {other[1]}"),
        )

    def question(self, row: int) -> tuple[Note, ...]:
        """Say where a position may lie, and what is missing to tell."""
        best = int(self.chances[row].argmax())
        places, metres = self._places(row)
        if not self._tells:
            return note("candidates", places=places, metres=metres), note("datum_silent")
        sure = _percent(float(self.chances[row, best]))
        datum = DATUMS[CANDIDATES[best]]
        return (note("datum_open", datum=datum, sure=sure, places=places, metres=metres),)

    def by_hand(self, row: int) -> Note:
        """Say where a position of a correction workbook may lie; only a person tells which."""
        places, metres = self._places(row)
        return note("datum_by_hand", places=places, metres=metres)

    def _places(self, row: int) -> tuple[tuple[str, str], str]:
        """List the candidate places, and how far they lie apart, metres."""
        listed = [self._candidate(row, kind) for kind in range(len(CANDIDATES))]
        lon, lat = self._lonlat[row].T
        apart_m = float(great_circle_m(lon[:, None], lat[:, None], lon, lat).max())
        places = ("；".join(zh for zh, _ in listed), "; ".join(en for _, en in listed))
        return places, f"{apart_m:.0f}"

    def _candidate(self, row: int, kind: int) -> tuple[str, str]:
        lon, lat = self._lonlat[row, kind].tolist()
        zh, en = self._figures(row, kind)
        label = DATUMS[CANDIDATES[kind]]
        return f"{label[0]} {lon:.6f},{lat:.6f}（{zh}）", f"{label[1]} {lon:.6f},{lat:.6f} ({en})"

    def _figures(self, row: int, kind: int) -> tuple[str, str]:
        """Measure from a candidate place to its village, the nearest village and a road."""
        xy = self._xy[row, kind]
        own_m = self._villages.nearest_m(xy, self._names[row])
        road_m = float(self._road_m[row, kind])
        name, away_m = self._survey.nearest_village(xy)
        zh, en = [], []
        if np.isfinite(own_m):
            zh.append(f"距本村 {own_m:.0f} 米")
            en.append(f"{own_m:.0f} m from its village")
        if name and name != self._names[row]:
            zh.append(f"距{name} {away_m:.0f} 米")
            en.append(f"{away_m:.0f} m from {name}")
        if np.isfinite(road_m):
            zh.append(f"距道路 {road_m:.0f} 米")
            en.append(f"{road_m:.0f} m from a road")
        return "、".join(zh) or "附近无可比对", ", ".join(en) or "nothing near to compare"


def _candidates(lon_deg: Points, lat_deg: Points) -> Points:
    """Place every pair by every candidate datum, shape ``(n, 3, 2)``, lon, lat."""
    moved = [np.column_stack(to_wgs84(lon_deg, lat_deg, datum=datum)) for datum in CANDIDATES]
    return np.stack(moved, axis=1)


def _as_candidate(datum: str | None) -> str:
    return datum if datum in CANDIDATES else "wgs84"


def _town_m2(xy: Points) -> float:
    low, high = np.quantile(xy, _EDGES, axis=0)
    return max(_SMALLEST_TOWN_M2, float(np.prod(high - low + _MARGIN_M)))


def _percent(share: float) -> str:
    return f"{min(99, int(share * 100))}"
