"""Sites with their grade: what a map of one corner, or a list of one town, asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import column, literal, select, table

from data.schema import SCORE, SITE
from data.store.frames import to_table
from data.store.lens import WHOLE
from data.store.reading import check_box, is_in_box
from data.store.shapes import lies_in_box, rtree_name, touches_box
from data.store.tables import sql_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

    from data.store.lens import Lens
    from data.store.shapes import Box


_FEW_SITES = 1_000
"""In a box; up to here their rows are read before their grades are known."""


def read_graded(
    connection: Connection,
    *,
    grades: Sequence[str] | None = None,
    towns: Sequence[str] | None = None,
    box: Box | None = None,
    lens: Lens = WHOLE,
) -> pd.DataFrame:
    """
    Read scored sites with what they were scored; ``Store.read_graded`` says what is asked.

    It serves whoever shows part of a large town, such as the window of a map or the red sites of
    one office: of a county's rows only those that are shown are read.

    Raises
    ------
    InputError
        If the box is inside out.
    """
    is_wide = box is not None and grades is not None and is_wide_box(connection, box)
    rows = connection.execute(
        graded(grades, towns=towns, box=box, is_wide=is_wide, lens=lens)
    ).all()
    site, score = sql_table(SITE.name), sql_table(SCORE.name)
    parts = list(zip(*((row[: len(site.c)], row[len(site.c) :]) for row in rows), strict=True))
    sites, scores = parts or ([], [])
    found = pd.concat(
        [
            lens.told(
                connection, SITE.name, to_table([column.name for column in site.c], sites, SITE)
            ),
            to_table([column.name for column in score.c], scores, SCORE),
        ],
        axis="columns",
    )
    return found if box is None else found[is_in_box(found, box)]


def is_wide_box(connection: Connection, box: Box) -> bool:
    """
    Tell whether a box may hold more sites than are cheaply read one by one.

    In a file each is a row elsewhere, and they are counted; a server knows by its statistics what
    to find first, and is left to choose.

    Raises
    ------
    InputError
        If the box is inside out.
    """
    if connection.dialect.name != "sqlite":
        return True
    check_box(sql_table(SITE.name), box)
    # The index alone: to ask of sites would list the whole box before the first one is counted.
    index = table(rtree_name(SITE.name), *map(column, ("minx", "miny", "maxx", "maxy")))
    west, south, east, north = box
    some = (
        select(literal(1))
        .select_from(index)
        .where(index.c.maxx >= west, index.c.maxy >= south)
        .where(index.c.minx <= east, index.c.miny <= north)
    )
    beyond = connection.execute(some.limit(1).offset(_FEW_SITES)).first()
    return beyond is not None


def graded(
    grades: Sequence[str] | None,
    *,
    towns: Sequence[str] | None = None,
    box: Box | None = None,
    is_wide: bool = False,
    lens: Lens = WHOLE,
) -> Select[Any]:
    """
    Ask for the columns of sites and then of their scores, ordered by site.

    Parameters
    ----------
    is_wide
        Whether the box holds so many sites that those of the grades are found first.
    lens
        Cuts the sites down to what their reader may see.

    Raises
    ------
    InputError
        If the box is inside out.
    """
    site, score = sql_table(SITE.name), sql_table(SCORE.name)
    query = select(*lens.columns(site), *lens.columns(score)).join_from(
        site, score, site.c.site_id == score.c.site_id
    )
    # Of the site alone: its score is joined to it, and asked again it would be found first.
    query = query.where(*lens.rows(site))
    if grades is not None:
        # With a small box, the spatial index must lead: SQLite, which cannot guess how few sites a
        # box holds, would try each of them for each score of the grade. Its index is hidden.
        grade = score.c.grade if box is None or is_wide else score.c.grade.concat("")
        query = query.where(grade.in_(list(grades)))
    if towns is not None:
        query = query.where(site.c.town.in_(list(towns)))
    if box is not None:
        check_box(site, box)
        query = query.where((lies_in_box if is_wide else touches_box)(site, box))
    return query.order_by(site.c.site_id)
