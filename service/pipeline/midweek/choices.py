"""What may be changed by hand in a stored plan, for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from data.model import SWEEP
from data.sheets import HandSheet, HandVisit
from planning.changes.choices import refused_shifts
from planning.problem_json import read_shifts, read_sites
from service.pipeline.midweek.wishes import last_record, plan_moment

if TYPE_CHECKING:
    import pandas as pd

    from data.store import Store


def hand_sheet(store: Store, plan: pd.Series[Any]) -> HandSheet:
    """
    Say which visits of a plan may be changed, and which shifts could never make them.

    Parameters
    ----------
    store
        Holds the records of the week.
    plan
        A row of the table ``plan``.

    Returns
    -------
    sheet
        Places in no ledger are not in it: ``replan`` does not know them by name.
    """
    listed = orjson.loads(plan["problem"])
    shifts = read_shifts(listed)
    return HandSheet(
        since=plan_moment(plan),
        visits={
            site.id: HandVisit(refused=refused_shifts(site, shifts), pin=site.pin)
            for site in read_sites(listed)
            if not site.id.startswith(SWEEP)
        },
        recorded=last_record(store, plan),
    )
