"""What a doctor looks for in a store: is it whole, and does it hold only what it may."""

from data.store.health.examination import Examination as Examination
from data.store.health.examination import examine as examine
from data.store.health.fault import Fault as Fault
from data.store.health.repair import repair as repair

__all__ = ["Examination", "Fault", "examine", "repair"]
