"""Hand changes to a plan: read, done to the problem, and what each of them costs."""

from planning.changes.changefile import ChangeFile as ChangeFile
from planning.changes.changefile import Item as Item
from planning.changes.changefile import read_change_file as read_change_file
from planning.changes.cost import Cost as Cost
from planning.changes.cost import Figures as Figures
from planning.changes.order import Order as Order
from planning.changes.pricing import Prices as Prices
from planning.changes.pricing import price_orders as price_orders
from planning.changes.situation import Case as Case
from planning.changes.situation import Situation as Situation

__all__ = [
    "Case",
    "ChangeFile",
    "Cost",
    "Figures",
    "Item",
    "Order",
    "Prices",
    "Situation",
    "price_orders",
    "read_change_file",
]
