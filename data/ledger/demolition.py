"""Whether a text says, and says nothing else, that a place is no more.

A site that is gone is scored and visited no more, so a hasty reading would hide one that stands:
设备已拆除, 部分拆除, 待拆除 and 拆除重建 say that there still is, or will be, something to see.
"""

from __future__ import annotations

import re

from data.ledger.negation import plain

_ASIDES = re.compile(
    r"\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:前后|底|初|前)?|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|"
    r"厂房|厂区|厂子|车间|房屋|房子|建筑物|建筑|院落|场所|点位|现场|原址|该|"
    r"已经|现已|已|全部|整体|均|全|都|依法|自行|强制|被|于|后|并|且|"
    r"完毕|完成|干净|完|了|[,，。;；、.()!:：]"
)
"""What may stand around such words and changes nothing."""
_GONE = re.compile(
    r"(?:企业)?(?:拆除|拆迁|拆平|拆掉|拆光|拆|夷平|夷为平地|推平|灭失|复垦|复耕|还耕|还田|土地平整)+|"
    r"不(?:复|再)?存在|demolished|torndown|razed|gone|nolongerexists|nolongerthere"
)
_DONE = re.compile(r"[已完了毕]|拆除|拆平|拆掉|拆光|灭失|存在|夷|[a-z]")
"""拆迁 or 复垦 alone may be a plan."""
_LONGEST = 60


def is_demolished(text: str) -> bool:
    """
    Tell whether a text says only that a place was pulled down or is gone.

    Examples
    --------
    >>> is_demolished("厂房已全部拆除"), is_demolished("2023年已拆除,已复耕")
    (True, True)
    >>> is_demolished("设备已拆除"), is_demolished("待拆除"), is_demolished("拆除中")
    (False, False, False)
    """
    word = plain(text[:_LONGEST])
    return bool(_GONE.fullmatch(_ASIDES.sub("", word)) and _DONE.search(word))
