"""Expert days in the store: added, called off, listed with the findings that wait for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import ConfigError, InputError, NotFoundError
from data.findings import is_open, is_ours
from data.schema import EXPERT_DAY, as_records, as_table
from data.units import week_of
from data.words import EXPERTISE
from planning.cases.expertise import expertise_of
from planning.cases.measures import day_or_none, text_or_empty
from service.pipeline.cases.entries import meant_team, next_id
from service.pipeline.rules.ruling import rules_in_force
from service.results.measure import ExpertLine, ExpertResult, ExpertsResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.store import Store

PREFIX = "ZJ"
BY_HAND = "experts"
MOST_MINUTES = 1440


def add_expert(  # noqa: PLR0913 - what an expert says on the phone
    store: Store,
    expert: str,
    *,
    skills: Sequence[str],
    day: date,
    minutes: int,
    team: str | None = None,
    note: str = "",
) -> ExpertResult:
    """
    Keep a day on which an expert can come along.

    Parameters
    ----------
    store
        Holds the teams.
    expert
        The name.
    skills
        Codes of ``data.words.EXPERTISE``, at least one.
    day, minutes
        The day, and the time there is, 1 to 1440 minutes.
    team
        Name or id of the team the expert rides with; ``None``: any.
    note
        What else the office wants kept.

    Raises
    ------
    ConfigError
        If a skill is none, the name is empty, or the time is none.
    NotFoundError
        If there is no such team.
    """
    _check(expert, skills, minutes)
    team_id = None if team is None else meant_team(store, team)
    with store.writing() as unit:
        key = next_id(unit, "expert_day", PREFIX)
        row = {
            "expert_day_id": key,
            "expert": expert.strip(),
            "skills": orjson.dumps(sorted(set(skills))).decode(),
            "day": day,
            "minutes": minutes,
            "team_id": team_id,
            "note": note or None,
            "source": BY_HAND,
        }
        unit.append("expert_day", as_table([row], EXPERT_DAY))
    return ExpertResult(done="added", expert=_told(store, key))


def cancel_expert(store: Store, key: str, *, day: date) -> ExpertResult:
    """
    Call an expert day off; its row stays, and the next plan reckons without it.

    Raises
    ------
    NotFoundError
        If there is no such day.
    InputError
        If it was called off before.
    """
    with store.writing() as unit:
        rows = as_records(unit.read("expert_day", where={"expert_day_id": [key]}))
        if not rows:
            raise NotFoundError(
                f"There is no expert day {key!r}; `gridpatrol experts list` names all.",
                zh=f"没有编号为 {key} 的专家日，可用 gridpatrol experts list 查看。",
            )
        if not pd.isna(rows[0]["cancelled"]):
            raise InputError(
                f"Expert day {key} was called off on {rows[0]['cancelled'].date()} already.",
                zh=f"专家日 {key} 已于 {rows[0]['cancelled'].date()} 取消。",
            )
        unit.upsert("expert_day", as_table([{**rows[0], "cancelled": day}], EXPERT_DAY))
    return ExpertResult(done="cancelled", expert=_told(store, key))


def list_experts(store: Store, *, week: str | None = None) -> ExpertsResult:
    """List expert days, of one week or all, and the open findings whose re-check waits for one."""
    lines = [_line(row) for row in as_records(store.read("expert_day").sort_values("day"))]
    days = store.read("expert_day")["day"]
    kept = {str(key) for key, day in days.items() if week in (None, week_of(day.date()))}
    return ExpertsResult(
        experts=tuple(one for one in lines if one.expert_day_id in kept), waiting=_waiting(store)
    )


def _check(expert: str, skills: Sequence[str], minutes: int) -> None:
    unknown = [code for code in skills if code not in EXPERTISE]
    if unknown or not skills:
        raise ConfigError(
            f"Expected --skills among {', '.join(EXPERTISE)}, got {','.join(skills) or 'none'}.",
            zh=f"--skills 应为 {'、'.join(EXPERTISE)} 中的一项或几项，"
            f"现为“{'、'.join(skills) or '空'}”。",
        )
    if not expert.strip():
        raise ConfigError("Expected the name of an expert, got none.", zh="请写明专家姓名。")
    if not 1 <= minutes <= MOST_MINUTES:
        raise ConfigError(
            f"Expected --minutes from 1 to {MOST_MINUTES}, got {minutes}.",
            zh=f"--minutes 应在 1 到 {MOST_MINUTES} 之间，现为 {minutes}。",
        )


def _waiting(store: Store) -> dict[str, tuple[str, ...]]:
    """List by need the open findings that wait for it; those of another office are its own."""
    rules, findings = rules_in_force(store).rules.expert, store.read("finding")
    far = pd.Timestamp("2262-01-01").date()
    found: dict[str, list[str]] = {}
    for row in as_records(findings[is_ours(findings) & is_open(findings, far)]):
        for code in sorted(expertise_of(row["needs"], row["what"], rules=rules)):
            found.setdefault(code, []).append(str(row["finding_id"]))
    return {code: tuple(found[code]) for code in sorted(found)}


def _told(store: Store, key: str) -> ExpertLine:
    (row,) = as_records(store.read("expert_day", where={"expert_day_id": [key]}))
    return _line(row)


def _line(row: dict[str, Any]) -> ExpertLine:
    off = day_or_none(row["cancelled"])
    return ExpertLine(
        expert_day_id=str(row["expert_day_id"]),
        expert=str(row["expert"]),
        skills=tuple(orjson.loads(row["skills"])),
        day=row["day"].date().isoformat(),
        minutes=int(row["minutes"]),
        team=text_or_empty(row["team_id"]) or None,
        cancelled=None if off is None else off.isoformat(),
        note=text_or_empty(row["note"]),
    )
