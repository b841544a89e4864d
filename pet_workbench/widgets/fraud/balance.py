"""Who gives what, who pays and who gains: the balance of the parties, as the source tells it.

The words stand in the content of the stakeholder balance, which the decision page shows as well.
"""

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.decide.balance import TOLD, example, party_name, published, told, word
from pet_workbench.widgets import html, note, table_html
from pet_workbench.widgets.case import Section

if TYPE_CHECKING:
    from pet_workbench.widgets.fraud.page import FraudPage

CASE = "fraud"
COLUMNS = ("party", "balance", *TOLD)


class Balance(Section):
    """A table of the parties in the report, with the source's own verdict per party.

    Parameters
    ----------
    page : FraudPage
    """

    def __init__(self, page: "FraudPage") -> None:
        words, lang = page.words, page.lang
        balance, signs = example(CASE), published(CASE)
        rows = [
            [
                party_name(party, balance, lang),
                word("signs", signs[party.id], lang),
                *(told(CASE, party.id, about, lang) for about in TOLD),
            ]
            for party in balance.parties
        ]
        table = table_html(
            pd.DataFrame(rows, columns=list(COLUMNS)),
            lang=lang,
            caption=words("balance_caption"),
            headers={column: words(f"balance_{column}") for column in COLUMNS},
        )
        source = f'<p class="pet-small">{escape(words("balance_source"))}</p>'
        further = f"<p>{words('balance_further')}</p>"
        super().__init__(
            page,
            [
                html(table + source),
                note(words("balance_lesson"), lang=lang, kind="fact"),
                html(further),
            ],
            label=words("balance_label"),
        )
