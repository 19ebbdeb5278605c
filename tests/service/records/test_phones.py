"""Which phone's word counts does not depend on the order, number or halves of the files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from data.ledger.pagefiles import PageRecord
from data.ledger.pagesaid import SaidVisit
from service.pipeline.records.phones import Word, decided, heard, record_key, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def said(device: str, minute: int, result: str | None = "clean", note: str = "") -> PageRecord:
    """Say something of the one stop there is."""
    return PageRecord(
        file="x.json",
        plan="P1",
        stop="S00001",
        device=device,
        team="T1",
        day=date(2026, 11, 24),
        edited_at=NOON + timedelta(minutes=minute),
        exported=None,
        said=SaidVisit(
            result=result,
            skip="",
            note=note,
            photos=None,
            arrived_at=None,
            done_at=None,
            findings=(),
            rechecked=(),
        ),
    )


def words(*records: PageRecord) -> list[Word]:
    """Take records as the last words of their phones."""
    return list(heard({}, records).values())


records = st.builds(
    said,
    st.sampled_from(["p1", "p2", ""]),
    st.integers(0, 3),
    st.sampled_from(["clean", "closed", None]),
    st.sampled_from(["", "甲"]),
)
files = st.lists(st.lists(records, max_size=4), max_size=4)


def brought(sent: Sequence[Sequence[PageRecord]]) -> dict[str, Word]:
    """Bring files one after the other."""
    return reduce(lambda known, file: {**known, **heard(known, file)}, sent, {})


@given(sent=files, shuffle=st.randoms(use_true_random=False))
def test_files_doubled_split_and_in_any_order_leave_the_same(
    sent: list[list[PageRecord]], shuffle: object
) -> None:
    """Once together, or in pieces, twice and out of order: the same words, the same outcome."""
    whole = [record for file in sent for record in file]
    pieces = [[record] for record in (*whole, *whole)]
    shuffle.shuffle(pieces)  # type: ignore[attr-defined]  # a random.Random of hypothesis
    one, other = brought([whole]), brought(pieces)
    assert one == other
    assert settle([one[key] for key in sorted(one)]) == settle(
        [other[key] for key in sorted(other)]
    )


@given(sent=files)
def test_every_word_stands_somewhere_and_at_most_one_counts(sent: list[list[PageRecord]]) -> None:
    """Nothing a phone said is dropped in silence."""
    known = brought(sent)
    settled = settle(list(known.values()))
    assert set(settled.standings) == set(known)
    assert list(settled.standings.values()).count("taken") == (settled.taken is not None)


def test_the_later_of_two_phones_that_differ_counts_until_somebody_decides() -> None:
    """Then the other is set aside, and comes back only with something new."""
    both = words(said("p1", 0), said("p2", 5, "closed"))
    settled = settle(both)
    assert settled.taken == said("p2", 5, "closed")
    assert settled.rivals == (said("p1", 0),)
    chosen = settle(decided(both, record_key(said("p1", 0))))
    assert (chosen.taken, chosen.rivals) == (said("p1", 0), ())
    assert chosen.standings == {"P1:S00001:p1": "taken", "P1:S00001:p2": "refused"}


def test_a_phone_takes_back_its_own_word_alone() -> None:
    """The colleague was there all the same."""
    settled = settle(words(said("p1", 0), said("p2", 5, None)))
    assert settled.taken == said("p1", 0)
    assert settled.standings["P1:S00001:p2"] == "withdrawn"


def test_a_table_contradicts_nobody_since_it_names_no_phone() -> None:
    """It may be the same phone's, an hour older."""
    settled = settle(words(said("", 0, "closed"), said("p1", 60)))
    assert (settled.taken, settled.rivals) == (said("p1", 60), ())
    assert settled.standings["P1:S00001:"] == "outranked"
