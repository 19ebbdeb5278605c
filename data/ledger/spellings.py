"""How offices word the codes that we store; denied words mean something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from data.ledger.demolition import is_demolished
from data.ledger.negation import denied_from, is_denied_in_english, plain, wished_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Words = tuple[tuple[str, str], ...]
"""Fragment of a text, in small letters, and the code it means; longer and more certain first."""


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """
    How one list of codes is worded.

    Attributes
    ----------
    words
        The first fragment found in a text that nothing denies decides.
    denied
        Fragment to the code that its denial means; a denied fragment that is not here means
        nothing, so that the row is asked about rather than read as its opposite.
    needs_done
        Codes whose words count only once it has happened: 正在办结 is not yet 办结.
    whole
        Code to the test that a text must pass as a whole to mean it; asked before any fragment.
    ranks
        Codes of a text that may say several things, the gravest first; each clause then speaks for
        itself and the gravest decides: 未发现违法,但存在隐患 is a finding.
    """

    words: Words
    denied: dict[str, str] = field(default_factory=dict)
    needs_done: frozenset[str] = frozenset()
    whole: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    ranks: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Return every code that can be found."""
        return frozenset(code for _, code in self.words) | self.whole.keys()


@dataclass(frozen=True, slots=True)
class _Hit:
    """One fragment in a text; ``start`` takes in the words that deny it."""

    fragment: str
    code: str | None
    start: int
    end: int
    is_denied: bool


def _spell(**words: str) -> Words:
    """List the fragments of each code, in the order given."""
    return tuple((word, code) for code, line in words.items() for word in line.split())


def _means(**words: str) -> dict[str, str]:
    """Say what the denial of each fragment means."""
    return dict(_spell(**words))


