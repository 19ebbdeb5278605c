"""The vocabulary: every code that is stored or exchanged, with its Chinese and English label.

The order within a list is the order in which pages show it.
"""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]
Labels = dict[str, tuple[str, str]]
"""Code to (Chinese, English)."""

GRADES: Labels = {
    "red": ("红", "red"),
    "orange": ("橙", "orange"),
    "yellow": ("黄", "yellow"),
    "blue": ("蓝", "blue"),
}
SITE_KINDS: Labels = {
    "enterprise": ("企业", "enterprise"),
    "idle_factory": ("闲置厂房", "idle factory"),
}
SITE_STATUS: Labels = {
    "operating": ("在产", "operating"),
    "partly": ("半停产", "partly operating"),
    "stopped": ("停产", "stopped"),
    "idle": ("闲置", "idle"),
    "zombie": ("僵尸", "zombie"),
    "shut": ("已取缔", "shut down"),
    "moved": ("已搬离", "moved away"),
    "gone": ("已拆除", "gone"),
    "unknown": ("不详", "unknown"),
}
GONE = "gone"
"""The state of a place that is no more: it keeps its history and is scored and visited no more."""
SITE_HOURS: Labels = {
    "day": ("白天", "day"),
    "night": ("夜间", "night"),
    "both": ("昼夜", "day and night"),
}
VISIT_TYPES: Labels = {
    "patrol": ("网格巡查", "patrol"),
    "inspection": ("行政检查", "inspection"),
    "recheck": ("复查", "re-check"),
    "lookback": ("回头看", "look-back"),
    "special": ("专项检查", "special check"),
    "expert": ("专家检查", "expert visit"),
    "night": ("夜查", "night check"),
    "drone": ("无人机察看", "drone look"),
    "sweep": ("片区排查", "area sweep"),
    "audit": ("督查复核", "audit"),
}
RESULTS: Labels = {
    "clean": ("未发现", "nothing found"),
    "finding": ("发现隐患", "hazard found"),
    "illegal": ("非法违法", "illegal"),
    "absent": ("未找到", "not found"),
    "closed": ("关门", "closed"),
    "refused": ("拒绝", "refused"),
    "moved": ("已搬离", "moved away"),
    "skipped": ("未去", "not visited"),
}
SWEEP_RESULTS: Labels = {
    "clean": ("未发现", "nothing found"),
    "new_site": ("新发现点位", "new site found"),
    "skipped": ("未去", "not visited"),
}
"""What a sweep of a place in no ledger can bring."""
LOOKS = frozenset({"clean", "finding", "illegal"})
"""Results of a look, a visit that saw inside; a shut gate or an absent owner says nothing of
hazards, so whatever counts chances to find something counts these alone."""
FINDS = frozenset({"finding", "illegal"})
"""Results of a look that found something."""
FINDING_LEVELS: Labels = {
    "ordinary": ("一般", "ordinary"),
    "major": ("重大", "major"),
}
FINDING_STATES: Labels = {
    "found": ("发现", "found"),
    "notified": ("已通知", "notified"),
    "rectifying": ("整改中", "being mended"),
    "overdue": ("逾期", "overdue"),
    "submitted": ("待复查", "awaiting re-check"),
    "closed": ("已销号", "closed"),
}
FINDING_STEPS: Labels = {
    "found": ("发现", "found"),
    "notified": ("通知", "notified"),
    "rectifying": ("开始整改", "mending begun"),
    "submitted": ("提交复查", "handed in for re-check"),
    "rechecked": ("复查通过", "re-checked, gone"),
    "held": ("复查未通过", "re-checked, still there"),
    "closed": ("销号", "closed"),
    "reopened": ("反弹重开", "opened again"),
    "extended": ("延期", "extended"),
    "escalated": ("挂牌督办", "escalated"),
    "transferred": ("移送", "transferred"),
    "corrected": ("更正", "corrected"),
    "voided": ("作废", "voided"),
}
"""What can be done to a finding; each is a row of its history."""
ORDERS: Labels = {
    "talk": ("约谈", "talk"),
    "deadline": ("限时整改", "deadline to mend"),
    "stop": ("责令停产", "order to stop"),
    "seal": ("查封", "seal"),
    "fine": ("罚款", "fine"),
    "police": ("移送公安", "handed to the police"),
}
DISPOSITIONS: Labels = {
    "shut": ("关停取缔", "shut down"),
    "standard": ("规范提升", "bring up to standard"),
    "move": ("整合搬迁", "consolidate and move"),
    "upgrade": ("转型升级", "upgrade"),
}
URGENCIES: Labels = {
    "urgent": ("紧急", "urgent"),
    "ordinary": ("一般", "ordinary"),
}
"""How soon somebody must look at a tip-off."""
STANDINGS: Labels = {
    "taken": ("采用", "taken"),
    "outranked": ("另有更晚的记录", "a later record was taken"),
    "conflict": ("与另一部手机不一致", "another phone says otherwise"),
    "refused": ("未采用", "set aside"),
    "withdrawn": ("已撤回", "taken back"),
}
"""What became of a phone's record of a stop."""
TIP_STATES: Labels = {
    "true": ("属实", "true"),
    "false": ("不属实", "untrue"),
    "open": ("待核实", "not yet verified"),
}
SHIFT_KINDS: Labels = {
    "day": ("白班", "day shift"),
    "night": ("夜班", "night shift"),
}
SKILLS: Labels = {
    "chem": ("危化", "hazardous chemicals"),
    "dust": ("粉尘", "combustible dust"),
    "smelting": ("冶炼", "metal smelting"),
    "fire": ("消防", "fire safety"),
}
LAB = "lab"
"""What a laboratory does: no team has it, only an expert day brings it."""
EXPERTISE: Labels = {**SKILLS, LAB: ("化验", "a laboratory")}
"""What an expert day can bring, and what the re-check of a finding may need."""
AREA_KINDS: Labels = {
    "town": ("镇", "town"),
    "village": ("村", "village"),
    "water": ("水域", "water"),
    "green": ("绿地", "green"),
    "building": ("建筑", "building"),
    "industrial": ("工业用地", "industrial land"),
    "residential": ("居住用地", "residential land"),
    "school": ("学校", "school"),
    "medical": ("医疗", "medical"),
    "station": ("监测站", "monitoring station"),
    "grid": ("责任网格", "responsibility grid"),
    "district": ("片区", "district of villages"),
    "other": ("其他", "other"),
}
CELL_CLASSES: Labels = {
    "hot99": ("热点 99%", "hot 99%"),
    "hot95": ("热点 95%", "hot 95%"),
    "hot90": ("热点 90%", "hot 90%"),
    "cold": ("冷点", "cold"),
    "plain": ("不显著", "not significant"),
    "few": ("检查太少", "too few visits"),
}
CELL_OUTLIERS: Labels = {
    "high_low": ("四周平稳的孤立高点", "high among low"),
    "low_high": ("高发区中的低点", "low among high"),
}
"""A cell that differs from those around it, by local Moran's I."""
CELL_TRENDS: Labels = {
    "new": ("新增", "new"),
    "rising": ("加剧", "rising"),
    "persistent": ("持续", "persistent"),
    "fading": ("消退", "fading"),
}
"""How a cell went over the last periods; missing where none of these can be said."""
ALERT_KINDS: Labels = {
    "level": ("水平最差", "worst level"),
    "year": ("同比最差", "worst year on year"),
    "month": ("环比最差", "worst month on month"),
}
CELL_KINDS: Labels = {
    "square": ("方格", "squares"),
    "h3": ("六边形", "hexagons"),
    "areas": ("责任网格", "responsibility grids"),
    "villages": ("村", "villages"),
}
"""Ways to cut a town into cells."""
RIVALS: Labels = {
    "in_use": ("正在使用的评分", "the score in use"),
    "scorecard": ("评分卡", "the scorecard"),
    "past": ("只看以往发现", "past finds only"),
    "longest": ("最久未查优先", "longest unvisited first"),
    "random": ("随机顺序", "random order"),
    "team": ("只看哪个队去", "only which team goes"),
}
"""Ways to put visits in order that a backtest compares."""
ODD_VISITS: Labels = {
    "backwards": ("离开早于到达", "left before it came"),
    "short": ("停留过短", "stayed too short"),
    "crowded": ("一小时内检查过多", "too many visits in an hour"),
    "apart": ("路程赶不及", "no time for the way"),
    "many": ("一天检查过多", "too many visits in a day"),
    "repeated": ("同日同队重复", "same team, place and day again"),
    "all_clean": ("连续未发现过长", "too long a row without a find"),
}
"""Why the record of a visit is hard to believe."""
WHYS: Labels = {
    "duty": ("频次任务", "duty"),
    "due": ("到期复查", "re-check due"),
    "lookback": ("回头看", "look-back"),
    "tip": ("举报线索", "tip-off"),
    "risk": ("按风险", "by risk"),
    "uncertain": ("情况不明", "little known"),
    "random": ("随机抽取", "drawn at random"),
    "sweep": ("片区排查", "area sweep"),
    "campaign": ("专项行动", "campaign"),
    "audit": ("督查复核", "audit"),
    "cover": ("村庄覆盖", "village coverage"),
    "joint": ("综合查一次", "joint visit"),
}
DEFERRABLE = frozenset({"duty", "due", "lookback"})
"""Codes of ``WHYS`` by which a place is due this week; without a promise it may still wait."""
UNPLANNED: Labels = {
    "not_due": ("未到期", "not due yet"),
    "cap_reached": ("已达检查上限", "yearly cap reached"),
    "no_skilled_team": ("无具备专长的队伍", "no team has the skill"),
    "no_card_holders": ("持证人数不足", "not enough card holders"),
    "home_village_only": ("仅本村队伍可去", "only its own village's team could go"),
    "unreachable": ("道路不通", "no road leads there"),
    "closed_all_week": ("本周无合适时段", "no suitable hours this week"),
    "lost_to_better": ("让位于更重要的点位", "gave way to more urgent places"),
    "not_drawn": ("未被抽中", "not drawn"),
    "forbidden": ("人工改动不许去", "forbidden by hand"),
}
DATUMS: Labels = {
    "wgs84": ("WGS-84", "WGS-84"),
    "cgcs2000": ("CGCS2000", "CGCS2000"),
    "gcj02": ("GCJ-02(高德、腾讯)", "GCJ-02 (Amap, Tencent)"),
    "bd09": ("BD-09(百度)", "BD-09 (Baidu)"),
}
LEDGER_KINDS: Labels = {
    "sites": ("企业和闲置厂房", "sites"),
    "inspections": ("检查记录", "inspections"),
    "findings": ("隐患", "findings"),
    "teams": ("执法队伍", "teams"),
    "tips": ("举报线索", "tips"),
    "areas": ("区域和网格", "areas"),
    "power": ("用电量", "power readings"),
    "unknown": ("无法识别", "not recognised"),
}
CLOSURES: Labels = {
    "roads": ("这些道路", "these roads"),
    "drawn": ("图上所画", "as drawn"),
    "classes": ("这几类道路", "roads of these classes"),
    "all": ("全部道路", "all roads"),
}
ANSWERS: Labels = {
    "site": ("是这个点位", "means this site"),
    "told": ("已并入这个点位", "part of this site already"),
    "new": ("新点位", "a site of its own"),
    "drop": ("不要", "not wanted"),
    "mended": ("已在待改表改好", "mended in a correction workbook"),
    "datum": ("坐标系", "datum of its position"),
}
FATES: Labels = {
    "accepted": ("接收", "accepted"),
    "repaired": ("修正后接收", "repaired"),
    "duplicate": ("重复", "duplicate"),
    "question": ("待确认", "question"),
    "rejected": ("退回", "rejected"),
    "skipped": ("非数据行", "not a data row"),
}
CHANGES: Labels = {
    "changed": ("修改", "changed"),
    "removed": ("删除", "removed"),
}
HAND_CHANGES: Labels = {
    "move": ("移动", "move"),
    "pin": ("固定", "pin"),
    "unpin": ("取消固定", "unpin"),
    "forbid": ("不许去", "forbid"),
    "allow": ("解除不许去", "allow"),
    "swap": ("互换", "swap"),
    "add": ("增加", "add"),
    "absent": ("缺勤", "absent"),
}
"""What people may change in a plan by hand."""
WEEKDAYS: tuple[tuple[str, str], ...] = (
    ("周一", "Mon"),
    ("周二", "Tue"),
    ("周三", "Wed"),
    ("周四", "Thu"),
    ("周五", "Fri"),
    ("周六", "Sat"),
    ("周日", "Sun"),
)


