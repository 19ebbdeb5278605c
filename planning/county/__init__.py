"""A county's week: towns planned apart, then improved across their borders."""

from planning.county.hands import Hands as Hands
from planning.county.near import Near as Near
from planning.county.near import nearest as nearest
from planning.county.parting import Part as Part
from planning.county.parting import part_county as part_county
from planning.county.pieces import CountySearch as CountySearch
from planning.county.solving import CountyPlan as CountyPlan
from planning.county.solving import solve_county as solve_county
from planning.county.times import MeasuredTimes as MeasuredTimes

__all__ = [
    "CountyPlan",
    "CountySearch",
    "Hands",
    "MeasuredTimes",
    "Near",
    "Part",
    "nearest",
    "part_county",
    "solve_county",
]
