"""Words of the pictures for reports, Chinese and English."""

from __future__ import annotations

PICTURE_WORDS: dict[str, tuple[str, str]] = {
    "pic.legend": ("图例", "Legend"),
    "pic.base": ("出发地", "Start"),
    "pic.no_stop": ("没有安排走访。", "No visit is planned."),
    "pic.visits": ("{stops} 次走访，{km} 公里。", "{stops} visits, {km} km."),
    "pic.plan": ("计划 {plan} 第 {version} 版。", "Plan {plan}, version {version}."),
    "pic.metres": ("{n} 米", "{n} m"),
    "pic.kilometres": ("{n} 公里", "{n} km"),
    "pic.north": ("北", "N"),
}
