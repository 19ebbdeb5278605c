"""An earlier division as the start of the next: what is left of it, in whole pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.beats.growing import NOBODY, choose_seeds, grow
from geo.beats.pieces import pieces_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.beats.ground import Ground


def start_from_former(
    ground: Ground, home: Sequence[int], fair_min: Sequence[float], *, seed: int
) -> list[int]:
    """
    Begin with the beats of an earlier division.

    Of each beat the piece with the most work stays; what is cut off, and cells that are new, go to
    beats beside them. A beat that has no cell left begins anew in the busiest of the others.

    Parameters
    ----------
    ground
        Cells, one net.
    home
        Number of the beat that each cell had, -1 where it is new; not all are.
    fair_min
        Minutes of work that are fair for each beat, > 0; at most as many as cells.
    seed
        Of the search for the middles of a beat that is parted.

    Returns
    -------
    beat
        Number of the beat of each cell; every beat in one piece.
    """
    beat = [NOBODY] * len(home)
    for number in range(len(fair_min)):
        members = [cell for cell, owner in enumerate(home) if owner == number]
        pieces = pieces_of(members, ground.near)
        for cell in max(pieces, key=lambda piece: ground.work_min[piece].sum(), default=[]):
            beat[cell] = number
    missing = sorted(set(range(len(fair_min))) - set(beat))
    present = [number for number in range(len(fair_min)) if number not in missing]
    beat = _grow_some(ground, beat, fair_min, present)
    for number in missing:
        beat = _part_busiest(ground, beat, fair_min, new=number, seed=seed)
    return beat


def _grow_some(
    ground: Ground, beat: list[int], fair_min: Sequence[float], numbers: Sequence[int]
) -> list[int]:
    """Grow while some beats have no cell yet."""
    short = {number: place for place, number in enumerate(numbers)} | {NOBODY: NOBODY}
    grown = grow(ground, [short[one] for one in beat], [fair_min[number] for number in numbers])
    return [numbers[place] for place in grown]


def _part_busiest(
    ground: Ground, beat: list[int], fair_min: Sequence[float], *, new: int, seed: int
) -> list[int]:
    """Give part of the beat with the most work for its capacity to a new one."""
    load = np.bincount(beat, ground.work_min, minlength=len(fair_min))
    several = np.bincount(beat, minlength=len(fair_min)) > 1
    busiest = int(np.argmax(np.where(several, load / np.asarray(fair_min), -1.0)))
    members = [cell for cell, owner in enumerate(beat) if owner == busiest]
    half = [NOBODY] * len(members)
    for number, cell in enumerate(choose_seeds(ground, members, 2, seed=seed)):
        half[members.index(cell)] = number
    halves = grow(ground.part(members), half, [fair_min[busiest], fair_min[new]])
    parted = list(beat)
    for cell, number in zip(members, halves, strict=True):
        parted[cell] = (busiest, new)[number]
    return parted
