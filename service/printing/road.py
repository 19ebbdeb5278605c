"""What the commands about roads say to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import CLOSURES, label
from service.results.road import LostSite
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.words import Lang
    from service.results.road import (
        CalibrationResult,
        CloseResult,
        ClosureFacts,
        PartResult,
        RoadCheckResult,
        RoadSpot,
    )
    from service.results.week import PlanResult

SHOWN = 8
_LANGS: tuple[Lang, Lang] = ("zh", "en")
_PART_KM = 0.5
"""Parts shorter than this, without a site, are told as a number."""


def closure_line(closure: ClosureFacts, lang: Lang) -> str:
    """Write one closure as one line: what, when, how slow, and what it means on the map."""
    named = (
        closure.name if closure.kind in ("roads", "drawn") else label(CLOSURES, closure.kind, lang)
    )
    if closure.kind == "classes":
        named += f" {closure.name}"
    slow = say("roadwork.slow", lang, share=closure.speed_factor)
    state = slow if closure.speed_factor else say("roadwork.closed", lang)
    line = say(
        "roadwork.closure",
        lang,
        id=closure.closure_id,
        name=named,
        first=closure.from_day,
        last=closure.to_day,
        state=state,
        roads=closure.roads,
        km=closure.km,
    )
    if closure.note:
        line += say("roadwork.closure_note", lang, note=closure.note)
    if not closure.roads:
        line += say("roadwork.closure_lost", lang)
    return line


def close_lines(result: CloseResult, lang: Lang) -> list[str]:
    """Tell what was closed, taken back, or is closed."""
    if result.done == "listed" and not result.closures:
        return [say("roadwork.no_closure", lang)]
    lines = [say(f"roadwork.{result.done}_head", lang, count=len(result.closures))]
    lines += ["  " + closure_line(closure, lang) for closure in result.closures]
    if result.unknown:
        lines.append(say("roadwork.unknown", lang, roads=_listed(result.unknown, lang)))
        for asked, names in result.similar.items():
            lines.append(
                "  " + say("roadwork.similar", lang, asked=asked, names=_listed(names, lang))
            )
    if result.lost:
        lines.append(say("roadcheck.lost_by_closure", lang, count=len(result.lost)))
        lines += _shown([lost_line(site, lang) for site in result.lost], lang)
    if result.stale_weeks:
        lines.append(say("roadwork.stale", lang, weeks=" ".join(result.stale_weeks)))
    return lines


def _shown(texts: Sequence[str], lang: Lang) -> list[str]:
    """Indent the first few of many lines, and say how many there are more."""
    more = len(texts) - SHOWN
    told = [*texts[:SHOWN], *([say("roadwork.more", lang, count=more)] if more > 0 else [])]
    return [f"  {text}" for text in told]


def _listed(texts: Sequence[str], lang: Lang) -> str:
    shown = ("、" if lang == "zh" else ", ").join(texts[:SHOWN])
    more = len(texts) - SHOWN
    return shown + (say("roadwork.more", lang, count=more) if more > 0 else "")


def calibration_lines(result: CalibrationResult, lang: Lang) -> list[str]:
    """Tell the scale, how sure it is, and what it was made from."""
    figures = {"scale": result.scale, "former": result.former_scale, "spread": result.spread_share}
    if result.how != "fitted":
        return [say(f"roadwork.{result.how}", lang, legs=result.legs, **figures)]
    aside = {code: n for code, n in result.outcomes.items() if code != "used"}
    lines = [
        say("roadwork.fitted", lang, legs=result.legs, **figures),
        _spread_line(result, lang),
        say("roadwork.errors", lang, before=result.error_before, after=result.error_after),
    ]
    if aside:
        told = [say(f"leg.{code}", lang, count=count) for code, count in aside.items()]
        lines.append(say("roadwork.aside", lang, told=("、" if lang == "zh" else ", ").join(told)))
    lines.append(say("roadwork.kept" if result.stored else "roadwork.not_kept", lang))
    return lines


def _spread_line(result: CalibrationResult, lang: Lang) -> str:
    """Say how sure minutes are, or that the drives do not tell."""
    figures = {"spread": result.spread_share, "kept": result.kept_spread_share}
    return say("roadwork.too_wide" if result.too_wide else "roadwork.spread", lang, **figures)


def check_lines(result: RoadCheckResult, lang: Lang) -> list[str]:
    """Tell how good the roads are, the worst last."""
    lines = [
        say(
            "roadcheck.head",
            lang,
            source=result.source,
            roads=result.roads,
            km=result.km,
            one_way=result.one_way_share,
        ),
        say(
            "roadcheck.tags",
            lang,
            no_speed=1 - result.speed_share,
            no_speed_km=1 - result.speed_km_share,
            surface=result.surface_share,
            surface_km=result.surface_km_share,
        ),
        *_part_lines(result, lang),
        _speed_line(result, lang),
        *_lost_lines(result, lang),
        *_spot_lines("no_return", result.no_return, lang),
        *_end_lines(result, lang),
    ]
    if result.closures:
        lines.append(_closures_line(result, lang))
        lines += _shown([closure_line(closure, lang) for closure in result.closures], lang)
    if result.file:
        lines.append(say("roadcheck.file", lang, file=result.file))
    return lines


def _closures_line(result: RoadCheckResult, lang: Lang) -> str:
    """Say how many closures there are, and which of them the check counts."""
    key = "roadcheck.closures" if result.as_of else "roadcheck.closures_unscored"
    joint = "、" if lang == "zh" else ", "
    counted = joint.join(result.counted) or say("roadcheck.none_counted", lang)
    return say(key, lang, count=len(result.closures), day=result.as_of, counted=counted)


def travel_lines(plan: PlanResult, lang: Lang) -> list[str]:
    """Tell of a plan what was closed, which sites no car gets to, and how sure its minutes are."""
    from geo.roads.speeds import SpeedParams  # brings numpy, which other commands do without

    lines = []
    if plan.closures:
        lines.append(say("roadwork.counted", lang))
        lines += _shown([closure_line(closure, lang) for closure in plan.closures], lang)
    if plan.unreachable:
        lines.append(say("roadwork.unreachable", lang, count=len(plan.unreachable)))
        lines += _shown([lost_line(site, lang) for site in plan.unreachable], lang)
    key = {None: "shipped", 0: "by_hand"}.get(plan.speed_legs, "fitted")
    if key == "fitted" and plan.spread_share == SpeedParams().spread_share:
        key = "fitted_speed"
    how = say(f"roadwork.range_{key}", lang, legs=plan.speed_legs)
    return [*lines, say("roadwork.range", lang, spread=plan.spread_share, how=how)]


def _part_lines(result: RoadCheckResult, lang: Lang) -> list[str]:
    if len(result.parts) == 1:
        return [say("roadcheck.whole", lang)]
    lines = [say("roadcheck.parts", lang, count=len(result.parts))]
    told = [part for part in result.parts if part.sites or part.km >= _PART_KM][:SHOWN]
    lines += ["  " + _part_line(part, lang) for part in told]
    if len(result.parts) > len(told):
        lines.append("  " + say("roadcheck.more_parts", lang, count=len(result.parts) - len(told)))
    return lines


def _part_line(part: PartResult, lang: Lang) -> str:
    line = say("roadcheck.part", lang, roads=part.roads, km=part.km, sites=part.sites)
    if part.near:
        line += say("roadcheck.part_near", lang, sites=_listed(part.near, lang))
    return line


def _speed_line(result: RoadCheckResult, lang: Lang) -> str:
    how = {None: "shipped", 0: "by_hand"}.get(result.legs, "fitted")
    figures = {"scale": result.scale, "spread": result.spread_share, "legs": result.legs}
    return say(f"roadcheck.speed_{how}", lang, **figures)


def _lost_lines(result: RoadCheckResult, lang: Lang) -> list[str]:
    if not result.sites:
        return []
    if not result.lost:
        return [say("roadcheck.none_lost", lang, sites=result.sites, limit_m=result.limit_m)]
    head = say("roadcheck.lost", lang, count=len(result.lost), sites=result.sites)
    return [head, *_shown([lost_line(site, lang) for site in result.lost], lang)]


def lost_line(site: LostSite, lang: Lang) -> str:
    """Say of one site why no car gets there, and what would help."""
    return say(
        f"roadcheck.{site.cause}",
        lang,
        id=site.site_id,
        name=site.name,
        village=site.village,
        access_m=site.access_m,
    )


def _spot_lines(kind: str, spots: Sequence[RoadSpot], lang: Lang) -> list[str]:
    if not spots:
        return []
    head = say(f"roadcheck.{kind}", lang, count=len(spots))
    return [head, *_shown([_spot_line(spot, lang) for spot in spots], lang)]


def _spot_line(spot: RoadSpot, lang: Lang) -> str:
    named = spot.name or spot.highway
    figures = {"way": spot.way or "-", "lon": spot.lon_deg, "lat": spot.lat_deg}
    line = say("roadcheck.spot", lang, name=named, sites=spot.sites, **figures)
    if spot.gap_m is not None:
        line += say("roadcheck.gap", lang, gap_m=spot.gap_m)
    return line


def spot_words(kind: str, spot: LostSite | RoadSpot) -> tuple[str, str]:
    """Say what is wrong at one spot, Chinese and English, for a mark on the map."""
    if isinstance(spot, LostSite):
        return lost_line(spot, "zh"), lost_line(spot, "en")
    heads = [say(f"roadmark.{kind}", lang) for lang in _LANGS]
    return f"{heads[0]}{_spot_line(spot, 'zh')}", f"{heads[1]}{_spot_line(spot, 'en')}"


def _end_lines(result: RoadCheckResult, lang: Lang) -> list[str]:
    gaps = [spot for spot in result.ends_near if spot.gap_m is not None]
    near = len(result.ends_near)
    head = say("roadcheck.ends", lang, ends=result.dead_ends, near=near, gaps=len(gaps))
    return [head, *_shown([_spot_line(spot, lang) for spot in gaps], lang)]
