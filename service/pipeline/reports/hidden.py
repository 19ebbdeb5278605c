"""How much is still hidden, by what was drawn at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.findings import is_open
from data.reports import Section
from service.pipeline.reports.part import Part, both, figure, percent
from service.pipeline.risk.drawn import drawn_figures
from service.pipeline.risk.exploration import read_random_share

if TYPE_CHECKING:
    from data.reports import Figure
    from data.store import Store
    from service.pipeline.reports.records import Records
    from service.pipeline.risk.exploration import RandomShare


def hidden_part(store: Store, records: Records) -> Part:
    """
    Estimate at how many places a visit would find something now.

    Only the visits that were drawn can say: those that a score chose say nothing of the rest.
    """
    share = read_random_share(store, as_of=records.period.until)
    told = drawn_figures(share).said
    section = Section(
        heading=both("report.hidden"),
        paragraphs=(*told, both("report.hidden_note")),
    )
    if share.rate is None:
        return Part(said=told, section=section)
    return Part(lead=(_figure(share, records),), section=section)


def _figure(share: RandomShare, records: Records) -> Figure:
    """Turn the rate into places; a place with an open finding is not hidden and is left out."""
    rate = share.rate
    if rate is None:
        raise ValueError("Expected an estimated rate.")
    findings = records.findings
    open_ = findings[is_open(findings, records.period.until)]["site_id"]
    unseen = records.sites.index[~records.sites.index.isin(pd.unique(open_))]
    low, high = round(rate.low * len(unseen)), round(rate.high * len(unseen))
    zh, en = both("report.hidden_value", count=round(rate.rate * len(unseen)))
    detail = both(
        "report.hidden_detail",
        low=low,
        high=high,
        rate=percent(rate.rate),
        visits=share.seen,
        sites=len(unseen),
    )
    return figure("hidden_figure", (zh, en), unseen, detail=detail)
