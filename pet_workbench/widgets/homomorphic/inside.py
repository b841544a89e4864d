"""What a ciphertext looks like: slots, coefficients, and how much room it takes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.he.column import Column
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials
from pet_workbench.he.parameters import make_bfv
from pet_workbench.viz.homomorphic import cells_svg
from pet_workbench.widgets.case import Words, figures_html
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Button, Slider, row
from pet_workbench.widgets.page import Sentence, html

COUNTS = (1, 10, 100, 1_000, 4_096, 4_097, 10_000)
LARGEST = 5_000
SHOWN = 96
_PLAIN_BYTES = 8


class Inside(Live):
    """Encrypt the same numbers twice, and look at both.

    Attributes
    ----------
    count : Slider
        How many numbers.
    equal : int
        How many coefficients the two ciphertexts have in common, of those looked at.
    """

    def __init__(self, words: Words) -> None:
        parameters = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=30
        )
        self._key = SecretKey.generate(parameters)
        self.equal = 0
        self.count = Slider(words("inside_count"), COUNTS, value=10, lang=words.lang, live=False)
        self.picture, self.figures = html(""), html("")
        self.sentence, self.alert = Sentence(), no_alert()
        again = Button(words("inside_again"), self.refresh, primary=True)
        super().__init__(
            words,
            [self.count, row([again]), self.picture, self.figures, self.sentence, self.alert],
            label=words("inside_label"),
            controls=(self.count,),
        )

    def redraw(self) -> None:
        """Encrypt twice and compare."""
        words = self.words
        count: int = self.count.value
        values = np.random.default_rng(3).integers(
            100, LARGEST, size=count
        )  # what is shown, no secret
        twice = [self._key.encrypt_to_send(values, bound=LARGEST) for _ in range(2)]
        first, second = (_coefficients(column) for column in twice)
        self.equal = int((first == second).sum())
        shares = [float(value) / LARGEST for value in values[:SHOWN]]
        plain = [*shares, *[None] * (SHOWN - len(shares))]
        prime = self._key.context.parameters.coeff_modulus[0]
        rows: list[tuple[str, Sequence[float | None]]] = [
            (words("inside_plain", shown=SHOWN), plain),
            (words("inside_first", shown=SHOWN), (first[:SHOWN] / prime).tolist()),
            (words("inside_second", shown=SHOWN), (second[:SHOWN] / prime).tolist()),
        ]
        told = words("inside_alt", n=words.number(count))
        self.picture.value = cells_svg(rows, alt=told)
        self._tell(count, twice[0], looked_at=first.size)

    def _tell(self, count: int, column: Column, *, looked_at: int) -> None:
        """Say how large it has become, and what the two have in common."""
        words, plain = self.words, _PLAIN_BYTES * count
        times = column.size_bytes / plain
        self.figures.value = figures_html(
            [
                (words("inside_plain_size"), words.size(plain)),
                (words("inside_encrypted_size"), words.size(column.size_bytes)),
                (words("inside_times"), words.number(times, 1 if times < 10 else 0)),
            ]
        )
        slots = self._key.context.parameters.slots
        chunks = -(-count // slots)
        said = words(
            "inside_sentence_one" if chunks == 1 else "inside_sentence_more",
            slots=words.number(slots),
            chunks=words.number(chunks),
            equal=words.number(self.equal),
            all=words.number(looked_at),
        )
        self.sentence.say(f"<p>{said}</p>")


def _coefficients(column: Column) -> NDArray[np.uint64]:
    """Return the coefficients of the part of a ciphertext that carries the numbers."""
    coefficients: NDArray[np.uint64] = read_polynomials(column.ciphertexts[0])[0, 0]
    return coefficients
