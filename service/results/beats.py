"""What ``gridpatrol beats`` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatResult:
    """One beat; ``work_min`` is a week's, ``share`` is of its fair part, the rest as in BEAT."""

    beat_id: str
    name: str
    keeper: str
    team: str
    cells: int
    sites: int
    work_min: float
    share: float
    compactness: float
    contiguous: bool
    moved_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatsResult:
    """
    Outcome of ``gridpatrol beats``.

    ``spread`` is how far the worst beat is from its fair work, as a share of it, ``tolerance`` what
    was aimed at; ``by_hours`` tells whether fair is in proportion to the hours of the teams.
    ``again`` tells whether an earlier division was changed, ``moved_cells`` how many of its
    ``kept_cells`` changed beats, ``ended`` which of its beats are no more. ``groups`` counts the
    groups of touching cells that only links of up to ``longest_hop_m`` across empty ground join.
    ``heavy_cells`` have more work than any beat should. ``outside`` sites lie in no cell and count
    in the nearest. ``team_share`` is weekly work by weekly hours of all teams, missing where hours
    are unknown.
    """

    as_of: str
    cell_kind: str
    cells: int
    sites: int
    by_road: bool
    spread: float
    tolerance: float
    by_hours: bool
    again: bool
    moved_cells: int
    kept_cells: int
    ended: tuple[str, ...]
    groups: int
    longest_hop_m: float
    heavy_cells: tuple[str, ...]
    outside: int
    team_share: float | None
    beats: tuple[BeatResult, ...]
