"""Over how many years, and how much later years weigh."""

from html import escape

from pet_workbench.decide import sources
from pet_workbench.decide.balance import remark, rules
from pet_workbench.i18n import shortest
from pet_workbench.widgets.case import small
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.decide.balance.table import AmountsTable
from pet_workbench.widgets.exercise import NumberField
from pet_workbench.widgets.page import Columns, Panel, html

MOST_YEARS = 15
"""End of the slider; a file may have more, up to the limit of the content file."""


class Filling(Panel):
    """The table to fill in, and the terms below it.

    Parameters
    ----------
    state : BalanceState
    editor : AmountsTable
    terms : Terms
    """

    def __init__(self, state: BalanceState, editor: AmountsTable, terms: "Terms") -> None:
        super().__init__([editor, terms], lang=state.lang, label=state.words("table_label"))


class Terms(Panel):
    """Years and discount rate.

    Attributes
    ----------
    years : Slider
    rate : NumberField
        In per cents.
    alert : HTML
        What is wrong with the rate.
    """

    def __init__(self, state: BalanceState) -> None:
        self._state, words = state, state.words
        self._is_following = False
        low, high = rules().years
        offered = sorted({*range(low, min(high, MOST_YEARS) + 1), state.balance.years})
        self.years = Slider(
            words("years"), offered, value=state.balance.years, lang=words.lang, live=False
        )
        self.rate = NumberField(words("rate"), lang=words.lang, example=shortest(2.25, words.lang))
        self.alert = html("")
        source = sources.get("discount-rate")
        link = f'<a href="{escape(source.url)}">{escape(source.title.of(words.lang))}</a>'
        says = small(remark("discount", "says", lang=words.lang))
        kept = html(f'{says}<p class="pet-small">{words("source")}: {link}</p>')
        super().__init__(
            [Columns([self.years, self.rate]), self.alert, kept],
            lang=words.lang,
            label=words("terms_label"),
        )
        self.years.observe(lambda _: self._read(), "value")
        self.rate.observe(lambda _: self._read(), "value")
        state.observe(lambda _: self.show(), "balance")
        self.show()

    def show(self) -> None:
        """Show what the balance has."""
        balance, lang = self._state.balance, self._state.lang
        self._is_following = True
        if all(balance.years != year for _, year in self.years.options):
            self.years.options = [*self.years.options, (str(balance.years), balance.years)]
        self.years.value = balance.years
        self.rate.value = shortest(100 * balance.rate, lang)
        self.alert.value = ""
        self._is_following = False

    def _read(self) -> None:
        """Take over what was chosen, if it can be."""
        if self._is_following:
            return
        words, (low, high) = self._state.words, rules().rate
        try:
            rate = self.rate.answer() / 100
        except ValueError as problem:
            self._refuse(str(problem))
            return
        if not low <= rate <= high:
            self._refuse(words("rate_range", low=words.percent(0), high=words.percent(100 * high)))
            return
        self.alert.value = ""
        self._state.keep(self._state.balance.with_(years=self.years.value, rate=rate))

    def _refuse(self, problem: str) -> None:
        """Say what is wrong; the balance stays as it was."""
        self.alert.value = f'<p class="pet-wrong" role="alert">{escape(problem)}</p>'
