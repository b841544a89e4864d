"""The payment that leaves nobody worse off, or why none of them can."""

from html import escape

import numpy as np

from pet_workbench.decide.balance import Transfer, party_name, per_year, transfer, word
from pet_workbench.decide.balance.outlook import sign
from pet_workbench.decide.balance.rules import rules
from pet_workbench.decide.balance.summary import told_transfer
from pet_workbench.decide.balance.words import money
from pet_workbench.i18n import percent
from pet_workbench.widgets.case import small
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.evidence.exhibits import written_table
from pet_workbench.widgets.page import Panel, Sentence, html

COLUMNS = ("party", "before", "pays", "per_year", "after", "loss_after", "sign_after")


class Settling(Panel):
    """Who pays whom, and how sure it is that nobody loses then.

    Attributes
    ----------
    told : Sentence
    table : HTML
    """

    def __init__(self, state: BalanceState) -> None:
        self._state, words = state, state.words
        self.told, self.table = Sentence(), html("")
        rest = html(small(words("transfer_misleads")))
        super().__init__(
            [self.told, self.table, rest], lang=words.lang, label=words("transfer_label")
        )
        state.observe(lambda _: self.show(), "balance")
        self.show()

    def show(self) -> None:
        """Bring the part up to date."""
        state = self._state
        settled = transfer(state.balance)
        first, *each = told_transfer(state.balance, settled, state.lang)
        items = "".join(f"<li>{escape(one)}</li>" for one in each)
        body = f"<ul>{items}</ul>" if items else ""
        self.told.say(f'<p class="pet-message">{escape(first)}</p>{body}')
        self.table.value = settled_html(state, settled) if settled.payments else ""


def settled_html(state: BalanceState, settled: Transfer) -> str:
    """Return per party what it had, pays or receives, and has; and its chance of a loss then.

    Parameters
    ----------
    state : BalanceState
    settled : Transfer
    """
    balance, words, lang = state.balance, state.words, state.lang
    rows = []
    for party in balance.parties:
        before, net = state.outlook.parties[party.id], settled.nets[party.id]
        draws = state.outlook.draws[party.id] + net
        low, high = (float(end) for end in np.quantile(draws, rules().ends))
        rows.append(
            [
                party_name(party, balance, lang),
                money(before.likely, lang),
                money(net, lang),
                money(per_year(net, balance), lang),
                money(before.likely + net, lang),
                percent(float((draws < -0.5).mean()), lang),
                word("signs", sign(low, high), lang),
            ]
        )
    head = [words(f"head_{name}") for name in COLUMNS]
    return written_table(head, rows, words, caption=words("transfer_caption"))
