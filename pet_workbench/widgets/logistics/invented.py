"""What stands where other cases show published figures: that here there are none."""

from typing import TYPE_CHECKING

from pet_workbench.widgets import note
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.case.facts import Published

if TYPE_CHECKING:
    from pet_workbench.widgets.logistics.page import LogisticsPage


class Invented(Published):
    """A note in the place of published figures.

    Parameters
    ----------
    page : LogisticsPage
    """

    def __init__(self, page: "LogisticsPage") -> None:
        said = note(page.words("invented"), lang=page.lang, kind="fact")
        Section.__init__(self, page, [said], label=page.words("facts_label"))
