"""What the hotspot page says, in both languages."""

from __future__ import annotations

HOTSPOT_WORDS: dict[str, tuple[str, str]] = {
    "hot.title": ("风险热点图", "Risk hotspots"),
    "hot.find": ("查找场所", "Find a place"),
    "hot.find_hint": ("输入名称", "Type a name"),
    "hot.filters": ("筛选", "Filters"),
    "hot.kind": ("类型", "Kind"),
    "hot.industry": ("行业", "Industry"),
    "hot.not_stated": ("未填", "not stated"),
    "hot.last_visit": ("上次检查时间", "Last visited"),
    "hot.since": ("不早于", "Not before"),
    "hot.until": ("不晚于", "Not after"),
    "hot.never": ("含从未检查的", "With those never visited"),
    "hot.save": ("导出筛选结果（CSV）", "Save what the filters leave (CSV)"),
    "hot.save_all": ("全部", "All"),
    "hot.save_view": ("图内", "In view"),
    "hot.layers": ("图层", "Layers"),
    "hot.layer_cells": ("网格热点", "Grid hotspots"),
    "hot.layer_sites": ("场所", "Places"),
    "hot.layer_names": ("地名", "Names"),
    "hot.layer_roads": ("道路疑点 {n}", "Road doubts {n}"),
    "hot.layer_plain": ("显示不显著网格", "Show cells that are not significant"),
    "hot.statistic": (
        ("局部 Gi*：每次检查的发现率（向全镇均值收缩），BH 校正；{n} 格，共 {visits} 次进门检查。"),
        (
            "Local Gi* of finds per visit (shrunk to the town's mean), BH-corrected; "
            "{n} cells, {visits} visits that went in."
        ),
    ),
    "hot.squares": ("网格边长 {size} 米。", "Cells are squares of {size} m."),
    "hot.cells_are": ("网格为", "Cells are"),
    "hot.colour": ("网格颜色表示", "Cells are coloured by"),
    "hot.show_classes": ("显著性", "Significance"),
    "hot.show_next": ("先去哪里", "Where next"),
    "hot.show_coverage": ("多久没人看", "Days unseen"),
    "hot.show_trend": ("变化趋势", "Trend"),
    "hot.about_classes": (
        (
            "先按显著性、再按 z 值排序。z 值把本格连同邻格与全镇相比："
            "自己没有发现的格子，也会因邻格多发而成为热点。"
        ),
        (
            "By significance, then z. z compares the cell and its neighbours with the town: a cell "
            "without a find can be hot because of the cells around it."
        ),
    ),
    "hot.about_next": (
        "按下一周期预计的举报（每平方公里）排序：从上往下走，碰到的最多。",
        "By the reports expected in the coming period, per km²: from the top down.",
    ),
    "hot.about_next_visits": (
        "按一次检查预计的发现排序：从上往下走，同样的次数，发现最多。",
        "By the finds that one visit may expect: from the top down, most finds for as many visits.",
    ),
    "hot.about_coverage": (
        "最久没人看的在前；从未看过的最前。",
        "The longest unseen first, never seen before all.",
    ),
    "hot.about_trend": (
        (
            "近 12 个周期：新增＝最近才成为热点；加剧＝发现率显著上升；持续＝长期是热点、"
            "没有变化；消退＝曾是热点、显著下降。其余格看不出变化。"
        ),
        (
            "Over the last 12 periods: new became hot just now; rising, its rate climbs beyond "
            "chance; persistent, long hot and unchanged; fading, was hot and falls. The others "
            "show no change."
        ),
    ),
    "hot.by_classes": ("z 值", "z score"),
    "hot.by_next": ("预计次数", "Expected"),
    "hot.by_next_visits": ("每次检查", "Per visit"),
    "hot.by_coverage": ("天数", "Days"),
    "hot.by_trend": ("发现率", "Find rate"),
    "hot.next_top": ("最先去的 {n} 格", "the first {n} cells"),
    "hot.next_tenth": ("前 10%", "first 10%"),
    "hot.next_quarter": ("前 25%", "first 25%"),
    "hot.next_rest": ("其余", "the rest"),
    "hot.layer_alerts": ("预警网格 {n}", "Alerts {n}"),
    "hot.layer_beats": ("巡区 {n}", "Beats {n}"),
    "hot.layer_stops": ("停车点 {n}", "Stops of the car {n}"),
    "hot.layer_shapes": ("密集片 {n}", "Dense shapes {n}"),
    "hot.alerts_key": (
        "三角＝最近一月预警；黑底数字＝连续几个月",
        "triangle: alert of the last month; on black, months in a row",
    ),
    "hot.stops_key": (
        "一次停车可走访的红、橙点位，数字是几处",
        "red and orange places one stop serves; the number is how many",
    ),
    "hot.shapes_key": ("点位密集的地方，数字是几处", "where places crowd; the number is how many"),
    "hot.beats_key": ("编号、责任人、每周预计工时", "number, keeper, expected hours a week"),
    "hot.beat_label": ("{name} {hours} 小时", "{name} {hours} h"),
    "hot.beat_line": (
        "{name}，全片每周预计 {hours} 小时",
        "{name}, {hours} h a week expected in all",
    ),
    "hot.measured": ("过去实测", "Measured on the past"),
    "hot.measured_note": (
        "PAI：先看这么多面积，命中是随机的几倍；括号内为理想排法的几成（PEI）",
        (
            "PAI: hits as a multiple of chance when so much area is looked at first; in brackets "
            "the share of the best possible (PEI)"
        ),
    ),
    "hot.measured_note_visits": (
        "PAI：排在前面的检查，发现率是平均的几倍；括号内为理想排法的几成（PEI）",
        (
            "PAI: finds per visit of the first visits as a multiple of the mean; in brackets the "
            "share of the best possible (PEI)"
        ),
    ),
    "hot.judged": ("评分实测", "Score on the past"),
    "hot.judged_gap": ("校准差 {gap} 个百分点", "off by {gap} points on average"),
    "hot.judged_on": (
        "回测 {months} 个月、{visits} 次检查，评分 {model}，截至 {day}。",
        "Backtest of {months} months and {visits} visits, score {model}, as of {day}.",
    ),
    "hot.judged_other": (
        "本页用的是另一评分（{model}），这些数不是它的。",
        "This page shows another score, {model}: the figures are not its own.",
    ),
    "hot.judged_pai": (
        "PAI：分最高的 10% 面积里，发现是随机的几倍。",
        "PAI: finds in the tenth of the area that scores highest, as a multiple of chance.",
    ),
    "hot.judged_calibration": (
        "校准差：所说的可能与实际发现率平均差多少。",
        "Calibration: how far the foreseen chance was from the share seen, on average.",
    ),
    "hot.judged_points": (
        "评分卡的分不是概率，谈不上校准。",
        "A card's points are no chance, so there is nothing to calibrate.",
    ),
    "hot.judged_page": ("看回测全文", "The whole backtest"),
    "hot.unjudged": ("未测", "not measured"),
    "hot.unjudged_how": (
        "先运行 gridpatrol backtest scores --out 本页所在文件夹，再运行 gridpatrol map hotspots。",
        (
            "Run gridpatrol backtest scores --out (the folder of this page), then gridpatrol map "
            "hotspots."
        ),
    ),
    "hot.first_area": ("先看 {share} 面积", "first {share} of area"),
    "hot.first_area_visits": ("前 {share} 检查", "first {share} of visits"),
    "js.neighbours_hot": (
        (
            "本格 {visits} 次检查没有发现；热在四周："
            "连邻格共 {near_visits} 次检查，发现 {near_finds} 次。"
        ),
        (
            "No find in {visits} visits here; what is hot is around it: {near_finds} finds in "
            "{near_visits} visits with the neighbours."
        ),
    ),
    "js.neighbours": (
        "连邻格共 {near_visits} 次检查，发现 {near_finds} 次；本格 {visits} 次，发现 {finds} 次。",
        (
            "{near_finds} finds in {near_visits} visits with the neighbours; {finds} in {visits} "
            "here."
        ),
    ),
    "js.grades_of_cell": ("等级", "Grades"),
    "js.kinds_of_cell": ("构成", "Made up of"),
    "js.kinds_line": (
        "企业 {enterprises}，闲置厂房 {idle_factories}",
        "{enterprises} enterprises, {idle_factories} idle factories",
    ),
    "js.harm": ("预期危害", "Expected harm"),
    "js.overdue": ("逾期未整改", "Overdue"),
    "js.keepers": ("网格长", "Keepers"),
    "js.village_keeper": ("村 {name}", "village {name}"),
    "js.area_keeper": ("片区 {name}", "district {name}"),
    "js.town_keeper": ("镇 {name}", "town {name}"),
    "js.outlier": ("与四周相比", "Against its surroundings"),
    "js.trend": ("趋势", "Trend"),
    "js.no_trend": ("看不出变化", "no change to be seen"),
    "js.next": ("先去哪里", "Where next"),
    "js.next_line": (
        "第 {place} 位，下一周期预计 {expected} 次",
        "place {place}, {expected} expected in the coming period",
    ),
    "js.next_line_visits": (
        "第 {place} 位，每次检查约 {expected} 有发现",
        "place {place}, about {expected} of visits find something",
    ),
    "js.alert": ("{month} 预警", "Alerts of {month}"),
    "js.alert_line": ("{value}（此前 {before}）", "{value} (before: {before})"),
    "js.alert_months": ("连续 {n} 个月", "{n} months in a row"),
    "js.escalated": ("应上报", "to be called in"),
    "js.beat": ("巡区", "Beat"),
    "js.days": ("{n} 天", "{n} days"),
    "hot.within": ("{n} 天内", "≤ {n} days"),
    "hot.longer": ("更久或从未", "more, never"),
    "hot.by_high": ("红橙数 · 平均风险", "Red, orange · mean risk"),
    "js.cell_line": (
        (
            "{visits} 次检查发现 {finds} 次\u00a0· 连邻格 {near_visits} 次\u00a0· "
            "{sites} 处\u00a0· 收缩后 {rate}"
        ),
        (
            "{finds} finds in {visits} visits\u00a0· {near_visits} visits with neighbours\u00a0· "
            "{sites} places\u00a0· shrunk {rate}"
        ),
    ),
    "js.village_line": (
        "{sites} 处场所\u00a0· {visits} 次检查发现 {finds} 次（{rate}）",
        "{sites} places\u00a0· {finds} of {visits} visits found something ({rate})",
    ),
    "hot.dots_from": ("场所圆点在放大后显示", "Places appear when you zoom in"),
    "hot.rank_cells": ("网格排行", "Cells"),
    "hot.rank_villages": ("村排行", "Villages"),
    "hot.verdict": (
        "{cells} 个网格中，{hot} 个是统计显著的热点，{cold} 个是冷点，{few} 个检查太少、不作判断。",
        (
            "Of {cells} cells, {hot} are significant hotspots, {cold} are cold, "
            "{few} have too few visits to judge."
        ),
    ),
    "hot.no_hot": (
        "没有网格的发现率显著高于偶然：差异可能只是运气。",
        "No cell stands out beyond chance: the differences may be luck.",
    ),
    "hot.village_class": ("所在村 · 显著性", "Village · significance"),
    "hot.ranking": ("排行榜", "Ranking"),
    "js.finds_of": ("{visits} 次检查发现 {finds} 次", "{finds} of {visits} visits found something"),
    "js.last_visit": ("上次检查", "Last visit"),
    "js.never": ("从未检查", "never visited"),
    "js.stated": ("（台账所写，结果不详）", "(by the ledger, result unknown)"),
    "js.history": ("检查记录", "History"),
    "js.open_findings": ("{n} 项隐患未销号", "{n} findings open"),
    "js.open_findings_label": ("未销号隐患", "Open findings"),
    "js.no_open": ("无未销号隐患", "no finding open"),
    "js.planned": ("本周安排", "Planned this week"),
    "js.not_planned": ("本周未安排", "not planned this week"),
    "js.weeks_ago": ("约 {n} 周前", "about {n} weeks ago"),
    "js.short_card": (
        (
            "场所太多，本页只存风险最高的 {n} 处的原因、地址和检查记录。"
            "要看此处，请运行 gridpatrol export sites。"
        ),
        (
            "With so many places the page keeps reasons, address and history of the {n} riskiest "
            "only. For this one run gridpatrol export sites."
        ),
    ),
    "js.earlier": ("更早", "earlier"),
    "js.csv_id": ("场所编号", "Id"),
    "js.csv_name": ("场所名称", "Name"),
    "js.csv_kind": ("类型", "Kind"),
    "js.csv_grade": ("风险等级", "Risk grade"),
    "js.csv_score": ("风险分", "Risk score"),
    "js.csv_village": ("村（社区）", "Village"),
    "js.csv_address": ("地址", "Address"),
    "js.csv_industry": ("行业", "Industry"),
    "js.csv_status": ("状态", "Status"),
    "js.csv_last": ("上次检查", "Last visit"),
    "js.csv_result": ("上次结果", "Last result"),
    "js.csv_visits": ("检查次数", "Visits"),
    "js.csv_finds": ("发现次数", "Finds"),
    "js.csv_open": ("未销号隐患", "Open findings"),
    "js.csv_planned": ("本周安排", "Planned this week"),
    "js.csv_lon": ("经度（WGS-84）", "Longitude (WGS-84)"),
    "js.csv_lat": ("纬度（WGS-84）", "Latitude (WGS-84)"),
    "js.known": ("了解程度", "How much is known"),
    "js.unknown_note": (
        "记录太少，分数主要来自台账信息。",
        "Few records: the score rests mostly on the ledger.",
    ),
    "js.reasons": ("为何是这个等级", "Why this grade"),
    "js.chance_note": (
        (
            "百分数是一次检查能发现问题的可能；×1.6 指这一项使发现与不发现之比变为 1.6 倍。"
            "它从过去的检查学来：说的是哪些情况与发现问题相伴，不保证改了就一定降低。"
        ),
        (
            "The percentage is the chance that a visit finds something; ×1.6 means that this makes "
            "the odds of it 1.6 times as high. Learned from past visits, it tells what goes with "
            "finds; it does not promise that a change lowers them."
        ),
    ),
    "js.advice": ("怎样降下来", "What would lower it"),
    "js.gaps": ("还不清楚", "Not known yet"),
    "js.points": ("{points} 分", "{points} pts"),
    "js.several": ("此处有 {n} 处场所", "{n} places here"),
    "js.no_hit": ("没有找到", "nothing found"),
    "js.address": ("地址", "Address"),
    "js.industry": ("行业", "Industry"),
    "js.status": ("状态", "Status"),
    "js.card": ("场所详情", "Place"),
    "js.cell_card": ("网格详情", "Cell"),
    "js.cell_sites": ("{n} 处场所", "{n} places"),
    "js.mean_risk": ("平均风险", "Mean risk"),
    "js.rate": ("发现率（收缩后）", "Find rate (shrunk)"),
    "js.z": ("Gi* z 值", "Gi* z score"),
    "js.q": ("校正后 p 值", "Corrected p value"),
    "js.near": ("本格及邻格检查次数", "Visits here and around"),
    "js.days_since": ("距上次检查天数", "Days since anyone looked"),
    "js.back_to_list": ("返回榜单", "Back to ranking"),
}
