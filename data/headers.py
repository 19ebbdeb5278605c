"""What offices call the columns of their ledgers: one table per kind of ledger.

Left is our field, right every header known for it, in plain form: no spaces, no brackets with what
is in them, no unit, small letters. To teach the program a header, add it to its line.
"""

from __future__ import annotations

Synonyms = dict[str, tuple[str, ...]]
"""Field to the headers that mean it."""


def _spellings(headers: str) -> tuple[str, ...]:
    """Split a line of headers at its blanks."""
    return tuple(headers.split())


_NAME = _spellings(
    "企业名称 单位名称 被检查单位 被检查单位名称 被检查企业 被检查对象 检查对象 受检单位 "
    "厂房名称 闲置厂房名称 院落名称 场所名称 点位名称 对象名称 经营单位 生产经营单位 "
    "生产经营单位名称 市场主体名称 主体名称 商户名称 店铺名称 字号名称 企业全称 单位全称 "
    "工厂名称 作坊名称 企业 单位 厂名 名称 name sitename site company companyname "
    "enterprise enterprisename businessname"
)
_CODE = _spellings(
    "统一社会信用代码 社会信用代码 统一信用代码 信用代码 信用代码证号 统一代码 "
    "组织机构代码 营业执照号 营业执照号码 营业执照编号 执照号 注册号 creditcode uscc code"
)
_VILLAGE = _spellings(
    "所在村 所属村 所在村社区 所属村社区 所在社区 所属社区 村社区 村居 行政村 所在行政村 "
    "村 村名 村庄 村别 社区 村委会 所在村居 所属网格村 所属辖区 辖区 village community"
)
_LON = _spellings(
    "经度 东经 企业经度 中心经度 位置经度 坐标经度 所在经度 驻地经度 经度坐标 x坐标 x lon "
    "lng long longitude londeg 横坐标 东坐标 东向坐标"
)
_LAT = _spellings(
    "纬度 北纬 企业纬度 中心纬度 位置纬度 坐标纬度 所在纬度 驻地纬度 纬度坐标 y坐标 y lat "
    "latitude latdeg 纵坐标 北坐标 北向坐标"
)
_LON_LAT = _spellings(
    "经纬度 坐标 经纬度坐标 地理坐标 位置坐标 gps坐标 定位坐标 坐标点 经度纬度 驻地坐标 "
    "lonlat coordinates"
)
_DATUM = _spellings(
    "坐标系 坐标系统 坐标来源 坐标类型 坐标基准 定位方式 定位来源 采集方式 地图类型 "
    "坐标标准 datum crs coordinatesystem"
)
_REMARK = _spellings("备注 说明 备注说明 其他 其他说明 情况说明 remark remarks note notes comment")
_SERIAL = _spellings("序号 序列 编号序 行号 no no. # serial")
_SITE_ID = _spellings("点位编号 场所编号 系统编号 siteid")
_ADDRESS = _spellings(
    "地址 详细地址 企业地址 单位地址 经营地址 生产地址 经营场所 住所 所在地 所在地址 "
    "具体位置 位置 地点 坐落 厂址 注册地址 生产经营地址 address"
)
EXTRA_MARKS = ("附加：", "Extra: ")
"""Before the header of an extra column, in an exported list, that would else be read as a field."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""Signs that a spreadsheet may read as the start of a formula: an export puts an apostrophe before
them, and the import takes it off again."""
_PLACE: Synonyms = {"lon": _LON, "lat": _LAT, "lonlat": _LON_LAT, "datum": _DATUM}

