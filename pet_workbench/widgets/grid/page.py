"""The page of the case `grid`: what pages on synthetic rows share, and streets."""

from functools import cached_property
from typing import ClassVar

from pet_workbench.widgets import Panel, html
from pet_workbench.widgets.grid.days import Days
from pet_workbench.widgets.grid.exercises import TASKS
from pet_workbench.widgets.grid.neighbour import Neighbour
from pet_workbench.widgets.grid.state import GridState
from pet_workbench.widgets.grid.street import Street
from pet_workbench.widgets.grid.ways import Ways
from pet_workbench.widgets.synthetic import SyntheticPage, controls_for

DRAWN = ("evening_percent", "peak_hour", "cold_day_wh", "dwelling", "heat_pump")
"""Columns that can be looked at one by one."""


class GridPage(SyntheticPage[GridState]):
    """Everything that moves on the page of `grid`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = GridState
    published: ClassVar = ("supply_mean", "solar_share", "capacity_per_home")
    published_table: ClassVar = (
        "households",
        "supply_median_2020",
        "solar_per_home",
        "heat_pumps",
        "electric_cars",
        "charged_at_home",
        "kilometres",
        "home_demand",
        "low_voltage_grids",
    )
    controls: ClassVar = controls_for(DRAWN)
    relations: ClassVar = (
        ("dwelling", "cold_day_wh"),
        ("heat_pump", "supply_kwh"),
        ("dwelling", "feed_in_watts"),
        ("charger", "peak_watts"),
    )
    samples: ClassVar = {}
    tasks: ClassVar = TASKS

    @cached_property
    def street(self) -> Street:
        """Whether the transformer holds, by kind of street."""
        return Street(self)

    @cached_property
    def days(self) -> Days:
        """Load curves and seasons of a kind of home."""
        return Days(self)

    @cached_property
    def ways(self) -> Ways:
        """The four ways to get rows on the analyst's question."""
        return Ways(self)

    @cached_property
    def neighbour(self) -> Neighbour:
        """A neighbour who looks for a striking household."""
        return Neighbour(self)

    @cached_property
    def measured(self) -> Panel:
        """Use against risk, and below it the four ways on the analyst's question."""
        title = html(f"<h3>{self.words('ways_title')}</h3>")
        return Panel([self.trade_off, title, self.ways], lang=self.lang)

    @cached_property
    def attacks(self) -> Panel:
        """The neighbour, and below it the attacks that use everything."""
        title = html(f"<h3>{self.words('attack_title')}</h3>")
        return Panel([self.neighbour, title, self.attack], lang=self.lang)
