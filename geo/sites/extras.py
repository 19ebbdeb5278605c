"""What further columns of a ledger say of hazards: LEC, quantities, dust, furnaces, red flags."""

from __future__ import annotations

import math
import re
import unicodedata
from types import NoneType
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.card.card import Scorecard
    from geo.card.industries import Substance

_Row = dict[str, tuple[str, str]]
"""What is wanted of one site: meaning to text and to what its header has in brackets."""

_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)([^\d.]*)")
_PARTS = re.compile(r"[;；,，、/\n]|以及|和|及")
_TONNES = {"t": 1.0, "吨": 1.0, "kg": 1e-3, "千克": 1e-3, "公斤": 1e-3, "ton": 1.0, "tons": 1.0}
_NO = frozenset(
    {"否", "无", "不", "没有", "不涉及", "未涉及", "不属于", "不构成", "no", "n", "0", "×"}
)
_NO |= frozenset({"x", "✗", "-", "—", "/", "false"})
_UNKNOWN = frozenset({"", "不详", "未知", "待查", "待核实", "不清楚", "unknown", "?"})
_LEC_HIGHEST = {"lec_l": 10.0, "lec_e": 10.0, "lec_c": 100.0}
"""Ends of the scales of L, E and C; what lies outside is no value of the method."""
_D_HIGHEST = 10_000.0


def extra_facts(sites: pd.DataFrame, card: Scorecard) -> pd.DataFrame:
    """
    Read the columns that the ledger brought beyond those of the site table.

    Parameters
    ----------
    sites
        By schema ``SITE``; ``extra`` holds header and text of each further column.
    card
        ``columns`` says which headers mean what, ``substances`` gives critical quantities.

    Returns
    -------
    facts
        Index of ``sites``: ``lec_d`` (D = L x E x C, 0-10,000; ``nan`` unknown), ``lec_told`` (how
        it came about, or empty), ``ratio`` (sum of q/Q, >= 0; ``nan`` unknown), ``ratio_told``
        (the ledger's words, or empty), ``dust``, ``heat`` (true, false or missing), ``major``,
        ``combined`` (true where the ledger says so), ``road`` (text, or empty).
    """
    wanted = {_header(name)[0]: code for code, names in card.columns.items() for name in names}
    read = _reader(wanted)
    # Of many sites few texts differ, and of texts that do few say what is wanted.
    codes, different = pd.factorize(sites["extra"], use_na_sentinel=False)
    rows = [tuple(sorted(read(text).items())) for text in different]
    known = {row: _facts(dict(row), card.substances) if row else _EMPTY for row in set(rows)}
    told = [known[row] for row in rows]
    columns = {
        name: pd.Series([one[name] for one in told], dtype=dtype).take(codes).set_axis(sites.index)
        for name, dtype in _TYPES.items()
    }
    return pd.DataFrame(columns, index=sites.index)


_EMPTY: dict[str, object] = {
    "lec_d": math.nan,
    "lec_told": "",
    "ratio": math.nan,
    "ratio_told": "",
    "dust": None,
    "heat": None,
    "major": False,
    "combined": False,
    "road": "",
}
_TYPES: dict[str, Any] = {
    name: {float: "float64", str: "object", NoneType: "boolean", bool: "bool"}[type(empty)]
    for name, empty in _EMPTY.items()
}


def _reader(wanted: Mapping[str, str]) -> Callable[[object], _Row]:
    """Make what picks the wanted columns of one site; of many sites few headers differ."""
    known: dict[str, tuple[str | None, str]] = {}

    def read(text: object) -> _Row:
        found: _Row = {}
        for header, value in orjson.loads(text).items() if isinstance(text, str) and text else ():
            if header not in known:
                name, unit = _header(header)
                known[header] = wanted.get(name), unit
            code, unit = known[header]
            if code is not None and value is not None:
                found.setdefault(code, (_narrow(str(value)), unit))
        return found

    return read


def _facts(row: _Row, substances: Sequence[Substance]) -> dict[str, object]:
    """Say what the wanted columns of one site mean."""
    text = {code: said for code, (said, _) in row.items()}
    d, lec_told = _lec(row)
    ratio, ratio_told = _ratio(row, substances)
    return {
        "lec_d": d,
        "lec_told": lec_told,
        "ratio": ratio,
        "ratio_told": ratio_told,
        "dust": yes_or_no(text.get("dust", "")),
        "heat": yes_or_no(text.get("heat", "")),
        "major": yes_or_no(text.get("major", "")) is True,
        "combined": yes_or_no(text.get("combined", "")) is True,
        "road": text.get("road", ""),
    }


def _narrow(text: str) -> str:
    """Write full-width letters and digits as plain ones, small, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _header(text: str) -> tuple[str, str]:
    """Part a header from what it has in brackets, usually a unit."""
    narrow = _narrow(text)
    unit = _BRACKETS.search(narrow)
    return _BRACKETS.sub("", narrow), unit.group(1) if unit else ""


def yes_or_no(text: str) -> bool | None:
    """
    Read whether something is there; words other than a "no" say what is there.

    Examples
    --------
    >>> yes_or_no("是"), yes_or_no("不涉及"), yes_or_no("铝镁粉尘"), yes_or_no("不详")
    (True, False, True, None)
    """
    if text in _UNKNOWN:
        return None
    return not (text in _NO or text.startswith(("不涉", "未涉", "不属", "不构成", "无")))


def _lec(row: _Row) -> tuple[float, str]:
    """Multiply L, E and C, else take D as it is given."""
    parts = [_within(row.get(code, ("", ""))[0], high) for code, high in _LEC_HIGHEST.items()]
    d = math.prod(parts)
    if not math.isnan(d):
        return d, f"{parts[0]:g}×{parts[1]:g}×{parts[2]:g}"
    return _within(row.get("lec_d", ("", ""))[0], _D_HIGHEST), ""


def _within(text: str, high: float) -> float:
    """Read a number above 0 and up to an end; ``nan`` for any other text."""
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return value if 0 < value <= high else math.nan


def _ratio(row: _Row, substances: Sequence[Substance]) -> tuple[float, str]:
    """
    Find the sum of q/Q: as it is given, else from amounts of substances.

    An amount that cannot be read leaves the sum unknown, unless the others pass 1 without it.
    """
    given, _ = row.get("ratio", ("", ""))
    if _NUMBER.fullmatch(given):
        return float(given), f"q/Q={given}"
    text, unit = row.get("quantity", ("", ""))
    amounts = [_share_of_critical(part, unit, substances) for part in _PARTS.split(text) if part]
    known = [one for one in amounts if not math.isnan(one)]
    if not known or (len(known) < len(amounts) and sum(known) < 1):
        return math.nan, ""
    return sum(known), text


def _share_of_critical(text: str, unit: str, substances: Sequence[Substance]) -> float:
    """Read one amount such as 液氨12吨 as q/Q; ``nan`` without amount, unit or known substance."""
    amount = _AMOUNT.search(text)
    named = [
        (len(word), one.tonnes) for one in substances for word in one.words if word.lower() in text
    ]
    if amount is None or not named:
        return math.nan
    tonnes = _TONNES.get(amount.group(2) or unit, math.nan)
    return float(amount.group(1)) * tonnes / max(named)[1]
