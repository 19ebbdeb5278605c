"""The plan engine: ``solve`` turns a problem into a plan. Importing it loads numba."""

from planning.engine.driver import solve as solve
from planning.engine.figures import Figures as Figures
from planning.engine.run import SearchParams as SearchParams

__all__ = ["Figures", "SearchParams", "solve"]
