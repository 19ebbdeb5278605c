"""One file per enterprise (一企一档): everything known of one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.chances import is_chance
from data.findings import day_told
from data.reports import Figure, Report, Section
from data.words import DISPOSITIONS, FINDS, GRADES, SITE_STATUS
from geo.card.reasons import read_reasons
from maps.scores import shown
from service.pipeline.pages.drawing import planned_visits
from service.pipeline.places.sites import text_of
from service.pipeline.reports.around import origins_section, power_section, tips_section
from service.pipeline.reports.cases import findings_section, measures_section, photos_section
from service.pipeline.reports.grades import score_section, scores_then, stored_then, strongest
from service.pipeline.reports.identity import identity_table, unknown_section, walls_section
from service.pipeline.reports.known import NEAR_M, know_site
from service.pipeline.reports.phrases import both, coded, listed
from service.pipeline.reports.stand import report_facts
from service.pipeline.reports.visited import last_look, planned_section, visits_section
from service.pipeline.reports.whereabouts import (
    grades_around,
    place_picture,
    way_section,
    where_section,
)
from service.pipeline.roads.access import roads_if_any

if TYPE_CHECKING:
    from datetime import date

    from data.ports import Progress
    from data.reports import Said
    from data.store import Store
    from service.pipeline.reports.known import KnownSite

MONTHS = 6
"""Months for which the score is reckoned again, unless told otherwise."""


def site_report(
    store: Store,
    site_id: str,
    *,
    as_of: date,
    months: int = MONTHS,
    progress: Progress | None = None,
) -> Report:
    """
    Tell everything known of one place.

    Parameters
    ----------
    site_id
        From :func:`service.pipeline.places.naming.find_site`.
    as_of
        The day against which things are late; what the store holds is told whole.
    months
        For so many months, >= 0, the score is reckoned again as of their first days.
    progress
        Told how far that has come.
    """
    known = know_site(store, site_id, as_of=as_of)
    then = (
        *stored_then(store, site_id),
        *scores_then(store, site_id, before=as_of, months=months, progress=progress),
    )
    roads = roads_if_any(store)
    grades = grades_around(store, known)
    picture = None if roads is None else place_picture(known, roads, grades)
    sections = [
        _summary(store, known, picture=picture),
        walls_section(known),
        unknown_section(known),
        where_section(known, grades),
        way_section(store, known, roads=roads),
        score_section(known, then),
        findings_section(known),
        measures_section(known),
        visits_section(known),
        planned_section(store, site_id),
        tips_section(known),
        power_section(known),
        photos_section(known),
        origins_section(store, site_id),
    ]
    name = str(known.site["name"])
    return Report(
        name=f"site-{site_id}",
        title=both("dossier.title", name=name),
        subtitle=both(
            "dossier.subtitle",
            village=text_of(known.site["village"]) or both("dossier.no_village"),
            id=site_id,
            day=day_told(as_of),
        ),
        facts=report_facts(store, as_of=as_of),
        sections=tuple(one for one in sections if one is not None),
    )


def _summary(store: Store, known: KnownSite, *, picture: str | None) -> Section:
    return Section(
        heading=both("dossier.summary"),
        paragraphs=tuple(_sentences(store, known)),
        figures=_figures(known),
        picture=picture,
        tables=(identity_table(known),),
    )


def _sentences(store: Store, known: KnownSite) -> list[Said]:
    told = [both("dossier.is", status=coded(SITE_STATUS, known.site["status"]))]
    if known.score is not None:
        reasons = strongest(read_reasons(known.score["reasons"]))
        told.append(
            both("dossier.because", why=listed(reasons)) if reasons else both("dossier.no_why")
        )
    told += [last_look(known), _open(known), *_disposed(known)]
    if len(known.tips):
        told.append(both("dossier.tips_near", metres=f"{NEAR_M:.0f}", count=len(known.tips)))
    planned = planned_visits(store).get(known.site_id)
    if planned is not None:
        told.append(both("dossier.planned", planned=planned))
    return told


def _open(known: KnownSite) -> Said:
    mine = known.open
    if mine.empty:
        return both("dossier.none_open")
    due = mine["due"].dropna()
    if due.empty:
        return both("dossier.open_undated", count=len(mine))
    return both("dossier.open", count=len(mine), due=due.min().date())


def _disposed(known: KnownSite) -> list[Said]:
    standing = known.dispositions[known.dispositions["withdrawn"].isna()]
    if standing.empty:
        return []
    last = standing.iloc[-1]
    key = next((name for name in ("relapsed", "finished") if pd.notna(last[name])), "decided")
    day = last["day" if key == "decided" else key].date()
    return [both(f"dossier.disposed_{key}", kind=coded(DISPOSITIONS, last["kind"]), day=day)]


def _figures(known: KnownSite) -> tuple[Figure, ...]:
    finds = known.visits[known.visits["result"].isin(FINDS)]
    major = known.open[known.open["level"] == "major"]
    counted = [
        ("visits", known.visits, both("dossier.of_finds", count=len(finds))),
        ("open", known.open, both("dossier.of_major", count=len(major))),
        ("overdue", known.overdue, None),
    ]
    return (
        _score_figure(known),
        *(
            Figure(
                label=both(f"dossier.figure_{key}"),
                value=(str(len(table)), str(len(table))),
                detail=detail,
                rows=tuple(map(str, table.index)),
            )
            for key, table, detail in counted
        ),
    )


def _score_figure(known: KnownSite) -> Figure:
    if known.score is None:
        return Figure(label=both("dossier.figure_score"), value=both("dossier.unscored"))
    model = str(known.score["model"])
    points = shown(float(known.score["risk"]), is_chance=is_chance(model))
    grade = coded(GRADES, known.score["grade"]) or ("", "")
    return Figure(
        label=both("dossier.figure_score"),
        value=both("dossier.graded", grade=grade, score=points),
        detail=both("dossier.as_of", day=day_told(known.score["as_of"].date()), model=model),
        rows=(known.site_id,),
    )
