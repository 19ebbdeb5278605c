"""Which version of a week's plan the teams were given: until then every plan is a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError, NotFoundError, UnsureError
from data.schema import PUBLICATION, as_records, as_table
from data.units import week_monday
from service.access.clock import office_day, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store
    from data.store.unit import Unit
    from service.access.actors import Actor
    from service.access.clock import Clock

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """
    One version that was given to the teams.

    Attributes
    ----------
    publication_id
        Later publications of a week have later ids.
    week, plan_id
        The week and the version.
    moment, who, note
        When (as ``audit`` writes it), by whom, and why in the office's words (empty: not said).
    withdrawn
        When it was taken back; empty where it stands.
    """

    publication_id: str
    week: str
    plan_id: str
    moment: str
    who: str
    note: str = ""
    withdrawn: str = ""


def has_begun(week: str, clock: Clock) -> bool:
    """Tell whether the Monday of a week has come: teams may be out by its published plan."""
    return office_day(clock) >= week_monday(week)


def publish(
    store: Store,
    plan_id: str,
    *,
    actor: Actor,
    clock: Clock,
    note: str = "",
    is_sure: bool = False,
) -> Publication:
    """
    Give a version of a week's plan to the teams, in place of the version they had.

    Parameters
    ----------
    store
        Signed by who publishes.
    plan_id
        The version; an older one than the newest may be published too.
    note
        Why, for the record.
    is_sure
        Whether somebody said that it shall be done though the week has begun.

    Raises
    ------
    NotFoundError
        If there is no such plan.
    ConfigError
        If it is the published version already.
    UnsureError
        If the week has begun and nobody said to be sure.
    """
    week = plan_week_of(store, plan_id)
    if has_begun(week, clock) and not is_sure:
        raise UnsureError(
            f"{week} has begun: teams may be out by the plan they have. Say that you are sure.",
            zh=f"{week} 已经开始，队伍可能正按现有计划外出；请确认后再发布。",
            ask="is_sure",
        )
    with store.writing() as unit:
        rows = as_records(unit.read("publication", where={"week": [week]}))
        found = _standing(rows)
        if found is not None and found["plan_id"] == plan_id:
            raise ConfigError(
                f"{plan_id} is published already.", zh=f"{plan_id} 已经发布，无需再次发布。"
            )
        made = Publication(
            publication_id=f"{week}-p{len(rows) + 1:04d}",
            week=week,
            plan_id=plan_id,
            moment=written(clock()),
            who=actor.name,
            note=note.strip(),
        )
        unit.append("publication", as_table([_row(made)], PUBLICATION))
        unit.note("plan_id", plan_id)
    return made


def withdraw(store: Store, week: str, *, clock: Clock) -> str:
    """
    Take a published plan back: until another is published, teams are shown none.

    Returns
    -------
    plan_id
        The version that was published.

    Raises
    ------
    NotFoundError
        If no version of the week is published.
    """
    with store.writing() as unit:
        rows = as_records(unit.read("publication", where={"week": [week]}))
        found = _standing(rows)
        if found is None:
            raise NotFoundError(f"No plan of {week} is published.", zh=f"{week} 没有已发布的计划。")
        _mark_withdrawn(unit, rows, moment=written(clock()))
        unit.note("plan_id", found["plan_id"])
    return str(found["plan_id"])


def published(store: Store, week: str) -> str | None:
    """Say which version of a week the teams have; ``None`` where they have none."""
    found = _standing(store.rows("publication", where={"week": [week]}))
    return None if found is None else str(found["plan_id"])


def publications(store: Store, week: str) -> tuple[Publication, ...]:
    """List what was published of a week, the newest first."""
    rows = sorted(store.rows("publication", where={"week": [week]}), key=_order, reverse=True)
    texts = [{name: row[name] or "" for name in Publication.__dataclass_fields__} for row in rows]
    return tuple(Publication(**text) for text in texts)


def plan_week_of(store: Store, plan_id: str) -> str:
    """
    Say which week a plan is of.

    Raises
    ------
    NotFoundError
        If there is no such plan.
    """
    rows = store.read("plan", where={"plan_id": [plan_id]})
    if not len(rows):
        raise NotFoundError(f"There is no plan {plan_id!r}.", zh=f"没有计划“{plan_id}”。")
    return str(rows["week"].iloc[0])


def _standing(rows: Sequence[Row]) -> Row | None:
    """Find the newest publication that was not taken back; the only one that counts."""
    return max((row for row in rows if not _text(row["withdrawn"])), key=_order, default=None)


def _mark_withdrawn(unit: Unit, rows: Sequence[Row], *, moment: str) -> None:
    """Take back all that stand: an earlier version must not come into force by itself."""
    stand = [row | {"withdrawn": moment} for row in rows if not _text(row["withdrawn"])]
    unit.upsert("publication", as_table([_only_texts(row) for row in stand], PUBLICATION))


def _row(made: Publication) -> Row:
    return {name: getattr(made, name) or None for name in Publication.__dataclass_fields__}


def _only_texts(row: Row) -> Row:
    return {name: _text(value) or None for name, value in row.items()}


def _text(value: object) -> str:
    """Read a text of a table, where a missing one may be not a number."""
    return value if isinstance(value, str) else ""


def _order(row: Row) -> str:
    return str(row["publication_id"])
