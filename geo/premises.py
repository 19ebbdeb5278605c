"""Risk factors that speak from the ledger's own columns: what is done there, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.words import GRADES, SITE_HOURS, SITE_STATUS
from geo.signals import Signal, mentions, signal

if TYPE_CHECKING:
    from geo.card import Industry, Scorecard

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

_HAZARD_WORDS = ((0.8, "高", "high"), (0.5, "较高", "considerable"), (0.3, "一般", "ordinary"))
_HOURS_SHARE = {"day": 0.0, "both": 0.7, "night": 1.0}
_GRADE_SHARE = {"red": 1.0, "orange": 2 / 3, "yellow": 1 / 3, "blue": 0.0}
_PARTIAL_FIRST, _PARTIAL_MORE = 0.4, 0.2
"""One licence lacking, and each further one."""


def _enterprises(features: pd.DataFrame) -> pd.Series:
    return features["kind"] == "enterprise"


def _texts(column: pd.Series) -> list[str]:
    return [str(text) for text in column.astype("object").where(column.notna(), "")]


def industry_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Rate the hazard of the industry by its code, else by words."""
    words = _texts(features["industry"])
    pairs = list(zip(_texts(features["industry_code"]), words, strict=True))
    found = {pair: _industry_of(*pair, card.industries) for pair in set(pairs)}
    groups = [found[pair] for pair in pairs]
    return signal(
        "industry",
        ("行业", "industry"),
        np.array([np.nan if group is None else group.share for group in groups]),
        known=pd.Series([group is not None for group in groups]),
        zh=[_industry_zh(word, group) for word, group in zip(words, groups, strict=True)],
        en=["" if g is None else f"Works in {g.en}: {_hazard(g)[1]} hazard" for g in groups],
    )


def _industry_zh(word: str, group: Industry | None) -> str:
    if group is None:
        return ""
    kind = group.zh if word in ("", group.zh) else f"{word}（{group.zh}）"
    return f"行业为{kind}，危险性{_hazard(group)[0]}"


def _hazard(group: Industry) -> tuple[str, str]:
    """Put the share of a group into words."""
    for least, zh, en in _HAZARD_WORDS:
        if group.share >= least:
            return zh, en
    return "低", "low"


def _industry_of(code: str, words: str, industries: tuple[Industry, ...]) -> Industry | None:
    """Find the group with the longest matching code, else the first with a matching word."""
    digits = "".join(letter for letter in code if letter.isdigit())
    by_code = [(len(c), group) for group in industries for c in group.codes if digits.startswith(c)]
    if digits and by_code:
        return max(by_code, key=lambda pair: pair[0])[1]
    for group in industries:
        if any(word in words for word in group.words):
            return group
    return None


def chemicals_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Tell whether hazardous chemicals are on the premises."""
    flag = features["chemicals"].astype("boolean")
    return signal(
        "chemicals",
        ("有无危险化学品", "hazardous chemicals"),
        flag.fillna(value=False).astype(float),
        known=flag.notna(),
        zh="台账登记有危险化学品",
        en="The ledger lists hazardous chemicals here",
    )


def workers_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Count the people exposed, on a scale of magnitudes."""
    people = features["workers"]
    return signal(
        "workers",
        ("从业人数", "number of workers"),
        np.log1p(people) / np.log1p(card.limits.workers_full),
        known=people.notna(),
        applies=_enterprises(features),
        zh=[f"从业{count:.0f}人" for count in people],
        en=[f"{count:.0f} people work here" for count in people],
    )


def licences_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Rate the licence state: none, some lacking, complete."""
    texts = _texts(features["licences"])
    found = {text: _licence_share(text, card) for text in set(texts)}
    share = pd.Series([found[text] for text in texts], index=features.index)
    return signal(
        "licences",
        ("证照情况", "licences"),
        share,
        known=share.notna(),
        applies=_enterprises(features),
        zh=[f"证照情况：{text}" for text in texts],
        en=[f"Licences, as the ledger has it: {text}" for text in texts],
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
    rows = list(zip(status, cut, strict=True))
    return signal(
        "idle",
        ("经营状态", "operating state"),
        base.where(~cut, base * _CUT_OFF),
        known=base.notna(),
        zh=[f"状态为{SITE_STATUS[s][0]}" + (",但已断电" if c else "") for s, c in rows],
        en=[f"State: {SITE_STATUS[s][1]}" + (", power cut off" if c else "") for s, c in rows],
    )


def shared_walls_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Tell whether several firms share walls; no entry means no."""
    texts = _texts(features["shared_walls"])
    return signal(
        "shared_walls",
        ("园中园、厂中厂", "shared walls"),
        np.array([1.0 if text else 0.0 for text in texts]),
        zh=[f"属{text}，多家共用院墙，底数容易不清" for text in texts],
        en=["Several firms share these walls (园中园/厂中厂)"] * len(texts),
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
        label=("异味、冒烟、噪声", "smell, smoke or noise"),
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
    remarks = _texts(features["remark"])
    return signal(
        code,
        label,
        mentions(features["remark"], card.words[code]).astype(float),
        zh=[f"{zh}：{text}" for text in remarks],
        en=[f"{en}: {text}" for text in remarks],
    )


def _smells(features: pd.DataFrame, card: Scorecard) -> pd.Series:
    return mentions(features["remark"], card.words["odour"])


def gate_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether visitors are kept out: by the remark, or by visits that met a closed gate."""
    said = mentions(features["remark"], card.words["gate"])
    share = (1.0 - 0.5 ** features["shut_out"]).where(~said, 1.0)
    rows = list(zip(said, _texts(features["remark"]), features["shut_out"], strict=True))
    return signal(
        "gate",
        ("大门常闭、拒绝入内", "gate kept shut"),
        share,
        zh=[f"台账备注：{text}" if told else f"{n}次上门未能入内" for told, text, n in rows],
        en=[
            f"The ledger's remark says: {text}" if told else f"{n} visit(s) were not let in"
            for told, text, n in rows
        ],
        evidence=list(features["shut_record"]),
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
        applies=_enterprises(features),
        zh=[f"生产时段为{SITE_HOURS[hours][0]}" for hours in spoken],
        en=[f"Works: {SITE_HOURS[hours][1]}" for hours in spoken],
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
        zh=[f"原风险等级为{GRADES[grade][0]}" for grade in spoken],
        en=[f"The office graded it {GRADES[grade][1]} before" for grade in spoken],
    )
