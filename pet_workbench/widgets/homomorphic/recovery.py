"""Attack 3: a CKKS decryption that was shared gives the secret key away (IND-CPA-D)."""

from functools import cache
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.ckks_key_recovery import Disclosed, decrypt_with, recover_key
from pet_workbench.core import ParameterError
from pet_workbench.he.column import Column
from pet_workbench.he.hiding.flooding import SharedDecryptions
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import read_polynomials
from pet_workbench.he.parameters import make_ckks
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.homomorphic.written import euros, households, small_number
from pet_workbench.widgets.page import html

HOWS = ("raw", "rounded", "total", "flooded")
INCOMES = np.array([1_254.0, 2_310.0, 1_875.0, 3_420.0])
"""What the data owner encrypted for something else, and never shared."""
MOST_INCOME, MOST_COSTS, OWN_RISK = 10_000, 1_000, 100
SCALE_BITS, MORE_BITS = 38, 12
"""At a scale of so many bits more, added noise costs hardly anything."""
_CHUNKS = 2


class Recovery(Part):
    """Compute the data owner's secret key, and read what was never meant to be read.

    Attributes
    ----------
    how : Choice
        What the owner shares.
    read : ndarray or None
        The incomes as the attacker reads them.
    """

    def __init__(self, words: Words) -> None:
        self.read: NDArray[np.float64] | None = None
        self.how = Choice(
            words("recovery_how"), {one: words(f"recovery_how_{one}") for one in HOWS}
        )
        self.table = html("")
        super().__init__(
            words,
            label=words("recovery_label"),
            button=words("recovery_button"),
            ready=words("recovery_ready"),
            controls=(self.how,),
            results=[self.table],
        )

    def clear(self) -> None:
        """Forget the last attack."""
        self.read, self.table.value = None, ""
        super().clear()

    def attack(self) -> None:
        """Let the owner share its answers in the chosen way, and work backwards."""
        owner, how = new_owner(SCALE_BITS), self.how.value
        answers = computed_answers(owner)
        shared = disclosed(owner, answers, how=how)
        other = owner.context.encrypt(INCOMES, bound=MOST_INCOME)
        start = perf_counter()
        self.read = attacked(answers, shared, other)
        seconds = perf_counter() - start
        read = 0 if self.read is None else int((np.abs(self.read - INCOMES) < 1).sum())
        self.table.value = self._table()
        words, works = self.words, how == "raw"
        is_expected = read == (len(INCOMES) if works else 0)
        self.say(
            f"recovery_said_{how}" if is_expected else "recovery_unexpected",
            read=read,
            numbers=len(INCOMES),
            seconds=words.duration(seconds),
            before=small_number(answers.meter.error, words),
            most=euros(words)(MOST_COSTS),
            flooded=euros(words)(flooded_error(owner, answers)),
            more=MORE_BITS,
            less=words.euro(100 * flooded_error_at(SCALE_BITS + MORE_BITS)),
        )

    def _table(self) -> str:
        """Return the incomes beside what the attacker reads."""
        words = self.words
        unread = [words("recovery_unread")] * len(INCOMES)
        frame = pd.DataFrame(
            {
                "row": households(len(INCOMES), words),
                "true": [words.euro(100 * float(income)) for income in INCOMES],
                "read": unread
                if self.read is None
                else [words.euro(100 * float(income)) for income in self.read],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("recovery_caption"),
            headers={name: words(f"recovery_head_{name}") for name in frame.columns},
        )


def new_owner(scale_bits: int) -> SecretKey:
    """Return the key of an owner, at this scale."""
    return SecretKey.generate(
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=scale_bits)
    )


def computed_answers(owner: SecretKey) -> Column:
    """Return what the computing party makes of the owner's encrypted costs: two full chunks."""
    rng = np.random.default_rng(5)  # invented costs, no secret
    costs = rng.uniform(0, MOST_COSTS, _CHUNKS * owner.context.parameters.slots)
    return owner.encrypt(costs, bound=MOST_COSTS) + OWN_RISK


def disclosed(owner: SecretKey, answers: Column, *, how: str) -> NDArray[np.float64]:
    """Return what the owner tells the computing party about its answers.

    Parameters
    ----------
    owner : SecretKey
    answers : Column
    how : {"raw", "rounded", "total", "flooded"}
    """
    if how == "flooded":
        return SharedDecryptions(owner, decryptions=1).decrypt(answers)
    decrypted = owner.decrypt(answers)
    if how == "rounded":
        return decrypted.round(1)
    return decrypted.sum(keepdims=True) if how == "total" else decrypted


def flooded_error(owner: SecretKey, answers: Column) -> float:
    """Return how far an answer is off at most once noise was added that hides the key."""
    return SharedDecryptions(owner, decryptions=1).error_of(answers)


@cache
def flooded_error_at(scale_bits: int) -> float:
    """Return the same at another scale."""
    owner = new_owner(scale_bits)
    return flooded_error(owner, computed_answers(owner))


def attacked(
    answers: Column, shared: NDArray[np.float64], other: Column
) -> NDArray[np.float64] | None:
    """Return `other` as somebody without the key reads it, or nothing if that fails.

    Parameters
    ----------
    answers : Column
        Which the attacker computed.
    shared : ndarray of float64, shape (n,)
        What the owner told about them.
    other : Column
        Another ciphertext that the attacker has.
    """
    primes, chunks = other.context.parameters.data_primes, len(answers.ciphertexts)
    told = np.array_split(shared, chunks)
    known = [
        Disclosed(read_polynomials(each), part, each.scale)
        for each, part in zip(answers.ciphertexts, told, strict=True)
    ]
    try:
        key = recover_key(*known, prime=primes[0])
    except ParameterError:  # too few numbers were told
        return None
    if key is None:
        return None
    ciphertext = other.ciphertexts[0]
    read = decrypt_with(key, read_polynomials(ciphertext), primes=primes, scale=ciphertext.scale)
    return read[: len(other)]
