"""Anybody's table of visits in, and its scores out: what ``gridpatrol rank`` reads and writes."""

from data.ranking.cells import Remark as Remark
from data.ranking.config import TEAM_MODES as TEAM_MODES
from data.ranking.config import RankConfig as RankConfig
from data.ranking.config import read_rank_config as read_rank_config
from data.ranking.scores import write_scores as write_scores
from data.ranking.table import RankTable as RankTable
from data.ranking.table import read_rank_table as read_rank_table
