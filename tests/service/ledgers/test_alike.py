"""One answer for the rows of a sheet that lack a datum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.pipeline.ledgers.alike import alike_questions, with_alike
from service.pipeline.ledgers.answering import Reply, answer_question
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.ledgers.questions import open_questions
from tests.data.ledger.office import write_text
from tests.service.conftest import on_file

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

HEADER = "企业名称,村,经度,纬度,坐标系,生产状态"
OPEN = ("甲木材厂,刘湾村,115.000,35.5,,在产", "乙木材厂,刘湾村,115.010,35.5,,在产")
NOWHERE = "丙木材厂,刘湾村,,,,在产"


@on_file
def test_a_datum_holds_for_the_sheet_and_for_nothing_else(store: Store, tmp_path: Path) -> None:
    """Two rows ask for their datum, one for its place; another sheet's row asks by itself."""
    import_ledgers(store, [write_text(tmp_path / "a.csv", HEADER, *OPEN, NOWHERE)])
    import_ledgers(
        store, [write_text(tmp_path / "b.csv", HEADER, "丁厂,刘湾村,115.020,35.5,,在产")]
    )
    asked = {one.cells["企业名称"][0]: one for one in open_questions(store)}
    assert [one.key for one in alike_questions(store, asked["甲"])] == [asked["乙"].key]
    assert alike_questions(store, asked["丙"]) == ()
    file = tmp_path / "答复.xlsx"
    answer_question(store, with_alike(store, asked["甲"]), Reply(said="百度"), file=file)
    sites = store.read("site").set_index("name")
    told = {name[0]: stated for name, stated in sites["datum_stated"].items()}
    assert (told["甲"], told["乙"], told.get("丁", False)) == (True, True, False)
    assert {one.cells["企业名称"][0] for one in open_questions(store)} == {"丙", "丁"}
