"""Attack 2: somebody changes a ciphertext on its way, without reading it."""

import secrets

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.bare_library import BareOwner, changed_anywhere
from pet_workbench.core import PetError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.sending import envelope
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.homomorphic.written import euros, households
from pet_workbench.widgets.page import error_sentence, html

AMOUNTS = np.array([1_200, 950, 1_875, 640])
LARGEST, ADDED, TRIES = 5_000, 1_000, 40
ADDITION = np.array([0, ADDED, 0, 0])
CHANGES = ("amount", "bit")


class Tampered(Part):
    """Change a ciphertext that came from the bare library, and one in our envelope.

    Attributes
    ----------
    change : Choice
        Add an amount to one number, or turn one bit somewhere.
    noticed : int
        How many changed envelopes were refused, of `TRIES`.
    unnoticed : int
        How many changed ciphertexts the bare library decrypted to something else.
    """

    def __init__(self, words: Words) -> None:
        self.noticed = self.unnoticed = 0
        self.change = Choice(
            words("tampered_change"), {one: words(f"tampered_change_{one}") for one in CHANGES}
        )
        self.table = html("")
        super().__init__(
            words,
            label=words("tampered_label"),
            button=words("tampered_button"),
            ready=words("tampered_ready"),
            controls=(self.change,),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.noticed, self.unnoticed, self.table.value = 0, 0, ""
        super().clear()

    def attack(self) -> None:
        """Change ciphertexts, then envelopes."""
        parameters = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
        )
        owner = BareOwner(parameters)
        if self.change.value == "amount":
            changed = owner.add_in_clear(owner.encrypt(AMOUNTS), ADDITION)
            answers = [owner.unsafe_decrypt(changed, len(AMOUNTS))]
        else:
            answers = list(changed_anywhere(owner, AMOUNTS, tries=TRIES))
        self.unnoticed = sum((answer != AMOUNTS).any() for answer in answers)
        self.noticed, last = refused_envelopes(
            SecretKey.generate(parameters), change=self.change.value
        )
        self.table.value = self._table(answers[-1])
        self.say(
            f"tampered_result_{self.change.value}",
            tries=TRIES,
            unnoticed=self.unnoticed,
            noticed=self.noticed,
            added=euros(self.words)(ADDED),
            error="" if last is None else error_sentence(last, self.words.lang),
        )

    def _table(self, answer: NDArray[np.int64]) -> str:
        """Return what was sent beside what was read."""
        words = self.words
        frame = pd.DataFrame(
            {
                "row": households(len(AMOUNTS), words),
                "sent": AMOUNTS,
                "read": answer.astype(np.int64),
                "ours": [words("tampered_nothing")] * len(AMOUNTS),
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("tampered_caption"),
            headers={name: words(f"tampered_head_{name}") for name in frame.columns},
        )


def refused_envelopes(owner: SecretKey, *, change: str) -> tuple[int, PetError | None]:
    """Change envelopes on their way, and count how many are refused.

    Parameters
    ----------
    owner : SecretKey
    change : {"amount", "bit"}
        Compute with the column and pack it anew, without the key that the two parties share; or
        turn one bit, at places spread evenly.

    Returns
    -------
    refused : int
        Of `TRIES`.
    last : PetError or None
        What was said to the last one.
    """
    key = secrets.token_bytes(32)
    column = owner.encrypt(AMOUNTS, bound=LARGEST)
    packed = envelope.pack(column, key=key)
    refused, last = 0, None
    for n in range(TRIES):
        if change == "amount":
            changed = envelope.pack(column + ADDITION, key=secrets.token_bytes(32))
        else:
            turned = bytearray(packed)
            turned[n * len(packed) // TRIES] ^= 1
            changed = bytes(turned)
        try:
            envelope.unpack_column(changed, owner.context, key=key)
        except PetError as error:
            refused, last = refused + 1, error
    return refused, last
