"""Attack 1: two columns under two keys are added, or one is decrypted with the wrong key."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.bare_library import BareOwner
from pet_workbench.core import PetError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import Parameters, make_bfv, make_ckks
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.homomorphic.written import households, small_number
from pet_workbench.widgets.page import Columns, error_sentence, html

FIRST, SECOND = np.array([1_200, 950, 1_875, 640]), np.array([300, 410, 0, 275])
LARGEST = 5_000
MISTAKES = ("added", "decrypted")
SCHEMES: dict[str, Callable[[], Parameters]] = {
    "bfv": lambda: make_bfv(
        poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    ),
    "ckks": lambda: make_ckks(
        poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30
    ),
}


class WrongKey(Part):
    """Make the mistake with the bare library, and with this workbench.

    Attributes
    ----------
    mistake, scheme : Choice
    bare : ndarray or None
        What the bare library answered.
    refused : PetError or None
        What this workbench said instead of an answer.
    """

    def __init__(self, words: Words) -> None:
        self.bare: NDArray[np.float64] | None = None
        self.refused: PetError | None = None
        self.mistake, self.scheme = (
            Choice(words(f"wrong_key_{name}"), {one: words(f"wrong_key_{one}") for one in options})
            for name, options in (("mistake", MISTAKES), ("scheme", SCHEMES))
        )
        self.table = html("")
        super().__init__(
            words,
            label=words("wrong_key_label"),
            button=words("wrong_key_button"),
            ready=words("wrong_key_ready"),
            controls=(self.mistake, self.scheme),
            layout=[Columns([self.mistake, self.scheme])],
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last answers."""
        self.bare, self.refused, self.table.value = None, None, ""
        super().clear()

    def attack(self) -> None:
        """Make the mistake twice."""
        parameters = SCHEMES[self.scheme.value]()
        is_added = self.mistake.value == "added"
        right = FIRST + SECOND if is_added else SECOND
        self.bare = bare_answer(parameters, is_added=is_added)
        self.refused = refusal(parameters, is_added=is_added)
        self.table.value = self._table(right, self.bare)
        key = "wrong_key_result" if self.refused else "wrong_key_unexpected"
        said = "" if self.refused is None else error_sentence(self.refused, self.words.lang)
        self.say(key, error=said, scheme=self.scheme.value.upper())

    def _table(self, right: NDArray[np.int64], bare: NDArray[np.float64]) -> str:
        """Return the right answers beside those of the bare library."""
        words = self.words
        frame = pd.DataFrame(
            {
                "row": households(len(right), words),
                "right": right,
                "bare": bare,
                "ours": [words("wrong_key_nothing")] * len(right),
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("wrong_key_caption"),
            headers={name: words(f"wrong_key_head_{name}") for name in frame.columns},
            written={"bare": lambda number: small_number(number, words)},
        )


def bare_answer(parameters: Parameters, *, is_added: bool) -> NDArray[np.float64]:
    """Return what the bare library gives the first owner, who overlooks that the key is another."""
    mine, theirs = BareOwner(parameters), BareOwner(parameters)
    ciphertext = theirs.encrypt(SECOND)
    if is_added:
        ciphertext = mine.add(mine.encrypt(FIRST), ciphertext)
    return mine.unsafe_decrypt(ciphertext, len(SECOND)).astype(np.float64)


def refusal(parameters: Parameters, *, is_added: bool) -> PetError | None:
    """Return what this workbench says to the same mistake, or nothing if it overlooks it."""
    mine, theirs = SecretKey.generate(parameters), SecretKey.generate(parameters)
    column = theirs.context.encrypt(SECOND, bound=LARGEST)
    try:
        if is_added:
            column = mine.context.encrypt(FIRST, bound=LARGEST) + column
        mine.decrypt(column)
    except PetError as error:
        return error
    return None
