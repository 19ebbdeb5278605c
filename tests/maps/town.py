"""A tiny invented town for the tests of pages: one street, two villages, six places."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import geopandas as gpd
import pandas as pd
import shapely

from data.model import Reason, Roads, Why
from data.schema import BEAT, CELL, CELL_ALERT, as_table
from data.sheets import (
    DifferenceSheet,
    HandSheet,
    HandVisit,
    OpenFinding,
    PageFacts,
    PromiseSheet,
    RouteSheet,
    SiteSheet,
    StopSheet,
    UnplannedSheet,
    WeekSheet,
)
from maps.pages import HotspotLayers, MeasuredOrder, NextFacts

LON, LAT = 115.0, 35.5
GRADES = ("red", "orange", "yellow", "blue", "orange", "yellow")
FACTS = PageFacts(
    town="试验镇",
    data_date=date(2026, 11, 21),
    model="scorecard 1",
    invented=True,
    sources=("台账.xlsx",),
    version="0.1.0",
)
MONDAY = date(2026, 11, 23)


def roads() -> Roads:
    """Build a street of three junctions, driven both ways, with a pond and two villages."""
    xs = [LON, LON + 0.01, LON + 0.02]
    nodes = gpd.GeoDataFrame(
        {"x": xs, "y": [LAT] * 3, "rank": pd.array([None] * 3, dtype="Int64")},
        geometry=[shapely.Point(x, LAT) for x in xs],
        index=pd.Index([1, 2, 3], name="osmid"),
        crs=4326,
    )
    pairs = [(1, 2), (2, 1), (2, 3), (3, 2)]
    edges = gpd.GeoDataFrame(
        {
            "osmid": ["7"] * 4,
            "highway": ["primary", "primary", "residential", "residential"],
            "name": ["幸福路", "幸福路", None, None],
            "ref": [None] * 4,
            "maxspeed": [None] * 4,
            "surface": [None] * 4,
            "speed_km_h": [float("nan")] * 4,
            "oneway": [False] * 4,
            "length": [905.0] * 4,
        },
        geometry=[shapely.LineString([(xs[a - 1], LAT), (xs[b - 1], LAT)]) for a, b in pairs],
        index=pd.MultiIndex.from_tuples([(a, b, 0) for a, b in pairs], names=["u", "v", "key"]),
        crs=4326,
    )
    pond = shapely.box(LON + 0.002, LAT + 0.002, LON + 0.004, LAT + 0.003)
    places = gpd.GeoDataFrame(
        {"kind": ["village", "village", "water"], "name": ["东村", "西村", None]},
        geometry=[shapely.Point(LON + 0.02, LAT), shapely.Point(LON, LAT), pond],
        index=pd.Index(["a1", "a2", "a3"], name="area_id"),
        crs=4326,
    )
    return Roads(nodes=nodes, edges=edges, places=places, source="street.osm")


def site(number: int, name: str | None = None) -> SiteSheet:
    """Describe place 1-6 along the street."""
    return SiteSheet(
        site_id=f"S{number:05d}",
        name=name or f"第{number}厂",
        kind="idle_factory" if number == 4 else "enterprise",
        village="东村" if number > 3 else "西村",
        address=f"幸福路{number}号",
        industry="木材加工",
        lon_deg=LON + 0.003 * number,
        lat_deg=LAT + 0.0005,
        risk=round(0.9 - 0.12 * number, 2),
        grade=GRADES[number - 1],
        reasons=(Reason("unseen", 0.3, "90天没有人来过", "nobody came for 90 days", "J00001"),),
        last_visit=date(2026, 8, 20),
        last_result="clean",
    )


def stop(number: int, order: int, start_s: int, name: str | None = None) -> StopSheet:
    """Visit place ``number`` for twenty minutes after ten minutes of driving."""
    place = site(number, name)
    return StopSheet(
        site=place,
        order=order,
        why=(Why("due", "整改到期", "re-check due"),),
        visit_type="inspection",
        card_holders=2,
        arrive_s=start_s,
        start_s=start_s,
        end_s=start_s + 1200,
        leg_s=600,
        leg_m=1500.0,
        leg_line=((LON, LAT), (place.lon_deg, LAT)),
        findings=(
            OpenFinding(
                "F1", "废油桶露天", "major", date(2026, 10, 1), date(2026, 11, 1), "overdue"
            ),
        ),
        checks=(("许可证在有效期", "licence valid"), ("夜间灯光", "light at night")),
    )


def route(shift: str = "T1-1", day: int = 0, stops: tuple[StopSheet, ...] = ()) -> RouteSheet:
    """Give one shift from 08:00 to 17:00 of the day."""
    start_s = day * 86_400 + 8 * 3600
    return RouteSheet(
        shift=shift,
        team=shift[:2],
        team_name={"T1": "一队", "T2": "二队"}[shift[:2]],
        card_holders=2,
        skills=("chem",),
        day=date(2026, 11, 23 + day),
        start_s=start_s,
        end_s=start_s + 9 * 3600,
        base=(LON, LAT),
        base_name="镇政府",
        stops=stops,
        break_start_s=None,
        break_s=0,
        back_s=600,
        back_m=1500.0,
        back_line=((LON + 0.01, LAT), (LON, LAT)),
        drive_s=600 * (len(stops) + 1),
        work_s=1200 * len(stops),
        distance_m=1500.0 * (len(stops) + 1),
    )


def week(names: tuple[str, ...] = ()) -> WeekSheet:
    """Plan places 1-5 for two teams and leave place 6 out; names are those of places 1, 2 ..."""
    called = dict(enumerate(names, start=1))
    morning = 8 * 3600 + 600
    first = tuple(
        stop(number, number, morning + 1800 * (number - 1), called.get(number))
        for number in (1, 2, 3)
    )
    second = tuple(
        stop(number, number - 3, 86_400 + morning + 1800 * (number - 4), called.get(number))
        for number in (4, 5)
    )
    left = UnplannedSheet(
        site=site(6, called.get(6)),
        why=(Why("random", "抽取概率 3%", "drawn with 3%"),),
        must=False,
        reason="lost_to_better",
        zh="需再加 35 分钟",
        en="needs 35 more minutes",
    )
    promises = (
        PromiseSheet(promise="cover:东村", kept=True, zh="东村每周一次", en="东村 weekly"),
        PromiseSheet(promise="must:S00006", kept=False, zh="第6厂未排上", en="place 6 left out"),
    )
    return WeekSheet(
        facts=FACTS,
        week="2026-W48",
        monday=MONDAY,
        plan_id="2026-W48-test",
        version=1,
        seed=7,
        routes=(route("T1-1", 0, first), route("T2-2", 1, second)),
        unplanned=(left,),
        promises=promises,
        prize=90.0,
        bound=100.0,
        hand=hand(),
        differences=(difference(*names[:1]),),
    )


def hand() -> HandSheet:
    """
    Let the two teams of the tiny week change places 1-6 by hand.

    Place 1 is in the home village of the second team, place 2 is pinned to the first.
    """
    visits = {f"S{number:05d}": HandVisit(refused={}) for number in range(1, 7)}
    visits["S00001"] = HandVisit(refused={"T2-2": "home_village_only"})
    visits["S00002"] = HandVisit(refused={}, pin="T1-1")
    return HandSheet(since=datetime(2026, 11, 23), visits=visits)  # noqa: DTZ001  local time


def difference(name: str = "第1厂") -> DifferenceSheet:
    """Tell of one visit that came and one that went since the version before."""
    return DifferenceSheet(
        against="version",
        plan_id="2026-W48-v0",
        lines=(
            ("added", "S00001", f"增加 {name}，一队", f"Added {name}, team 1"),
            ("dropped", "S00006", "撤下 第6厂：未到期", "Dropped place 6: not due"),
        ),
        asked=((f"固定 {name}", f"pin {name}"),),
    )


def renamed(plan: WeekSheet, team_name: str) -> WeekSheet:
    """Give every team of a plan another name."""
    routes = tuple(replace(one, team_name=team_name) for one in plan.routes)
    return replace(plan, routes=routes)


def sites_table(names: tuple[str, ...] = ()) -> pd.DataFrame:
    """Give the six places as the hotspot page takes them."""
    called = dict(enumerate(names, start=1))
    rows = []
    for number in range(1, 7):
        one = site(number, called.get(number))
        rows.append(
            {
                "site_id": one.site_id,
                "kind": one.kind,
                "name": one.name,
                "village": one.village,
                "address": one.address,
                "industry": one.industry,
                "status": "operating",
                "lon_deg": one.lon_deg,
                "lat_deg": one.lat_deg,
                "risk": one.risk,
                "grade": one.grade,
                "uncertainty": 0.25,
                "reasons": json.dumps(
                    [{"code": "unseen", "points": 0.3, "zh": "久未检查", "en": "unseen"}]
                ),
                "last_visit": pd.Timestamp("2026-08-20") if number != 6 else pd.NaT,
                "last_result": "clean" if number != 6 else None,
                "visits": 4 if number != 6 else 0,
                "finds": 1 if number < 3 else 0,
                "planned": "2026-11-23 一队 #1" if number == 1 else None,
                "open_findings": 1 if number == 1 else 0,
            }
        )
    return pd.DataFrame(rows).set_index("site_id")


def cells_table() -> pd.DataFrame:
    """Give two squares of about 900 m: a hot one in the west, one with few visits in the east."""
    squares = [(0.0, "hot95", 12, 4, 2.6), (0.01, "few", 2, 0, None)]
    rows = [
        {
            "cell_id": f"G{place}",
            "sites": 3,
            "mean_risk": 0.5,
            "max_risk": 0.8,
            "worst_grade": "red",
            "visits": visits,
            "finds": finds,
            "rate": 0.2,
            "near_visits": visits,
            "z": z,
            "q": 0.03 if z else None,
            "class": name,
            "days_since": 90,
            "geometry": shapely.box(LON + east, LAT - 0.004, LON + east + 0.01, LAT + 0.004),
        }
        for place, (east, name, visits, finds, z) in enumerate(squares)
    ]
    return as_table(rows, CELL)


def further_layers(name: str = "西村 中心") -> tuple[pd.DataFrame, HotspotLayers]:
    """
    Give the two squares with a forecast, trends, keepers and an alert, and every layer.

    ``name`` is what the first cell, its keeper and the keepers of beats are called.
    """
    keeper = "李四" if name == "西村 中心" else name
    cells = cells_table().assign(
        name=[name, "东村 东北 1.2 km"],
        trend=["rising", None],
        outlier=["high_low", None],
        next_place=[1, 2],
        next_top=[True, False],
        expected_next=[1.25, 0.5],
        alert_months=[3, 0],
        keeper=["张三", None],
        town_keeper=["王五", "王五"],
        beat_id=["B1", "B2"],
        red=[1, 0],
        orange=[1, 1],
        enterprises=[3, 2],
        idle_factories=[0, 1],
        finds=[0, 0],
        near_finds=[7, 7],
    )
    alert = {
        "alert_id": "2026-10-G0-month",
        "month": "2026-10",
        "cell_id": "G0",
        "kind": "month",
        "value": 0.5,
        "before": 0.25,
        "months": 3,
        "escalated": True,
    }
    beats = [
        {
            "beat_id": f"B{place + 1}",
            "name": f"第{place + 1}片",
            "keeper": keeper,
            "as_of": pd.Timestamp("2026-11-21"),
            "cells": 1,
            "sites": 3,
            "work_min": 600.0,
            "geometry": cells["geometry"].iloc[place],
        }
        for place in range(2)
    ]
    stop = [(LON + 0.003 * number, LAT + 0.0005) for number in (1, 2)]
    measured = MeasuredOrder(("泊松回归", "Poisson regression"), 0.01, 11.66, 0.4)
    return cells, HotspotLayers(
        beats=as_table(beats, BEAT),
        alerts=as_table([alert], CELL_ALERT),
        stops=[stop],
        shapes=[(shapely.Point(LON + 0.008, LAT).buffer(0.003), 5)],
        next_facts=NextFacts(("按过去实测选用。", "Chosen by the past."), (measured,)),
    )
