"""Values told anew for who may not read them whole: plans of one town, texts without numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from data.store.impersonal import names_nobody

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Visible = Collection[str]
    Retold = Callable[[Any, Visible], Any]

_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(rf"(?:19|20)\d\d[-/. ]?{_MONTH}[-/. ]?{_DAY}")
_WRITTEN = rf"(?<!\d)(?:19|20)\d\d[-/.]{_MONTH}[-/.]{_DAY}(?!\d)"
_NUMBER = re.compile(rf"{_WRITTEN}|\+?\d(?:[\W_]{{0,3}}(?!{_WRITTEN})\d){{6,}}")
"""A written date, which is passed over, or seven digits and more, whatever signs part them."""
_BETWEEN = re.compile(r"[/,，、;；]")
"""Between two numbers, unless it parts one."""
_SHORTEST = 7
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


def numbers_in(text: str) -> list[str]:
    """
    List the telephone numbers of a text, digits only.

    Examples
    --------
    >>> numbers_in("138 0000 0000 / 0393-4412345，2026-11-22 问过")
    ['13800000000', '03934412345']
    """
    found = [one[0] for one in _NUMBER.finditer(text) if not _DATE.fullmatch(one[0])]
    parts = [list(map(_digits, _BETWEEN.split(one))) for one in found]
    return [
        number
        for whole, several in zip(found, parts, strict=True)
        for number in (several if min(map(len, several)) >= _SHORTEST else [_digits(whole)])
    ]


def _digits(text: str) -> str:
    return re.sub(r"[^\d+]", "", text)


def without_people(extra: str | None) -> str | None:
    """
    Keep the columns of a ledger that are known to name nobody, without telephone numbers.

    What a header of an unknown meaning holds is not told: it may be the owner's name.
    """
    if not extra:
        return extra
    kept = {
        header: without_numbers(text) if isinstance(text, str) else text
        for header, text in orjson.loads(extra).items()
        if names_nobody(header) and not _is_number(text)
    }
    return orjson.dumps(kept).decode()


def _is_number(value: object) -> bool:
    """Tell whether a spreadsheet gave a telephone number as a number."""
    return isinstance(value, (int, float)) and len(f"{abs(value):.0f}") >= _SHORTEST


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
