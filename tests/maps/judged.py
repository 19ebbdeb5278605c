"""A small backtest for tests of its page."""

from __future__ import annotations

from datetime import date

from data.judged import (
    BacktestSheet,
    Burden,
    BurdenedSite,
    DrawnFigures,
    Gain,
    GroupBurden,
    MonthFigures,
    OddVisit,
    ReliabilityPoint,
    RivalFigures,
    TeamFigures,
)
from tests.maps.town import FACTS


def rival(code: str, *gains: Gain) -> RivalFigures:
    """Give a rival with middling figures."""
    shares = ("auc", "within_auc", "recall_20", "recall_50", "lift_20", "first_half")
    shares += ("hit_5", "hit_10", "pai_5", "pai_10", "brier_skill", "ece")
    return RivalFigures(
        code=code,
        model="card-2" if code == "in_use" else "",
        found_20=31.0,
        found_50=27.5,
        days_earlier=1.5,
        within_days=-0.5,
        gains=gains,
        curve=(0.0, 0.6, 1.0),
        **dict.fromkeys(shares, 0.6),
    )


def backtest_sheet(name: str = "顺达加工厂") -> BacktestSheet:
    """Give a backtest of two months; ``name`` stands wherever a ledger's text does."""
    gains = tuple(
        Gain(against="random", figure=figure, seen=0.1, low=0.02, high=0.2)
        for figure in ("order", "half", "days")
    )
    months = tuple(
        MonthFigures(
            month=month,
            model="card-2",
            visits=20,
            finds=5,
            auc=0.6,
            overlap=overlap,
            foreseen=0.3,
            seen=0.25,
            ece=0.05,
        )
        for month, overlap in (("2026-01", None), ("2026-02", 0.9))
    )
    group = GroupBurden(
        group=name,
        sites=3,
        visits=9,
        finds=2,
        visits_per_site=3.0,
        find_share=0.22,
        waiting_days=40.0,
        never=1,
        over=1,
    )
    site = BurdenedSite(site_id="a", name=name, village=name, visits=0, year=0)
    return BacktestSheet(
        facts=FACTS,
        as_of=date(2026, 3, 1),
        verdict=("不优于随机顺序。", "Not better than random order."),
        remarks=(("一句。", "A sentence."),),
        visits=40,
        finds=10,
        by_team=True,
        rivals=(rival("in_use", *gains), rival("random"), rival("team")),
        months=months,
        reliability=(ReliabilityPoint(visits=20, foreseen=0.2, seen=0.25),),
        set_aside=1,
        odd=(
            OddVisit(
                inspection_id="J1",
                site_id="a",
                name=name,
                team=name,
                day=date(2026, 1, 5),
                code="short",
                figure=60.0,
                source=name,
            ),
        ),
        teams=(
            TeamFigures(team=name, looks=9, finds=3, shared=5, ratio=1.4, low=1.1, high=1.7),
            TeamFigures(team="三队", looks=9, finds=3, shared=0, ratio=None, low=None, high=None),
        ),
        burden=Burden(
            villages=(group,),
            industries=(group,),
            sizes=(group,),
            over_visits=4,
            over=(site,),
            never=(site,),
        ),
        cell_m=500,
        draws=100,
        drawn=DrawnFigures(
            weeks=4,
            planned=12,
            seen=10,
            rate=0.2,
            low=0.06,
            high=0.51,
            picks=0.4,
            more=0.2,
            more_low=-0.2,
            more_high=0.5,
            said=(("任意去查，20% 会有发现。", "Any place: 20% of visits find something."),),
        ),
    )
