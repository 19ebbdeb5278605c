"""The town's own model: it starts from the card's points and learns from the town's visits."""

from geo.town.choice import Choice as Choice
from geo.town.choice import choose as choose
from geo.town.choice import choose_unseen as choose_unseen
from geo.town.choice import lacks as lacks
from geo.town.facts import TownTables as TownTables
from geo.town.looks import counted_looks as counted_looks
from geo.town.looks import past_looks as past_looks
from geo.town.scores import learned_scores as learned_scores
from geo.town.worth import planning_worth as planning_worth
