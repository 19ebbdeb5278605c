"""The pages, each a pure function from records to the text of one html file."""

from __future__ import annotations

from maps.pages.backtest import backtest_page as backtest_page
from maps.pages.help import HELP_KINDS as HELP_KINDS
from maps.pages.help import help_page as help_page
from maps.pages.help import help_pages as help_pages
from maps.pages.hotspot_layers import HotspotLayers as HotspotLayers
from maps.pages.hotspot_layers import JudgedScore as JudgedScore
from maps.pages.hotspot_layers import MeasuredOrder as MeasuredOrder
from maps.pages.hotspot_layers import NextFacts as NextFacts
from maps.pages.hotspots import hotspots_page as hotspots_page
from maps.pages.index import Figure as Figure
from maps.pages.index import PageLink as PageLink
from maps.pages.index import index_page as index_page
from maps.pages.report import report_page as report_page
from maps.pages.route import route_page as route_page
from maps.pages.served import DayCard as DayCard
from maps.pages.served import DaysSheet as DaysSheet
from maps.pages.served import Served as Served
from maps.pages.served import days_page as days_page
from maps.pages.week import week_page as week_page
