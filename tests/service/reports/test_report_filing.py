"""Tests of reports written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, InputError
from service.commands.reporting import FORMATS as OFFERED
from service.pipeline.reports.filing import file_report, wanted_formats
from service.printing.summary import summary
from tests.reported import small_report

if TYPE_CHECKING:
    from pathlib import Path


def test_all_formats_are_written_into_a_new_folder(tmp_path: Path) -> None:
    """The folder is made; the result names the files and what a leader reads."""
    result = file_report(
        small_report(), tmp_path / "new", wanted_formats(OFFERED), lang="zh", force=False
    )
    assert sorted(one.name for one in (tmp_path / "new").iterdir()) == [
        "2026-11.docx",
        "2026-11.html",
        "2026-11.xlsx",
    ]
    assert summary(result, "en")[:2] == [
        "Report of the month: November 2026",
        "  青山五金厂",
    ]
    assert summary(result, "zh")[-1].endswith("2026-11.docx")


def test_a_file_that_somebody_wrote_into_stays(tmp_path: Path) -> None:
    """Without --force none of the files is written, the free ones neither."""
    (tmp_path / "2026-11.docx").write_text("ours", encoding="utf-8")
    with pytest.raises(InputError, match="--force"):
        file_report(small_report(), tmp_path, ("html", "docx"), lang="zh", force=False)
    assert [one.name for one in tmp_path.iterdir()] == ["2026-11.docx"]
    assert (tmp_path / "2026-11.docx").read_text(encoding="utf-8") == "ours"


def test_a_report_that_breaks_off_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was whole when the document broke off; alone it would look like the report."""

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("service.pipeline.reports.filing.write_report_document", broken)
    with pytest.raises(KeyboardInterrupt):
        file_report(small_report(), tmp_path, ("html", "docx"), lang="zh", force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["pdf", "", "html,doc", ","])
def test_an_unknown_format_is_refused(text: str) -> None:
    """One clear line with what there is."""
    with pytest.raises(ConfigError, match="html, xlsx, docx") as raised:
        wanted_formats(text)
    assert "--format" in raised.value.zh
