"""What may be done to one place of a plan by hand, and forms turned into a change file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.errors import ConfigError, NotFoundError
from data.words import UNPLANNED, WEEKDAYS
from planning.changes import read_change_file
from service.pipeline.midweek.choices import hand_sheet
from service.pipeline.midweek.wishes import last_record
from service.pipeline.plans.sheets import latest_plan
from service.web.week.teamdays import place_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from data.store import Store
    from service.web.week.teamdays import TeamDay

Pair = tuple[str, str]

_REFUSALS: dict[str, Pair] = {"no_hours": ("该班次在营业时间之外", "outside its hours")}
FORBIDDEN = "forbidden"
_SPLIT = "|"
"""Parts team and day in the value of an option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A team's day that a visit may be moved to; ``refusal`` says why it may not."""

    value: str
    team: str
    day: date
    refusal: Pair | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    One place of a plan, as the form of its changes shows it.

    Attributes
    ----------
    site_id, name, village
        Which.
    at
        The shift that visits it, with team and day; ``None`` where nobody does.
    start
        When, as a time of day; empty where nobody does.
    is_pinned, is_forbidden, is_wanted
        Whether it is pinned; whether somebody forbade it somewhere; whether the week's search knows
        it: else it can only be added.
    options
        All days of teams.
    needs_moment
        The last day with a visit on record, from which on the moment must be said.
    """

    site_id: str
    name: str
    village: str
    at: TeamDay | None
    start: str
    is_pinned: bool
    is_forbidden: bool
    is_wanted: bool
    options: tuple[Option, ...]
    needs_moment: date | None

    @property
    def first_free(self) -> date | None:
        """Tell the first day without a visit on record, where one must be told."""
        return None if self.needs_moment is None else self.needs_moment + timedelta(days=1)


def place_of(store: Store, week: str, site_id: str, *, days: Sequence[TeamDay]) -> Place:
    """
    Say what may be done to one place of the newest plan of a week.

    Parameters
    ----------
    days
        What teams do by that plan.

    Raises
    ------
    NotFoundError
        If the week has no plan, or there is no such place.
    """
    known = place_names(store, [site_id]).get(site_id)
    if known is None:
        raise NotFoundError(f"There is no site {site_id!r}.", zh=f"没有点位“{site_id}”。")
    plan = latest_plan(store, week)
    visit = hand_sheet(store, plan).visits.get(site_id)
    found = [(one, stop.start) for one in days for stop in one.stops if stop.site_id == site_id]
    at, start = found[0] if found else (None, "")
    refused = {} if visit is None else visit.refused
    return Place(
        site_id=site_id,
        name=known[0],
        village=known[1],
        at=at,
        start=start,
        is_pinned=visit is not None and visit.pin is not None,
        is_forbidden=FORBIDDEN in refused.values(),
        is_wanted=visit is not None,
        options=options(days, refused),
        needs_moment=last_record(store, plan),
    )


def options(days: Sequence[TeamDay], refused: Mapping[str, str]) -> tuple[Option, ...]:
    """List the days of teams; one is refused where all its shifts are."""
    by_value: dict[str, list[TeamDay]] = {}
    for one in days:
        by_value.setdefault(f"{one.team_id}{_SPLIT}{one.day.isoformat()}", []).append(one)
    return tuple(
        Option(
            value=value,
            team=shifts[0].team,
            day=shifts[0].day,
            refusal=None
            if any(s.shift not in refused for s in shifts)
            else _refusal(refused, shifts),
        )
        for value, shifts in by_value.items()
    )


def by_team(listed: Iterable[Option]) -> dict[str, list[Option]]:
    """Put the days of each team together, teams in the order of their first day."""
    found: dict[str, list[Option]] = {}
    for one in listed:
        found.setdefault(one.team, []).append(one)
    return found


def change_file(form: Mapping[str, str], *, week: str, plan_id: str, author: str) -> dict[str, Any]:
    """
    Write what a form of one change says as a change file.

    Parameters
    ----------
    form
        ``do`` and, as the kind of change needs them, ``site``, ``to`` (team and day), ``at``,
        ``reason``, ``whom`` (what ``forbid`` is about); ``since`` and ``note`` may be empty.
    plan_id
        The version that the form was made from; a newer one refuses the change.

    Raises
    ------
    ConfigError, InputError
        If the form lacks something, or something is not of its form.
    """
    do = form.get("do", "")
    item: dict[str, str] = {"do": do}
    if do in ("move", "swap", "absent") or (do in ("pin", "unpin") and not form.get("site")):
        item |= _team_day(form, "to")
    if form.get("site"):
        item["site"] = form["site"]
    if do == "move" and form.get("at"):
        item["at"] = form["at"]
    if do == "add":
        item["reason"] = _reason(form)
    if do == "forbid" and form.get("whom"):
        team, _, day = form["whom"].partition(_SPLIT)
        item |= {name: text for name, text in (("team", team), ("day", day)) if text}
    return checked(_file([item], form, week=week, plan_id=plan_id, author=author))


def midweek_file(
    form: Mapping[str, str],
    *,
    away: Sequence[str],
    week: str,
    plan_id: str,
    author: str,
) -> dict[str, Any]:
    """
    Write what the form of a replan says as a change file.

    Parameters
    ----------
    form
        ``since``, the moment; ``site`` and ``reason`` of a place to add; ``note``.
    away
        Days of teams that are away, as values of options.

    Raises
    ------
    ConfigError
        If nothing is asked for, or no moment is said.
    """
    items = [{"do": "absent"} | _team_day({"to": one}, "to") for one in away]
    if form.get("site", "").strip():
        items.append({"do": "add", "site": form["site"].strip(), "reason": _reason(form)})
    if not items:
        raise ConfigError(
            "Expected a team that is away or a place to add; nothing was asked for.",
            zh="请勾选缺勤的队伍，或填写要增加的点位。",
        )
    if not form.get("since"):
        raise ConfigError("Expected the moment from which to plan anew.", zh="请填写从何时起重排。")
    return checked(_file(items, form, week=week, plan_id=plan_id, author=author))


def _reason(form: Mapping[str, str]) -> str:
    reason = form.get("reason", "").strip()
    if not reason:
        raise ConfigError(
            "Say why the place must be seen: the plan keeps the reason beside the visit.",
            zh="请写明“为什么要去”：计划里这一处会注明原因。",
        )
    return reason


def checked(listed: dict[str, Any]) -> dict[str, Any]:
    """
    Give a change file back if it is one.

    Raises
    ------
    InputError
        If it is not of the form, or asks for nothing.
    """
    if not read_change_file(listed).items:
        raise ConfigError("The list of changes is empty.", zh="改动列表是空的。")
    return listed


def forbid_wishes(place: Place) -> tuple[tuple[str, Pair], ...]:
    """List what may be forbidden of a place: the whole week, its shift, a team, a day."""
    wishes: list[tuple[str, Pair]] = [("", ("整周", "the whole week"))]
    at = place.at
    if at is not None:
        zh, en = WEEKDAYS[at.day.weekday()]
        wishes.append((f"{at.team_id}{_SPLIT}{at.day}", (f"{at.team}{zh}", f"{at.team} on {en}")))
    teams = {one.value.split(_SPLIT)[0]: one.team for one in place.options}
    wishes += [
        (f"{team}{_SPLIT}", (f"{name}整周", f"{name} all week")) for team, name in teams.items()
    ]
    days = sorted({one.day for one in place.options})
    for day in days:
        zh, en = WEEKDAYS[day.weekday()]
        wishes.append((f"{_SPLIT}{day}", (f"{zh}（各队）", f"every team on {en}")))
    return tuple(wishes)


def _file(
    items: Sequence[Mapping[str, str]],
    form: Mapping[str, str],
    *,
    week: str,
    plan_id: str,
    author: str,
) -> dict[str, Any]:
    said = {"from": form.get("since", ""), "note": form.get("note", ""), "author": author}
    told = {name: text.strip() for name, text in said.items() if text.strip()}
    return {"week": week, "plan": plan_id, **told, "changes": [dict(item) for item in items]}


def _team_day(form: Mapping[str, str], name: str) -> dict[str, str]:
    team, _, day = form.get(name, "").partition(_SPLIT)
    if not team or not day:
        raise ConfigError("Expected a team and a day.", zh="请选择队伍和日期。")
    return {"team": team, "day": day}


def _refusal(refused: Mapping[str, str], shifts: Sequence[TeamDay]) -> Pair:
    code = refused[shifts[0].shift]
    return _REFUSALS.get(code) or UNPLANNED.get(code, (code, code))
