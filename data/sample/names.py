"""Invented names of the sample town; none is meant to be anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from numpy.random import Generator

TOWN = "示范镇(虚构)"
TOWN_SHORT = "示范镇"
CENTRE = "镇中社区"
VILLAGES: tuple[str, ...] = (
    CENTRE,
    "河东社区",
    "北闸社区",
    "新圩社区",
    "桑园社区",
    "云墩村",
    "禾荡村",
    "苇桥村",
    "石埝村",
    "柳墅村",
)
"""Five communities near the middle, then five villages farther out."""
CANAL, BROOK = "示范运河", "示范河"
MAIN_ROAD, CROSS_ROAD = "示范大道", "振兴路"
_HAMLET_HEADS = "东西南北前后上下大小"
_HAMLET_TAILS = ("塘", "巷", "浜", "圩", "庄", "桥头", "场", "埂")


class Industry(NamedTuple):
    """A trade: how ledgers word it, its GB/T 4754 class, words in names, share of enterprises."""

    words: str
    code: str
    trade: str
    share: float
    chemicals: float
    night: float
    hazards: tuple[str, ...]


INDUSTRIES: tuple[Industry, ...] = (
    Industry("机械加工", "C3484", "机械", 0.22, 0.05, 0.1, ("切削液随意倾倒", "设备无防护罩")),
    Industry("纺织", "C1751", "纺织", 0.14, 0.02, 0.35, ("飞花积聚", "电线私拉乱接")),
    Industry("塑料制品", "C2929", "塑业", 0.12, 0.1, 0.3, ("废气直排", "原料堆放占用通道")),
    Industry("家具制造", "C2110", "家具", 0.1, 0.15, 0.1, ("喷漆房无收集设施", "木粉尘未清理")),
    Industry("木材加工", "C2011", "木业", 0.08, 0.02, 0.15, ("可燃粉尘未清理", "灭火器失效")),
    Industry("金属表面处理", "C3360", "表面处理", 0.06, 0.7, 0.35, ("含酸废水直排", "危废未入库")),
    Industry("铸造", "C3391", "铸造", 0.06, 0.1, 0.4, ("熔炼区积水", "除尘设施停用")),
    Industry("印染", "C1752", "印染", 0.04, 0.6, 0.4, ("废水超标", "有限空间无警示")),
    Industry("涂料", "C2641", "涂料", 0.03, 0.95, 0.15, ("危化品混存", "无防爆电气")),
    Industry("建材", "C3021", "建材", 0.06, 0.02, 0.15, ("物料露天堆放", "扬尘未覆盖")),
    Industry(
        "废品收购", "F5191", "再生资源", 0.09, 0.12, 0.2, ("废料堆放无隔离", "疑似拆解废电瓶")
    ),
)
IDLE_HAZARDS = ("疑似私设作坊", "存放不明桶装液体", "门窗破损可随意进入", "违规住人")
_WORD_HEADS = "禾澄璟沐恺屹朔晟霁曜"
_WORD_TAILS = "诚远丰泰隆源佳达旺宁"
_FORMS = ("有限公司", "厂", "加工点", "经营部", "有限公司", "厂")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_IDLE = (
    "{village}闲置厂房{number}号",
    "原{word}{trade}厂旧址",
    "{village}旧仓库{number}号",
    "{village}废弃院落{number}号",
)


def enterprise_name(rng: Generator, industry: Industry) -> str:
    """Make up the name of an enterprise."""
    return f"{_word(rng)}{industry.trade}{_FORMS[int(rng.integers(len(_FORMS)))]}"


def idle_name(rng: Generator, village: str, number: int) -> str:
    """Make up what a ledger calls an idle plant."""
    pattern = _IDLE[int(rng.integers(len(_IDLE)))]
    trade = INDUSTRIES[int(rng.integers(len(INDUSTRIES)))].trade
    return pattern.format(village=village, number=number, word=_word(rng), trade=trade)


def hamlet_name(rng: Generator) -> str:
    """Make up the name of a few houses."""
    head = _HAMLET_HEADS[int(rng.integers(len(_HAMLET_HEADS)))]
    return head + _HAMLET_TAILS[int(rng.integers(len(_HAMLET_TAILS)))]


def keeper_name(rng: Generator) -> str:
    """Make up a grid keeper: a surname and no more."""
    return _SURNAMES[int(rng.integers(len(_SURNAMES)))] + "某"


def credit_code(rng: Generator) -> str:
    """
    Make up a credit code that cannot be anybody's.

    Real codes (GB 32100) never hold the letters I, O, S, V or Z; these always hold V.
    """
    return (
        "91"
        + "".join(str(digit) for digit in rng.integers(0, 10, 8))
        + "VVVVVVV"
        + str(int(rng.integers(10)))
    )


def _word(rng: Generator) -> str:
    head = _WORD_HEADS[int(rng.integers(len(_WORD_HEADS)))]
    return head + _WORD_TAILS[int(rng.integers(len(_WORD_TAILS)))]
