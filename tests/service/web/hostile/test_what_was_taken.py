"""What was typed into forms and sent by programs is shown as text, in pages and in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.web.gate import CSRF_HEADER
from tests.service.web.bodies import DAY
from tests.service.web.hostile.reading import faults_of
from tests.service.web.hostile.texts import KEY, TAG, led

if TYPE_CHECKING:
    from tests.service.web.hostile.house import HostileTown

TEXT = "".join(led(word) for word in "台账巡查隐患整改")[:180]
FORMULA = "=cmd|' /C calc'!A0"
SITE = "/sites/S00003"
MONTH = {"from": "2026-12-01", "to": "2026-12-31"}
FORMS: dict[str, dict[str, Any]] = {
    "/tips": {"day": DAY, "what": TEXT, "place": FORMULA, "channel": FORMULA},
    f"{SITE}/orders": {"kind": "talk", "day": DAY, "who": TEXT, "document": FORMULA, "note": TEXT},
    f"{SITE}/dispositions": {"kind": "shut", "day": DAY, "who": FORMULA, "note": TEXT},
    "/experts": {"expert": TEXT, "skills": "lab", "day": DAY, "minutes": "60", "note": FORMULA},
    "/admin/rules/campaigns": {"zh": TEXT, "en": FORMULA, **MONTH, "points": "5"},
    "/admin/people": {"name": "wangwu", "role": "viewer", "full_name": FORMULA, "towns": TEXT},
    "/me": {"full_name": f"<{TAG}>", "lang": "zh"},
    "/me/tokens": {"token_id": "0" * 32, "name": FORMULA, "permissions": "see", "days": "7"},
}
"""Address to a form whose every text is hostile, and which is taken all the same."""
DOCUMENTS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/api/v1/tips"): {"day": DAY, "what": FORMULA, "place": TEXT, "channel": KEY},
    ("POST", "/api/v1/sites/S00003/orders"): {"kind": "talk", "day": DAY, "note": FORMULA},
    ("POST", "/api/v1/expert-days"): {
        "expert": FORMULA,
        "skills": ["lab"],
        "day": DAY,
        "minutes": 60,
        "note": TEXT,
    },
}
PAGES = (
    *("/tips", SITE, "/orders", "/experts", "/admin/rules", "/admin/people"),
    *("/me", "/admin/tokens", "/admin/audit"),
)
FILES = ("/api/v1/exports/tips.csv", "/api/v1/exports/tips.xlsx")


@pytest.fixture(scope="module")
def taken(town: HostileTown) -> HostileTown:
    """Send them all; each is taken."""
    client = town.client()
    for address, fields in FORMS.items():
        answer = client.post(address, data=fields)
        assert answer.status_code < 400, (address, answer.text)
    for (method, address), document in DOCUMENTS.items():
        answer = client.request(method, address, json=document)
        assert answer.status_code < 400, (address, answer.text)
    return town


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_what_was_taken_stays_a_text(taken: HostileTown, address: str) -> None:
    """No element, script, address or formula was made of it."""
    answer = taken.client().get(address)
    assert answer.status_code == 200
    assert faults_of(answer) == []


def test_what_was_taken_is_there(taken: HostileTown) -> None:
    """Else the pages above would show nothing of it."""
    store = taken.service.office.store
    assert {FORMULA, TEXT} <= {str(row["what"]) for row in store.rows("tip")}
    assert TEXT in {str(row["note"]) for row in store.rows("given_order")}
    assert "&lt;hit-me&gt;" in taken.client().get("/tips").text
    assert "'" + FORMULA in taken.client().get("/api/v1/exports/tips.csv").text


def test_without_its_token_none_is_taken(town: HostileTown) -> None:
    """What the town's clients send along is what lets them write."""
    client = town.client()
    del client.headers[CSRF_HEADER]
    assert {client.post(address, data=said).status_code for address, said in FORMS.items()} == {403}
