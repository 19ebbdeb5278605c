"""Whether a word in an office's text is denied, or only wished for, by the words before it."""

from __future__ import annotations

import re
import unicodedata

_ADVERBS = (
    "完全 全部 全 彻底 真正 正式 及时 按期 按时 如期 有效 正常 能够 能 有 是 在 再 予以 "
    "予 经 被 进行 得到 达到 恢复 继续 存在 发现 见到 见 属于 属 构成 涉及 涉 含有 含 "
    "很 太 算 够 曾 真的 需要 需"
)
_ADJECTIVES = (
    "安全 消防 环保 环境 生产 明显 重大 较大 一般 任何 其他 其它 突出 严重 类似 新的 新 "
    "相关 有关 的 违规 违法 非法 什么 到 出"
)
_WITHIN = r"[在于按][^,。;、]{0,12}?(?:期限|时限|要求|规定|期|[内前])"


def _one_of(words: str) -> str:
    return "|".join(re.escape(word) for word in words.split())


_REACH = 40
"""Signs before a word among which its denial is looked for; it bounds the work on any text."""

_DENIALS = (
    re.compile(
        rf"(?:尚未|从未|并未|无法|未|没有|没|无|不|非)(?:{_one_of(_ADVERBS)}|{_WITHIN}){{0,4}}[a-z0-9:-]*$"
    ),
    re.compile(
        r"(?:(?:未|没有|没)(?:发现|见|查出|检出|发生|有|存在)|没有|没|无|不存在|不涉及|不含)(?:有|存在)?"
        rf"(?:{_one_of(_ADJECTIVES)}){{0,4}}$"
    ),
)
_WISHES = re.compile(
    r"(?:正在|即将|将|拟|待|等待|准备|计划|预计|争取|力争|申请|请求|限期|尽快|要求|责令|督促|需|须|应|"
    rf"部分|大部分|基本|初步|未能)(?:{_one_of(_ADVERBS)}|{_WITHIN}|已){{0,4}}$"
)
_ENGLISH = r"\b(?:no|not|never|without|non|cannot)\b[ -]?(?:(?:yet|fully|any|been|be|really|a) )*"


def plain(text: str) -> str:
    """
    Bring a word to plain width and small letters, without blanks.

    Examples
    --------
    >>> plain(" GPS（WGS84） ")
    'gps(wgs84)'
    """
    return "".join(_narrow(text).split())


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def denied_from(word: str, at: int) -> int | None:
    """
    Find where the denial of what stands at a place begins, or ``None`` where nothing denies it.

    Parameters
    ----------
    word
        A text as ``plain`` gives it.
    at
        Where the word in question begins.

    Examples
    --------
    >>> denied_from("没有发现问题", 4), denied_from("无证生产", 2)
    (0, None)
    """
    return _earliest(_DENIALS, word, at)


def wished_from(word: str, at: int) -> int | None:
    """
    Find where a wish or plan for what stands at a place begins: it has not happened yet.

    Examples
    --------
    >>> wished_from("正在办结", 2), wished_from("已办结", 1)
    (0, None)
    """
    return _earliest((_WISHES,), word, at)


def _earliest(patterns: tuple[re.Pattern[str], ...], word: str, at: int) -> int | None:
    first = max(0, at - _REACH)
    found = [match for pattern in patterns if (match := pattern.search(word, first, at))]
    starts = [match.start() for match in found]
    return min(starts, default=None)


def is_denied_in_english(text: str, fragment: str) -> bool:
    """
    Tell whether an English word is denied by one before it.

    Examples
    --------
    >>> is_denied_in_english("No hazard found", "hazard")
    True
    """
    return bool(re.search(_ENGLISH + re.escape(fragment), " ".join(_narrow(text).split())))
