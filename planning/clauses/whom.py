"""Whom a rule concerns: sites by kind, industry, grade, village, hours, or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.words import GRADES, SITE_HOURS, SITE_KINDS
from planning.clauses.values import check_code, check_industry, read_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planning.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """
    The sites that a rule concerns: those that meet every condition stated; without any, all.

    Parameters
    ----------
    kinds, grades, hours
        Codes of ``data.words``: ``SITE_KINDS``, ``GRADES``, ``SITE_HOURS``.
    industries
        Beginnings of GB/T 4754 classes, such as ``C26``.
    villages, sites
        Names as in the ledger; ids of sites.
    chemicals
        Whether only sites with hazardous chemicals are meant.
    """

    kinds: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    chemicals: bool = False

    def meets(self, row: Row, grade: str) -> bool:
        """Tell whether a site, a row by schema ``SITE``, is meant; unknown is not meant."""
        listed = (
            (self.kinds, row.kind),
            (self.grades, grade),
            (self.villages, row.village),
            (self.hours, row.hours),
            (self.sites, str(row.Index)),
        )
        if any(wanted and found not in wanted for wanted, found in listed):
            return False
        if self.industries and not industry_of(row).startswith(self.industries):
            return False
        return not self.chemicals or has_chemicals(row)


WHOM_KEYS = frozenset(Whom.__dataclass_fields__)
"""The keys of a table that say whom it concerns."""


def read_whom(name: str, table: Mapping[str, Any]) -> Whom:
    """
    Read the conditions of a table; its other keys are left alone.

    Raises
    ------
    ConfigError
        If a condition has the wrong kind, or names what no list has.
    """
    whom = read_part(Whom, name, {key: table[key] for key in table if key in WHOM_KEYS})
    for key, wanted, codes in (
        ("kinds", whom.kinds, SITE_KINDS),
        ("grades", whom.grades, GRADES),
        ("hours", whom.hours, SITE_HOURS),
    ):
        for code in wanted:
            check_code(f"{name}.{key}", code, codes)
    for code in whom.industries:
        check_industry(f"{name}.industries", code)
    return whom


def industry_of(row: Row) -> str:
    """Return a site's class of GB/T 4754; empty where nobody knows."""
    return row.industry_code if isinstance(row.industry_code, str) else ""


def has_chemicals(row: Row) -> bool:
    """Tell whether a site is known to keep hazardous chemicals."""
    return not pd.isna(row.chemicals) and bool(row.chemicals)
