"""What the meters of idle plants count: nearly nothing, unless somebody works there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from data.schema import POWER_READING, as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy import bool_, float64
    from numpy.typing import NDArray

    from data.sample.life.luck import Luck
    from data.sample.life.params import LifeParams

SOURCE = "示范镇用电量(虚构).csv"
_STILL_KWH, _WATCHED_KWH, _WORKS_KWH = 20.0, 260.0, 900.0


class Meters:
    """Meters of idle plants, of which some betray who works there."""

    def __init__(
        self, sites: pd.DataFrame, idle: NDArray[bool_], luck: Luck, params: LifeParams
    ) -> None:
        self._sites = [str(site) for site in sites.index]
        self._metered = np.flatnonzero(idle & (luck.meter < params.metered))
        self._betrays = luck.draws < params.betrays
        self._watched = luck.watch < params.watched
        self._size = 0.7 + 0.6 * luck.age

    def month(self, month: str, works: NDArray[bool_]) -> pd.DataFrame:
        """
        Read the meters of one month.

        Parameters
        ----------
        month
            Such as ``2026-03``.
        works
            Shape ``(n,)``: where a workshop is, known or not.

        Returns
        -------
        readings
            By schema ``POWER_READING``, a row for each meter that is known.
        """
        kwh = self._kwh(works)
        rows: list[dict[str, Any]] = [
            {
                "power_reading_id": f"P{month}-{place:04d}",
                "site_id": self._sites[place],
                "meter": f"M{place:04d}",
                "month": month,
                "kwh": round(float(kwh[place]), 1),
                "source": SOURCE,
            }
            for place in self._metered
        ]
        return as_table(rows, POWER_READING)

    def _kwh(self, works: NDArray[bool_]) -> NDArray[float64]:
        still = np.where(self._watched, _WATCHED_KWH, _STILL_KWH)
        return np.asarray(self._size * np.where(works & self._betrays, _WORKS_KWH, still))


def months_before(first: str, count: int) -> Sequence[str]:
    """
    List the months before one.

    Examples
    --------
    >>> months_before("2026-02", 3)
    ['2025-11', '2025-12', '2026-01']
    """
    year, month = (int(part) for part in first.split("-"))
    last = 12 * year + month - 1
    return [f"{one // 12}-{one % 12 + 1:02d}" for one in range(last - count, last)]
