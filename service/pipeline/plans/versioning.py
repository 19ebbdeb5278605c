"""The number and id that a week's next plan gets, and whether it still follows the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import StaleError

if TYPE_CHECKING:
    from data.store import Store
    from data.store.unit import Unit

_HASH_SIGNS = 6


def next_plan_id(
    store: Store | Unit, week: str, *, input_hash: str, follows: str | None = None
) -> tuple[str, int]:
    """
    Say under which id and version a plan would be stored now.

    Parameters
    ----------
    store
        Holds the plans; whoever stores one asks within the unit that does.
    week
        ISO week such as ``2026-W48``.
    input_hash
        Fingerprint of the plan's problem.
    follows
        The plan that this one changes or takes the place of; ``None``: it is made anew.

    Returns
    -------
    plan_id, version
        Versions begin with 1.

    Raises
    ------
    StaleError
        If another plan than ``follows`` is the newest by now: what it changed would be undone.
    """
    rows = store.rows("plan", where={"week": [week]}, columns=["plan_id", "version"])
    newest = max(rows, key=lambda row: row["version"], default=None)
    if follows is not None and (newest is None or newest["plan_id"] != follows):
        now = "" if newest is None else newest["plan_id"]
        raise StaleError(
            f"This was made from plan {follows}, and the newest plan of {week} is {now} by now; "
            "look at the newer plan, then ask for it once more.",
            zh=f"这是由计划 {follows} 改来的，而 {week} 现在最新的计划是 {now}；"
            "请先核对新计划，再重新提出。",
        )
    version = 1 if newest is None else int(newest["version"]) + 1
    return f"{week}-v{version}-{input_hash[:_HASH_SIGNS]}", version
