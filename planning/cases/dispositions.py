"""Dispositions of a site: shut down, bring up to standard, consolidate and move, upgrade.

A site is shut down when buildings or equipment are torn down (拆), water and power are cut (断) and
material, product and equipment are cleared (清), each with day and evidence, or said not to apply.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from data.errors import InputError
from data.words import DISPOSITIONS, label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MEASURES: dict[str, tuple[str, str]] = {
    "torn_down": ("拆", "torn down"),
    "cut_off": ("断", "cut off"),
    "cleared": ("清", "cleared"),
}
"""The three measures of shutting down, in the order in which they are made."""
STATUS_AFTER = {"shut": "shut", "move": "moved"}
"""What a site is once a disposition is carried out; the others change nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One of the three measures, as far as it is on record.

    Attributes
    ----------
    day
        Day it was done; ``None`` where it was not, or does not apply.
    proof
        Evidence by reference; where it does not apply, why not.
    applies
        Whether there is anything to tear down, cut or clear.
    """

    day: date | None = None
    proof: str = ""
    applies: bool = True

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.day is not None or not self.applies


PENDING = Measure()
"""Nothing is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """
    What was decided of a site, and how far it was carried out, checked.

    Parameters
    ----------
    disposition_id, site_id
        Its id, and the site.
    kind
        Code of ``data.words.DISPOSITIONS``.
    day
        Day it was decided.
    measures
        What is on record of each of ``MEASURES``; only a site to be shut has any.
    finished
        Day it was carried out.
    relapsed
        Day the site was found working again.
    withdrawn
        Day the decision was taken back.
    who, document, note
        Who decided, number of the document, why; empty if unknown.

    Raises
    ------
    InputError
        If it is no disposition, a measure stands without evidence or before the decision, a kind
        has measures that needs none, or a shut site is called finished before the three are.
    """

    disposition_id: str
    site_id: str
    kind: str
    day: date
    measures: Mapping[str, Measure] = field(default_factory=dict)
    finished: date | None = None
    relapsed: date | None = None
    withdrawn: date | None = None
    who: str = ""
    document: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in DISPOSITIONS:
            raise InputError(
                f"Expected a disposition among {', '.join(DISPOSITIONS)}, got {self.kind!r}.",
                zh=f"处置分类应为 {'、'.join(DISPOSITIONS)} 之一，现为“{self.kind}”。",
            )
        self._check_days()
        for name, measure in self.measures.items():
            self._check_measure(name, measure)
        if self.kind == "shut" and self.finished is not None and self.missing:
            zh = "、".join(MEASURES[name][0] for name in self.missing)
            en = ", ".join(MEASURES[name][1] for name in self.missing)
            raise InputError(
                f"{self.site_id} is not shut down yet: no day and evidence of {en}; say none:WHY "
                "where there is nothing of the kind.",
                zh=f"{self.site_id} 尚未关停到位：{zh} 没有日期和凭证；确无此项的请写 none:原因。",
            )

    def _check_days(self) -> None:
        for zh, what, day in (
            ("办结", "carried out", self.finished),
            ("反弹", "found working again", self.relapsed),
            ("撤回", "withdrawn", self.withdrawn),
        ):
            if day is not None and day < self.day:
                raise InputError(
                    f"{self.site_id}: {what} on {day}, before it was decided on {self.day}.",
                    zh=f"{self.site_id}：{zh}日期 {day} 早于决定日期 {self.day}。",
                )

    def _check_measure(self, name: str, measure: Measure) -> None:
        zh, en = MEASURES[name]
        if self.kind != "shut":
            kind_zh, kind_en = DISPOSITIONS[self.kind]
            raise InputError(
                f"{self.site_id}: {en} belongs to a site that is shut down, not to {kind_en}.",
                zh=f"{self.site_id}：“{zh}”只用于关停取缔，不用于{kind_zh}。",
            )
        if not measure.proof.strip():
            raise InputError(
                f"{self.site_id}: {en} needs evidence, such as 2026-11-24:photo-12, or none:WHY.",
                zh=f"{self.site_id}：“{zh}”须写凭证，如 2026-11-24:照片12，或 none:原因。",
            )
        if measure.day is not None and measure.day < self.day:
            raise InputError(
                f"{self.site_id}: {en} on {measure.day}, before it was decided on {self.day}.",
                zh=f"{self.site_id}：“{zh}”的日期 {measure.day} 早于决定日期 {self.day}。",
            )

    @property
    def missing(self) -> tuple[str, ...]:
        """List the measures of which nothing is on record; empty where none are asked for."""
        if self.kind != "shut":
            return ()
        return tuple(name for name in MEASURES if not self.measures.get(name, PENDING).is_settled)

    @property
    def is_open(self) -> bool:
        """Tell whether it stands and is not carried out."""
        return self.withdrawn is None and self.finished is None

    @property
    def status_after(self) -> str | None:
        """Return the operating state of the site; ``None`` where it stays what it is."""
        return STATUS_AFTER.get(self.kind) if self.finished is not None else None


def carry_out(
    disposition: Disposition,
    measures: Mapping[str, Measure],
    *,
    finished: date | None = None,
) -> Disposition:
    """
    Enter what was done; a site is shut down with the last of the three measures.

    Parameters
    ----------
    disposition
        As it stood.
    measures
        What is new; it takes the place of what was said of the same measure before.
    finished
        Day it was carried out, where people say so.

    Raises
    ------
    InputError
        If it was taken back, or the new state cannot be.
    """
    if disposition.withdrawn is not None:
        zh = label(DISPOSITIONS, disposition.kind)
        raise InputError(
            f"{disposition.site_id}: {disposition.kind} was withdrawn on {disposition.withdrawn}; "
            "decide anew.",
            zh=f"{disposition.site_id}：{zh}已于 {disposition.withdrawn} 撤回，请重新决定。",
        )
    joined = replace(disposition, measures={**disposition.measures, **measures})
    day = finished or joined.finished or _last_day(joined)
    return replace(joined, finished=day)


def _last_day(disposition: Disposition) -> date | None:
    """Find the day a shut site was done with: that of the last measure, else of the decision."""
    if disposition.kind != "shut" or disposition.missing:
        return None
    days = [measure.day for measure in disposition.measures.values() if measure.day is not None]
    return max([disposition.day, *days])
