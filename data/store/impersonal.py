"""Headers of a ledger's further columns that name nobody; every other one may."""

from __future__ import annotations

import re
import unicodedata

_ASIDE = re.compile(r"\(.*?\)|\d+$")
"""Units in brackets, and the number of a header that a ledger has twice."""
_WORDS = """
l l值 事故可能性 可能性l l可能性 e e值 暴露频率 暴露频繁程度 暴露频次e e暴露
c c值 后果严重程度 事故后果 后果c c后果 lec d d值 lec值 lec评分 lec风险值
q/q q/q值 σq/q ∑q/q 危险源辨识指标 临界量比值
危化品数量 危化品储量 危化品储存量 危险化学品数量 危险化学品储存量 最大储存量 储存量
涉爆粉尘 粉尘涉爆 涉粉 可燃性粉尘 是否涉爆粉尘
高温熔融 高温熔融金属 金属冶炼 工业炉窑 炉窑 是否涉及金属冶炼
重大危险源 是否重大危险源 构成重大危险源 三合一 三合一场所 是否三合一
道路状况 路况 交通状况
序号 备注 说明 行业 行业类别 行业代码 所属行业 类型 类别 等级 风险等级 状态 经营状态 生产状态
层数 楼层 面积 占地面积 建筑面积 厂房面积 使用面积 结构 建筑结构 用途 现用途 建成年份
人数 职工人数 员工人数 从业人数 产品 主要产品 产能 年产值 规模 原料 主要原料 工艺 设备 主要设备
用电量 月用电量 用水量 变压器容量 有限空间 危险工艺 消防设施 环评 排污许可
no. remark remarks note notes industry type kind level grade status state floors area
structure use staff employees product products capacity material equipment
"""
_HEADERS = frozenset(_WORDS.split())


def names_nobody(header: str) -> bool:
    """
    Tell whether a column under this header is known to be of the place and not of a person.

    Examples
    --------
    >>> names_nobody("建筑面积（㎡）"), names_nobody("备注2"), names_nobody("厂长")
    (True, True, False)
    """
    narrow = "".join(unicodedata.normalize("NFKC", header).lower().split())
    return _ASIDE.sub("", narrow) in _HEADERS
