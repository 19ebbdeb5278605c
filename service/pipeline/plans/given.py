"""
Which version of a week's plan a reader means: the one rule, for every reader.

- **Who plans** (replan, changes by hand, comparing, going back, the page of the week) works on the
  newest version: ``sheets.latest_plan``.
- **What goes on paper** (sheets of a day, routes, pictures, exports) follows the published version:
  ``sheets.paper_plan``. A draft is written only when it was asked for, and each page says so.
- **Who looks back** (done against planned, reports, what the random share brought) counts one
  version of each week: ``counted_plans``, the published one, else the newest.

Teams' links, calendars and the map service show what was published and nothing else. An office that
never published a plan, such as one that works without the service, has no drafts: its newest
counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from data.ports import ChosenRows


def is_draft(tables: ChosenRows, plan_id: str) -> bool:
    """Tell whether a version is not what the teams of its week were given."""
    return publishes(tables) and plan_id not in published_ids(tables).values()


def counted_plans(tables: ChosenRows, plans: pd.DataFrame) -> pd.DataFrame:
    """
    Keep the version of each week that counts, in the order of the weeks.

    Parameters
    ----------
    plans
        Rows of the table ``plan``.
    """
    given = published_ids(tables)
    stands = plans.index.isin(list(given.values()))
    ordered = plans.assign(_stands=stands).sort_values(
        ["week", "_stands", "version"], kind="stable"
    )
    return ordered.drop_duplicates("week", keep="last").drop(columns="_stands")


def published_ids(tables: ChosenRows) -> Mapping[str, str]:
    """Name the version of each week that the teams have, by week; none where they have none."""
    rows = tables.read("publication")
    rows = rows[rows["withdrawn"].isna()].sort_index()
    return {str(week): str(plan) for week, plan in zip(rows["week"], rows["plan_id"], strict=True)}


def publishes(tables: ChosenRows) -> bool:
    """Tell whether this office ever published a plan."""
    return bool(len(tables.read("publication")))
