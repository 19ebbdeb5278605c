"""Risk factors that speak from the ledger's own columns: how a place is run, and odd signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import GRADES, SITE_HOURS, SITE_STATUS
from geo.card.hazards import is_enterprise
from geo.card.signals import Signal, day_of, mentions, signal, texts
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    import pandas as pd

    from geo.card.card import Scorecard

_STATUS_SHARE = {
    "operating": 0.0,
    "gone": 0.0,
    "partly": 0.3,
    "stopped": 0.5,
    "moved": 0.5,
    "zombie": 0.8,
    "shut": 0.8,
    "idle": 1.0,
}
"""Empty walls are what hidden workshops move into, and a shut one comes back."""

_CUT_OFF = 0.4
"""An idle plant whose power is cut keeps this part of its share."""

_HOURS_SHARE = {"day": 0.0, "both": 0.7, "night": 1.0}
_GRADE_SHARE = {"red": 1.0, "orange": 2 / 3, "yellow": 1 / 3, "blue": 0.0}
_PARTIAL_FIRST, _PARTIAL_MORE = 0.4, 0.2
"""One licence lacking, and each further one."""


def licences_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Rate the licence state: none, some lacking, complete."""
    told = texts(features["licences"])
    found = {text: _licence_share(text, card) for text in set(told)}
    share = told.map(found).astype(float)
    return signal(
        "licences",
        ("证照情况", "licences"),
        share,
        known=share.notna(),
        applies=is_enterprise(features),
        says=sentences(
            lambda text: (f"证照情况：{text}", f"Licences, as the ledger has it: {text}"), told
        ),
    )


def _licence_share(text: str, card: Scorecard) -> float:
    """Read one licence state; ``nan`` where it says nothing known."""
    if any(word in text for word in card.licences["none"]):
        return 1.0
    lacking = sum(text.count(word) for word in card.licences["partial"])
    if lacking:
        return min(_PARTIAL_FIRST + _PARTIAL_MORE * (lacking - 1), 1.0)
    return 0.0 if any(word in text for word in card.licences["full"]) else float("nan")


def idle_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether the walls stand empty, which is where hidden workshops move in."""
    idle = features["kind"] == "idle_factory"
    status = features["status"].where(~(idle & (features["status"] == "unknown")), "idle")
    base = status.map(_STATUS_SHARE).astype(float)  # of no sites it would stay text
    cut = mentions(features["remark"], card.words["power_cut"]) & ~_smells(features, card)
    return signal(
        "idle",
        ("经营状态", "operating state"),
        base.where(~cut, base * _CUT_OFF),
        known=base.notna(),
        says=sentences(_status_words, status, cut),
    )


def _status_words(status: str, is_cut: bool) -> tuple[str, str]:  # noqa: FBT001 - a row of a table
    zh, en = SITE_STATUS[status]
    return (
        f"状态为{zh}" + ("，但已断电" if is_cut else ""),
        f"State: {en}" + (", power cut off" if is_cut else ""),
    )


def shared_walls_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Tell whether several firms share walls; no entry means no."""
    told = texts(features["shared_walls"])
    return signal(
        "shared_walls",
        ("园中园或厂中厂", "shared walls"),
        (told != "").astype(float),
        says=sentences(_walls_words, told),
    )


def _walls_words(told: str) -> tuple[str, str]:
    return (
        f"属{told}，多家共用院墙，底数容易不清",
        "Several firms share these walls (园中园/厂中厂)",
    )


def sublet_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether the remark speaks of subletting."""
    return _remark_signal(
        features,
        card,
        "sublet",
        label=("转租", "subletting"),
        zh="台账备注有转租迹象",
        en="The ledger's remark speaks of subletting",
    )


def odour_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether the remark speaks of smell, smoke or noise."""
    return _remark_signal(
        features,
        card,
        "odour",
        label=("异味冒烟噪声", "smell, smoke or noise"),
        zh="台账备注有生产迹象",
        en="The ledger's remark speaks of smell, smoke or noise",
    )


def reported_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether the remark says that people complained."""
    return _remark_signal(
        features,
        card,
        "reported",
        label=("群众反映", "complaints"),
        zh="台账备注有群众反映",
        en="The ledger's remark says that people complained",
    )


def _remark_signal(
    features: pd.DataFrame,
    card: Scorecard,
    code: str,
    *,
    label: tuple[str, str],
    zh: str,
    en: str,
) -> Signal:
    """Speak from words in the remark; a remark without them, or none, is no sign."""
    return signal(
        code,
        label,
        mentions(features["remark"], card.words[code]).astype(float),
        says=sentences(lambda text: (f"{zh}：{text}", f"{en}: {text}"), texts(features["remark"])),
    )


def _smells(features: pd.DataFrame, card: Scorecard) -> pd.Series:
    return mentions(features["remark"], card.words["odour"])


def gate_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether visitors are kept out: by the remark, or by visits that met a closed gate."""
    said = mentions(features["remark"], card.words["gate"])
    share = (1.0 - 0.5 ** features["shut_out"]).where(~said, 1.0)
    remark = texts(features["remark"]).where(said, "")
    return signal(
        "gate",
        ("大门常闭", "gate kept shut"),
        share,
        says=sentences(_gate_words, remark, features["shut_out"], day_of(features["shut_record"])),
        evidence=features["shut_record"],
    )


def _gate_words(remark: str, times: int, day: str) -> tuple[str, str]:
    if remark:
        return f"台账备注：{remark}", f"The ledger's remark says: {remark}"
    return (
        f"{times}次上门未能入内，最近一次{day}",
        f"{times} visit(s) were not let in, the last on {day}",
    )


def night_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Tell whether it works at night, when nobody looks."""
    share = features["hours"].map(_HOURS_SHARE)
    spoken = features["hours"].where(features["hours"].notna(), "day")
    return signal(
        "night",
        ("生产时段", "working hours"),
        share,
        known=share.notna(),
        applies=is_enterprise(features),
        says=sentences(
            lambda hours: (
                f"生产时段为{SITE_HOURS[hours][0]}",
                f"Works: {SITE_HOURS[hours][1]}",
            ),
            spoken,
        ),
    )


def ledger_grade_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Take over a little of the colour that the office gave before."""
    share = features["ledger_grade"].map(_GRADE_SHARE)
    spoken = features["ledger_grade"].where(features["ledger_grade"].notna(), "blue")
    return signal(
        "ledger_grade",
        ("原风险等级", "former grade"),
        share,
        known=share.notna(),
        says=sentences(
            lambda grade: (
                f"原风险等级为{GRADES[grade][0]}",
                f"The office graded it {GRADES[grade][1]} before",
            ),
            spoken,
        ),
    )
