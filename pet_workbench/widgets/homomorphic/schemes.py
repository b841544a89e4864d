"""BFV beside CKKS: the same total, exact with a limit, and approximate with an error."""

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.core import PetError
from pet_workbench.he.column import Column
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import ABSENT, table_html
from pet_workbench.widgets.homomorphic.written import euros, small_number
from pet_workbench.widgets.page import Columns, Sentence, error_sentence, html

COUNTS = (100, 1_000, 5_000, 10_000, 20_000)
LARGEST = (1_000, 10_000, 50_000, 100_000)
KINDS = ("whole", "cents")
SCHEMES = ("bfv", "ckks")


class Schemes(Live):
    """Add up the same amounts in both ways, really encrypted.

    Attributes
    ----------
    count, largest : Slider
    kind : Choice
        Whole euros, or euros with cents.
    totals : dict of str to float or PetError
        What each scheme gave, or why it refused.
    """

    def __init__(self, words: Words) -> None:
        self.totals: dict[str, float | PetError] = {}
        self.count = Slider(
            words("schemes_count"), COUNTS, value=5_000, lang=words.lang, live=False
        )
        self.largest = Slider(
            words("schemes_largest"),
            LARGEST,
            value=10_000,
            lang=words.lang,
            written=euros(words),
            live=False,
        )
        self.kind = Choice(
            words("schemes_kind"), {one: words(f"schemes_kind_{one}") for one in KINDS}
        )
        self.table, self.sentence, self.alert = html(""), Sentence(), no_alert()
        super().__init__(
            words,
            [Columns([self.count, self.largest, self.kind]), self.table, self.sentence, self.alert],
            label=words("schemes_label"),
            controls=(self.count, self.largest, self.kind),
        )

    @cached_property
    def _owners(self) -> dict[str, SecretKey]:
        """Make a key for each scheme."""
        whole = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=30
        )
        real = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 60), scale_bits=30)
        return {
            "bfv": SecretKey.generate(whole, sums=True),
            "ckks": SecretKey.generate(real, sums=True),
        }

    def redraw(self) -> None:
        """Add up in both ways, and set them side by side with the truth."""
        words, amounts = self.words, self.amounts()
        truth = float(np.rint(amounts.sum() * 100) / 100)
        rows = [self._row(scheme, amounts, truth) for scheme in SCHEMES]
        self.table.value = table_html(
            pd.DataFrame(rows),
            lang=words.lang,
            caption=words("schemes_caption", total=euros_and_cents(truth, words)),
            headers={name: words(f"schemes_head_{name}") for name in rows[0]},
        )
        refused = {
            scheme: error_sentence(total, words.lang)
            for scheme, total in self.totals.items()
            if isinstance(total, PetError)
        }
        told = [
            words("schemes_refused", scheme=scheme.upper(), error=said)
            for scheme, said in refused.items()
        ]
        told.append(words("schemes_told_bfv" if "bfv" not in refused else "schemes_told_limit"))
        self.sentence.say("".join(f"<p>{one}</p>" for one in told))

    def amounts(self) -> NDArray[Any]:
        """Return invented amounts; with cents where the reader wants these."""
        count: int = self.count.value
        drawn = np.random.default_rng(count).uniform(0, self.largest.value, count)  # no secrets
        if self.kind.value == "whole":
            return drawn.astype(np.int64)
        amounts: NDArray[np.float64] = np.floor(drawn * 100) / 100
        return amounts

    def _row(self, scheme: str, amounts: NDArray[Any], truth: float) -> dict[str, str]:
        """Add up in one way, and write what came of it."""
        words = self.words
        row = {"scheme": words(f"schemes_{scheme}")}
        row |= dict.fromkeys(("total", "error", "promised"), ABSENT)
        try:
            total, column = _total(self._owners[scheme], amounts, bound=self.largest.value)
        except PetError as error:
            self.totals[scheme] = error
            return row | {"total": words("schemes_no_answer")}
        self.totals[scheme] = total
        return row | {
            "total": words.number(total, 0 if scheme == "bfv" else 6),
            "error": small_number(abs(total - truth), words),
            "promised": small_number(column.meter.error, words),
        }


def _total(owner: SecretKey, amounts: NDArray[Any], *, bound: float) -> tuple[float, Column]:
    """Encrypt, add up and decrypt; return the total with its column."""
    column = owner.encrypt(amounts, bound=bound).sum()
    return float(owner.decrypt(column)[0]), column


def euros_and_cents(amount: float, words: Words) -> str:
    """Write an amount, with cents where it has any."""
    return words.euro(100 * amount, 0 if amount == int(amount) else 2)
