"""One party in depth: when it is out of its costs, what has to change, and what matters most."""

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import ClassVar

from pet_workbench.decide.balance import BreakEven, Need, break_even, line_name, party_name
from pet_workbench.decide.balance.outlook import Sign
from pet_workbench.decide.balance.words import money
from pet_workbench.viz.decide_balance_depth import running_exhibit, tornado_exhibit
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.evidence.exhibits import Showing
from pet_workbench.widgets.page import Panel, Sentence

EVERYBODY = ""


class _ByParty(Panel):
    """A part about one party, or all together, that the reader chooses.

    Attributes
    ----------
    party : Pick
    picture : Showing
    """

    sign: ClassVar[Sign]
    """With which party a reader begins: the first one that has this sign."""

    def __init__(self, state: BalanceState, *, label: str, below: Sequence[Sentence] = ()) -> None:
        self._state, words = state, state.words
        self._is_offering = False
        self.party = Pick(words("pick_party"), _names(state), value=self._telling())
        self.picture = Showing(words)
        super().__init__([self.party, self.picture, *below], lang=words.lang, label=label)
        self.party.observe(lambda _: self._again(), "value")
        state.observe(lambda _: self._offer(), "balance")
        self.show()

    @property
    def chosen(self) -> str | None:
        """Id of the party that was chosen; None for all together."""
        return self.party.value or None

    def _telling(self) -> str:
        """Return the party that says most; all together where there is none."""
        results = self._state.outlook.parties.items()
        return next((id for id, result in results if result.sign == self.sign), EVERYBODY)

    def _offer(self) -> None:
        """Offer the parties that there are now, and draw anew."""
        names, chosen = _names(self._state), self.party.value
        self._is_offering = True
        self.party.options = [(said, id) for id, said in names.items()]
        self.party.value = chosen if chosen in names else self._telling()
        self._is_offering = False
        self.show()

    def _again(self) -> None:
        if not self._is_offering:
            self.show()

    def show(self) -> None:
        """Bring the part up to date."""


class PaidBack(_ByParty):
    """When the costs have been earned back, and what a benefit would have to become.

    Attributes
    ----------
    needs : Sentence
    """

    sign = "minus"

    def __init__(self, state: BalanceState) -> None:
        self.needs = Sentence()
        super().__init__(state, label=state.words("paid_back_label"), below=[self.needs])

    def show(self) -> None:
        """Bring the part up to date."""
        balance, lang = self._state.balance, self._state.lang
        self.picture.show(partial(running_exhibit, balance, self.chosen, lang=lang))
        self.needs.say(needs_html(self._state, break_even(balance, self.chosen)))


class Tornado(_ByParty):
    """What each input does to the result, and which turns its sign."""

    sign = "mixed"

    def __init__(self, state: BalanceState) -> None:
        super().__init__(state, label=state.words("tornado_label"))

    def show(self) -> None:
        """Bring the part up to date."""
        balance, lang = self._state.balance, self._state.lang
        self.picture.show(partial(tornado_exhibit, balance, self.chosen, lang=lang))


def _names(state: BalanceState) -> dict[str, str]:
    """Return what can be chosen: all together, and each party."""
    balance, lang = state.balance, state.lang
    return {
        EVERYBODY: state.words("together"),
        **{party.id: party_name(party, balance, lang) for party in balance.parties},
    }


def needs_html(state: BalanceState, found: BreakEven) -> str:
    """Say what is short every year, and to what each benefit would have to rise.

    Parameters
    ----------
    state : BalanceState
    found : BreakEven
    """
    words, lang = state.words, state.lang
    key = "spare_per_year" if found.result >= 0 else "short_per_year"
    first = f"<p>{escape(words(key, amount=money(abs(found.per_year), lang)))}</p>"
    if found.result >= 0:
        return first
    if not found.needs:
        return f"{first}<p>{escape(words('needs_none'))}</p>"
    items = "".join(f"<li>{escape(_need(state, need, words))}</li>" for need in found.needs)
    return f"{first}<p>{escape(words('needs'))}</p><ul>{items}</ul>"


def _need(state: BalanceState, need: Need, words: Words) -> str:
    """Say of one benefit what it is now and what it would have to be."""
    yearly = "yearly" if need.line.when == "yearly" else "once"
    return words(
        f"need_{yearly}",
        line=line_name(need.line, state.balance, words.lang),
        now=money(need.now, words.lang),
        then=money(need.then, words.lang),
    )
