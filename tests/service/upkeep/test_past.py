"""The history of a site: asked for by name, and which rows of which files told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.places.naming import candidates
from service.pipeline.upkeep.past import read_past
from service.printing.summary import summary
from service.results.past import NamedSite
from tests.data.ledger.office import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

HEADER = "企业名称,所在村,经度,纬度,坐标系,经营状态,统一社会信用代码"
CODE = "91320412MA1ABCDE2X"
MILL = f"永盛木材厂,刘湾村,115.001,35.5,GPS,在产,{CODE}"
OTHERS = ("顺达粮油店,前杨村,115.02,35.5,GPS,停产,", "顺达粮油店,西村,115.04,35.5,GPS,在产,")


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Store:
    """Give a store of three sites, two of one name; the first was renamed by a second file."""
    import_ledgers(store, [write_text(tmp_path / "z-first.csv", HEADER, MILL, *OTHERS)])
    renamed = MILL.replace("永盛木材厂", "永盛木材加工有限公司").replace("在产", "停产")
    import_ledgers(store, [write_text(tmp_path / "a-second.csv", HEADER, renamed)])
    return store


@pytest.mark.parametrize(
    "asked", ["S00001", "永盛木材加工有限公司", "永盛木材加工 公司", "永盛木材厂", "木材加工"]
)
def test_a_site_is_found_by_id_name_former_name_or_a_piece(town: Store, asked: str) -> None:
    """An inspector knows the sign above the gate, not the number."""
    past = read_past(town, asked, limit=9)
    assert (past.row_id, past.hits) == ("S00001", ())
    assert [change.before["status"] for event in past.events for change in event.changes] == [
        "operating"
    ]


def test_several_sites_of_a_name_are_listed(town: Store) -> None:
    """With what tells them apart; nothing else is told until one is named."""
    past = read_past(town, "顺达粮油店", limit=9)
    assert past.events == past.origins == ()
    assert summary(past, "zh") == [
        "“顺达粮油店”可能是 2 个点位中的一个，请用编号再查：",
        "  S00002 顺达粮油店（前杨村，停产）",
        "  S00003 顺达粮油店（西村，在产）",
    ]
    assert summary(past, "en")[0] == "'顺达粮油店' may be any of 2 sites; ask again by id:"


def test_a_name_that_no_site_bears_is_an_error(town: Store) -> None:
    """Nor is a single sign looked for inside names."""
    for asked in ("宏达家具厂", "厂"):
        with pytest.raises(NotFoundError, match="and no site's name has it in it"):
            read_past(town, asked, limit=9)


def test_the_rows_that_told_of_a_site_are_listed_in_the_order_they_came(town: Store) -> None:
    """File and row, whatever the files are called, with what was made of them."""
    lines = summary(read_past(town, "S00001", limit=9), "zh")
    told = lines[lines.index("来自这些文件的行：") + 1 :]
    assert told[0] == "  z-first.csv / 2 接收"
    assert told[1].startswith("  a-second.csv / 2 接收：")
    assert "名称由“永盛木材厂”" in told[1]


def test_a_site_that_never_changed_still_tells_where_it_came_from(town: Store) -> None:
    """Which is all there is to tell."""
    assert summary(read_past(town, "S00003", limit=9), "en") == [
        "S00003 was not changed since it was stored.",
        "Rows of files that told of it:",
        "  z-first.csv / 4 accepted",
    ]


def test_only_the_newest_rows_of_files_are_listed(town: Store) -> None:
    """And the user is told that there are more."""
    past = read_past(town, "S00001", limit=1)
    assert [one.file for one in past.origins] == ["a-second.csv"]
    assert "  1 earlier; --limit shows more." in summary(past, "en")


def test_a_name_that_several_have_is_told_with_their_villages() -> None:
    """Ids alone tell nobody which is meant; of many, the first eight stand for all."""
    two = [
        NamedSite(site_id="S1", name="甲厂", village="东村", status="idle"),
        NamedSite(site_id="S2", name="甲厂", village="", status=None),
    ]
    assert candidates(two, "en") == "S1 甲厂 (东村, idle), S2 甲厂"
    assert candidates(two * 5, "en").endswith(" and 2 more")
    assert candidates(two * 5, "zh").endswith("，另有 2 个")
