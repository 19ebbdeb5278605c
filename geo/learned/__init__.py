"""A model learned from past visits, on anybody's table; in use only once it has shown its worth."""

from geo.learned.chain import fit as fit
from geo.learned.choice import Choice as Choice
from geo.learned.choice import choose as choose
from geo.learned.choice import score_visits as score_visits
from geo.learned.explain import explain_learned as explain_learned
from geo.learned.model import FittedModel as FittedModel
from geo.learned.model import Scored as Scored
from geo.learned.visits import TeamMode as TeamMode
from geo.learned.visits import Visits as Visits
from geo.learned.visits import freezing_days as freezing_days
