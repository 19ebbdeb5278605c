"""What tables of orders, dispositions, visits, tip-offs and meters ask of a site on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from planning.cases.measures import SiteMeasures, site_measures
from planning.rules import default_rules
from tests.planning.cases.tables import known

SHUT = {
    "kind": "shut",
    "day": date(2026, 3, 2),
    "finished": date(2026, 3, 10),
    "source": "test",
}
TALK = {"kind": "talk", "day": date(2026, 3, 2), "due": date(2026, 4, 1)}


def asked(as_of: date, **tables: Any) -> SiteMeasures | None:  # noqa: ANN401 - as known takes them
    """Ask what measures want of the only site."""
    rules = default_rules()
    return site_measures(known(**tables), as_of=as_of, rules=rules).get("S00001")


def look(day: date, result: str = "clean") -> dict[str, Any]:
    """Visit the site."""
    return {"day": day, "result": result}


def test_an_order_waits_until_a_look_follows_it() -> None:
    """A shut gate is no look; a clean visit is."""
    gate, inside = look(date(2026, 3, 20), "closed"), look(date(2026, 3, 25))
    before = asked(date(2026, 4, 3), given_order=(TALK,), visits=(gate,))
    assert before is not None
    assert [one.late_days for one in before.orders] == [1]
    assert asked(date(2026, 4, 3), given_order=(TALK,), visits=(gate, inside)) is None


def test_an_order_given_on_the_day_is_not_known_yet() -> None:
    """Only what lies before the day counts."""
    assert asked(date(2026, 3, 2), given_order=(TALK,)) is None


def test_a_shut_site_waits_for_its_first_lookback() -> None:
    """Seven days after the 10th of March."""
    found = asked(date(2026, 3, 12), disposition=(SHUT,))
    assert found is not None
    assert found.lookback is not None
    assert (found.lookback.due, found.relapsed) == (date(2026, 3, 17), None)


def test_shutting_down_that_is_not_carried_out_asks_for_nothing() -> None:
    """Before its last measure, and where it was taken back."""
    assert asked(date(2026, 3, 10), disposition=(SHUT,)) is None
    gone = SHUT | {"withdrawn": date(2026, 3, 11)}
    assert asked(date(2026, 3, 12), disposition=(gone,)) is None


def test_power_drawn_in_a_month_after_it_is_a_sign_once_the_month_is_over() -> None:
    """March began before the shutting; April counts from 1 May on."""
    readings = tuple(
        {"meter": "M1", "month": month, "kwh": kwh}
        for month, kwh in (("2026-03", 900.0), ("2026-04", 400.0))
    )
    early = asked(date(2026, 5, 1), disposition=(SHUT,), power_reading=readings)
    late = asked(date(2026, 5, 2), disposition=(SHUT,), power_reading=readings)
    assert early is not None
    assert late is not None
    assert early.lookback is not None
    assert late.lookback is not None
    assert early.lookback.sign is None
    assert late.lookback.sign is not None
    assert "400 kWh in 2026-04" in late.lookback.sign.en


def test_a_tip_off_near_a_shut_site_is_a_sign_and_an_untrue_one_is_none() -> None:
    """The second site is 91 m away, within the 300 m of the rules."""
    tip = {"day": date(2026, 3, 20), "verified": "open", "lon_deg": 115.002, "lat_deg": 35.5}
    for verdict, is_sign in (("open", True), ("true", True), ("false", False)):
        row = {**tip, "verified": verdict, "site_id": None}
        found = asked(date(2026, 3, 25), disposition=(SHUT,), tip=(row,))
        assert found is not None
        assert found.lookback is not None
        assert (found.lookback.sign is not None) is is_sign


def test_a_verdict_found_later_was_not_known_then() -> None:
    """Untrue by the 28th: as of the 25th the tip-off still was a sign."""
    row = {
        "day": date(2026, 3, 20),
        "verified": "false",
        "checked": date(2026, 3, 28),
        "lon_deg": 115.001,
        "lat_deg": 35.5,
        "site_id": None,
    }
    then = asked(date(2026, 3, 25), disposition=(SHUT,), tip=(row,))
    assert then is not None
    assert then.lookback is not None
    assert then.lookback.sign is not None


def test_a_refusal_at_a_shut_site_is_a_sign() -> None:
    """Somebody was there."""
    found = asked(
        date(2026, 3, 25), disposition=(SHUT,), visits=(look(date(2026, 3, 20), "refused"),)
    )
    assert found is not None
    assert found.lookback is not None
    assert found.lookback.due == date(2026, 3, 27)


def test_a_find_at_a_shut_site_is_a_relapse() -> None:
    """Found on the 20th; a find before the shutting is none."""
    visits = (look(date(2026, 3, 5), "illegal"), look(date(2026, 3, 20), "finding"))
    found = asked(date(2026, 3, 25), disposition=(SHUT,), visits=visits)
    assert found is not None
    assert found.relapsed == date(2026, 3, 20)
    assert asked(date(2026, 3, 20), disposition=(SHUT,), visits=visits) != found


def test_a_ledger_that_says_it_works_again_tells_of_a_relapse() -> None:
    """No day is known but that it was known the day before."""
    found = asked(date(2026, 3, 25), disposition=(SHUT,), places=({"status": "operating"},))
    quiet = asked(date(2026, 3, 25), disposition=(SHUT,), places=({"status": "shut"},))
    assert found is not None
    assert quiet is not None
    assert (found.relapsed, quiet.relapsed) == (date(2026, 3, 24), None)


def test_another_disposition_carried_out_closes_the_case() -> None:
    """Shut, found working, shut once more: the second shutting counts alone."""
    again = SHUT | {"day": date(2026, 4, 1), "finished": date(2026, 4, 5)}
    found = asked(
        date(2026, 4, 8),
        disposition=(SHUT, again),
        visits=(look(date(2026, 3, 20), "illegal"),),
        places=({"status": "shut"},),
    )
    assert found is not None
    assert found.relapsed is None
    assert found.lookback is not None
    assert found.lookback.due == date(2026, 4, 12)
