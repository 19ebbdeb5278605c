"""Problems as programs read them: a kind that never changes, its title in the asker's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.web.problemtypes import STATUSES, address_of, kind_of
from service.web.words import sentences

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

SIGN = '"0"'


@pytest.mark.parametrize("kind", STATUSES)
def test_every_kind_has_its_words(kind: str) -> None:
    """A kind without a title, or with nothing to do about it, helps nobody."""
    known = sentences()
    assert all(known[f"problem.{kind}"])
    assert all(known[f"problem_note.{kind}"])


def test_no_word_is_of_a_kind_that_is_gone() -> None:
    """A kind that is renamed breaks programs; its old words would hide that."""
    told = {key.partition(".")[2] for key in sentences() if key.startswith("problem.")}
    assert told == set(STATUSES)


def test_the_usual_kind_has_the_status_it_is_of() -> None:
    """Else a 404 would be called a conflict."""
    assert all(STATUSES[kind_of(status)] == status for status in STATUSES.values())


def test_a_program_tells_kinds_apart_in_any_language(service: Service) -> None:
    """The type is the same for who reads Chinese and for who reads English; the title is not."""
    client = service.client("planner")
    asked = ("/api/v1/sites/none", "/api/v1/sites?limit=0", "/api/v1/audit")
    kinds = []
    for address in asked:
        zh = client.get(address).json()
        en = client.get(f"{address}{'&' if '?' in address else '?'}lang=en").json()
        assert zh["title"] != en["title"]
        assert zh["type"] == en["type"]
        kinds.append(zh["type"])
    assert kinds == [address_of(kind) for kind in ("not-found", "wrong-argument", "not-allowed")]


def test_who_changed_what_was_not_read_is_told_which_of_two(service: Service) -> None:
    """Both are refused; one reads again, the other sends a header."""
    client = service.client("planner")
    row = {"team_id": "T9", "kind": "day", "start_s": 1, "end_s": 2}
    assert client.put("/api/v1/shifts/H1", json=row).json()["type"] == address_of("not-found")
    client = service.client("administrator")
    unseen = client.delete("/api/v1/rules")
    stale = client.delete("/api/v1/rules", headers={"If-Match": SIGN})
    assert unseen.json()["type"] == address_of("unseen-edit")
    assert stale.json()["type"] == address_of("stale-edit")


def test_the_address_of_a_kind_explains_it_to_anybody(service: Service) -> None:
    """Whoever is refused may not be signed in."""
    text = service.nobody().get("/api/problems").text
    assert all(f'id="{kind}"' in text for kind in STATUSES)


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ("/api/v1/weeks/2026-W60/absences?lang=", "这一周", "Expected a week of"),
        ("/api/v1/reports/day/2300-01-01.json?lang=", "日期应在", "Expected a day from 1900"),
    ],
)
def test_what_is_wrong_with_an_argument_is_told_in_the_askers_language(
    service: Service, asked: str, zh: str, en: str
) -> None:
    """Our own checks know both; no word of the library stands before them."""
    client = service.client("planner")
    told = [client.get(f"{asked}{lang}").json()["detail"] for lang in ("zh", "en")]
    assert [zh in told[0], en in told[1]] == [True, True]
    assert "Value error" not in "".join(told)


@pytest.mark.parametrize("path", ["/api/v1/sites", "/api/v1/weeks", "/api/v1/questions"])
def test_the_language_may_be_named_of_every_address(service: Service, path: str) -> None:
    """A list that knows its arguments knows this one, too, and keeps it for the next page."""
    client = service.client("planner")
    assert client.get(f"{path}?lang=en").status_code == 200
    assert client.get(f"{path}?lang=fr").status_code == 422
    told = client.get(f"{path}?limit=0&lang=en").json()["faults"]
    assert told == [{"where": "query/limit", "what": "Expected 1 or more."}]
