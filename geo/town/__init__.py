"""The town's own model: it starts from the card's points and learns from the town's visits."""

from geo.town.choice import Choice as Choice
from geo.town.choice import choose as choose
from geo.town.facts import TownTables as TownTables
from geo.town.scores import learned_scores as learned_scores
