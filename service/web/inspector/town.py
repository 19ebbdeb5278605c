"""What the pages of a link say of the town and the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.sheets import PageFacts
from service.access.clock import office_day
from service.pipeline.plans.sheets import page_facts
from service.version import program_version

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock
    from service.access.teamlinks import Link


def link_facts(store: Store, *, clock: Clock) -> PageFacts:
    """Collect header and footer; a town that has no scores yet has a page too."""
    if store.rows("score"):
        return page_facts(store)
    settings = store.settings()
    return PageFacts(
        town=settings.get("town", ""),
        data_date=office_day(clock),
        model="",
        invented=settings.get("invented") == "yes",
        sources=(),
        version=program_version(),
    )


def team_name(store: Store, link: Link) -> str:
    """Say what people call the team; its id where it is gone from the ledger."""
    rows = store.rows("team", where={"team_id": [link.team_id]})
    return str(rows[0]["name"]) if rows else link.team_id
