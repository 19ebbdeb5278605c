"""What the page of a backtest says, in both languages."""

from __future__ import annotations

BACKTEST_WORDS: dict[str, tuple[str, str]] = {
    "back.title": ("评分回测", "Backtest of scores"),
    "back.months": ("{n} 个月", "{n} month(s)"),
    "back.judged": ("{visits} 次检查，{finds} 次有发现", "{visits} visits, {finds} with a find"),
    "back.rivals": ("先去哪里，能多发现多少", "What the order of visits would find"),
    "back.rivals_note": (
        (
            "把每个月实际做过的检查按各种顺序重排；评分只用当月 1 日之前的记录。"
            "“提前”假定后来查到的隐患当时已在。"
        ),
        (
            "The visits really made in each month, put in other orders; scores know only what is "
            "dated before the month. “Earlier” takes it that what was found later was there."
        ),
    ),
    "back.rival": ("顺序", "Order"),
    "back.found_20": ("前 20% 检查，每百次发现", "Finds per 100 visits, first 20%"),
    "back.found_50": ("前一半检查，每百次发现", "Finds per 100 visits, first half"),
    "back.recall_50": ("前一半检查占全部发现", "Share of finds in the first half of visits"),
    "back.first_half": ("前半月占全部发现", "Share of finds in the first half of the month"),
    "back.days": ("提前天数", "Days earlier"),
    "back.within_days": ("同队提前天数", "Days earlier, same team"),
    "back.auc": ("排序 AUC", "Order (AUC)"),
    "back.within_auc": ("同队排序 AUC", "Order inside teams (AUC)"),
    "back.team_row": (
        "最后一行不是点位评分，只是“哪个队去”：各队宽严不同，它照样好看。评分要看同队的两列。",
        (
            "The last row is no score of places, only of which team goes: teams differ in "
            "strictness, so it looks good all the same. Judge by the two columns inside teams."
        ),
    ),
    "back.gains": ("差距是不是偶然", "Is the difference luck"),
    "back.gains_note": (
        "整个点位连同其全部检查重抽 {draws} 次，两种顺序用同一批样本；95% 区间不含 0 才叫优于。",
        (
            "Whole sites are drawn again with all their visits, {draws} times, the same for both "
            "orders; “better” only where the 95% interval leaves out 0."
        ),
    ),
    "back.against": ("与之相比", "Against"),
    "back.order": ("同队同月排序（百分点）", "Order in team and month (percentage points)"),
    "back.half": ("前一半发现占比（百分点）", "Finds in the first half (percentage points)"),
    "back.gain_days": ("提前天数", "Days earlier"),
    "back.better": ("优于", "better"),
    "back.worse": ("不如", "worse"),
    "back.unsure": ("不能说优于", "not better"),
    "back.curve": ("检查越多，发现越多：快慢如何", "How fast finds come as visits are made"),
    "back.curve_x": ("已做检查（占当月）", "Visits made (share of the month)"),
    "back.curve_y": ("已有发现（占当月）", "Finds made (share of the month)"),
    "back.reliability": (
        "说三成，是否真有三成",
        "Where three in ten are foreseen, are there three",
    ),
    "back.reliability_x": ("预计有发现的比例", "Foreseen share with a find"),
    "back.reliability_y": ("实际有发现的比例", "Share seen"),
    "back.reliability_note": (
        (
            "评分卡是指数，不是概率：这里按此前各月的结果换算成概率。"
            "校准误差 {ece}，Brier 技巧 {skill}。"
        ),
        (
            "A card's score is an index, not a chance: here it is turned into one by the months "
            "before. Calibration error {ece}, Brier skill {skill}."
        ),
    ),
    "back.no_chances": (
        "此前的记录太少，还不能换算成概率。",
        "The months before say too little to give chances.",
    ),
    "back.table": ("数字", "The figures"),
    "back.visits": ("检查", "Visits"),
    "back.finds": ("有发现", "With a find"),
    "back.foreseen": ("预计", "Foreseen"),
    "back.seen": ("实际", "Seen"),
    "back.drift": (
        "逐月看：名单稳不稳，说得准不准",
        "Month by month: is the list steady, are chances true",
    ),
    "back.drift_note": (
        "“名单重合”是风险最高的一成点位中，上个月也在其中的比例。单月样本少，AUC 上下 0.1 属正常。",
        (
            "“List kept” is the share of the riskiest tenth of sites that was in it the month "
            "before. One month is few visits: an AUC moves by 0.1 for no reason."
        ),
    ),
    "back.month": ("月份", "Month"),
    "back.overlap": ("名单重合", "List kept"),
    "back.ece": ("校准误差", "Calibration error"),
    "back.month_axis": ("月份", "Month"),
    "back.share_axis": ("比例", "Share"),
    "back.cells": ("落在哪些网格", "Which cells the finds fell in"),
    "back.cells_note": (
        (
            "{size} 米网格；发现是检查得来的，没去过的网格没有发现。"
            "PAI 为发现占比除以面积占比，1 是随机。"
        ),
        (
            "Cells of {size} m. Finds come from visits, so a cell nobody saw has none. PAI is the "
            "share of finds over the share of area; 1 is chance."
        ),
    ),
    "back.hit_5": ("最热 5% 网格含发现", "Finds in the hottest 5%"),
    "back.hit_10": ("最热 10% 网格含发现", "Finds in the hottest 10%"),
    "back.pai_5": ("PAI 5%", "PAI 5%"),
    "back.pai_10": ("PAI 10%", "PAI 10%"),
    "back.teams": ("各队宽严", "Strictness of teams"),
    "back.teams_note": (
        (
            "同样的场所，该队的发现率是平均队的几倍（95% 区间）。仅供分析人员：不计入"
            "任何点位的评分，也不说明谁对谁错。"
        ),
        (
            "Finds at the same places against an average team (95% interval). For the analyst: it "
            "is in no site's score, and does not say who is right."
        ),
    ),
    "back.team": ("队伍", "Team"),
    "back.ratio": ("倍数", "Ratio"),
    "back.interval": ("95% 区间", "95% interval"),
    "back.shared": ("与他队同去过的", "Where others were too"),
    "back.not_compared": ("无法比较", "cannot be compared"),
    "back.drawn": ("随机抽查说明什么", "What the random draw says"),
    "back.drawn_note": (
        "只有随机抽中的去处不是人或评分挑的；每次按抽中概率折算。",
        "Only places drawn at random were chosen by nobody; each counts by its chance of a draw.",
    ),
    "back.odd": ("记录存疑的检查", "Visits hard to believe"),
    "back.odd_note": (
        "共 {n} 次，未计入以上数字。请核对原始记录：钟表会不准，录入会出错，这不是指控。",
        (
            "{n} in all, in none of the figures above. Look at the records: clocks are wrong and "
            "clerks mistype; this accuses nobody."
        ),
    ),
    "back.odd_none": ("没有发现存疑的检查记录。", "No record of a visit is hard to believe."),
    "back.odd_kind": ("疑点", "Doubt"),
    "back.odd_figure": ("数值", "Figure"),
    "back.figure_s": ("{n} 秒", "{n} s"),
    "back.figure_m": ("{n} 米", "{n} m"),
    "back.figure_visits": ("{n} 次", "{n} visits"),
    "back.record": ("记录", "Record"),
    "back.day": ("日期", "Day"),
    "back.place": ("场所", "Place"),
    "back.more": ("另有 {n} 条，见 backtest.json。", "{n} more in backtest.json."),
    "back.burden": ("谁被查得多，谁没人去", "Who is visited often, and who never"),
    "back.burden_note": (
        "全部进门检查；等待天数为距上次检查的中位数，从未检查的不算在内、另列。",
        (
            "All visits that went in; waiting is the median of days since the last one, places "
            "never visited left out and listed apart."
        ),
    ),
    "back.villages": ("按村（社区）", "By village"),
    "back.industries": ("按行业", "By industry"),
    "back.sizes": ("按人数", "By people employed"),
    "back.sites": ("点位", "Sites"),
    "back.per_site": ("每处检查", "Visits per site"),
    "back.find_share": ("每百次发现", "Finds per 100"),
    "back.waiting": ("等待天数", "Days waiting"),
    "back.never": ("从未检查", "Never visited"),
    "back.over": ("检查过多", "Over-visited"),
    "back.over_note": (
        "一年内检查超过 {limit} 次而无一次发现：{n} 处。",
        "More than {limit} visits in a year and no find: {n}.",
    ),
    "back.never_note": ("从未检查：{n} 处。", "Never visited: {n}."),
    "back.year": ("近一年 {n} 次", "{n} in the last year"),
    "back.unknown": ("不详", "unknown"),
    "back.how": ("怎么算的", "How it was judged"),
    "back.how_asof": (
        "台账内容（行业、人数、备注等）用今天的：当时怎么写没有追问。",
        "What the ledger says of places (industry, people, remarks) is today's, not of the day.",
    ),
    "back.how_order": (
        "“优于”由同一队、同一月内的排序决定：只认得队伍的评分赢不了。",
        (
            "“Better” is decided by the order inside a team and a month: a score that only knows "
            "teams cannot win it."
        ),
    ),
    "back.how_ties": (
        "分数相同的，按平均计；随机一行是准确的期望值，不是抽一次签。",
        "Equal scores count on average; the random row is the exact mean, not one draw.",
    ),
    "back.how_choice": (
        "去哪里是当时的人定的，不是随机抽的：结论只对这类被查的场所成立。",
        "People chose where to go, not a lot: what holds here holds for places like those visited.",
    ),
}
