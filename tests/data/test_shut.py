"""Which sites were shut down by a day, and which of them were found working again."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.schema import DISPOSITION, as_table
from data.shut import (
    relapse_days,
    shut_cases,
    with_known_relapses,
    with_stated_relapses,
)
from tests.builders import inspections, sites

SHUT = {"site_id": "S00001", "kind": "shut", "day": date(2026, 3, 1), "finished": date(2026, 3, 10)}
FIND = {"site_id": "S00001", "day": date(2026, 3, 20), "result": "illegal"}


def decisions(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a table of dispositions of one site that was shut down on 10 March."""
    filled = [{"disposition_id": f"CZ{n}", **SHUT, **row} for n, row in enumerate(rows, start=1)]
    return as_table(filled, DISPOSITION)


def relapsed(row: dict[str, object], *visits: dict[str, object], as_of: date) -> date | None:
    """Say when one disposition relapsed."""
    day = relapse_days(decisions(row), inspections(*visits), as_of).iloc[0]
    return None if pd.isna(day) else day.date()


def test_the_first_find_after_the_shutting_is_the_relapse() -> None:
    """Neither the find that led to it, nor the second one."""
    before, later = FIND | {"day": date(2026, 3, 9)}, FIND | {"day": date(2026, 4, 2)}
    assert relapsed({}, before, later, FIND, as_of=date(2026, 5, 1)) == date(2026, 3, 20)


def test_a_clean_look_or_another_kind_is_no_relapse() -> None:
    """A site brought up to standard may have findings like any other."""
    assert relapsed({}, FIND | {"result": "clean"}, as_of=date(2026, 5, 1)) is None
    assert relapsed({"kind": "standard"}, FIND, as_of=date(2026, 5, 1)) is None


def test_a_find_on_the_day_is_not_known_yet() -> None:
    """Only what lies strictly before counts."""
    assert relapsed({}, FIND, as_of=date(2026, 3, 20)) is None
    assert relapsed({}, FIND, as_of=date(2026, 3, 21)) == date(2026, 3, 20)


def test_the_earlier_of_visit_and_word_counts() -> None:
    """People entered the 15th, the visit found it on the 20th."""
    said = {"relapsed": date(2026, 3, 15)}
    assert relapsed(said, FIND, as_of=date(2026, 5, 1)) == date(2026, 3, 15)
    assert relapsed({"relapsed": date(2026, 3, 25)}, FIND, as_of=date(2026, 5, 1)) == date(
        2026, 3, 20
    )
    assert relapsed(said, as_of=date(2026, 3, 15)) is None


def test_the_disposition_carried_out_last_is_the_case() -> None:
    """Shut again in April after a relapse: the case of April holds."""
    again = {"day": date(2026, 4, 1), "finished": date(2026, 4, 5)}
    cases = shut_cases(decisions({}, again), inspections(FIND), date(2026, 5, 1))
    assert cases.index.tolist() == ["S00001"]
    assert cases["disposition_id"].tolist() == ["CZ2"]
    assert cases["relapsed"].isna().all()


def test_a_decision_taken_back_or_under_way_is_no_case() -> None:
    """As of the day it was taken back it still stood."""
    gone = decisions({"withdrawn": date(2026, 4, 1)})
    assert len(shut_cases(gone, inspections(), date(2026, 4, 1))) == 1
    assert len(shut_cases(gone, inspections(), date(2026, 4, 2))) == 0
    assert len(shut_cases(decisions({"finished": None}), inspections(), date(2026, 5, 1))) == 0


def test_what_visits_found_is_entered_and_other_kinds_keep_their_word() -> None:
    """The shut site was found at it on 20 March; the upgraded one has what people wrote."""
    upgraded = {"kind": "upgrade", "relapsed": date(2026, 4, 2)}
    told = with_known_relapses(decisions({}, upgraded), inspections(FIND), date(2026, 5, 1))
    assert [day.date() for day in told["relapsed"]] == [date(2026, 3, 20), date(2026, 4, 2)]


def test_a_ledger_that_says_it_works_again_is_a_relapse_of_the_day_before() -> None:
    """It is shut on the 10th; nobody wrote when the state changed."""
    day = date(2026, 5, 1)
    for status, known in (("operating", True), ("partly", True), ("shut", False)):
        told = with_stated_relapses(decisions({}), sites({"status": status}), day)
        cases = shut_cases(told, inspections(), day)
        assert cases["relapsed"].notna().tolist() == [known]
