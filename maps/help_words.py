"""Words of the pages of help, Chinese and English: what each page answers, in plain words."""

from __future__ import annotations

Said = tuple[str, str]

HELP_WORDS: dict[str, Said] = {
    "help.title": ("使用说明", "Help"),
    "help.open": ("使用说明", "Help with this page"),
    "help.pages": ("各页说明", "Help with each page"),
    "help.back": ("回到页面", "Back to the page"),
    "help.paper": (
        "本页可打印，也可断网打开。",
        "This page prints on A4 and opens without any network.",
    ),
}

HELP_TOPICS: dict[str, tuple[Said, tuple[tuple[Said, Said], ...]]] = {
    "index": (
        ("巡查工作台", "Patrol overview"),
        (
            (
                ("这里有什么？", "What is here?"),
                (
                    (
                        "上面几个数字是本周概况；“先看什么”用几句话说出最该留意的事；下面是各页的"
                        "入口。"
                    ),
                    (
                        "The figures at the top sum up the week; a few sentences say what "
                        "deserves attention first; below are the ways to all pages."
                    ),
                ),
            ),
            (
                ("怎么找我今天的路线？", "How do I find my route of today?"),
                (
                    (
                        "在“各队每日路线”表里，横看队伍，竖看日期，点进去就是当天的路线页。把那个"
                        "文件发到手机即可，其余文件不用带。"
                    ),
                    (
                        "In the table of routes, take the row of your team and the column of the "
                        "day. Send that one file to the phone; it needs no other."
                    ),
                ),
            ),
            (
                ("为什么有的页面没有？", "Why is a page missing?"),
                (
                    ("只列出这个文件夹里已有的页面。要添一页，请运行相应的 gridpatrol map 命令。"),
                    (
                        "Only pages that lie in this folder are listed. Run the matching "
                        "gridpatrol map command to add one."
                    ),
                ),
            ),
            (
                ("要联网吗？", "Is a network needed?"),
                (
                    "不要。每一页都自带地图和数据，不向任何网站请求；也可以放在 U 盘里用。",
                    (
                        "No. Each page holds its map and its data and asks no website for "
                        "anything; a memory stick will do."
                    ),
                ),
            ),
            (
                ("给报告配图怎么办？", "How do I get pictures for a report?"),
                (
                    ("在 gridpatrol map 命令后加 --png，就得到带图例、比例尺、日期和来源的图片。"),
                    (
                        "Add --png to a gridpatrol map command: pictures with legend, scale, "
                        "date and source are written."
                    ),
                ),
            ),
        ),
    ),
    "hotspots": (
        ("风险热点图", "Hotspots"),
        (
            (
                ("这一页回答什么？", "What does this page answer?"),
                (
                    (
                        "风险集中在哪里、是不是比碰巧更集中、为什么。左边筛选，中间看图，右边是排"
                        "名和卡片。"
                    ),
                    (
                        "Where risk concentrates, whether it is more than chance, and why. "
                        "Filters are on the left, the map in the middle, ranking and cards on "
                        "the right."
                    ),
                ),
            ),
            (
                ("颜色是什么意思？", "What do the colours mean?"),
                (
                    (
                        "点是场所：红、橙、黄、蓝由高到低，形状也不同。方格是网格：在“网格颜色表"
                        "示”里选一种含义，图例、排名随之改变。斜线表示检查太少，不作判断。"
                    ),
                    (
                        "Marks are places: red, orange, yellow, blue from high to low, each with "
                        "its own shape. Squares are cells: choose what their colour means, and "
                        "legend and ranking change with it. Slanted lines mean too few visits to "
                        "judge."
                    ),
                ),
            ),
            (
                ("“热点 95%”就是会出事吗？", "Does hot 95% mean that something will happen?"),
                (
                    (
                        "不是。它说的是：以往的检查里，这一带查出问题的比例高得不像碰巧。不显著是"
                        "看不出来，不等于安全。"
                    ),
                    (
                        "No. It says that past visits found something here more often than "
                        "chance would have it. Not significant means that nothing shows, not "
                        "that a place is safe."
                    ),
                ),
            ),
            (
                ("怎么找一家企业？", "How do I find a place?"),
                (
                    ("在搜索框里输入名称的几个字。被筛掉的也能找到：选中后会打开它的等级和图层。"),
                    (
                        "Type part of its name. Places that the filters hide are found too: "
                        "choosing one switches its grade and its layer on."
                    ),
                ),
            ),
            (
                ("卡片上说什么？", "What does a card say?"),
                (
                    "点一个场所或网格：得分、原因和日期、以往检查、哪些还不知道、本周谁去。",
                    (
                        "Click a place or a cell: its score, the reasons with their dates, past "
                        "visits, what is not known, and who goes there next."
                    ),
                ),
            ),
            (
                ("怎么把看到的交给别人？", "How do I pass on what I see?"),
                (
                    ("地址栏里的链接记下了视野和筛选；“保存”把选中的场所存成表格；“打印”出 A4。"),
                    (
                        "The address remembers view and filters; Save writes the selection as a "
                        "table; Print gives A4."
                    ),
                ),
            ),
        ),
    ),
    "week": (
        ("一周巡查计划", "Week plan"),
        (
            (
                ("这一页回答什么？", "What does this page answer?"),
                (
                    (
                        "这周谁、哪天、去哪里、按什么顺序、为什么；哪些没安排、为什么；哪些承诺排"
                        "不进。"
                    ),
                    (
                        "Who goes where on which day, in which order and why; what was left out "
                        "and why; which promises cannot be kept."
                    ),
                ),
            ),
            (
                ("怎么看一队一天？", "How do I see one team's day?"),
                (
                    (
                        "上面选日期，再点队伍开关。地图、清单和时间轴一起变。点一站，三处都会标出"
                        "它。"
                    ),
                    (
                        "Choose a day, then switch teams on or off. Map, lists and timeline "
                        "change together; choosing a stop marks it in all three."
                    ),
                ),
            ),
            (
                ("为什么这一处没有安排？", "Why was a place left out?"),
                (
                    (
                        "在“未安排”里找到它：每处都写着原因；排不下的还写明要多少时间、须撤下哪几"
                        "处。"
                    ),
                    (
                        "Find it under Left out: each has its reason; where there was no room, "
                        "it says what it takes and who would have to go."
                    ),
                ),
            ),
            (
                ("怎么改计划？", "How do I change the plan?"),
                (
                    (
                        "点一站旁边的按钮：移到别队别日、固定、禁止。改动先列在“手工改动”里，可以"
                        "撤销；存成文件，再运行页面上给出的命令，才真正改。"
                    ),
                    (
                        "Use the button beside a stop: move, pin, forbid. Changes are listed "
                        "first and can be undone; save them to a file and run the command that "
                        "the page shows. Nothing changes before that."
                    ),
                ),
            ),
            (
                ("红色的一条说什么？", "What does the red bar say?"),
                (
                    (
                        "有承诺排不进这一周：先说第一项，再说还有几项，点它看全部。要么加人加时间"
                        "，要么有意不去，由人来定。"
                    ),
                    (
                        "Some promises do not fit into this week: it names the first and counts "
                        "the others; press it for all. More people or time, or leaving it on "
                        "purpose: that is for people to decide."
                    ),
                ),
            ),
            (
                ("怎么打印？", "How do I print?"),
                (
                    "选定一队一天再打印，是一张 A4；全周打印，则含全部清单和地图。",
                    (
                        "With one team and day chosen, paper is one A4 sheet; the whole week "
                        "prints with all lists and the map."
                    ),
                ),
            ),
        ),
    ),
    "route": (
        ("今日路线", "Route"),
        (
            (
                ("怎么开始？", "How do I start?"),
                (
                    "最上面是下一站。按“导航”选地图应用，程序会记住；坐标已按各应用换算好。",
                    (
                        "The next stop is on top. Press Navigate and choose a map app once; the "
                        "coordinates are already those that the app expects."
                    ),
                ),
            ),
            (
                ("到了以后做什么？", "What do I do on the spot?"),
                (
                    (
                        "先看“为什么来”和待复查的问题，再对照检查项。完成时选结果；没进去就选原因"
                        "跳过。按错了可以撤销。"
                    ),
                    (
                        "Read why you are here and what is to be re-checked, then go through the "
                        "list. When done, choose the result; if you could not get in, skip with "
                        "a reason. Everything can be undone."
                    ),
                ),
            ),
            (
                ("记录存在哪里？", "Where are the records kept?"),
                (
                    (
                        "只存在这部手机的这个浏览器里，不会自动上传。顶部“未导出”是还没交出去的条"
                        "数，收工前请导出，交给内勤用 gridpatrol record 读入。"
                    ),
                    (
                        "In this browser on this phone only; nothing is sent. The badge counts "
                        "what is not yet exported: export before you finish, and let the office "
                        "read the file with gridpatrol record."
                    ),
                ),
            ),
            (
                ("出现红条说不能保存怎么办？", "A red bar says that nothing can be kept?"),
                (
                    "请换系统浏览器打开；否则关页面之前务必导出，不然记录会丢。",
                    (
                        "Open the file in the phone's own browser; else export before you close "
                        "the page, or the records are gone."
                    ),
                ),
            ),
            (
                ("在微信里打不开导航？", "Navigation does not open in WeChat?"),
                (
                    "点右上角 …，选“在浏览器打开”。",
                    "Press … at the top right and choose Open in browser.",
                ),
            ),
            (
                ("会记录我的位置吗？", "Does it track me?"),
                (
                    "不会。没有打卡，没有轨迹，没有排名。地图上的“我的位置”只在手机上显示。",
                    (
                        "No. There is no check-in, no track and no ranking; where you are is "
                        "shown on the phone and kept nowhere."
                    ),
                ),
            ),
        ),
    ),
    "backtest": (
        ("评分检验", "How the score did"),
        (
            (
                ("这一页回答什么？", "What does this page answer?"),
                (
                    (
                        "把过去重放一遍：当时按评分去查，能不能比简单办法多查出问题。也会说“没有"
                        "更好”。"
                    ),
                    (
                        "It replays the past: whether going by the score would have found more "
                        "than simple ways do. It may say: not better."
                    ),
                ),
            ),
            (
                ("PAI 是什么？", "What is PAI?"),
                (
                    "查同样多的场所，按评分去比随便去多找到几倍。1 就是没有用处。",
                    (
                        "With equally many visits, how many times as much the score finds as "
                        "going anywhere. 1 means that it is of no use."
                    ),
                ),
            ),
            (
                ("区间为什么重要？", "Why do the intervals matter?"),
                (
                    "数据少时结果会晃。区间跨过“一样好”，就不能说谁更好。",
                    (
                        "Few data make results sway. Where an interval reaches over equally "
                        "good, nobody can say which is better."
                    ),
                ),
            ),
            (
                ("校准差是什么？", "What is the calibration gap?"),
                (
                    "评分说“一成会查出问题”，实际是不是一成。差得越小，数字越可以当真。",
                    (
                        "If the score says one in ten, whether it was one in ten. The smaller "
                        "the gap, the more a figure can be taken at its word."
                    ),
                ),
            ),
        ),
    ),
}
"""By kind of page: what it is called, and questions with their answers."""
