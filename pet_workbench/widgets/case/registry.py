"""Which cases have a page, and where."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pet_workbench.widgets.case.page import CasePage

PAGES: Mapping[str, str] = {
    "aio": "pet_workbench.widgets.aio:AioPage",
    "debts": "pet_workbench.widgets.debts:DebtsPage",
    "entrepreneurs": "pet_workbench.widgets.entrepreneurs:EntrepreneursPage",
    "falls": "pet_workbench.widgets.falls:FallsPage",
    "fall-injuries": "pet_workbench.widgets.falls:InjuriesPage",
    "fraud": "pet_workbench.widgets.fraud:FraudPage",
    "fugitives": "pet_workbench.widgets.lists:FugitivesPage",
    "informants": "pet_workbench.widgets.lists:InformantsPage",
    "treatment": "pet_workbench.widgets.treatment:TreatmentPage",
    "emoji": "pet_workbench.widgets.emoji:EmojiPage",
    "securened": "pet_workbench.widgets.securened:SecurenedPage",
    "gas": "pet_workbench.widgets.gas:GasPage",
    "logistics": "pet_workbench.widgets.logistics:LogisticsPage",
    "pupils": "pet_workbench.widgets.pupils:PupilsPage",
    "grid": "pet_workbench.widgets.grid:GridPage",
    "mobility": "pet_workbench.widgets.mobility:MobilityPage",
    "passport": "pet_workbench.widgets.passport:PassportPage",
    "train": "pet_workbench.widgets.train:TrainPage",
}
"""By key of the case: module and class."""


def page_class(case: str) -> type[CasePage[Any]]:
    """Return the class of the page of `case`."""
    module, _, name = PAGES[case].partition(":")
    found: type[CasePage[Any]] = getattr(import_module(module), name)
    return found
