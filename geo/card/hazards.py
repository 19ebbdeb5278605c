"""Risk factors of what is done at a site: industry, substances, dust, furnaces, people exposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.card.industries import digits_of
from geo.card.signals import Signal, mentions, signal, texts
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    from geo.card.card import Scorecard
    from geo.card.industries import Industry, Process
    from geo.card.thresholds import Limits

_HAZARD_WORDS = ((0.8, "高", "high"), (0.5, "较高", "considerable"), (0.3, "一般", "ordinary"))
_LEC_BANDS = (
    (0.0, "稍有危险", "slight"),
    (0.25, "一般危险", "ordinary"),
    (0.5, "显著危险", "marked"),
    (0.75, "高度危险", "high"),
    (1.0, "极其危险", "extreme"),
)
"""Share and name of each band of D, lowest first (Graham and Kinney's method as used in China)."""


def is_enterprise(features: pd.DataFrame) -> pd.Series:
    """Tell enterprises from idle plants."""
    return features["kind"] == "enterprise"


def industry_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Rate the hazard by the office's own LEC, else by the industry's code, else by words."""
    codes, words = texts(features["industry_code"]), texts(features["industry"])
    pairs = list(zip(codes, words, strict=True))
    found = {pair: _industry_of(*pair, card.industries) for pair in set(pairs)}
    shares = {pair: np.nan if one is None else one.share for pair, one in found.items()}
    band = _lec_band(features["lec_d"], card.limits)
    graded = np.array([share for share, *_ in _LEC_BANDS])[band]
    share = np.where(features["lec_d"].notna(), graded, [shares[pair] for pair in pairs])

    def wording(code: str, word: str, d: float, told: str) -> tuple[str, str]:
        if d == d:  # noqa: PLR0124 - known, not nan
            return _lec_words(d, told, card.limits)
        return _industry_words(word, found[code, word])

    return signal(
        "industry",
        ("行业", "industry"),
        share,
        known=~np.isnan(share),
        says=sentences(wording, codes, words, features["lec_d"], features["lec_told"]),
    )


def _lec_band(d: pd.Series, limits: Limits) -> np.ndarray:
    ends = [limits.lec_ordinary, limits.lec_marked, limits.lec_high]
    # D above 320 is extreme, 160 to 320 high: of the last band the beginning is not part.
    return np.searchsorted(ends, d, side="right") + (d.to_numpy() > limits.lec_extreme)


def _lec_words(d: float, told: str, limits: Limits) -> tuple[str, str]:
    _, zh, en = _LEC_BANDS[int(_lec_band(pd.Series([d]), limits)[0])]
    product = f"={told}" if told else ""
    return (
        f"按办公室的LEC评价，D{product}={d:g}，{zh}",
        f"By the office's own LEC, D{product}={d:g}: {en} danger",
    )


def _industry_words(word: str, group: Industry | None) -> tuple[str, str]:
    if group is None:
        return "", ""
    kind = group.zh if word in ("", group.zh) else f"{word}（{group.zh}）"
    zh, en = _hazard(group)
    return f"行业为{kind}，危险性{zh}", f"Works in {group.en}: {en} hazard"


def _hazard(group: Industry) -> tuple[str, str]:
    """Put the share of a group into words."""
    for least, zh, en in _HAZARD_WORDS:
        if group.share >= least:
            return zh, en
    return "低", "low"


def _industry_of(code: str, words: str, industries: tuple[Industry, ...]) -> Industry | None:
    """Find the group with the longest matching code, else the first with a matching word."""
    digits = digits_of(code)
    by_code = [(len(c), group) for group in industries for c in group.codes if digits.startswith(c)]
    if digits and by_code:
        return max(by_code, key=lambda pair: pair[0])[1]
    for group in industries:
        if any(word in words for word in group.words):
            return group
    return None


def chemicals_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Tell whether hazardous chemicals are on the premises; a stated amount of them says so too."""
    flag = features["chemicals"].astype("boolean").mask(features["ratio"] > 0, other=True)
    return signal(
        "chemicals",
        ("有无危险化学品", "hazardous chemicals"),
        flag.fillna(value=False).astype(float),
        known=flag.notna(),
        says=("台账登记有危险化学品", "The ledger lists hazardous chemicals here"),
    )


def quantity_signal(features: pd.DataFrame, card: Scorecard) -> Signal:  # noqa: ARG001 - every factor takes the card
    """Compare the chemicals on the premises with the critical quantities; asked where there are."""
    ratio = features["ratio"]
    return signal(
        "quantity",
        ("危险化学品数量", "quantity of chemicals"),
        ratio,
        known=ratio.notna(),
        applies=features["chemicals"].astype("boolean").fillna(value=False) | ratio.notna(),
        says=sentences(_quantity_words, ratio, features["ratio_told"]),
    )


def _quantity_words(ratio: float, told: str) -> tuple[str, str]:
    return (
        f"危险化学品数量为{told}，是临界量的{ratio:.2g}倍",
        f"Chemicals on the premises ({told}) are {ratio:.2g} of the critical quantity",
    )


def dust_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether there is combustible dust."""
    return _process_signal(
        features,
        card,
        "dust",
        label=("涉爆粉尘", "combustible dust"),
        stated=("台账登记涉及可燃性粉尘", "The ledger lists combustible dust"),
    )


def heat_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell whether there are furnaces or molten metal."""
    return _process_signal(
        features,
        card,
        "heat",
        label=("高温熔炼", "furnaces or molten metal"),
        stated=("台账登记有高温熔融或炉窑", "The ledger lists furnaces or molten metal"),
    )


def _process_signal(
    features: pd.DataFrame,
    card: Scorecard,
    code: str,
    *,
    label: tuple[str, str],
    stated: tuple[str, str],
) -> Signal:
    """Take the ledger's own column first, then the industry and the remark."""
    own, process = features[code], card.processes[code]
    codes, words = texts(features["industry_code"]), texts(features["industry"])
    usual = (
        codes.map({code: _is_of(code, process) for code in set(codes)})
        | mentions(features["industry"], process.words)
        | mentions(features["remark"], process.words)
    ).astype(bool)
    says = sentences(
        lambda told, word: stated if told else _usual_words(label, word),
        own.fillna(value=False).astype(bool),
        words,
    )
    return signal(
        code,
        label,
        own.fillna(usual).astype(float),
        known=own.notna() | usual | (codes != "") | (words != ""),
        applies=is_enterprise(features) | own.fillna(value=False).astype(bool) | usual,
        says=says,
    )


def _is_of(code: str, process: Process) -> bool:
    return digits_of(code).startswith(process.codes)


def _usual_words(label: tuple[str, str], word: str) -> tuple[str, str]:
    kind = f"（{word}）" if word else ""
    return (
        f"从行业或备注看有{label[0]}{kind}",
        f"By industry or remark: {label[1]}" + (f" ({word})" if word else ""),
    )


def workers_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Count the people exposed, on a scale of magnitudes."""
    people = features["workers"]
    return signal(
        "workers",
        ("从业人数", "number of workers"),
        np.log1p(people) / np.log1p(card.limits.workers_full),
        known=people.notna(),
        applies=is_enterprise(features),
        says=sentences(lambda n: (f"从业{n:.0f}人", f"{n:.0f} people work here"), people),
    )
