"""
What a decent sender would bring to each writing route of the hostile town.

A hostile field beside wrong ones would prove little: the wrong ones would be refused first.
"""

from __future__ import annotations

from typing import Any

from tests.service.web.bodies import BODIES, DAY
from tests.service.web.weeks import WEEK

_PERSON: dict[str, Any] = {"role": "viewer", "full_name": "王五", "every_town": "true"}
_SPAN = {"from_day": "2026-12-01", "to_day": "2026-12-02"}
_HOURS = {"team_id": "T1", "kind": "day", "start_s": 28_800, "end_s": 61_200}

GOOD: dict[tuple[str, str], dict[str, Any]] = {
    **BODIES,
    ("POST", "/sign-in"): {"name": "planner", "password": "no-such-password", "to": "/"},
    ("POST", "/password"): {
        "former": "no-such-password",
        "fresh": "another-long-one",
        "again": "another-long-one",
    },
    ("POST", "/language"): {"lang": "en", "to": "/"},
    ("POST", "/questions/{key}"): {"said": "不要"},
    ("POST", "/questions/{key}/mend"): {"cell0": "甲厂", "cell1": "东村"},
    ("POST", "/week/{week}/links"): {"team_id": "T1"},
    ("POST", "/week/{week}/plan"): {"limit": "1", "seed": "1", "compare": ""},
    ("POST", "/week/{week}/restore"): {"version": "P1"},
    ("POST", "/week/{week}/absences"): {"scope": "every", "off": ["T1|0"]},
    ("POST", "/week/{week}/publish"): {"plan_id": "P1", "note": "发布", "sure": "true"},
    ("POST", "/week/{week}/changes"): {
        "do": "pin",
        "site": "S00001",
        "to": "T1|2026-11-24",
        "at": "09:00",
        "whom": "T1|2026-11-24",
        "from": "T1|2026-11-24",
        "reason": "说明",
        "since": "2026-11-24T09:00",
        "away": ["T1|2026-11-24"],
    },
    ("POST", "/admin/rules/change"): {
        "section": "random",
        "key": "share",
        "value": "0.2",
        "week": WEEK,
    },
    ("POST", "/api/v1/rules/trials"): {
        "own": {"frequency": {"red_days": 5}},
        "week": WEEK,
        "iterations": 1,
    },
    ("POST", "/admin/rules/campaigns"): {
        "zh": "夏季行动",
        "en": "summer",
        "from": "2026-12-01",
        "to": "2026-12-31",
        "points": "5",
        "every_days": "30",
        "industries": "",
        "villages": "",
        "visit_type": "",
        "promise": "",
        "remove": "",
        "week": WEEK,
    },
    ("POST", "/findings/{finding_id:path}/steps"): {
        "act": "submitted",
        "day": DAY,
        "who": "甲厂",
        "note": "已整改",
        "photos": "照片",
    },
    ("POST", "/tips"): {"day": DAY, "what": "异味", "place": "村口", "channel": "热线"},
    ("POST", "/experts"): {"expert": "王工", "skills": ["lab"], "day": DAY, "minutes": "60"},
    ("POST", "/experts/{key}/cancel"): {"day": DAY},
    ("POST", "/me"): {"full_name": "王五", "lang": "zh"},
    ("POST", "/me/sessions/end"): {"session_id": "none"},
    ("POST", "/me/tokens"): {
        "token_id": "0" * 32,
        "name": "地图",
        "permissions": ["see"],
        "days": "7",
    },
    ("POST", "/admin/people"): {"name": "wangwu", **_PERSON},
    ("POST", "/admin/people/{account_id}"): {"active": "true", **_PERSON},
    ("POST", "/api/v1/tips"): {"day": DAY, "what": "异味", "place": "村口"},
    ("POST", "/api/v1/expert-days"): {
        "expert": "王工",
        "skills": ["lab"],
        "day": DAY,
        "minutes": 60,
    },
    ("POST", "/api/v1/expert-days/{expert_day_id}/cancel"): {"day": DAY},
    ("PATCH", "/api/v1/teams/{team_id}"): {"name": "一队"},
    ("PUT", "/api/v1/shifts/{shift_id}"): _HOURS,
    ("POST", "/api/v1/weeks/{week}/plans"): {"seed": 1, "iterations": 1},
    ("POST", "/api/v1/weeks/{week}/publications"): {"plan_id": "P1", "is_sure": True},
    ("POST", "/api/v1/weeks/{week}/replans"): {"since": "2026-11-25T11:00", "dry_run": True},
    ("POST", "/api/v1/scores"): {"model": "scorecard"},
    ("POST", "/api/v1/beats"): {"teams": 2},
    ("POST", "/api/v1/closures"): {**_SPAN, "roads": ["东大街"], "note": "修路"},
    ("PUT", "/api/v1/rules"): {"random": {"share": 0.2}},
    ("POST", "/r/{secret}/records"): {
        "format": "patrol-results/1",
        "plan": "P1",
        "route": "H1-0",
        "team": "T1",
        "day": DAY,
        "device": "aaaaaa000001",
        "exported": "2026-11-23T00:55:00.000Z",
        "visits": [],
        "places": [],
    },
}
"""Method and address to fields or members; what is not here is sent empty."""
