"""Headers of exported columns, Chinese and English.

Those of sites are headers that ``data.headers`` knows, so that an exported list can be edited and
imported again; what the program works out itself has headers of its own, which the import knows and
leaves alone.
"""

from __future__ import annotations

Titles = dict[str, tuple[str, str]]
"""Column to (Chinese, English)."""

SITES: Titles = {
    "site_id": ("点位编号", "Site ID"),
    "name": ("名称", "Name"),
    "kind": ("点位类型", "Kind"),
    "code": ("统一社会信用代码", "Credit code"),
    "village": ("所在村", "Village"),
    "town": ("乡镇", "Town"),
    "address": ("地址", "Address"),
    "industry": ("行业", "Industry"),
    "industry_code": ("行业代码", "Industry code"),
    "status": ("经营状态", "Status"),
    "workers": ("从业人数", "Workers"),
    "area_m2": ("占地面积(平方米)", "Area (m2)"),
    "licences": ("证照情况", "Licences"),
    "chemicals": ("危险化学品", "Chemicals"),
    "shared_walls": ("园中园/厂中厂", "Shared walls"),
    "parent_id": ("院主编号", "Host ID"),
    "hours": ("生产时段", "Hours"),
    "ledger_grade": ("原风险等级", "Ledger grade"),
    "keeper": ("网格员", "Keeper"),
    "stated_visit": ("最近检查日期", "Last visit"),
    "remark": ("备注", "Remark"),
    "lon_deg": ("经度", "Longitude"),
    "lat_deg": ("纬度", "Latitude"),
    "grade": ("巡格等级", "Scored grade"),
    "risk": ("巡格评分", "Scored risk"),
    "reason": ("巡格理由", "Scored reason"),
    "position": ("坐标依据", "Position basis"),
    "source": ("台账来源", "Ledger row"),
}
CELLS: Titles = {
    "cell_id": ("网格编号", "Cell"),
    "name": ("网格名称", "Name"),
    "class": ("统计判断", "Class"),
    "trend": ("走势", "Trend"),
    "outlier": ("与四周不同", "Unlike its neighbours"),
    "next_place": ("下期先后", "Where next, place"),
    "expected_next": ("下期预计", "Expected next"),
    "alert_months": ("连续预警月数", "Months under alert"),
    "sites": ("点位数", "Sites"),
    "enterprises": ("企业数", "Enterprises"),
    "idle_factories": ("闲置厂房数", "Idle factories"),
    "red": ("红色点位", "Red sites"),
    "orange": ("橙色点位", "Orange sites"),
    "yellow": ("黄色点位", "Yellow sites"),
    "blue": ("蓝色点位", "Blue sites"),
    "overdue": ("逾期未整改", "Overdue findings"),
    "expected_harm": ("预计危害", "Expected harm"),
    "mean_risk": ("平均评分", "Mean risk"),
    "max_risk": ("最高评分", "Highest risk"),
    "worst_grade": ("最高等级", "Worst grade"),
    "visits": ("检查次数", "Looks"),
    "finds": ("发现次数", "Finds"),
    "rate": ("发现率(已平滑)", "Finds per look (smoothed)"),
    "near_visits": ("本格和邻格检查次数", "Looks nearby"),
    "z": ("Gi* z 值", "Gi* z"),
    "q": ("q 值", "q"),
    "days_since": ("距上次检查天数", "Days since a look"),
    "keeper": ("村级网格长", "Keeper, village"),
    "area_keeper": ("片区网格长", "Keeper, district"),
    "town_keeper": ("镇级网格长", "Keeper, town"),
    "beat_id": ("巡区", "Beat"),
    "area_km2": ("面积(平方公里)", "Area (km2)"),
    "lon_deg": ("中心经度", "Centre longitude"),
    "lat_deg": ("中心纬度", "Centre latitude"),
}
SITE_CHANCES: Titles = SITES | {"risk": ("巡格检出可能", "Scored chance")}
"""Those of sites where the score is the chance that a visit finds something."""
CELL_CHANCES: Titles = CELLS | {
    "mean_risk": ("平均检出可能", "Mean chance"),
    "max_risk": ("最高检出可能", "Highest chance"),
}
INSPECTIONS: Titles = {
    "inspection_id": ("检查编号", "Inspection ID"),
    "site_id": ("点位编号", "Site ID"),
    "name": ("单位名称", "Name"),
    "village": ("所在村", "Village"),
    "day": ("检查日期", "Date"),
    "team": ("检查组", "Team"),
    "mode": ("检查方式", "Visit type"),
    "mode_stated": ("台账写法", "As worded"),
    "result": ("检查结果", "Result"),
    "arrived_at": ("到达时间", "Arrived"),
    "left_at": ("离开时间", "Left"),
    "source": ("台账来源", "Ledger row"),
}
FINDINGS: Titles = {
    "finding_id": ("隐患编号", "Finding ID"),
    "inspection_id": ("检查编号", "Inspection ID"),
    "site_id": ("点位编号", "Site ID"),
    "name": ("单位名称", "Name"),
    "village": ("所在村", "Village"),
    "what": ("隐患内容", "Hazard"),
    "level": ("隐患等级", "Level"),
    "found": ("发现日期", "Found"),
    "due": ("整改期限", "Due date"),
    "state": ("整改状态", "State"),
    "closed": ("销号日期", "Closed"),
    "overdue_days": ("逾期天数", "Days overdue"),
    "source": ("台账来源", "Ledger row"),
}
TIPS: Titles = {
    "tip_id": ("线索编号", "Tip ID"),
    "day": ("受理日期", "Received"),
    "channel": ("举报渠道", "Channel"),
    "what": ("举报内容", "Content"),
    "place": ("地点描述", "Place"),
    "verified": ("核实情况", "Verified"),
    "lon_deg": ("经度", "Longitude"),
    "lat_deg": ("纬度", "Latitude"),
    "source": ("台账来源", "Ledger row"),
}
AREAS: Titles = {
    "area_id": ("区域编号", "Area ID"),
    "kind": ("区域类型", "Kind"),
    "name": ("区域名称", "Name"),
    "keeper": ("网格员", "Keeper"),
    "source": ("来源文件", "Source"),
    "wkt": ("范围WKT", "Boundary WKT"),
}
STOPS: Titles = {
    "day": ("日期", "Date"),
    "team": ("队伍", "Team"),
    "order": ("次序", "Order"),
    "arrive": ("到达", "Arrive"),
    "start": ("开始", "Start"),
    "end": ("离开", "Leave"),
    "site_id": ("点位编号", "Site ID"),
    "name": ("名称", "Name"),
    "village": ("所在村", "Village"),
    "address": ("地址", "Address"),
    "visit_type": ("检查方式", "Visit type"),
    "card_holders": ("需持证人数", "Card holders"),
    "why": ("为什么去", "Why"),
    "checks": ("看什么", "What to look at"),
    "open_findings": ("未销号隐患", "Open findings"),
    "grade": ("风险等级", "Grade"),
    "leg_min": ("路上分钟", "Minutes driven"),
    "leg_km": ("路上公里", "Kilometres driven"),
    "lon_deg": ("经度", "Longitude"),
    "lat_deg": ("纬度", "Latitude"),
}
ROUTES: Titles = {
    "day": ("日期", "Date"),
    "team": ("队伍", "Team"),
    "start": ("出发", "Start"),
    "end": ("收队", "End"),
    "stops": ("停靠点", "Stops"),
    "drive_min": ("行驶分钟", "Minutes driven"),
    "work_min": ("检查分钟", "Minutes of visits"),
    "km": ("公里", "Kilometres"),
}
LEFT_OUT: Titles = {
    "site_id": ("点位编号", "Site ID"),
    "name": ("名称", "Name"),
    "village": ("所在村", "Village"),
    "must": ("是否承诺", "Promised"),
    "why": ("为什么想去", "Why wanted"),
    "reason": ("未安排原因", "Why left out"),
    "sentence": ("说明", "In words"),
}
PROMISES: Titles = {
    "promise": ("承诺", "Promise"),
    "kept": ("是否排入", "Planned"),
    "sentence": ("说明", "In words"),
}