STATUS = Spellings(
    (
        *_spell(
            partly="半停产 部分停产 间歇 季节性 时开时停 断续 不正常生产 生产不正常 "
            "partly intermittent"
        ),
        *_spell(stopped="待复产 拟复产 等待复产 申请复产"),
        *_spell(shut="取缔 关停 关闭 查封 注销 吊销 撤销 清退 封停 两断三清 shut closed revoked"),
        *_spell(zombie="僵尸 空壳 名存实亡 无实际 未实际 没有实际 zombie"),
        *_spell(
            moved="搬离 搬迁 搬走 搬至 搬到 搬往 搬家 迁出 外迁 迁至 迁往 迁到 迁移 迁址 "
            "moved relocated"
        ),
        *_spell(
            idle="闲置 空置 空闲 空厂 空房 废弃 荒废 腾空 腾退 清空 人去楼空 无人使用 未使用 "
            "未启用 待租 招租 待售 idle vacant empty"
        ),
        *_spell(
            stopped="停产 停业 歇业 停工 停运 停用 停止 暂停 中止 休业 休眠 关门 倒闭 破产 "
            "未生产 未营业 未经营 未开工 不在产 不生产 inactive stopped suspended bankrupt"
        ),
        *_spell(unknown="不详 未知 不明 待核 unknown"),
        *_spell(
            operating="在产 生产 正常 营业 经营 运行 运营 在营 在业 开业 开工 复工 复产 存续 投产 "
            "使用中 在用 正在使用 operating active open"
        ),
    ),
    denied=_means(
        stopped="在产 生产 营业 经营 运行 运营 在营 在业 开业 开工 复工 复产 投产 "
        "operating active open",
        operating="停产 停业 歇业 停工 停运 停止 暂停 倒闭 破产 stopped suspended",
        idle="使用中 在用",
    ),
    needs_done=frozenset({"shut", "moved"}),
    whole={"gone": is_demolished},
)
IDLE_KIND = Spellings(_spell(idle_factory="闲置 空置 idle"))
GRADE = Spellings(
    (
        *_spell(blue="蓝 低 blue iv级 4级 四级"),
        *_spell(yellow="黄 一般 yellow iii级 3级 三级"),
        *_spell(orange="橙 较大 orange ii级 2级 二级"),
        *_spell(red="红 重大 red i级 1级 一级"),
    )
)
HOURS = Spellings(
    (
        *_spell(both="昼夜 白天和夜间 白天夜间 日夜 全天 24小时 两班 三班 倒班 dayandnight both"),
        *_spell(day="夜间不 夜间无 夜里不 晚上不 晚上无 晚间不 夜不 夜班无"),
        *_spell(night="白天不 白天无 日间不 白班无"),
        *_spell(night="夜 晚 凌晨 night"),
        *_spell(day="白 日间 昼 上午 下午 day"),
    ),
    denied=_means(day="夜 晚 night", night="白 日间 昼 day"),
)
MODE = Spellings(
    (
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
)
RESULT = Spellings(
    (
        *_spell(
            finding="不合格 不符合 不正常 不通过 整改不到位 未整改 未落实整改 责令 堵塞 老化 "
            "过期 缺失 损坏 破损 泄漏 渗漏 私拉乱接 不规范 不齐全 不完善 未配备 未设置 未张贴 "
            "未佩戴 未制定 需更换 需完善 需改进 超标 直排 乱堆 失效 裸露"
        ),
        *_spell(closed="未见人 未见到人 未开门 未营业 未生产"),
        *_spell(
            clean="未发现 无隐患 无问题 没有问题 没有隐患 未见 无异常 无需整改 无须整改 不需整改 "
            "不需要整改 不用整改 整改合格 整改到位 整改完成 整改完毕 正常 合格 良好 符合 通过 "
            "clean pass nothing none"
        ),
        *_spell(absent="未找到 查无 找不到 不存在 notfound absent"),
        *_spell(refused="拒 不配合 不让进 阻挠 refused"),
        *_spell(moved="搬离 搬迁 搬走 迁出 人去楼空 已拆除 已清空 moved"),
        *_spell(closed="关门 锁门 门锁 紧锁 上锁 无人 停业 停产 歇业 停工 放假 closed"),
        *_spell(
            skipped="未去 没去 没有去 未检查 没检查 没有检查 未到 未能进入 未进入 改期 取消 skipped"
        ),
        *_spell(
            illegal="非法 违法 违规生产 取缔 无证生产 无证经营 无照生产 无照经营 无证无照 擅自 "
            "私自 偷排 偷生产 死灰复燃 黑作坊 illegal"
        ),
        *_spell(finding="隐患 问题 整改 finding hazard fail"),
    ),
    denied=_means(
        clean="不合格 不符合 不正常 不通过 非法 违法 违规生产 无证生产 无证经营 无照生产 无照经营 "
        "擅自 私自 偷排 死灰复燃 隐患 问题 堵塞 老化 过期 缺失 损坏 破损 泄漏 渗漏 私拉乱接 "
        "超标 直排 乱堆 失效 裸露 illegal finding hazard fail",
        finding="正常 合格 良好 符合 通过 整改 整改合格 整改到位 整改完成 整改完毕 clean pass",
    ),
    ranks=("illegal", "finding", "refused", "clean", "absent", "moved", "closed", "skipped"),
)
LEVEL = Spellings(
    (
        *_spell(major="重大 重要 严重 major"),
        *_spell(ordinary="一般 轻微 较大 较小 低 普通 ordinary minor"),
    ),
    denied=_means(ordinary="重大 重要 严重 major", major="一般 普通 轻微 ordinary minor"),
)
STATE = Spellings(
    (
        *_spell(overdue="逾期中 超期中 逾期 超期 超时 overdue"),
        *_spell(rectifying="复查不合格 验收不合格 复查未通过 验收未通过 销号中 办结中 闭环中"),
        *_spell(
            closed="已销号 销号完成 已闭环 已办结 办结 验收合格 复查合格 复查通过 "
            "当场整改 立行立改 closed"
        ),
        *_spell(
            submitted="待复查 待验收 待核查 待销号 已整改 整改完成 整改完毕 已完成 申请销号 "
            "submitted"
        ),
        *_spell(
            rectifying="整改中 正在整改 未整改 限期整改 未完成 未销号 未闭环 未到位 不到位 进行中 "
            "rectifying"
        ),
        *_spell(notified="已通知 已下达 已告知 notified"),
        *_spell(found="发现 新增 登记 found"),
    ),
    denied=_means(
        rectifying="逾期 超期 超时 overdue 已销号 销号完成 已闭环 已办结 办结 "
        "当场整改 立行立改 closed 已整改 整改完成 整改完毕 已完成 submitted",
        submitted="验收合格 复查合格 复查通过",
    ),
    needs_done=frozenset({"overdue", "closed", "submitted", "rectifying", "notified", "found"}),
)
VERIFIED = Spellings(
    (
        *_spell(open="待核 核实中 核查中 未核 处理中 办理中 待办 unverified open pending"),
        *_spell(false="不属实 不实 查无 未发现 不存在 false untrue"),
        *_spell(true="属实 true verified"),
    ),
    denied=_means(open="属实 verified", false="true"),
)
AREA_KIND = Spellings(
    (
        *_spell(school="学校 小学 中学 幼儿园 教育 科教 school kindergarten"),
        *_spell(medical="医院 卫生院 卫生室 诊所 医疗 hospital clinic medical"),
        *_spell(station="监测站 监测点 监测子站 国控站 省控站 国控点 省控点 monitoring"),
        *_spell(industrial="工业 工矿 厂区 园区 产业园 物流仓储 industrial"),
        *_spell(residential="居住 住宅 小区 宅基地 residential"),
        *_spell(water="水域 水体 水库 河流 湖泊 坑塘 沟渠 水源 河道 river lake water reservoir"),
        *_spell(green="绿地 林地 草地 园地 耕地 公园 森林 农田 forest park green farmland"),
        *_spell(building="建筑 厂房 房屋 building"),
        *_spell(grid="网格 grid"),
        *_spell(district="片区 district"),
        *_spell(village="行政村 自然村 社区 村 village community"),
        *_spell(town="乡镇 街道 镇 乡 town township"),
        *_spell(other="其他 other"),
    )
)
SKILL = Spellings(
    (
        *_spell(chem="危化 危险化学 化工 化学 chem"),
        *_spell(dust="粉尘 dust"),
        *_spell(smelting="冶炼 冶金 熔炼 金属 smelt"),
        *_spell(fire="消防 fire"),
    )
)
DATUM = Spellings(
    (
        *_spell(cgcs2000="cgcs 国土 天地图 国家2000 大地2000 2000 自然资源"),
        *_spell(bd09="百度 bd-09 bd09 baidu"),
        *_spell(gcj02="高德 腾讯 gcj 火星 国测局 amap gaode tencent 搜狗"),
        *_spell(wgs84="wgs gps rtk 手持 北斗 84 epsg:4326"),
    )
)
_TICKS = (
    *_spell(yes="是 有 √ ✓ ✔ y yes true t 1 涉及 存在 属于 使用 有涉及 已有 具备 配备"),
    *_spell(
        no="否 无 没有 × ✗ ✕ x n no false f 0 不涉及 不存在 不是 未 不使用 未涉及 无涉及 未使用"
    ),
)
YES = frozenset(word for word, code in _TICKS if code == "yes")
NO = frozenset(word for word, code in _TICKS if code == "no")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CLAUSE = re.compile(r"[,，。.;；!！\n]|(?=但|却|不过|然而|仅)|\bbut\b")
_EXCEPT = re.compile(r"除了?(?P<what>[^,，。;；]{1,30}?)(?:以外|之外|外)[,，]?(?=未|无|没|其)")
_MENDED = re.compile(
    r"(?:隐患|问题).{0,6}?(?:已经?|均已?|都已?)(?:全部|完全|按期|按时|按要求){0,2}"
    r"(?:整改|消除|解决|销号|闭环|排除|完成)"
)
_FOUND_NOW = re.compile(r"发现|存在|查出|检出|有\d|当场|现场|立即|立行|责令|未整改|不到位")
_REMEMBERED = 4_096
"""Texts whose code is kept: a ledger words its few results thousands of times."""
_LONGEST = 2_000
"""Signs of a text that are looked at; a hostile cell may hold a book."""


def find_code(text: str, spellings: Spellings) -> str | None:
    """
    Find the code that a text words, or ``None`` where no fragment is in it.

    A fragment that nothing denies decides; if all are denied, the first whose denial means
    something. No word is ever read as its opposite.

    Examples
    --------
    >>> find_code("未发现隐患", RESULT), find_code("发现隐患", RESULT), find_code("?", RESULT)
    ('clean', 'finding', None)
    >>> find_code("没有发现安全问题", RESULT), find_code("未办结", STATE)
    ('clean', 'rectifying')
    """
    return _find_code(text[:_LONGEST], spellings)


@lru_cache(maxsize=_REMEMBERED)
def _find_code(text: str, spellings: Spellings) -> str | None:
    for code, says in spellings.whole.items():
        if says(text):
            return code
    if not spellings.ranks:
        return _first_code(text, spellings)
    found = {_gravest(clause, spellings) for clause in _clauses(text)}
    return next((code for code in spellings.ranks if code in found), None)


def _clauses(text: str) -> Iterator[str]:
    """Part a text where one statement ends; what an exception names is a statement too."""
    excepted = _EXCEPT.sub(_as_finding, plain(text) if _HAN.search(text) else text)
    return (clause for clause in _CLAUSE.split(excepted) if clause.strip())


def _as_finding(match: re.Match[str]) -> str:
    return f"存在问题:{match['what']},"


def _gravest(clause: str, spellings: Spellings) -> str | None:
    """Find the gravest code of one clause; hazards mended since the last visit are none."""
    if _MENDED.search(clause) and not _FOUND_NOW.search(clause):
        return "clean"
    hits = list(_hits(clause, spellings))
    denied = [hit for hit in hits if hit.is_denied]
    codes = {
        hit.code
        for hit in hits
        if not hit.is_denied and not any(_overrules(other, hit) for other in hits)
    }
    codes = codes or {hit.code for hit in denied}
    return next((code for code in spellings.ranks if code in codes), None)


def _first_code(text: str, spellings: Spellings) -> str | None:
    hits = list(_hits(text, spellings))
    denied = [hit for hit in hits if hit.is_denied]
    for hit in hits:
        if not hit.is_denied and not any(_overrules(other, hit) for other in denied):
            return hit.code
    return next((hit.code for hit in denied if hit.code), None)


def _hits(text: str, spellings: Spellings) -> Iterator[_Hit]:
    """Find every fragment, in the order of the list and then of the text."""
    word = plain(text)
    for fragment, code in spellings.words:
        at = word.find(fragment)
        while at >= 0:
            ends = at + len(fragment)
            start = denied_from(word, at)
            if start is None and code in spellings.needs_done:
                start = _wished_from(word, at, ends)
            if start is None and fragment.isascii() and is_denied_in_english(text, fragment):
                start = at
            meant = code if start is None else spellings.denied.get(fragment)
            begins = at if start is None else start
            yield _Hit(fragment, meant, begins, ends, is_denied=start is not None)
            at = word.find(fragment, at + 1)


def _wished_from(word: str, at: int, ends: int) -> int | None:
    """Find where a wish begins, or a word that says that it is still going on: 搬迁中."""
    return at if word.startswith("中", ends) else wished_from(word, at)


def _overrules(denied: _Hit, hit: _Hit) -> bool:
    """Tell whether a hit is only a part of a longer denied one that means something else."""
    inside = denied.start <= hit.start and hit.end <= denied.end
    return inside and denied.end - denied.start > hit.end - hit.start and denied.code != hit.code


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
