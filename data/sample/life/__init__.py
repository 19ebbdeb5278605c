"""The sample town as it lives on: hazards come and go, workshops open in idle plants and hide."""

from data.sample.life.params import LifeParams as LifeParams
from data.sample.life.sight import Call as Call
from data.sample.life.sight import Seen as Seen
from data.sample.life.world import Episode as Episode
from data.sample.life.world import World as World
