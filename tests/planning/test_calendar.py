"""Who works when: weekdays, holidays, make-up days, absences, nights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from data.schema import SHIFT, TEAM, as_table
from planning.calendar import absences, is_workday, knows_holidays, week_shifts
from planning.problem import Break
from planning.rules import default_rules, parse_rules

if TYPE_CHECKING:
    import pandas as pd

MONDAY = date(2026, 11, 23)
NATIONAL_DAY = date(2026, 10, 1)


def teams(**what: object) -> pd.DataFrame:
    """Build one team at home in V1."""
    base = {"name": "一队", "card_holders": 2, "home_village": "V1", "lon_deg": 115, "lat_deg": 35}
    return as_table([{"team_id": "T1", **base, **what}], TEAM)


def shifts(**what: object) -> pd.DataFrame:
    """Build one day shift, 8:30-17:30 with 12:00-13:30 off."""
    day = {"kind": "day", "start_s": 30_600, "end_s": 63_000}
    rest = {"break_start_s": 43_200, "break_end_s": 48_600}
    return as_table([{"shift_id": "D", "team_id": "T1", **day, **rest, **what}], SHIFT)


def held(monday: date = MONDAY, **what: object) -> list[int]:
    """List the weekdays on which the shift is held."""
    listed = week_shifts(teams(), shifts(**what), monday=monday, rules=default_rules())
    return [shift.day.weekday() for shift in listed]


def test_a_plain_week_has_five_days() -> None:
    """Monday to Friday."""
    assert held() == [0, 1, 2, 3, 4]


def test_times_count_from_monday() -> None:
    """Tuesday 8:30 is a day and 30,600 s; the hours off are the break."""
    tuesday = week_shifts(teams(), shifts(), monday=MONDAY, rules=default_rules())[1]
    assert tuesday.start_s == 86_400 + 30_600
    assert tuesday.rest == Break(86_400 + 43_200, 86_400 + 43_200, 5400)


def test_a_tenth_of_the_work_is_kept_free_at_the_end() -> None:
    """Nine hours less 90 minutes of lunch are 450 minutes of work: back 45 minutes before 17:30."""
    assert week_shifts(teams(), shifts(), monday=MONDAY, rules=default_rules())[0].back_s == 60_300


def test_the_time_kept_free_does_not_eat_the_break() -> None:
    """8:30-14:00 with lunch until 13:55: back when it is over, five minutes before the end."""
    table = shifts(end_s=50_400, break_end_s=50_100)
    assert week_shifts(teams(), table, monday=MONDAY, rules=default_rules())[0].back_s == 50_100


def test_a_short_lunch_moves_within_its_hours() -> None:
    """60 minutes within 12:00-13:30 begin by 12:30."""
    rules = parse_rules({"lunch": {"minutes": 60}})
    rest = week_shifts(teams(), shifts(), monday=MONDAY, rules=rules)[0].rest
    assert rest == Break(43_200, 45_000, 3600)


def test_holidays_have_no_shift() -> None:
    """1-7 October 2026 are off: the week of 28 September has three days."""
    assert held(date(2026, 9, 28)) == [0, 1, 2]


def test_a_make_up_day_is_worked() -> None:
    """Saturday 10 October 2026 is worked in exchange; the 5th to 7th are off."""
    assert held(date(2026, 10, 5)) == [3, 4, 5]


def test_a_night_shift_is_held_on_its_weekday() -> None:
    """Only Tuesday."""
    assert held(kind="night", weekday=1) == [1]


def test_absences_can_be_told() -> None:
    """They outlive the week they were written for, so that the planner must see them."""
    assert absences(teams(absent_days="[4, 1]")) == {"T1": (1, 4)}
    assert absences(teams()) == {}


def test_absent_days_are_left_out() -> None:
    """Away on Fridays by the list, and on Monday by request."""
    listed = week_shifts(
        teams(absent_days="[4]"),
        shifts(),
        monday=MONDAY,
        rules=default_rules(),
        absent={"T1": {MONDAY}},
    )
    assert [shift.day.weekday() for shift in listed] == [1, 2, 3]


def test_the_home_rule_can_be_switched_off() -> None:
    """A town of one village could not work otherwise."""
    rules = parse_rules({"team": {"cross_village": False}})
    assert week_shifts(teams(), shifts(), monday=MONDAY, rules=rules)[0].home_village is None


def test_a_week_without_work_is_refused() -> None:
    """Spring Festival 2026: Monday 16 to Sunday 22 February are all off."""
    with pytest.raises(ConfigError, match="Nobody works in week 2026-W08"):
        held(date(2026, 2, 16))


def test_no_team_is_refused() -> None:
    """One clear line that says what to do."""
    with pytest.raises(ConfigError, match="import the list of teams"):
        week_shifts(as_table([], TEAM), shifts(), monday=MONDAY, rules=default_rules())


def test_a_shift_of_nobody_is_refused() -> None:
    """A misspelt team would silently not work."""
    with pytest.raises(ConfigError, match="unknown team 'T9'"):
        held(team_id="T9")


def test_a_break_outside_the_shift_is_refused() -> None:
    """Lunch at six in the morning is a slip of the pen."""
    with pytest.raises(ConfigError, match="the break does not lie within the shift"):
        held(break_start_s=21_600, break_end_s=25_200)


def test_weekends_and_holidays() -> None:
    """A plain Saturday, National Day, a Monday."""
    assert [is_workday(day) for day in (date(2026, 11, 28), NATIONAL_DAY, MONDAY)] == [
        False,
        False,
        True,
    ]


def test_an_unknown_year_is_told() -> None:
    """The list ends with 2026; the caller must be able to say so."""
    assert knows_holidays(MONDAY)
    assert not knows_holidays(date(2027, 3, 1))


def test_an_office_adds_the_holidays_of_a_year() -> None:
    """1 January 2027 off, Sunday the 3rd made up: the year is known then."""
    table = {"holidays": [["2027-01-01", "2027-01-02"]], "workdays": ["2027-01-03"]}
    own = parse_rules({"calendar": table}).calendar
    days = [date(2027, 1, day) for day in (1, 2, 3, 4)]
    assert [is_workday(day, own) for day in days] == [False, False, True, True]
    assert knows_holidays(date(2027, 3, 1), own)


def test_the_offices_word_comes_before_the_programs() -> None:
    """It works on National Day."""
    own = parse_rules({"calendar": {"workdays": [NATIONAL_DAY.isoformat()]}}).calendar
    assert is_workday(NATIONAL_DAY, own)
    assert not is_workday(NATIONAL_DAY)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_years_that_the_program_knows_have_248_workdays(year: int) -> None:
    """
    By hand from the notices: 261 weekdays each.

    2025: 18 of them off (1, 6, 1, 3, 1, 6), 5 made up; 2026: 19 (2, 6, 1, 3, 1, 1, 5), 6 made up.
    """
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(is_workday(day) for day in days) == 248
