"""The office's rules as data: frequencies, caps, times, prizes; every default in ``rules.toml``."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from data.errors import ConfigError
from data.words import (
    EXPERTISE,
    FINDING_LEVELS,
    GRADES,
    SITE_KINDS,
    SKILLS,
    VISIT_TYPES,
    WHYS,
)
from planning.caserules import ExpertRules, LookbackRules, MendingRules, OrderRules, RecheckRules
from planning.clauses.campaigns import read_campaigns
from planning.clauses.closed import read_closed
from planning.clauses.departments import read_departments
from planning.clauses.overlay import laid_over
from planning.clauses.values import check_code, read_part, value_of
from planning.rulebook import (
    AheadRules,
    AuditRules,
    CalendarRules,
    CapRules,
    CountyRules,
    FrequencyRules,
    GapRules,
    HoursRules,
    JointRules,
    LunchRules,
    NeedRules,
    NoticeRules,
    OfferRules,
    PrizeRules,
    RandomRules,
    ReachRules,
    ReserveRules,
    Rules,
    ServiceRules,
    SweepRules,
    TeamRules,
    TipRules,
    UnpredictableRules,
    UrgentRules,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Rules", "default_rules", "parse_rules"]

_Part = TypeVar("_Part")


@cache
def default_rules() -> Rules:
    """Read the defaults that come with the program."""
    return _rules(default_table(), {})


def parse_rules(table: Mapping[str, Any]) -> Rules:
    """
    Change the defaults by an office's own table.

    Parameters
    ----------
    table
        Decoded TOML with the sections and keys of ``rules.toml``, and lists of tables
        ``campaign``, ``closed`` and ``department``; what it lacks stays as it is.

    Raises
    ------
    ConfigError
        If a section or key is unknown, or a value has the wrong kind or range.

    Examples
    --------
    >>> parse_rules({"random": {"share": 0.3}}).random.share
    0.3
    """
    return _rules(*laid_over(default_table(), table)) if table else default_rules()


def default_table() -> dict[str, dict[str, Any]]:
    """Read the sections of ``rules.toml`` as they stand there; the caller may change them."""
    return deepcopy(_shipped())


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("planning").joinpath("rules.toml").read_text(encoding="utf-8"))


def _rules(
    table: Mapping[str, Mapping[str, Any]], lists: Mapping[str, list[Mapping[str, Any]]]
) -> Rules:
    rules = Rules(
        frequency=_part(FrequencyRules, "frequency", table),
        recheck=_part(RecheckRules, "recheck", table),
        mending=_mending(table),
        lookback=_part(LookbackRules, "lookback", table),
        order=_part(OrderRules, "order", table),
        expert=_part(ExpertRules, "expert", table),
        random=_part(RandomRules, "random", table),
        cap=_part(CapRules, "cap", table),
        gap=_part(GapRules, "gap", table),
        prize=_part(PrizeRules, "prize", table),
        tip=_part(TipRules, "tip", table),
        reach=_part(ReachRules, "reach", table),
        service=_service(table["service"]),
        card_holders=_by_code("card_holders", table["card_holders"], VISIT_TYPES),
        visit_type=_visit_types(table["type"]),
        needs=_needs(table["needs"]),
        team=_part(TeamRules, "team", table),
        hours=_part(HoursRules, "hours", table),
        lunch=_part(LunchRules, "lunch", table),
        reserve=_part(ReserveRules, "reserve", table),
        offer=_part(OfferRules, "offer", table),
        calendar=_part(CalendarRules, "calendar", table),
        ahead=_part(AheadRules, "ahead", table),
        joint=_part(JointRules, "joint", table),
        notice=_part(NoticeRules, "notice", table),
        campaigns=read_campaigns(lists.get("campaign", ())),
        closed=read_closed(lists.get("closed", ())),
        departments=read_departments(lists.get("department", ())),
        sweep=_part(SweepRules, "sweep", table),
        audit=_part(AuditRules, "audit", table),
        urgent=_part(UrgentRules, "urgent", table),
        unpredictable=_part(UnpredictableRules, "unpredictable", table),
        county=_part(CountyRules, "county", table),
    )
    _check_ranges(rules)
    return rules


def _part(kind: type[_Part], name: str, table: Mapping[str, Mapping[str, Any]]) -> _Part:
    return read_part(kind, name, table[name])


def _mending(table: Mapping[str, Mapping[str, Any]]) -> MendingRules:
    mending = _part(MendingRules, "mending", table)
    check_code("mending.closed_by", mending.closed_by, dict.fromkeys(("finder", "other", "any")))
    for level in mending.on_the_spot:
        check_code("mending.on_the_spot", level, FINDING_LEVELS)
    for visit_type in mending.visit_types:
        check_code("mending.visit_types", visit_type, VISIT_TYPES)
    return mending


def _by_code(what: str, section: Mapping[str, Any], codes: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType(
        {code: value_of(f"{what}.{code}", section[code], "int") for code in codes}
    )


def _service(section: Mapping[str, Any]) -> ServiceRules:
    per_minute = value_of("service.m2_per_minute", section["m2_per_minute"], "float")
    if per_minute <= 0:
        raise ConfigError(
            f"Rules: expected service.m2_per_minute > 0, got {per_minute}.",
            zh=f"规则：service.m2_per_minute 必须大于 0，现为 {per_minute}。",
        )
    return ServiceRules(
        minutes=_by_code("service", section, VISIT_TYPES),
        m2_per_minute=per_minute,
        most_extra=value_of("service.most_extra", section["most_extra"], "int"),
        learn=value_of("service.learn", section["learn"], "bool"),
    )


def _visit_types(section: Mapping[str, Any]) -> Mapping[str, str]:
    for key, visit_type in section.items():
        check_code(f"type.{key}", key, {**WHYS, **SITE_KINDS})
        check_code(f"type.{key}", visit_type, VISIT_TYPES)
    return MappingProxyType(dict(section))


def _needs(section: Mapping[str, Any]) -> NeedRules:
    by_industry = {key: value for key, value in section.items() if key[:1].isupper()}
    for key, skill in {**by_industry, "chemicals": section["chemicals"]}.items():
        check_code(f"needs.{key}", skill, SKILLS)
    types = value_of("needs.types", section["types"], "tuple[str, ...]")
    for visit_type in types:
        check_code("needs.types", visit_type, VISIT_TYPES)
    return NeedRules(
        types=types,
        patrol_without=value_of("needs.patrol_without", section["patrol_without"], "bool"),
        chemicals=section["chemicals"],
        by_industry=MappingProxyType(by_industry),
    )


def _check_ranges(rules: Rules) -> None:
    for what, share in (
        ("random.share", rules.random.share),
        ("reserve.share", rules.reserve.share),
        ("ahead.light_share", rules.ahead.light_share),
        ("sweep.share", rules.sweep.share),
        ("audit.share", rules.audit.share),
        ("unpredictable.most_loss", rules.unpredictable.most_loss),
        ("county.border_share", rules.county.border_share),
        ("lookback.least_share", rules.lookback.least_share),
    ):
        if share >= 1:
            raise ConfigError(
                f"Rules: expected {what} in [0, 1), got {share}.",
                zh=f"规则：{what} 应在 0 到 1 之间（不含 1），现为 {share}。",
            )
    for what, least in (
        ("random.most_weeks", rules.random.most_weeks),
        ("sweep.stale_days", rules.sweep.stale_days),
        ("unpredictable.weeks", rules.unpredictable.weeks),
        ("county.most_candidates", rules.county.most_candidates),
    ):
        if least < 1:
            raise ConfigError(
                f"Rules: expected {what} >= 1.",
                zh=f"规则：{what} 至少为 1。",
            )
    if rules.county.seconds_per_town <= 0:
        raise ConfigError(
            "Rules: expected county.seconds_per_town > 0.",
            zh="规则：county.seconds_per_town 必须大于 0。",
        )
    _check_lookback(rules)
    for skill in rules.expert.unknown_needs:
        check_code("expert.unknown_needs", skill, EXPERTISE)
    for grade in rules.frequency.promised_grades:
        check_code("frequency.promised_grades", grade, GRADES)
    for what, types in (
        ("cap.types", rules.cap.types),
        ("hours.by_day_too", rules.hours.by_day_too),
        ("joint.types", rules.joint.types),
        ("random.double_types", rules.random.double_types),
    ):
        for visit_type in types:
            check_code(what, visit_type, VISIT_TYPES)


def _check_lookback(rules: Rules) -> None:
    if rules.lookback.from_days > rules.lookback.until_days:
        raise ConfigError(
            "Rules: expected lookback.from_days <= lookback.until_days.",
            zh="规则：lookback.from_days 不能大于 lookback.until_days。",
        )
    gaps = rules.lookback.gaps_days
    if not gaps or gaps[0] < 1 or list(gaps) != sorted(gaps):
        raise ConfigError(
            f"Rules: expected lookback.gaps_days with growing days >= 1, got {list(gaps)}.",
            zh=f"规则：lookback.gaps_days 应为由小到大、不小于 1 的天数，现为 {list(gaps)}。",
        )
