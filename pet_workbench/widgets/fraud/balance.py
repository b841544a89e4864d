"""Who gives what, who pays and who gains: the balance of the parties, as the source tells it."""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.widgets import html, note, table_html
from pet_workbench.widgets.case import Section

if TYPE_CHECKING:
    from pet_workbench.widgets.fraud.page import FraudPage

PARTIES = ("insurers", "banks", "kvk", "authorities", "tno")
COLUMNS = ("party", "balance", "gives", "gets", "risks", "role", "money")


class Balance(Section):
    """A table of the parties in the report, with the source's own verdict per party.

    Parameters
    ----------
    page : FraudPage
    """

    def __init__(self, page: "FraudPage") -> None:
        words = page.words
        rows = [[words(f"balance_{party}_{column}") for column in COLUMNS] for party in PARTIES]
        table = table_html(
            pd.DataFrame(rows, columns=list(COLUMNS)),
            lang=page.lang,
            caption=words("balance_caption"),
            headers={column: words(f"balance_{column}") for column in COLUMNS},
        )
        source = f'<p class="pet-small">{escape(words("balance_source"))}</p>'
        super().__init__(
            page,
            [html(table + source), note(words("balance_lesson"), lang=page.lang, kind="fact")],
            label=words("balance_label"),
        )