def label(codes: Labels, code: str, lang: Lang = "zh") -> str:
    """
    Write a code in words.

    Raises
    ------
    KeyError
        If the list has no such code.

    Examples
    --------
    >>> label(GRADES, "red", "zh")
    '红'
    """
    return codes[code][0 if lang == "zh" else 1]


def code_of(codes: Labels, text: str) -> str:
    """
    Read a code that a person wrote as such, or as its Chinese or English label.

    Returns
    -------
    code
        Of the list; a text that means none of it comes back as it was written, so that whoever
        needs the code says what was expected.

    Examples
    --------
    >>> code_of(ORDERS, "约谈"), code_of(ORDERS, "talk"), code_of(ORDERS, "scold")
    ('talk', 'talk', 'scold')
    """
    asked = text.strip()
    fits = (code for code, labels in codes.items() if asked in (code, *labels))
    return next(fits, text)


ROLES: Labels = {
    "viewer": ("查看", "viewer"),
    "inspector": ("检查员", "inspector"),
    "planner": ("编排员", "planner"),
    "analyst": ("分析员", "analyst"),
    "administrator": ("管理员", "administrator"),
}
JOB_STATES: Labels = {
    "queued": ("排队中", "waiting"),
    "running": ("进行中", "running"),
    "done": ("已完成", "done"),
    "failed": ("失败", "failed"),
    "cancelled": ("已取消", "cancelled"),
}