SITE_HEADERS: Synonyms = {
    "name": _NAME,
    "code": _CODE,
    "village": _VILLAGE,
    **_PLACE,
    "site_id": _SITE_ID,
    "parent_id": _spellings("院主编号 hostid parentid"),
    "scored_grade": _spellings("巡格等级 scoredgrade"),
    "scored_risk": _spellings("巡格评分 巡格检出可能 scoredrisk scoredchance"),
    "scored_reason": _spellings("巡格理由 scoredreason"),
    "position_said": _spellings("坐标依据 positionbasis"),
    "ledger_row": _spellings("台账来源 ledgerrow"),
    "kind": _spellings("点位类型 场所类型 对象类型 类型 类别 主体类型 kind type"),
    "address": _ADDRESS,
    "town": _spellings(
        "乡镇 镇 所属乡镇 所在乡镇 镇街 乡镇街道 街道 所属街道 所属镇 镇街道 town township "
        "subdistrict"
    ),
    "industry": _spellings(
        "行业 行业类别 所属行业 行业类型 行业名称 行业分类 经营范围 主营业务 主要产品 "
        "生产内容 经营内容 业态 现状用途 industry sector"
    ),
    "industry_code": _spellings("行业代码 国民经济行业代码 行业分类代码 行业编码 industrycode"),
    "workers": _spellings(
        "从业人数 从业人员 从业人员数 职工人数 员工人数 员工数 职工数 用工人数 人数 在册人数 "
        "从业人员数量 工人数 workers employees headcount"
    ),
    "area_m2": _spellings(
        "占地面积 用地面积 占地 用地 占地亩数 亩数 面积 厂区面积 土地面积 场地面积 厂房面积 "
        "建筑面积 闲置面积 宗地面积 院落面积 aream2 area"
    ),
    "licences": _spellings(
        "证照情况 证照 证照是否齐全 证照手续 手续情况 手续 许可情况 办证情况 审批手续 "
        "证件情况 资质情况 环评安评用地 licences licenses"
    ),
    "chemicals": _spellings(
        "危险化学品 危化品 是否涉及危化品 是否涉及危险化学品 涉危化品 涉及危化品 是否涉危 "
        "涉危 是否使用危化品 是否使用危险化学品 有无危化品 有无危险化学品 危化品使用情况 "
        "chemicals hazardouschemicals"
    ),
    "shared_walls": _spellings(
        "园中园/厂中厂 厂中厂/园中园 园中园厂中厂 厂中厂 园中园 园中园、厂中厂 厂中厂、园中园 "
        "是否厂中厂 是否园中园 是否厂中厂园中园 是否园中园厂中厂 sharedwalls plantinplant"
    ),
    "status": _spellings(
        "经营状态 生产状态 运行状态 企业状态 状态 生产情况 经营情况 现状 使用状态 使用情况 "
        "运营状态 经营状况 生产经营状态 闲置情况 厂房状态 当前状态 status"
    ),
    "ledger_grade": _spellings(
        "风险等级 原风险等级 安全风险等级 风险级别 隐患等级 分级 等级 风险分级 四色等级 "
        "红橙黄蓝 风险颜色 grade ledgergrade riskgrade"
    ),
    "keeper": _spellings(
        "网格员 网格长 网格责任人 包保责任人 包保人 监管责任人 责任网格员 网格员姓名 包村干部 "
        "keeper"
    ),
    "hours": _spellings(
        "生产时段 生产时间 作业时间 作业时段 经营时间 营业时间 工作时间 生产班次 班次 "
        "开工时段 hours"
    ),
    "stated_visit": _spellings(
        "最近检查日期 最近检查时间 最近一次检查时间 最近一次检查日期 上次检查日期 "
        "上次检查时间 最后检查日期 最后检查时间 末次检查日期 最近巡查日期 上次巡查日期 "
        "检查日期 排查日期 排查时间 lastvisit lastinspection statedvisit"
    ),
    "remark": _REMARK,
    "serial": _SERIAL,
}

INSPECTION_HEADERS: Synonyms = {
    "inspection_id": _spellings(
        "检查编号 检查记录编号 检查单号 检查记录号 记录编号 检查表编号 执法检查编号 巡查编号 "
        "编号 inspectionid"
    ),
    "name": _NAME,
    "code": _CODE,
    "site_id": _SITE_ID,
    "address": _ADDRESS,
    "village": _VILLAGE,
    "day": _spellings(
        "检查日期 检查时间 巡查日期 巡查时间 检查日 执法日期 现场检查日期 现场检查时间 日期 "
        "时间 day date inspectiondate visitdate"
    ),
    "team": _spellings(
        "检查组 检查队伍 执法队伍 检查小组 执法组 巡查组 检查人员 检查人 执法人员 巡查人员 "
        "检查队 队伍 队名 组别 中队 team inspector group"
    ),
    "mode": _spellings(
        "检查方式 检查类型 检查形式 检查类别 检查性质 巡查方式 巡查类型 方式 检查种类 mode "
        "visittype type"
    ),
    "result": _spellings(
        "结果 检查结果 检查结论 巡查结果 检查情况 发现问题 存在问题 是否发现隐患 是否发现问题 "
        "是否存在隐患 是否存在问题 有无隐患 有无问题 结论 result outcome"
    ),
    "arrived_at": _spellings(
        "到达时间 到场时间 进场时间 到达时刻 开始时间 检查开始时间 巡查开始时间 起始时间 "
        "arrivedat arrived arrival arrivaltime starttime start"
    ),
    "left_at": _spellings(
        "离开时间 离场时间 离开时刻 结束时间 检查结束时间 巡查结束时间 完毕时间 "
        "leftat left departure departuretime endtime end"
    ),
    "remark": _REMARK,
    "serial": _SERIAL,
}

