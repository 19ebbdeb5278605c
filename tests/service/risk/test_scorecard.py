"""Scoring with further columns of a ledger and with an office's own card."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest
from shapely import Point

from data.errors import ConfigError
from data.schema import AREA, FINDING, INSPECTION, POWER_READING, as_table
from data.store import open_store
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.risk.scores import read_card, score_town
from service.printing.summary import summary
from tests.data.ledger.office import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

DAY = date(2026, 11, 23)
HEAD = "企业名称,所在村,经度,纬度,坐标系,行业类别,经营状态,储存量(吨),L,E,C"
ROWS = (
    "东升冷库,前杨村,115.001,35.5,GPS,冷库,在产,液氨12,,,",
    "永盛铸造厂,前杨村,115.002,35.5,GPS,铸造,在产,,6,6,15",
    "旧面粉厂,前杨村,115.003,35.5,GPS,,停产,,,,",
)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Give a store of three sites whose ledger has columns of its own."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as made:
        import_ledgers(made, [write_text(tmp_path / "sites.csv", HEAD, *ROWS)])
        yield made


def reasons(store: Store, site_id: str) -> dict[str, str]:
    """Give code and Chinese sentence of a site's reasons."""
    listed = orjson.loads(store.read("score").loc[site_id, "reasons"])
    return {one["code"]: one["zh"] for one in listed}


def test_columns_of_the_ledger_count(town: Store) -> None:
    """Twelve tonnes of ammonia are a major hazard source; the office's LEC speaks for itself."""
    score_town(town, as_of=DAY)
    assert town.read("score").loc["S00001", "grade"] == "red"
    assert reasons(town, "S00001")["major_hazard"].startswith("危险化学品达到临界量（液氨12")
    assert reasons(town, "S00002")["industry"] == "按办公室的LEC评价，D=6×6×15=540，极其危险"


def test_areas_and_meters_of_the_office_count(town: Store) -> None:
    """No map was loaded: the school is from an office's list, the reading from a meter."""
    school = {"area_id": "A1", "kind": "school", "geometry": Point(115.003, 35.5)}
    reading = {"meter": "1", "month": "2026-10", "kwh": 900.0, "site_id": "S00003"}
    with town.writing() as unit:
        unit.append("area", as_table([school], AREA))
        unit.append(
            "power_reading", as_table([{"power_reading_id": "P1", **reading}], POWER_READING)
        )
    score_town(town, as_of=DAY)
    said = reasons(town, "S00003")
    assert said["homes"] == "距住宅、学校或医院约0米"
    assert said["power"] == "名义上停用，2026-10仍用电900度"


@pytest.mark.parametrize(("day", "late"), [(date(2026, 11, 23), True), (date(2026, 11, 10), False)])
def test_a_past_day_does_not_know_what_was_called_late_since(
    town: Store,
    day: date,
    late: bool,  # noqa: FBT001
) -> None:
    """Without a due day only today's ledger says that it is late; a visit of the 12th is later."""
    finding = {"finding_id": "F1", "site_id": "S00001", "found": "2026-11-01", "state": "overdue"}
    visit = {"inspection_id": "J1", "site_id": "S00002", "day": "2026-11-12", "result": "clean"}
    with town.writing() as unit:
        unit.append("finding", as_table([{**finding, "level": "ordinary"}], FINDING))
        unit.append("inspection", as_table([visit], INSPECTION))
    score_town(town, as_of=day)
    said = reasons(town, "S00001")["rectification"]
    assert ("其中1项逾期" in said) is late


def test_scores_of_an_offices_own_card_say_so(town: Store, tmp_path: Path) -> None:
    """Its name is not that of the shipped card, and the ratio of its comparisons is told."""
    file = tmp_path / "card.toml"
    file.write_text("[pairs.knowledge]\ndata_age = { ledger_grade = 5 }\n", encoding="utf-8")
    result = score_town(town, as_of=DAY, card=read_card(file))
    assert result.model.startswith("card-2+")
    assert set(town.read("score")["model"]) == {result.model}
    assert result.consistency["knowledge"] == 0.0
    assert "knowledge 0.00" in "\n".join(summary(result, "zh"))


def test_the_shipped_card_has_no_ratio_to_tell(town: Store) -> None:
    """Its points are written down; how many sites stand firm is told for every card."""
    result = score_town(town, as_of=DAY)
    assert result.consistency == {}
    assert result.firm_share is not None
    assert any("500" in line for line in summary(result, "en"))


CIRCLE = """
[pairs.knowledge]
data_age = { ledger_grade = 9 }
ledger_grade = { luck = 9 }
luck = { data_age = 9 }
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CIRCLE, r"pairs\.knowledge has .*use --force"),
        ("[points]\nidle = 6\n", "Expected points that sum to 100, got 101"),
        ("[pionts]\nidle = 6\n", "in the scorecard, got pionts"),
        ("points = 3\n", "Expected a scorecard like the shipped one"),
        ("pairs = 3\n", "Expected a scorecard like the shipped one"),
        ("industry = 3\n", "Expected a scorecard like the shipped one"),
        ("[points\n", "card.toml is not valid TOML"),
    ],
)
def test_a_broken_card_is_refused_before_anything_is_scored(
    tmp_path: Path, text: str, message: str
) -> None:
    """One line that says where; nothing is opened."""
    file = tmp_path / "card.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        read_card(file)


def test_points_of_a_factor_nobody_knows_are_refused(town: Store, tmp_path: Path) -> None:
    """Forced or not: points for luck would be lost."""
    file = tmp_path / "card.toml"
    file.write_text(CIRCLE, encoding="utf-8")
    card = read_card(file, force=True)
    with pytest.raises(ConfigError, match=r"differing: \['luck'\]"):
        score_town(town, as_of=DAY, card=card)
    assert town.read("score").empty
