"""Who gains and who loses: the picture, and beside it what is no money."""

from functools import partial
from html import escape

from pet_workbench.decide.balance import (
    ASKED,
    Balance,
    Party,
    example,
    party_name,
    published,
    remark,
    told,
    word,
)
from pet_workbench.viz.decide_balance import gains_exhibit
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.evidence.exhibits import Showing, written_table
from pet_workbench.widgets.page import Panel, html

IN_WORDS = {"supplies": "gives", "bears": "risks", "role": "duty", "incentive": "money"}
"""Under which name a source's own words on each question stand."""


class Gains(Panel):
    """The results with their uncertainty, and the four questions beside money.

    Attributes
    ----------
    picture : Showing
    beside : HTML
    """

    def __init__(self, state: BalanceState) -> None:
        self._state, words = state, state.words
        self.picture, self.beside = Showing(words), html("")
        rule = html(small(remark("signs", "rule", lang=words.lang)))
        super().__init__(
            [self.picture, rule, self.beside], lang=words.lang, label=words("gains_label")
        )
        state.observe(lambda _: self.show(), "balance")
        self.show()

    def show(self) -> None:
        """Bring the part up to date."""
        state = self._state
        make = partial(gains_exhibit, state.balance, state.outlook, lang=state.lang)
        self.picture.show(make)
        self.beside.value = beside_html(state)


def beside_html(state: BalanceState) -> str:
    """Return sign and grades per party as a table, with what the source says where it does.

    Parameters
    ----------
    state : BalanceState
    """
    balance, words = state.balance, state.words
    signs = published(balance.example)
    rows = []
    for party in balance.parties:
        row = [party_name(party, balance, words.lang)]
        if signs:
            theirs = signs.get(party.id)
            row.append(word("signs", theirs, words.lang) if theirs else "\N{EN DASH}")
        row.append(word("signs", state.outlook.parties[party.id].sign, words.lang))
        row.extend(_cell(party, asked, balance, words) for asked in ASKED)
        rows.append(row)
    first = ["party", *(["published"] if signs else []), "computed"]
    head = [words(f"head_{name}") for name in (*first, "supplies", "risks", "role", "incentive")]
    table = written_table(head, rows, words, caption=words("beside_caption"))
    return f"{table}<p>{escape(words('beside_told'))}</p>"


def _cell(party: Party, asked: str, balance: Balance, words: Words) -> str:
    """Return what the source says; a grade where it says nothing, or where somebody changed it."""
    grade = getattr(party, asked)
    said = told(balance.example, party.id, IN_WORDS[asked], words.lang)
    theirs = next((one for one in example(balance.example).parties if one.id == party.id), None)
    if said and theirs is not None and getattr(theirs, asked) == grade:
        return said
    return word("grades", grade, words.lang)
