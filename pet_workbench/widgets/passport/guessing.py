"""Guess sealed amounts: a hash gives them away, a commitment does not."""

from time import perf_counter
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.attacks.guessed_commitments import Seal, guess, hashed, unblinded
from pet_workbench.proofs import commit
from pet_workbench.usecases.passport import CASE, SUPPLIERS
from pet_workbench.usecases.passport.claims import MOST_GRAMS
from pet_workbench.widgets import Button, Choice, Sentence, html, note, row, table_html
from pet_workbench.widgets.case import SEED, Busy, Section

if TYPE_CHECKING:
    from pet_workbench.widgets.passport.page import PassportPage


def blinded(value: int) -> bytes:
    """Seal a number as the proofs on this page do: with a secret number of its own."""
    return commit(value).commitment.point


WAYS: dict[str, Seal] = {"hash": hashed, "forgotten": unblinded, "commitment": blinded}
"""How a supplier may seal an amount, by the id of its words."""


class Guessing(Section):
    """A way to seal, a button, and the amounts that were guessed.

    Parameters
    ----------
    page : PassportPage

    Attributes
    ----------
    way : Choice
    button : Button
    sentence : Sentence
    table : HTML
    found : dict of str to int or None
        What was guessed of each supplier's recycled mass.
    """

    def __init__(self, page: "PassportPage") -> None:
        words = page.words
        self.way = Choice(words("guess_way"), {one: words(f"guess_{one}") for one in WAYS})
        self.button = Button(words("guess_button"), self.guess, primary=True)
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        self.found: dict[str, int | None] = {}
        super().__init__(
            page,
            [
                self.way,
                row([self.button]),
                self.busy,
                self.sentence,
                self.table,
                note(words("guess_why"), lang=page.lang, kind="fact"),
            ],
            label=words("guess_label"),
        )
        self.way.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Take the last guesses away: they were about another way to seal."""
        self.found, self.table.value = {}, ""
        self.sentence.say(self.words("guess_ready"))

    def guess(self) -> None:
        """Seal the recycled masses of one product, and try all amounts there can be."""
        words, tables = self.words, CASE.load(n=1, seed=SEED)
        truth = {one: int(tables[one]["recycled"].iloc[0]) for one in SUPPLIERS}
        seal = WAYS[self.way.value]
        envelopes = {one: seal(grams) for one, grams in truth.items()}
        start = perf_counter()
        with self.busy.while_working():
            read = guess(envelopes.values(), range(MOST_GRAMS + 1))
        seconds = perf_counter() - start
        self.found = {one: read.get(sealed) for one, sealed in envelopes.items()}
        told = {
            "found": words.number(sum(one is not None for one in self.found.values())),
            "of": words.number(len(truth)),
            "amounts": words.number(MOST_GRAMS + 1),
            "seconds": words.duration(seconds),
        }
        self.sentence.say(words("guess_found" if read else "guess_nothing", **told))
        self.table.value = self._table(envelopes, truth)

    def _table(self, envelopes: dict[str, bytes], truth: dict[str, int]) -> str:
        """Show the envelopes, what was guessed and the truth."""
        words = self.words
        frame = pd.DataFrame(
            {
                "supplier": [words.heading(one) for one in envelopes],
                "envelope": [f"{one[:6].hex()}…" for one in envelopes.values()],
                "guessed": [self._grams(self.found[one]) for one in envelopes],
                "truth": [self._grams(truth[one]) for one in envelopes],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("guess_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def _grams(self, grams: int | None) -> str:
        """Write a mass, or that it is not known."""
        words = self.words
        return words("unknown") if grams is None else words("grams", grams=words.number(grams))
