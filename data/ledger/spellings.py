"""How offices word the codes that we store; the first fragment found in a text decides."""

from __future__ import annotations

import unicodedata

Spellings = tuple[tuple[str, str], ...]
"""Fragment of a text, in small letters, and the code it means; longer and negated ones first."""


def _spell(**words: str) -> Spellings:
    """List the fragments of each code, in the order given."""
    return tuple((word, code) for code, line in words.items() for word in line.split())


STATUS: Spellings = (
    *_spell(partly="半停产 部分停产 间歇 季节性 时开时停 断续 partly intermittent"),
    *_spell(shut="取缔 关停 关闭 查封 shut closed"),
    *_spell(zombie="僵尸 zombie"),
    *_spell(moved="搬离 搬迁 搬走 迁出 外迁 moved"),
    *_spell(idle="闲置 空置 空闲 废弃 idle vacant empty"),
    *_spell(
        stopped="停产 停业 歇业 停工 未生产 未营业 未经营 不在产 不生产 inactive stopped suspended"
    ),
    *_spell(unknown="不详 未知 不明 待核 unknown"),
    *_spell(operating="在产 生产 正常 营业 经营 运行 在营 开业 存续 投产 operating active open"),
)
IDLE_KIND: Spellings = (
    ("闲置", "idle_factory"),
    ("空置", "idle_factory"),
    ("idle", "idle_factory"),
)
GRADE: Spellings = (
    *_spell(blue="蓝 低 blue iv级 4级 四级"),
    *_spell(yellow="黄 一般 yellow iii级 3级 三级"),
    *_spell(orange="橙 较大 orange ii级 2级 二级"),
    *_spell(red="红 重大 red i级 1级 一级"),
)
HOURS: Spellings = (
    *_spell(both="昼夜 白天和夜间 白天夜间 日夜 全天 24小时 两班 三班 倒班 dayandnight both"),
    *_spell(night="夜 晚 凌晨 night"),
    *_spell(day="白 日间 昼 上午 下午 day"),
)
MODE: Spellings = (
    *_spell(lookback="回头看 lookback look-back"),
    *_spell(recheck="复查 整改核查 recheck re-check"),
    *_spell(expert="专家 expert"),
    *_spell(night="夜 night"),
    *_spell(drone="无人机 drone"),
    *_spell(audit="督查 督导 复核 抽查复核 audit"),
    *_spell(special="专项 special"),
    *_spell(sweep="片区排查 拉网 sweep"),
    *_spell(patrol="巡查 巡逻 patrol"),
    *_spell(inspection="四不两直 日常 双随机 检查 执法 行政 暗访 突击 例行 inspection routine"),
)
RESULT: Spellings = (
    *_spell(finding="不合格 不符合 不正常 不通过"),
    *_spell(
        clean="未发现 无隐患 无问题 没有问题 没有隐患 未见 无异常 正常 合格 良好 符合 通过 "
        "clean pass nothing none"
    ),
    *_spell(absent="未找到 查无 找不到 不存在 notfound absent"),
    *_spell(refused="拒 refused"),
    *_spell(moved="搬离 搬迁 搬走 迁出 moved"),
    *_spell(closed="关门 锁门 紧锁 上锁 无人 停业 停产 closed"),
    *_spell(skipped="未去 未检查 未到 取消 skipped"),
    *_spell(illegal="非法 违法 违规生产 取缔 illegal"),
    *_spell(finding="隐患 问题 不合格 整改 不符合 finding hazard fail"),
)
LEVEL: Spellings = (
    *_spell(major="重大 重要 严重 major"),
    *_spell(ordinary="一般 轻微 较大 较小 低 普通 ordinary minor"),
)
STATE: Spellings = (
    *_spell(overdue="逾期 超期 超时 overdue"),
    *_spell(
        closed="已销号 销号完成 已闭环 已办结 办结 验收合格 复查合格 复查通过 当场整改 立行立改 "
        "closed"
    ),
    *_spell(
        submitted="待复查 待验收 待核查 待销号 已整改 整改完成 整改完毕 已完成 申请销号 submitted"
    ),
    *_spell(rectifying="整改中 正在整改 未整改 限期整改 未完成 未销号 未闭环 进行中 rectifying"),
    *_spell(notified="已通知 已下达 已告知 notified"),
    *_spell(found="发现 新增 登记 found"),
)
VERIFIED: Spellings = (
    *_spell(open="待核 核实中 核查中 未核 处理中 办理中 待办 open pending"),
    *_spell(false="不属实 不实 查无 未发现 不存在 false untrue"),
    *_spell(true="属实 true verified"),
)
SKILL: Spellings = (
    *_spell(chem="危化 危险化学 化工 化学 chem"),
    *_spell(dust="粉尘 dust"),
    *_spell(smelting="冶炼 冶金 熔炼 金属 smelt"),
    *_spell(fire="消防 fire"),
)
DATUM: Spellings = (
    *_spell(cgcs2000="cgcs 国土 天地图 国家2000 大地2000 2000 自然资源"),
    *_spell(bd09="百度 bd-09 bd09 baidu"),
    *_spell(gcj02="高德 腾讯 gcj 火星 国测局 amap gaode tencent 搜狗"),
    *_spell(wgs84="wgs gps rtk 手持 北斗 84 epsg:4326"),
)
_TICKS: Spellings = (
    *_spell(yes="是 有 √ ✓ ✔ y yes true t 1 涉及 存在 属于 使用 有涉及 已有 具备 配备"),
    *_spell(
        no="否 无 没有 × ✗ ✕ x n no false f 0 不涉及 不存在 不是 未 不使用 未涉及 无涉及 未使用"
    ),
)
YES = frozenset(word for word, code in _TICKS if code == "yes")
NO = frozenset(word for word, code in _TICKS if code == "no")


def plain(text: str) -> str:
    """
    Bring a word to the form the lists above are in: plain width, small letters, no blanks.

    Examples
    --------
    >>> plain(" GPS（WGS84） ")
    'gps(wgs84)'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def find_code(text: str, spellings: Spellings) -> str | None:
    """
    Find the code that a text words, or ``None`` where no fragment is in it.

    Examples
    --------
    >>> find_code("未发现隐患", RESULT), find_code("发现隐患", RESULT), find_code("?", RESULT)
    ('clean', 'finding', None)
    """
    word = plain(text)
    for fragment, code in spellings:
        if fragment in word:
            return code
    return None


def yes_or_no(text: str) -> bool | None:
    """
    Read a tick, or ``None`` where it is neither yes nor no.

    Examples
    --------
    >>> yes_or_no("√"), yes_or_no("无"), yes_or_no("硫酸")
    (True, False, None)
    """
    word = plain(text)
    if word in YES:
        return True
    return False if word in NO else None
