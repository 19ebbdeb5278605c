"""What a sender may get wrong on purpose: refused in one line, by a service that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from data.schema import TEAM, as_table
from service.web.app import make_app
from service.web.pages import tips
from service.web.problems import LONGEST_LINE

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.service.web.conftest import Service

HALF_A_SIGN = (
    b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\n\\ud800\r\n'
    b'--x\r\nContent-Disposition: form-data; name="place"\r\n\r\nx\r\n--x--\r\n'
)
CHANGES = "/week/2026-W48/changes"


def post(service: Service, address: str, body: bytes, kind: str) -> Response:
    """Send a body as a planner."""
    return service.client("planner").post(address, content=body, headers={"content-type": kind})


@pytest.mark.parametrize("charset", ["unicode_escape", '"UTF-7"', "utf-16", "no-such"])
def test_a_form_in_another_encoding_is_refused(service: Service, charset: str) -> None:
    """Some of Python's spell half a sign, which no store can keep."""
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    assert post(service, "/tips", HALF_A_SIGN, kind).status_code == 415
    assert service.office.store.rows("tip") == []


def test_a_form_in_utf8_is_taken(service: Service) -> None:
    """Also where it says so; what is half a sign elsewhere is a text then."""
    kind = "multipart/form-data; boundary=x; charset=UTF-8"
    assert post(service, "/tips", HALF_A_SIGN, kind).status_code == 303
    assert [row["what"] for row in service.office.store.rows("tip")] == ["\\ud800"]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"note": "\\ud800"}',
        b'{"from": NaN}',
        b"[" * 30 + b"]" * 30,
        b"\xff",
        b'{"note": "a", "note": "b"}',
    ],
    ids=["deep", "half a sign", "no number", "deeper than any", "no UTF-8", "twice"],
)
def test_changes_of_a_map_are_read_strictly(service: Service, body: bytes) -> None:
    """The map sends its changes as JSON, by the same address as the form."""
    assert post(service, CHANGES, body, "application/json").status_code == 422


@pytest.mark.parametrize("filler", [0, 30_000], ids=["short", "long"])
def test_a_member_given_twice_changes_nothing(service: Service, filler: int) -> None:
    """The last would count in silence; which was meant is for the sender to say."""
    body = b'{"full_name": "a", "lang": "en", "full_name": "b"' + b" " * filler + b"}"
    client = service.client("planner")
    told = client.patch("/api/v1/me", content=body, headers={"content-type": "application/json"})
    assert (told.status_code, "“full_name”在同一对象里出现了两次" in told.json()["detail"]) == (
        422,
        True,
    )
    assert client.get("/api/v1/me").json()["lang"] == "zh"


@pytest.mark.parametrize(
    "content",
    [b'{"visits": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", b"[" + b"{}," * 600_000 + b"0]"],
    ids=["deep", "many"],
)
def test_results_made_to_harm_are_refused_in_one_line(service: Service, content: bytes) -> None:
    """They are read by the service itself, so they are bounded before they are read."""
    sent = {"files": ("page.json", content)}
    told = service.client("planner").post("/api/v1/results", files=sent)
    assert (told.status_code, "\n" in told.json()["detail"]) == (422, False), told.text


@pytest.mark.parametrize("week", ["9999-12-31", "9999-W52", "0001-W01", "0001-01-01"])
def test_weeks_of_other_centuries_are_refused(service: Service, week: str) -> None:
    """After the last day of the calendar there is none."""
    assert service.client("planner").post(f"/week/{week}/links").status_code == 422


def test_absences_of_no_week_change_nothing(service: Service) -> None:
    """What is refused for its address is not done before."""
    store = service.office.store
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5}
    with store.writing() as unit:
        unit.append("team", as_table([team], TEAM))
    client, before = service.client("planner"), store.rows("team")
    said = {"off": "T1|0", "scope": "every"}
    assert client.post("/week/none/absences", data=said).status_code == 422
    assert store.rows("team") == before
    assert client.post("/week/2026-W48/absences", data=said).status_code == 303
    assert store.rows("team") != before


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_of_other_centuries_are_refused(service: Service, day: str) -> None:
    """They would move the day as of which everything is told."""
    said = {"day": day, "what": "异味", "place": "村口"}
    assert service.client("planner").post("/tips", data=said).status_code == 422


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/admin/rules/campaigns", {"remove": "²"}),
        ("/week/2026-W48/absences", {"off": "T1|²"}),
        ("/week/2026-W48/absences", {"off": f"T1|{'9' * 5000}"}),
        ("/week/2026-W48/plan", {"seed": "²"}),
    ],
)
def test_signs_that_only_look_like_numbers_are_refused(
    service: Service, path: str, said: dict[str, str]
) -> None:
    """A superscript two is a digit and no number, to Python; so is one with thousands of digits."""
    answer = service.client("administrator").post(path, data=said)
    assert answer.status_code in {404, 422}, answer.text


def test_a_refusal_is_one_line_however_long_its_cause(service: Service) -> None:
    """It keeps its beginning and its end."""
    said = {"lang": "x\n" * 30_000}
    told = service.client("viewer").post("/language", data=said).json()["detail"]
    assert len(told) <= LONGEST_LINE
    assert "\n" not in told
    assert "…" in told


def test_a_failure_is_shown_under_the_policy_of_every_page(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is answered outside of what adds the headers to other pages."""

    def broken(_store: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(tips, "list_tips", broken)
    signed = service.client("viewer")
    client = TestClient(make_app(service.office), raise_server_exceptions=False)
    client.cookies = signed.cookies
    answer = client.get("/tips", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
