"""How fast things come and go in the living sample town; every figure is invented."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeParams:
    """
    How fast things come and go; chances are a week's, each in ``[0, 1]``.

    Parameters
    ----------
    weeks
        Weeks to live, >= 1.
    fades
        That an owner mends a hazard that nobody found; with the true rates it also says how fast
        new ones arise. The two years before know no such time at all: there, a place just seen is
        as likely to have a hazard as any day. Two months are between that and a hazard that stays.
    lasts_weeks
        Weeks that a workshop used to stay before somebody came, > 0: with this and the true rates,
        openings are as frequent as the past tells.
    relapses, relapse_weeks
        That a workshop which was closed opens again, and for how many weeks it is tempted.
    told, told_hazard, untrue
        That somebody reports a workshop, a hazard, or a place where there is nothing.
    metered, betrays, watched
        Share of idle plants with a known meter, of these where a workshop would draw on it, and of
        those where something harmless draws.
    shut
        That a gate is shut, or nobody is there.
    mended
        That what was found is mended when somebody looks after it again.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    weeks: int = 52
    fades: float = 1 / 8
    lasts_weeks: float = 26.0
    relapses: float = 0.04
    relapse_weeks: int = 13
    told: float = 0.015
    told_hazard: float = 0.002
    untrue: float = 0.0008
    metered: float = 0.6
    betrays: float = 0.65
    watched: float = 0.05
    shut: float = 0.05
    mended: float = 0.72

    def __post_init__(self) -> None:
        for name in ("fades", "relapses", "told", "told_hazard", "untrue", "metered", "betrays"):
            self._check_share(name)
        for name in ("watched", "shut", "mended"):
            self._check_share(name)
        if self.weeks < 1 or self.relapse_weeks < 0 or not self.lasts_weeks > 0:
            raise ConfigError(
                f"Expected weeks >= 1, relapse_weeks >= 0 and lasts_weeks > 0, got {self.weeks}, "
                f"{self.relapse_weeks} and {self.lasts_weeks}.",
                zh=f"周数至少为 1，复发周数不能小于 0，隐藏周数必须大于 0，现为 {self.weeks}、"
                f"{self.relapse_weeks}、{self.lasts_weeks}。",
            )

    def _check_share(self, name: str) -> None:
        share = getattr(self, name)
        if not 0 <= share <= 1:
            raise ConfigError(
                f"Expected {name} in [0, 1], got {share}.",
                zh=f"{name} 应在 0 到 1 之间，现为 {share}。",
            )
