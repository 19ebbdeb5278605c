"""The office's rules as data: frequencies, caps, times, prizes; every default in ``rules.toml``."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from data.errors import ConfigError
from data.words import GRADES, SITE_KINDS, SKILLS, VISIT_TYPES, WHYS
from planning.rulebook import (
    CapRules,
    CountyRules,
    FrequencyRules,
    GapRules,
    HoursRules,
    LookbackRules,
    LunchRules,
    NeedRules,
    OfferRules,
    PrizeRules,
    RandomRules,
    ReachRules,
    RecheckRules,
    ReserveRules,
    Rules,
    ServiceRules,
    TeamRules,
    TipRules,
)

__all__ = ["Rules", "default_rules", "parse_rules"]

_Part = TypeVar("_Part")


@cache
def default_rules() -> Rules:
    """Read the defaults that come with the program."""
    return _rules(_default_table())


def parse_rules(table: Mapping[str, Any]) -> Rules:
    """
    Change the defaults by an office's own table.

    Parameters
    ----------
    table
        Decoded TOML with the sections and keys of ``rules.toml``; what it lacks stays as it is.

    Raises
    ------
    ConfigError
        If a section or key is unknown, or a value has the wrong kind or range.

    Examples
    --------
    >>> parse_rules({"random": {"share": 0.3}}).random.share
    0.3
    """
    merged = {name: dict(section) for name, section in _default_table().items()}
    for name, section in table.items():
        if name not in merged:
            raise ConfigError(
                f"Rules: there is no section [{name}].",
                zh=f"规则：没有 [{name}] 这一节。",
            )
        if not isinstance(section, Mapping):
            raise ConfigError(
                f"Rules: expected a section [{name}], got {section!r}.",
                zh=f"规则：[{name}] 应是一节，现为“{section}”。",
            )
        _check_keys(name, section, merged[name])
        merged[name] |= section
    return _rules(merged)


def _check_keys(name: str, section: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    for key in section:
        is_industry = name == "needs" and key[:1].isupper()
        if key not in known and not is_industry:
            raise ConfigError(
                f"Rules: section [{name}] has no key {key!r}.",
                zh=f"规则：[{name}] 一节里没有 {key} 这一项。",
            )


def _default_table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("planning").joinpath("rules.toml").read_text(encoding="utf-8"))


def _rules(table: Mapping[str, Mapping[str, Any]]) -> Rules:
    rules = Rules(
        frequency=_part(FrequencyRules, "frequency", table),
        recheck=_part(RecheckRules, "recheck", table),
        lookback=_part(LookbackRules, "lookback", table),
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
        county=_part(CountyRules, "county", table),
    )
    _check_ranges(rules)
    return rules


def _part(kind: type[_Part], name: str, table: Mapping[str, Mapping[str, Any]]) -> _Part:
    section = table[name]
    types = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]  # every part is a dataclass
    return kind(**{key: _value(f"{name}.{key}", section[key], types[key]) for key in types})


def _value(what: str, value: object, kind: str) -> Any:  # noqa: ANN401  # the kind decides
    """Check one value against the written type of its field."""
    if kind == "bool" and isinstance(value, bool):
        return value
    if kind == "tuple[str, ...]" and isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind in ("int", "float") and number and math.isfinite(value) and value >= 0:  # type: ignore[arg-type, operator]  # number says so
        if kind == "float":
            return float(value)  # type: ignore[arg-type]  # number says so
        if isinstance(value, int):
            return value
    en, zh = _WANTED.get(kind, ("a list", "列表"))
    raise ConfigError(
        f"Rules: expected {en} as {what}, got {value!r}.",
        zh=f"规则：{what} 应为{zh}，现为“{value}”。",
    )


_WANTED = {
    "bool": ("true or false", " true 或 false"),
    "int": ("a whole number >= 0", "不小于 0 的整数"),
    "float": ("a number >= 0", "不小于 0 的数"),
}
"""Written type of a field to what it takes, English and Chinese."""


def _by_code(what: str, section: Mapping[str, Any], codes: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType(
        {code: _value(f"{what}.{code}", section[code], "int") for code in codes}
    )


def _service(section: Mapping[str, Any]) -> ServiceRules:
    per_minute = _value("service.m2_per_minute", section["m2_per_minute"], "float")
    if per_minute <= 0:
        raise ConfigError(
            f"Rules: expected service.m2_per_minute > 0, got {per_minute}.",
            zh=f"规则：service.m2_per_minute 必须大于 0，现为 {per_minute}。",
        )
    return ServiceRules(
        minutes=_by_code("service", section, VISIT_TYPES),
        m2_per_minute=per_minute,
        most_extra=_value("service.most_extra", section["most_extra"], "int"),
    )


def _visit_types(section: Mapping[str, Any]) -> Mapping[str, str]:
    for key, visit_type in section.items():
        _check_code(f"type.{key}", key, {**WHYS, **SITE_KINDS})
        _check_code(f"type.{key}", visit_type, VISIT_TYPES)
    return MappingProxyType(dict(section))


def _needs(section: Mapping[str, Any]) -> NeedRules:
    by_industry = {key: value for key, value in section.items() if key[:1].isupper()}
    for key, skill in {**by_industry, "chemicals": section["chemicals"]}.items():
        _check_code(f"needs.{key}", skill, SKILLS)
    types = _value("needs.types", section["types"], "tuple[str, ...]")
    for visit_type in types:
        _check_code("needs.types", visit_type, VISIT_TYPES)
    return NeedRules(
        types=types,
        patrol_without=_value("needs.patrol_without", section["patrol_without"], "bool"),
        chemicals=section["chemicals"],
        by_industry=MappingProxyType(by_industry),
    )


def _check_ranges(rules: Rules) -> None:
    for what, share in (
        ("random.share", rules.random.share),
        ("reserve.share", rules.reserve.share),
        ("county.border_share", rules.county.border_share),
    ):
        if share >= 1:
            raise ConfigError(
                f"Rules: expected {what} in [0, 1), got {share}.",
                zh=f"规则：{what} 应在 0 到 1 之间（不含 1），现为 {share}。",
            )
    if rules.random.most_weeks < 1:
        raise ConfigError(
            "Rules: expected random.most_weeks >= 1.",
            zh="规则：random.most_weeks 至少为 1。",
        )
    if rules.county.most_candidates < 1 or rules.county.seconds_per_town <= 0:
        raise ConfigError(
            "Rules: expected county.most_candidates >= 1 and county.seconds_per_town > 0.",
            zh="规则：county.most_candidates 至少为 1，county.seconds_per_town 必须大于 0。",
        )
    if rules.lookback.from_days > rules.lookback.until_days:
        raise ConfigError(
            "Rules: expected lookback.from_days <= lookback.until_days.",
            zh="规则：lookback.from_days 不能大于 lookback.until_days。",
        )
    for grade in rules.frequency.promised_grades:
        _check_code("frequency.promised_grades", grade, GRADES)
    for what, types in (
        ("cap.types", rules.cap.types),
        ("hours.by_day_too", rules.hours.by_day_too),
    ):
        for visit_type in types:
            _check_code(what, visit_type, VISIT_TYPES)


def _check_code(what: str, code: object, codes: Mapping[str, Any]) -> None:
    if code not in codes:
        raise ConfigError(
            f"Rules: expected {what} among {', '.join(codes)}, got {code!r}.",
            zh=f"规则：{what} 应为 {'、'.join(codes)} 之一，现为“{code}”。",
        )
