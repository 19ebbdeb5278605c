"""Tip-offs that people enter: taken in, verified, listed; an urgent one proposes a replan."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.crs import great_circle_m
from data.errors import ConfigError, InputError, NotFoundError
from data.schema import TIP, as_records, as_table
from data.units import week_of
from planning.cases.measures import day_or_none, text_or_empty
from planning.history import site_histories
from planning.vague import likeliest_unseen
from service.pipeline.cases.entries import next_id
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.places.naming import check_village, find_site
from service.pipeline.places.standing import read_scores, standing_sites
from service.pipeline.plans.sheets import latest_plan
from service.pipeline.rules.ruling import rules_in_force
from service.results.measure import Proposal, TipLine, TipResult, TipsResult

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Progress
    from data.store import Store
    from service.pipeline.week.search import Search

PREFIX = "DJ"
BY_HAND = "tips"


@dataclass(frozen=True, slots=True, kw_only=True)
class TipWish:
    """
    A tip-off as somebody enters it.

    Attributes
    ----------
    day, what
        Day it came in, and what was reported.
    site, village, place
        Where: id or name of a site; a village; words. Empty if unknown.
    spot
        Longitude and latitude, WGS-84; ``None`` if unknown.
    channel
        How it came.
    is_urgent
        Whether somebody must look at once.
    """

    day: date
    what: str
    site: str = ""
    village: str = ""
    place: str = ""
    spot: tuple[float, float] | None = None
    channel: str = ""
    is_urgent: bool = False


def add_tip(store: Store, wish: TipWish, *, today: date | None = None) -> TipLine:
    """
    Keep a tip-off; one that names a village only counts for the likeliest sites there.

    Parameters
    ----------
    store, wish
        Where, and what.
    today
        The office's day: what came in later is a slip of the pen, and would move the day that
        everything is as of. ``None``: nobody knows the day.

    Raises
    ------
    InputError
        If the day is to come, nothing says where, the site or village is unknown, or the spot is
        none.
    """
    if today is not None and wish.day > today:
        raise InputError(
            f"The tip-off is dated {wish.day}, and today is {today}; write the day it came in.",
            zh=f"线索日期 {wish.day} 晚于今天 {today}，请填写收到的日期。",
        )
    if not (wish.site or wish.village or wish.place or wish.spot):
        raise InputError(
            "Say where the tip-off is about: --site, --lon and --lat, --village or --place.",
            zh="请写明地点：--site 点位、--lon 和 --lat 坐标、--village 村，或 --place 描述。",
        )
    if wish.spot is not None and not (-180 <= wish.spot[0] <= 180 and -90 <= wish.spot[1] <= 90):  # noqa: PLR2004 - degrees of the earth
        raise InputError(
            f"Expected --lon in [-180, 180] and --lat in [-90, 90], got {wish.spot}.",
            zh=f"--lon 应在 ±180 度、--lat 应在 ±90 度之内，现为 {wish.spot}。",
        )
    if wish.village:
        check_village(store, wish.village)
    site_id = find_site(store, wish.site) if wish.site else None
    with store.writing() as unit:
        lon_deg, lat_deg = wish.spot or (None, None)
        row = {
            "tip_id": next_id(unit, "tip", PREFIX),
            "day": wish.day,
            "channel": wish.channel or None,
            "what": wish.what or None,
            "place": wish.place or None,
            "verified": "open",
            "village": wish.village or None,
            "site_id": site_id,
            "urgency": "urgent" if wish.is_urgent else "ordinary",
            "lon_deg": lon_deg,
            "lat_deg": lat_deg,
            "source": BY_HAND,
        }
        unit.append("tip", as_table([row], TIP))
    return _told(store, str(row["tip_id"]))


def check_tip(
    store: Store,
    tip_id: str,
    *,
    verdict: str,
    day: date,
    reward_yuan: float | None = None,
    site: str = "",
) -> TipResult:
    """
    Keep whether a tip-off proved true, when that was found, and what was paid for it.

    Parameters
    ----------
    store, tip_id
        Where, and which.
    verdict
        ``true`` or ``false``.
    day
        Day it was found out.
    reward_yuan
        Reward that was paid, >= 0; only a true one has any.
    site
        Id or name of the site that was meant, once somebody knows.

    Raises
    ------
    InputError
        If there is no such tip-off or site, the verdict is none, the day lies before the tip-off,
        or an untrue one has a reward.
    """
    _check_verdict(verdict, reward_yuan)
    site_id = find_site(store, site) if site else None
    with store.writing() as unit:
        rows = as_records(unit.read("tip", where={"tip_id": [tip_id]}))
        if not rows:
            raise NotFoundError(
                f"There is no tip-off {tip_id!r}; `gridpatrol tips list` names all.",
                zh=f"没有编号为 {tip_id} 的线索，可用 gridpatrol tips list 查看。",
            )
        came = rows[0]["day"].date()
        if day < came:
            raise InputError(
                f"Tip-off {tip_id} came in on {came}; it cannot be checked on {day}.",
                zh=f"线索 {tip_id} 于 {came} 收到，不能在 {day} 核实。",
            )
        news = {"verified": verdict, "checked": day}
        news |= {"reward_yuan": reward_yuan} if reward_yuan is not None else {}
        news |= {"site_id": site_id} if site_id else {}
        unit.upsert("tip", as_table([{**rows[0], **news}], TIP))
    return TipResult(done="checked", tip=_told(store, tip_id))


def list_tips(store: Store, *, only_open: bool = False, village: str | None = None) -> TipsResult:
    """List tip-offs, newest first: all, or those not yet verified, or those of one village."""
    tips = store.read("tip").sort_values("day", ascending=False, kind="stable")
    lines = [_line(row) for row in as_records(tips)]
    lines = [
        one
        for one in lines
        if village in (None, one.village) and not (only_open and one.verified != "open")
    ]
    return TipsResult(tips=tuple(lines), reward_yuan=sum(one.reward_yuan or 0.0 for one in lines))


def propose(
    store: Store,
    tip: TipLine,
    *,
    moment: str,
    search: Search,
    progress: Progress | None = None,
) -> Proposal:
    """
    Say what a visit for a tip-off would change in the running week, and how to accept it.

    Parameters
    ----------
    store
        Holds the plan of the week of the tip-off; nothing is stored.
    tip
        The tip-off.
    moment
        From when on the week may change, local time, such as ``2026-11-25T11:00``.
    search
        Limits of the search.
    progress
        Told how far the search has come.
    """
    week, site_id = week_of(pd.Timestamp(tip.day).date()), None
    try:
        latest_plan(store, week)
        site_id = _meant(store, tip)
        if site_id is None:
            return _nothing(
                week,
                "附近和该村没有此后未看过的台账点位，留待片区排查",
                "no site of the ledger is near that was not seen since; it is left to a sweep",
            )
        asked = f"{site_id}:{_reason(tip)}"
        wishes = read_wishes(moment, [asked], [])
        result = replan_week(
            store, week=week, wishes=wishes, search=search, keep=False, progress=progress
        )
    except (ConfigError, InputError) as error:
        return _nothing(week, error.zh or str(error), str(error), site_id=site_id or "")
    name = str(store.read("site", where={"site_id": [site_id]})["name"].iloc[0])
    words = ("gridpatrol", "replan", "--week", week, "--from", moment, "--add", asked)
    return Proposal(
        week=week,
        site_id=site_id,
        name=name,
        command=shlex.join(words),
        why_zh="",
        why_en="",
        replan=result,
    )


def _nothing(week: str, zh: str, en: str, *, site_id: str = "") -> Proposal:
    return Proposal(
        week=week, site_id=site_id, name="", command="", why_zh=zh, why_en=en, replan=None
    )


def _reason(tip: TipLine) -> str:
    told = " ".join(tip.what.split())
    return f"紧急线索 {tip.tip_id} {told}".strip()


def _meant(store: Store, tip: TipLine) -> str | None:
    """Find the site to go to: the one named, the nearest, or the likeliest of a village."""
    if tip.site_id:
        return tip.site_id
    sites, rules = standing_sites(store), rules_in_force(store).rules
    row = store.read("tip", where={"tip_id": [tip.tip_id]}).iloc[0]
    lon_deg, lat_deg = row["lon_deg"], row["lat_deg"]
    if not (pd.isna(lon_deg) or pd.isna(lat_deg)):
        lon, lat = sites["lon_deg"].to_numpy(float), sites["lat_deg"].to_numpy(float)
        away_m = great_circle_m(lon, lat, float(lon_deg), float(lat_deg))
        nearest = int(away_m.argmin())
        return str(sites.index[nearest]) if away_m[nearest] <= rules.tip.radius_m else None
    if not tip.village:
        return None
    day = row["day"].date()
    tables = (store.read(table) for table in ("inspection", "finding", "tip"))
    histories = site_histories(sites, *tables, as_of=day, rules=rules)
    risk = read_scores(store, sites)["risk"]
    likeliest = likeliest_unseen(tip.village, day, sites=sites, risk=risk, histories=histories)
    return likeliest[0] if likeliest else None


def _check_verdict(verdict: str, reward_yuan: float | None) -> None:
    if verdict not in ("true", "false"):
        raise InputError(
            f"Expected the verdict true or false, got {verdict!r}.",
            zh=f"核实结果应为 true（属实）或 false（不属实），现为“{verdict}”。",
        )
    if reward_yuan is not None and (reward_yuan < 0 or (verdict == "false" and reward_yuan > 0)):
        raise InputError(
            f"Only a true tip-off has a reward, of 0 yuan or more; got {reward_yuan:g}.",
            zh=f"只有属实的线索才有奖励，且不小于 0 元，现为 {reward_yuan:g}。",
        )


def _told(store: Store, tip_id: str) -> TipLine:
    (row,) = as_records(store.read("tip", where={"tip_id": [tip_id]}))
    return _line(row)


def _line(row: dict[str, Any]) -> TipLine:
    checked, reward = day_or_none(row["checked"]), row["reward_yuan"]
    spot = "" if pd.isna(row["lon_deg"]) else f"{row['lon_deg']:.5f},{row['lat_deg']:.5f}"
    return TipLine(
        tip_id=str(row["tip_id"]),
        day=row["day"].date().isoformat(),
        what=text_or_empty(row["what"]),
        place=text_or_empty(row["place"]) or spot,
        village=text_or_empty(row["village"]),
        site_id=text_or_empty(row["site_id"]),
        urgency=text_or_empty(row["urgency"]) or "ordinary",
        verified=str(row["verified"]),
        checked=None if checked is None else checked.isoformat(),
        reward_yuan=None if pd.isna(reward) else float(reward),
    )
