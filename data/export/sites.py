"""Sites as a list that can be edited and imported again, and as marks on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from data.chances import is_chance
from data.export.building import (
    made_column,
    moved_shapes,
    points,
    position_columns,
    stored_columns,
)
from data.export.table import Column, Mark, Sheet, plain_text
from data.export.titles import SITE_CHANCES, SITES
from data.headers import EXTRA_MARKS
from data.ledger.layout import header_field
from data.schema import SITE
from data.words import DATUMS, GRADES, SITE_HOURS, SITE_KINDS, SITE_STATUS, label

if TYPE_CHECKING:
    import pandas as pd

    from data.words import Labels, Lang

_LABELS: dict[str, Labels] = {
    "kind": SITE_KINDS,
    "status": SITE_STATUS,
    "hours": SITE_HOURS,
    "ledger_grade": GRADES,
}
_ON_MAPS = ("village", "address", "industry", "kind", "status", "risk", "reason")
_UNSCORED = ("未评分", "Without a score")
_ASSUMED = ("推断", "inferred")
_STATED = ("注明", "stated")


def site_sheet(sites: pd.DataFrame, scores: pd.DataFrame, *, datum: str, lang: Lang) -> Sheet:
    """
    List sites with their scores.

    Parameters
    ----------
    sites, scores
        By schemas ``SITE`` and ``SCORE``; sites without a score have none.
    datum
        Datum of the columns of longitude and latitude; the shapes stay WGS-84.
    lang
        Language of sentences; headers have both.

    Returns
    -------
    sheet
        One row per site. Every column of a ledger that we have no field for is a column again,
        under its own header, or with a mark before it where that header would be read as ours.
    """
    columns = stored_columns(sites, SITE, SITES, labels=_LABELS)
    source = columns.pop()
    return Sheet(
        name="sites",
        zh="点位",
        en="Sites",
        columns=(
            *columns,
            *position_columns(sites["lon_deg"], sites["lat_deg"], SITES, datum=datum),
            *_score_columns(scores.reindex(sites.index), lang),
            made_column("position", SITES, "text", _positions(sites, lang)),
            source,
            *_extra_columns(sites, lang),
        ),
        shapes=points(sites["lon_deg"], sites["lat_deg"]),
    )


def _score_columns(scores: pd.DataFrame, lang: Lang) -> list[Column]:
    titles = SITE_CHANCES if scores["model"].dropna().map(is_chance).any() else SITES
    grades = [None if value != value else value for value in scores["grade"]]  # noqa: PLR0124 - nan
    risks = [None if value != value else round(value, 4) for value in scores["risk"].tolist()]  # noqa: PLR0124
    return [
        made_column("grade", SITES, "text", grades, GRADES),
        made_column("risk", titles, "number", risks),
        made_column(
            "reason", SITES, "text", [_strongest(text, lang) for text in scores["reasons"]]
        ),
    ]


def _strongest(reasons: object, lang: Lang) -> str | None:
    listed = orjson.loads(reasons) if isinstance(reasons, str) else []
    return plain_text(listed[0][lang]) if listed else None


def _positions(sites: pd.DataFrame, lang: Lang) -> list[str | None]:
    """Say in which datum each position came, and whether that was stated or inferred."""
    side = 0 if lang == "zh" else 1
    return [
        None
        if not isinstance(datum, str)
        else f"{label(DATUMS, datum, lang)} {(_STATED if stated is True else _ASSUMED)[side]}"
        for datum, stated in zip(
            sites["datum"], sites["datum_stated"].astype(object).tolist(), strict=True
        )
    ]


def _extra_columns(sites: pd.DataFrame, lang: Lang) -> list[Column]:
    """Give every extra header a column, in the order in which the sites first have it."""
    extras = [orjson.loads(text) if isinstance(text, str) else {} for text in sites["extra"]]
    headers = dict.fromkeys(header for extra in extras for header in extra)
    taken = {title for titles in SITES.values() for title in titles}
    return [
        _extra_column(header, [extra.get(header) for extra in extras], taken, lang)
        for header in headers
    ]


def _extra_column(header: str, values: list[Any], taken: set[str], lang: Lang) -> Column:
    shown = plain_text(header)
    if shown in taken or header_field(shown, "sites") or shown.startswith(EXTRA_MARKS):
        shown = EXTRA_MARKS[0 if lang == "zh" else 1] + shown
    texts = [None if value is None else plain_text(str(value)) for value in values]
    return Column(name=f"extra:{header}", zh=shown, en=shown, kind="text", cells=texts)


def site_marks(sheet: Sheet, *, datum: str, lang: Lang) -> tuple[Mark, ...]:
    """Put sites on a map, in folders by grade, worst first."""
    if sheet.shapes is None:
        return ()
    told = [column for column in sheet.columns if column.name in _ON_MAPS]
    by_name = {column.name: column.cells for column in sheet.columns}
    texts = list(zip(*(column.shown(lang) for column in told), strict=True))
    joint = "：" if lang == "zh" else ": "
    unscored = _UNSCORED[0 if lang == "zh" else 1]
    shapes = moved_shapes(sheet.shapes, datum=datum)
    marks = [
        Mark(
            name=name,
            folder=label(GRADES, grade, lang) if grade else unscored,
            style=grade or "",
            shape=shape,
            about=(
                site_id,
                *(
                    f"{column.title(lang)}{joint}{text}"
                    for column, text in zip(told, row, strict=True)
                    if text is not None
                ),
            ),
        )
        for site_id, name, grade, shape, row in zip(
            by_name["site_id"], by_name["name"], by_name["grade"], shapes, texts, strict=True
        )
    ]
    order = [*GRADES, ""]
    return tuple(sorted(marks, key=lambda mark: order.index(mark.style)))
