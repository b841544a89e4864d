"""Unit prices that a reader can change: a field each, checked, and a button that puts them back."""

from collections.abc import Callable
from html import escape

from pet_workbench.bench import costs
from pet_workbench.bench.costs import Price, Prices
from pet_workbench.core import PetError
from pet_workbench.viz.evidence_words import significant
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Button, CheckBox, row
from pet_workbench.widgets.evidence.exhibits import unfolding, written_table
from pet_workbench.widgets.exercise import NumberField
from pet_workbench.widgets.page import Columns, Panel, errors_html, html

EDITABLE = ("core_hour", "gb_sent", "kwh")


class Tariffs(Panel):
    """A field for each unit price.

    Parameters
    ----------
    words : Words
    follow : callable
        Called without arguments when the prices have changed.

    Attributes
    ----------
    prices : Prices
        What holds now.
    fields : dict of str to NumberField
    included : Checkbox
        Whether the price of a core-hour holds the electricity already.
    reset : Button
    alert : HTML
        Which price is refused, and why.
    """

    def __init__(self, words: Words, follow: Callable[[], object]) -> None:
        self._words, self._follow = words, follow
        self.prices = self._stated = Prices.load()
        self.fields = {
            id: NumberField(words(f"price_{id}"), lang=words.lang, example=words("price_example"))
            for id in EDITABLE
        }
        self.included = CheckBox(
            words("price_included"), value=self._stated.electricity_in_core_hour
        )
        self.reset, self.alert = Button(words("price_reset"), self.put_back), html("")
        super().__init__(
            [
                Columns(list(self.fields.values()), narrowest="13rem"),
                self.included,
                row([self.reset]),
                self.alert,
                html(unfolding(words("price_sources"), sources_html(self._stated, words))),
            ],
            lang=words.lang,
            label=words("price_label"),
        )
        self._write()
        for field in self.fields.values():
            field.observe(lambda _: self._read(), "value")
        self.included.observe(lambda _: self._read(), "value")

    def put_back(self) -> None:
        """Take the stated prices again."""
        with self.hold_trait_notifications():
            self._write()
        self._read()

    def _write(self) -> None:
        """Write the stated prices into the fields."""
        self.included.value = self._stated.electricity_in_core_hour
        for id, field in self.fields.items():
            field.value = significant(self._stated[id].value, self._words.lang)

    def _read(self) -> None:
        """Take over what was typed, if all of it is a price."""
        self.alert.value = ""
        try:
            typed = {id: field.answer() for id, field in self.fields.items()}
            self.prices = self._stated.replace(
                electricity_in_core_hour=self.included.value, **self._changed(typed)
            )
        except ValueError as problem:
            self.alert.value = f'<p class="pet-wrong" role="alert">{escape(str(problem))}</p>'
            return
        except PetError as error:
            self.alert.value = errors_html([error], self._words.lang)
            return
        self._follow()

    def _changed(self, typed: dict[str, float]) -> dict[str, float | Price]:
        """Return what differs from the stated prices as the fields show them."""
        lang = self._words.lang
        return {
            id: value
            for id, value in typed.items()
            if self.fields[id].value != significant(self._stated[id].value, lang)
        }


def sources_html(prices: Prices, words: Words) -> str:
    """Return all prices with their range and where they come from, as a table."""
    lang = words.lang
    rows = [
        [
            costs.words.price_name(price, lang),
            f"{significant(price.value, lang)} {costs.words.unit(price, lang)}",
            words("range", low=significant(price.low, lang), high=significant(price.high, lang)),
            costs.words.source(price, lang),
            costs.words.why(price, lang),
        ]
        for price in prices
    ]
    head = [words(f"price_head_{name}") for name in ("what", "value", "range", "source", "why")]
    return written_table(head, rows, words, caption=words("price_caption"))