FINDING_HEADERS: Synonyms = {
    "finding_id": _spellings("隐患编号 隐患号 问题编号 隐患序号 问题序号 隐患id 编号 findingid"),
    "inspection_id": _spellings(
        "检查编号 检查记录编号 检查单号 检查记录号 检查表编号 巡查编号 inspectionid"
    ),
    "name": _NAME,
    "code": _CODE,
    "site_id": _SITE_ID,
    "address": _ADDRESS,
    "village": _VILLAGE,
    "what": _spellings(
        "隐患内容 隐患描述 隐患情况 问题描述 问题内容 存在问题 存在隐患 隐患问题 问题隐患 "
        "主要隐患 主要问题 发现问题 隐患 内容 what finding hazard description"
    ),
    "level": _spellings("隐患等级 隐患级别 隐患类别 隐患类型 问题等级 等级 级别 level severity"),
    "found": _spellings(
        "发现日期 发现时间 检查日期 检查时间 排查日期 排查时间 登记日期 日期 found founddate"
    ),
    "due": _spellings(
        "整改期限 整改时限 限期整改日期 整改截止日期 整改截止时间 完成时限 应整改日期 "
        "计划完成时间 要求完成时间 期限 due duedate deadline"
    ),
    "state": _spellings(
        "整改状态 整改情况 隐患状态 销号状态 销号情况 是否整改 是否销号 是否闭环 整改进度 "
        "当前状态 状态 state status"
    ),
    "closed": _spellings(
        "销号日期 销号时间 闭环日期 闭环时间 整改完成日期 整改完成时间 完成日期 完成时间 "
        "办结日期 closed closeddate"
    ),
    "remark": _REMARK,
    "serial": _SERIAL,
}

TIP_HEADERS: Synonyms = {
    "tip_id": _spellings("线索编号 举报编号 工单编号 工单号 受理编号 信访编号 编号 tipid"),
    "day": _spellings(
        "日期 时间 举报日期 举报时间 受理日期 受理时间 接报日期 接报时间 收到日期 登记日期 "
        "来电时间 day date received"
    ),
    "channel": _spellings(
        "渠道 线索来源 举报渠道 举报方式 来源 来源渠道 受理渠道 信息来源 channel source"
    ),
    "what": _spellings(
        "内容 举报内容 线索内容 反映内容 诉求内容 反映问题 举报事项 问题描述 what content "
        "description"
    ),
    "place": _spellings(
        "地点描述 地点 位置 举报地点 发生地点 事发地点 位置描述 地址 所在位置 涉及地点 place "
        "location address"
    ),
    **_PLACE,
    "verified": _spellings(
        "核实情况 核实结果 查实情况 核查情况 核查结果 是否属实 查处结果 办理结果 处理结果 verified"
    ),
    "village": _VILLAGE,
    "remark": _REMARK,
    "serial": _SERIAL,
}

TEAM_HEADERS: Synonyms = {
    "name": _spellings(
        "队名 队伍 队伍名称 执法队伍 检查组 组名 小组名称 中队 中队名称 班组 检查队伍 名称 "
        "team name teamname"
    ),
    "card_holders": _spellings(
        "持证人数 执法证人数 持证人员数 持执法证人数 执法人员数 持证数 持证执法人员 执法人数 "
        "cardholders"
    ),
    "home_village": _spellings("驻地村 所在村 驻村 驻地 所属村 回避村 本村 homevillage village"),
    **_PLACE,
    "day_shift": _spellings("白班 白天班次 日班 工作时间 白班时间 上班时间 dayshift"),
    "night_shift": _spellings("夜班 夜间班次 晚班 夜查 夜查时间 夜班时间 nightshift"),
    "skills": _spellings("专长 专业 技能 专业特长 特长 资质 专业领域 skills"),
    "has_car": _spellings("车辆 有无车辆 执法车 是否有车 车 hascar car"),
    "has_drone": _spellings("无人机 有无无人机 是否有无人机 hasdrone drone"),
    "absent_days": _spellings(
        "本周请假 请假 休假 请假情况 本周休假 本周缺勤 不在岗 absentdays absent"
    ),
    "remark": _REMARK,
    "serial": _SERIAL,
}

