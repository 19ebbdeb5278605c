"""How likely a site of a village lies at a place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.testing import assert_allclose

from data.ledger.nearness import Spread, Villages

NONE = np.empty(0, dtype=object)
TOWN_M2 = 1e8


def unmapped(_: str) -> np.ndarray:
    """Know no village."""
    return NONE


def villages(
    xy: list[tuple[float, float]], names: list[str], mapped: object = unmapped
) -> Villages:
    """Build the known sites of a small town."""
    return Villages(np.array(xy).reshape(-1, 2), names, mapped=mapped, town_m2=TOWN_M2)  # type: ignore[arg-type]


def test_density_matches_hand_arithmetic() -> None:
    """On top of one site: (1 / (2 pi 100^2) + 0.5 / 1e8) / (1 + 0.5)."""
    spread = Spread(site_m=100.0, stray=0.5)
    found = villages([(0, 0)], ["a"]).log_density(np.zeros((1, 2)), ["a"], spread)
    expected = (1 / (2 * np.pi * 100**2) + 0.5 / TOWN_M2) / 1.5
    assert_allclose(np.exp(found), [expected])


def test_an_unknown_village_tells_nothing() -> None:
    """One over the town, here and 5 km away alike."""
    places = np.array([[0.0, 0.0], [5000.0, 0.0]])
    found = villages([(0, 0)], ["a"]).log_density(places, ["b", ""], Spread())
    assert_allclose(np.exp(found), 1 / TOWN_M2)


def test_a_site_does_not_vouch_for_itself() -> None:
    """Left out, a lone site leaves only the chance to lie anywhere."""
    alone = villages([(0, 0)], ["a"])
    own = np.array([0])
    found = alone.log_density(np.zeros((1, 2)), ["a"], Spread(), own=own)
    assert_allclose(np.exp(found), [1 / TOWN_M2])


@pytest.mark.parametrize("shape", [shapely.Point(0, 0), shapely.box(-400, -300, 400, 300)])
@pytest.mark.parametrize("width_m", [120.0, 480.0])
def test_density_around_a_mapped_village_sums_to_one(
    shape: shapely.Geometry, width_m: float
) -> None:
    """Summed over squares of 50 m up to 20 widths away; the tail beyond holds a few per mille."""
    mapped = np.array([shape], dtype=object)
    reach = 400 + 20 * width_m
    steps = np.arange(-reach, reach, 50.0)
    grid = np.array(np.meshgrid(steps, steps)).reshape(2, -1).T
    spread = Spread(point_m=width_m, point_weight=1e12)
    town = villages([], [], mapped=lambda _: mapped)
    total = np.exp(town.log_density(grid, ["a"] * len(grid), spread)).sum() * 50.0**2
    assert total == pytest.approx(1.0, abs=0.02)


def test_tight_villages_are_learned_as_tight() -> None:
    """Yards 60 m apart against yards 1 km apart."""
    rng = np.random.default_rng(3)
    names = [f"v{i % 20}" for i in range(200)]
    centres = rng.uniform(-8000, 8000, (20, 2))[np.arange(200) % 20]
    tight = Villages(centres + rng.normal(0, 40, (200, 2)), names, mapped=unmapped, town_m2=3e8)
    wide = Villages(centres + rng.normal(0, 700, (200, 2)), names, mapped=unmapped, town_m2=3e8)
    assert tight.learn().site_m <= 120
    assert wide.learn().site_m >= 480


def test_no_site_leaves_the_usual_spread() -> None:
    """Nothing to learn from is no error."""
    assert villages([], []).learn() == Spread()


def test_nearest_of_the_village_only() -> None:
    """A site of another village 10 m away does not count; one's own is 3-4-5 away."""
    town = villages([(300, 400), (10, 0)], ["a", "b"])
    assert town.nearest_m(np.zeros(2), "a") == pytest.approx(500.0)
    assert town.nearest_m(np.zeros(2), "c") == np.inf
