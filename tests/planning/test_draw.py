"""The random share is drawn evenly from beats and from ages, with the chances it says."""

from __future__ import annotations

from collections import Counter

import pytest

from planning.ground import Ground
from tests.planning.town import ago, demand

MANY = tuple({"village": f"V{n % 2}"} for n in range(40))
SHARE = {"random": {"share": 0.2, "double_types": []}, "frequency": {"village_weekly": False}}


def test_each_beat_gets_its_share_of_the_draw() -> None:
    """Forty sites alike, 30 in beat A and 10 in B: whatever the seed, A has 3/4 to within one."""
    beat_of = {f"S{n:05d}": "A" if n <= 30 else "B" for n in range(1, 41)}
    for seed in range(6):
        asked = demand(MANY, rules=SHARE, seed=seed, ground=Ground(beat_of=beat_of))
        count = Counter(beat_of[site] for site in asked.drawn)
        assert abs(count["A"] - 0.75 * len(asked.drawn)) < 1


def test_without_beats_each_village_gets_its_share() -> None:
    """Two villages of twenty sites: the draw is halved, to within one."""
    asked = demand(MANY, rules=SHARE, seed=3)
    odd = sum(int(site[1:]) % 2 for site in asked.drawn)
    assert abs(odd - len(asked.drawn) / 2) < 1


def test_each_age_gets_its_share_within_a_beat() -> None:
    """Half of a village was seen 10 weeks ago, half 20: chances are 1 to 4, and so are draws."""
    sites = tuple({"village": "V1"} for _ in range(40))
    visits = tuple(
        {"site_id": f"S{n:05d}", "day": ago(70 if n <= 20 else 140)} for n in range(1, 41)
    )
    for seed in range(4):
        asked = demand(sites, visits=visits, rules=SHARE, seed=seed)
        young = sum(int(site[1:]) <= 20 for site in asked.drawn)
        assert sum(asked.draw.values()) == pytest.approx(len(asked.drawn))
        assert abs(young - 0.2 * len(asked.drawn)) < 1


@pytest.mark.parametrize(("promised", "drawn_at_night"), [(0, 4), (4, 1)])
def test_no_more_is_drawn_at_night_than_the_night_holds(promised: int, drawn_at_night: int) -> None:
    """
    Thirty of forty sites work at night, all unseen as long: of eight draws they would have six.

    The night has 4 h less a tenth in reserve, 12,960 s. A visit takes 45 min there and 4.5 min of
    driving, longer by the root of 40/30: 3,012 s, so that it holds 4, and none beside 4 promised
    ones. One is drawn even so: the chance of each must be known. The day has the other draws.
    """
    sites = tuple({"village": "V1", "hours": "night" if n < 30 else "day"} for n in range(40))
    for seed in range(4):
        asked = demand(sites, grades=("red",) * promised, rules=SHARE, seed=seed, night=True)
        dark = [site for site in asked.drawn if int(site[1:]) <= 30]
        assert (len(dark), len(asked.drawn)) == (drawn_at_night, 8)
        assert sum(asked.draw.values()) == pytest.approx(8)
