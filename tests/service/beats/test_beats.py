"""`gridpatrol beats` on a real town: even, kept, named, and nearly the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from data.errors import ConfigError
from data.store import open_store
from geo.beats.membership import beat_of_cells
from service.pipeline.beats.division import divide_town
from service.pipeline.cells.cutting import Cut
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.roads.walks import town_walks
from service.printing.summary import summary

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from service.results.beats import BeatsResult


@pytest.fixture(scope="module")
def divided(
    qingzu_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, BeatsResult]:
    """Divide the town once among its four teams."""
    path = tmp_path_factory.mktemp("beats") / "town.gpkg"
    path.write_bytes(qingzu_file.read_bytes())
    with open_store(str(path)) as store:
        return path, divide_town(store, teams=4)


def test_four_beats_are_within_ten_per_cent(divided: tuple[Path, BeatsResult]) -> None:
    """The goal of the town; and each in one piece."""
    _, result = divided
    assert len(result.beats) == 4
    assert result.spread <= 0.10
    assert all(beat.contiguous for beat in result.beats)


def test_every_team_has_one_beat(divided: tuple[Path, BeatsResult]) -> None:
    """As many beats as teams: each is named once, and so is a keeper."""
    path, result = divided
    with open_store(str(path)) as store:
        teams = store.read("team")["name"]
    assert sorted(beat.team for beat in result.beats) == sorted(teams)
    assert all(beat.keeper and beat.name for beat in result.beats)


def test_sites_and_cells_are_counted_once(divided: tuple[Path, BeatsResult]) -> None:
    """Sums of the beats are those of the town."""
    _, result = divided
    assert sum(beat.sites for beat in result.beats) == result.sites
    assert sum(beat.cells for beat in result.beats) == result.cells


def test_beats_are_kept_and_fill_the_town(divided: tuple[Path, BeatsResult]) -> None:
    """The stored outlines do not overlap, and every stored cell has the beat it lies in."""
    path, _ = divided
    with open_store(str(path)) as store:
        beats, cells = store.read("beat"), store.read("cell")
    shapes = beats["geometry"].to_numpy()
    whole = shapely.union_all(shapes)
    assert whole.area == pytest.approx(shapely.area(shapes).sum(), rel=1e-3)
    assert cells["beat_id"].notna().all()
    assert (beat_of_cells(beats, cells) == cells["beat_id"]).mean() > 0.99


def test_the_same_town_again_moves_nothing(divided: tuple[Path, BeatsResult]) -> None:
    """People keep their streets, and teams their beats."""
    path, first = divided
    with open_store(str(path)) as store:
        again = divide_town(store, teams=4)
    assert again.again
    assert again.moved_cells == 0
    assert [beat.team for beat in again.beats] == [beat.team for beat in first.beats]


def test_beats_survive_a_new_cut(divided: tuple[Path, BeatsResult], tmp_path: Path) -> None:
    """Other squares lie in the beats that were there; the same squares again keep theirs."""
    path = tmp_path / "town.gpkg"
    path.write_bytes(divided[0].read_bytes())
    with open_store(str(path)) as store:
        before = store.read("cell")["beat_id"]
        map_hotspots(store, cut=Cut())
        same = store.read("cell")["beat_id"]
        map_hotspots(store, cut=Cut(size_m=800))
        other = store.read("cell")
        beats = store.read("beat")
    assert same.to_dict() == before.to_dict()
    assert not set(other.index) & set(before.index)
    land = beats["geometry"][other["beat_id"]].to_numpy()
    shared = shapely.intersection(other["geometry"].to_numpy(), land)
    assert (shapely.area(shared) > 0).all()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_prints_a_line_for_each_beat(divided: tuple[Path, BeatsResult], lang: str) -> None:
    """Spread, contiguity, compactness, changes, then the beats."""
    _, result = divided
    lines = summary(result, lang)  # type: ignore[arg-type]  # both are languages
    assert sum(line.startswith("  B") for line in lines) == 4
    assert f"{result.spread:.1%}" in lines[1]


def test_refuses_no_team_and_capacities_of_others(qingzu: Store) -> None:
    """One clear line, and nothing stored."""
    with pytest.raises(ConfigError, match="Expected --teams >= 1, got 0"):
        divide_town(qingzu, teams=0)
    with pytest.raises(ConfigError, match="Expected 3 capacities for 3 beats, got 2"):
        divide_town(qingzu, teams=3, capacities=[1.0, 2.0])
    with pytest.raises(ConfigError, match="Expected at most as many beats as cells"):
        divide_town(qingzu, teams=5000)
    assert qingzu.read("beat").empty


def test_walks_of_a_town_follow_its_roads(qingzu: Store) -> None:
    """No walk is shorter than the straight line between two sites of one road."""
    sites = qingzu.read("site")
    spot = sites[["lon_deg", "lat_deg"]].to_numpy()[:1]
    walk = town_walks(qingzu)
    assert walk is not None
    assert walk(spot, spot).tolist() == [0.0]


def test_cells_that_are_no_squares_are_those_stored(qingzu: Store) -> None:
    """Villages, hexagons and grids of the office; a site in none of them counts in the nearest."""
    cells = qingzu.read("cell")
    with qingzu.writing() as unit:
        unit.clear("cell")
        unit.append("cell", cells.iloc[1:])
        unit.set("cell_kind", "areas")
    result = divide_town(qingzu, teams=3)
    assert result.cells == len(cells) - 1
    assert result.outside == cells["sites"].iloc[0]
    assert sum(beat.sites for beat in result.beats) == result.sites
