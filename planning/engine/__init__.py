"""The plan engine: ``solve`` turns a problem into a plan. Importing it loads numba."""

from planning.engine.driver import SearchParams as SearchParams
from planning.engine.driver import solve as solve

__all__ = ["SearchParams", "solve"]