AREA_HEADERS: Synonyms = {
    "name": _spellings(
        "名称 区域名称 网格名称 网格名 所属网格 网格 村名 村名称 行政村名称 行政村 村 村庄 村社区 "
        "社区 社区名称 镇名 乡镇名称 镇名称 乡镇 地块名称 图斑名称 片区 片区名称 区域 地名 "
        "水体名称 河流名称 学校名称 name areaname villagename gridname"
    ),
    "kind": _spellings(
        "区域类型 区域类别 地类名称 地类 用地性质 用地类型 规划用途 类型 类别 种类 dlmc fclass "
        "kind type areakind"
    ),
    "keeper": _spellings(
        "网格员 网格长 网格责任人 网格员姓名 责任网格员 责任人 包保责任人 包保人 监管责任人 "
        "包村干部 联系人 keeper"
    ),
    "geometry": _spellings(
        "几何wkt 范围wkt 边界wkt wkt 范围 边界 四至范围 图形 空间范围 边界坐标 范围坐标 几何 "
        "geometry geom outline boundary"
    ),
    "area_id": _spellings("区域编号 网格编号 网格编码 地块编号 图斑编号 编号 areaid gridid"),
    **_PLACE,
    "remark": _REMARK,
    "serial": _SERIAL,
}

POWER_HEADERS: Synonyms = {
    "meter": _spellings(
        "户号 用电户号 用户编号 客户编号 用电客户编号 用户号 电表号 电表编号 表号 表计编号 "
        "电能表编号 电能表号 资产编号 计量点编号 计量点号 meter meterno meternumber accountno"
    ),
    "name": _spellings(
        "用户名称 户名 客户名称 用电户名 用电户名称 用电客户名称 用电客户 用电单位 用电企业 用户 "
        "客户 customer customername"
    )
    + _NAME,
    "code": _CODE,
    "site_id": _SITE_ID,
    "address": (*_ADDRESS, *_spellings("用电地址 用户地址 用电客户地址 装表地址")),
    "village": _VILLAGE,
    "year": _spellings("年份 年度 年 year"),
    "month": _spellings(
        "月份 用电月份 年月 用电年月 电费年月 抄表月份 统计月份 结算月份 账期 月 抄表日期 month "
        "yearmonth period"
    ),
    "kwh": _spellings(
        "用电量 电量 总用电量 总电量 月用电量 当月用电量 本月用电量 当月电量 本月电量 合计电量 "
        "抄见电量 结算电量 有功电量 有功总电量 售电量 用电量千瓦时 用电量万千瓦时 电量千瓦时 "
        "电量万千瓦时 用电量kwh 电量kwh kwh consumption"
    ),
    "remark": _REMARK,
    "serial": _SERIAL,
}

CORRECTION_HEADERS: Synonyms = {
    "answer": _spellings("答复 您的答复 请答复 人工答复 answer youranswer"),
    "reason_said": _spellings("待办原因 whynotstored"),
    "from_row": _spellings("原表位置 originalrow"),
    "row_mark": _spellings("原行标识 rowmark"),
}
"""
Columns that a correction workbook adds to the ledger's own, whatever its kind.

Their headers are chosen so that no column of an office is likely to have one of them.
"""

OUR_FIELDS = frozenset(CORRECTION_HEADERS) | {
    *("scored_grade", "scored_risk", "scored_reason", "position_said", "ledger_row"),
}
"""Fields of columns that only our own exports and correction workbooks have."""

HEADERS: dict[str, Synonyms] = {
    kind: {**headers, **CORRECTION_HEADERS}
    for kind, headers in (
        ("sites", SITE_HEADERS),
        ("inspections", INSPECTION_HEADERS),
        ("findings", FINDING_HEADERS),
        ("teams", TEAM_HEADERS),
        ("tips", TIP_HEADERS),
        ("areas", AREA_HEADERS),
        ("power", POWER_HEADERS),
    )
}
"""Ledger kind (a code of ``data.words.LEDGER_KINDS``) to its headers."""

TELLING: dict[str, tuple[frozenset[str], ...]] = {
    "sites": (frozenset({"name"}),),
    "inspections": (
        frozenset({"name", "day", "result"}),
        frozenset({"code", "day", "result"}),
        frozenset({"site_id", "day", "result"}),
    ),
    "findings": (
        frozenset({"what", "state"}),
        frozenset({"what", "due"}),
        frozenset({"what", "level"}),
    ),
    "teams": (frozenset({"name", "card_holders"}), frozenset({"name", "day_shift"})),
    "tips": (
        frozenset({"what", "day", "channel"}),
        frozenset({"what", "day", "verified"}),
        frozenset({"what", "tip_id"}),
    ),
    "areas": (frozenset({"name", "geometry"}), frozenset({"name", "keeper"})),
    "power": (frozenset({"meter", "kwh"}), frozenset({"name", "month", "kwh"})),
}
"""Fields of which one whole set must be there before a sheet counts as a kind."""

WIDE_FIELD = {"power": "kwh"}
"""Kind of ledger to the field that may have one column per month.

Such a column is the field, a colon and the month: ``kwh:2026-03``, ``kwh:03`` without a year.
"""

POSITION_SETS = (frozenset({"lon", "lat"}), frozenset({"lonlat"}))
"""Ways in which a ledger can hold positions."""
