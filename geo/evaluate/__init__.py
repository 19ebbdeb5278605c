"""Does a score foresee what visits find: figures, the months judged, and what is luck."""

from geo.evaluate.chances import brier as brier
from geo.evaluate.chances import brier_skill as brier_skill
from geo.evaluate.chances import ece as ece
from geo.evaluate.chances import reliability as reliability
from geo.evaluate.hits import hit_share as hit_share
from geo.evaluate.hits import pai as pai
from geo.evaluate.hits import pei as pei
from geo.evaluate.metrics import auc as auc
from geo.evaluate.metrics import days_earlier as days_earlier
from geo.evaluate.metrics import first_half_share as first_half_share
from geo.evaluate.metrics import gain_curve as gain_curve
from geo.evaluate.metrics import lift_at as lift_at
from geo.evaluate.metrics import recall_at as recall_at
from geo.evaluate.metrics import within_auc as within_auc
from geo.evaluate.paired import Interval as Interval
from geo.evaluate.paired import interval as interval
from geo.evaluate.paired import over_windows as over_windows
from geo.evaluate.paired import paired_interval as paired_interval
from geo.evaluate.paired import weighted_mean as weighted_mean
from geo.evaluate.windows import Window as Window
from geo.evaluate.windows import month_windows as month_windows
