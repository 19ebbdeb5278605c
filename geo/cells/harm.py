"""How bad it would be if something were wrong at a site, against an ordinary place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError

if TYPE_CHECKING:
    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmParams:
    """
    What makes a find at a site worse than at an ordinary place, whose severity is 1.

    Parameters
    ----------
    chemicals
        Added where hazardous chemicals are on the premises, >= 0.
    people
        Added where ``full_workers`` people or more work, less below on a scale of magnitudes, >= 0.
    full_workers
        People, > 0; 100 as on the scorecard.

    Raises
    ------
    ConfigError
        If a value is outside its range.

    Notes
    -----
    The scale is ours and no law's: it takes up the two grounds on which the consequence C of the
    LEC method rises, what can burn or poison and how many it would reach. An office that rates C
    itself gives it to ``geo.cells.tally.sum_cells`` instead.
    """

    chemicals: float = 2.0
    people: float = 1.0
    full_workers: float = 100.0

    def __post_init__(self) -> None:
        if not (self.chemicals >= 0 and self.people >= 0 and self.full_workers > 0):
            given = f"{self.chemicals}, {self.people}, {self.full_workers}"
            raise ConfigError(
                f"Expected chemicals >= 0, people >= 0 and full_workers > 0, got {given}.",
                zh=f"chemicals、people 不能小于 0，full_workers 必须大于 0，现为 {given}。",
            )


DEFAULT_HARM = HarmParams()


def site_severity(sites: pd.DataFrame, *, params: HarmParams = DEFAULT_HARM) -> NDArray[float64]:
    """
    Rate how bad a find would be at each site.

    Parameters
    ----------
    sites
        Table by schema ``SITE``; what it does not know adds nothing.

    Returns
    -------
    severity
        Shape ``(n,)``, in ordinary places: 1 to ``1 + chemicals + people``.

    Examples
    --------
    >>> import pandas as pd
    >>> known = {"chemicals": [None, True, None], "workers": [None, 100, 0]}
    >>> site_severity(pd.DataFrame(known).astype({"chemicals": "boolean"})).tolist()
    [1.0, 4.0, 1.0]
    """
    chemicals = sites["chemicals"].fillna(value=False).to_numpy(dtype=float)
    workers = sites["workers"].fillna(0.0).to_numpy(dtype=float)
    reach = np.minimum(np.log1p(workers) / np.log1p(params.full_workers), 1.0)
    severity: NDArray[float64] = 1.0 + params.chemicals * chemicals + params.people * reach
    return severity
