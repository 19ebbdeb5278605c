"""Past looks by cell and day, with what each team would have found: what trends and alerts take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.sites.history import looks_before, team_rate

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd


def cell_looks(inspections: pd.DataFrame, cell_of_site: pd.Series, *, as_of: date) -> pd.DataFrame:
    """
    List the past looks at sites that lie in a cell.

    Parameters
    ----------
    inspections
        Table by schema ``INSPECTION``.
    cell_of_site
        Cell id by site id; missing where a site is in no cell.
    as_of
        Only looks before this day count.

    Returns
    -------
    looks
        One row per look, index of ``inspections``: ``site_id``, ``cell_id``, ``day``, ``found``
        (whether it found something), ``expected`` (chance that its team finds something, over all
        these looks).
    """
    looks = looks_before(inspections, as_of)
    looks = looks.assign(cell_id=looks["site_id"].map(cell_of_site.dropna()))
    looks = looks[looks["cell_id"].notna()]
    return looks.assign(expected=team_rate(looks))[
        ["site_id", "cell_id", "day", "found", "expected"]
    ]
