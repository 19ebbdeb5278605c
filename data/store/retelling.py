"""Values told anew for who may not read them whole: plans of one town, texts without numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Visible = Collection[str]
    Retold = Callable[[Any, Visible], Any]

_NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,14}")
"""Seven to fifteen digits: a telephone number, and no date or amount that people write."""
_DATE = re.compile(r"(?:19|20)\d\d[-/. ]?(?:0?[1-9]|1[0-2])[-/. ]?(?:0?[1-9]|[12]\d|3[01])")
_PERSON_HEADERS = re.compile(
    r"电话|手机|联系|phone|tel|mobile|联系人|负责人|法人|代表|姓名|业主|房东|contact|owner|name",
    re.IGNORECASE,
)
_HIDDEN = "＊＊＊"
_PLAN_KEYS = ("balance", "travel_weight")
_LOTS = ("audits", "sweeps", "teams")
_POOLS = ("audit_pool", "sweep_pool")
_PARAMS = ("limit_s", "rules", "own_rules", "rules_from", "rules_hash", "unpredictable")


def without_numbers(text: str | None) -> str | None:
    """
    Hide telephone numbers in a text.

    Examples
    --------
    >>> without_numbers("找李某 138 0000 0000，2026-11-22 来过")
    '找李某 ＊＊＊，2026-11-22 来过'
    """
    if text is None:
        return None
    return _NUMBER.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else _HIDDEN, text)


def without_people(extra: str | None) -> str | None:
    """Take the columns of a ledger that name people, and all telephone numbers, out of a row."""
    if not extra:
        return extra
    kept = {
        header: without_numbers(text) if isinstance(text, str) else text
        for header, text in orjson.loads(extra).items()
        if not _PERSON_HEADERS.search(header) and not _is_number(text)
    }
    return orjson.dumps(kept).decode()


def _is_number(value: object) -> bool:
    """Tell whether a spreadsheet gave a telephone number as a number."""
    return isinstance(value, (int, float)) and len(f"{abs(value):.0f}") >= len("1234567")


def own_problem(told: str, visible: Visible) -> str:
    """Keep what a planning problem says of some places; other places and their villages go."""
    whole = orjson.loads(told)
    problem = {name: whole[name] for name in _PLAN_KEYS if name in whole}
    problem["sites"] = [one for one in whole.get("sites", []) if _is_own(one, visible)]
    villages = {one.get("village") for one in problem["sites"]}
    problem["shifts"] = [_own_shift(one, visible, villages) for one in whole.get("shifts", [])]
    problem["cover"] = [
        one for one in whole.get("cover", []) if one["sites"] and set(one["sites"]) <= set(visible)
    ]
    return orjson.dumps(problem).decode()


def _is_own(site: dict[str, Any], visible: Visible) -> bool:
    return (site.get("visit_of") or site["id"]) in visible or site["id"] in visible


def _own_shift(
    shift: dict[str, Any], visible: Visible, villages: Collection[str | None]
) -> dict[str, Any]:
    home = shift.get("home_village")
    frozen = [one for one in shift.get("frozen", []) if one["site"] in visible]
    return {**shift, "home_village": home if home in villages else None, "frozen": frozen}


def own_keys(told: str, visible: Visible) -> str:
    """Keep the entries of an object that are about some places."""
    whole = orjson.loads(told)
    return orjson.dumps({key: value for key, value in whole.items() if key in visible}).decode()


def own_lots(told: str | None, visible: Visible) -> str | None:
    """Keep what was drawn among some places, and of how many in all."""
    if not told:
        return told
    whole = orjson.loads(told)
    lots = {name: whole[name] for name in _POOLS if name in whole}
    for name in _LOTS:
        if name in whole:
            lots[name] = {key: value for key, value in whole[name].items() if key in visible}
    return orjson.dumps(lots).decode()


def own_params(told: str, _visible: Visible) -> str:
    """Keep the rules of a run, and its closures without notes; hand changes may name any place."""
    whole = orjson.loads(told)
    params = {name: whole[name] for name in _PARAMS if name in whole}
    if "travel" in whole:
        closures = [{**one, "note": ""} for one in whole["travel"].get("closures", ())]
        params["travel"] = {**whole["travel"], "closures": closures}
    return orjson.dumps(params).decode()


def own_figures(told: str, visible: Visible) -> str:
    """Keep the figures of a reason, and of what it names only places that may be seen."""
    kept: dict[str, Any] = {}
    for name, value in orjson.loads(told).items():
        if isinstance(value, list):
            kept[name] = [one for one in value if isinstance(one, str) and one in visible]
        elif not isinstance(value, (str, dict)) or value in visible or name == "shift":
            kept[name] = value
        elif name == "after":
            kept[name] = None
    return orjson.dumps(kept).decode()


def _plain(change: Callable[[Any], Any]) -> Retold:
    return lambda value, _visible: change(value)


PERSONAL: dict[str, dict[str, Retold]] = {
    "site": {"extra": _plain(without_people), "remark": _plain(without_numbers)},
    "tip": {"what": _plain(without_numbers), "place": _plain(without_numbers)},
    "finding": {"what": _plain(without_numbers)},
    "finding_step": {"note": _plain(without_numbers)},
    "given_order": {"note": _plain(without_numbers)},
    "disposition": {"note": _plain(without_numbers)},
    "sweep_visit": {"note": _plain(without_numbers)},
    "expert_day": {"note": _plain(without_numbers)},
}
"""Table and column to how they are told to those who may not see contacts."""

FOREIGN: dict[str, dict[str, Retold]] = {
    "plan": {
        "params": own_params,
        "problem": own_problem,
        "wants": own_keys,
        "draw": own_keys,
        "lots": own_lots,
    },
    "unplanned": {"detail": own_figures},
}
"""Table and column to how they are told to those of some towns only."""
