"""Guess a limit from where the zeros are in a comparison digit by digit: there is nothing to find.

The key's owner decrypts, for every number, products of which one is zero or none
(`pet_workbench.he.comparing.digits`).  This attacker first learns how often there is a zero, and at
which place, for each of two limits it thinks possible; then it guesses.  Zeros are tossed and
places turned by secrets of the other party, so that it does no better than a coin.

Protects: nothing; it is the attack beside which that of `masked_differences` can be judged.
Does not protect: that this attacker finds nothing is no proof.  The proof is that over all secrets
the decrypted numbers have the same distribution for every limit; a test counts them.
"""

import numpy as np

from pet_workbench.core import Keystream
from pet_workbench.core.validation import check_range
from pet_workbench.he.comparing.digits import (
    Digits,
    Numbers,
    draw_tests,
    parts_of,
    products_in_clear,
)


def measured(
    number: int, first: int, second: int, *, looks: int, digits: Digits, modulus: int, key: bytes
) -> float:
    """Return the advantage of an attacker who looks for where the zeros are, digit by digit.

    First it learns how often there is a zero, and at which place, for each of two limits; then it
    guesses the limit from that.  There is nothing to learn, so what comes out is chance.

    Parameters
    ----------
    number : int
        Known to the attacker.
    first, second : int
        The limits it thinks possible.
    looks : int
        How often to try, after learning from as many.
    digits, modulus
        See `pet_workbench.he.comparing.digits`.
    key : bytes
        32 bytes, for all that is drawn.

    Returns
    -------
    float
        Its standard deviation is ``1 / sqrt(2 * looks)``.
    """
    check_range("looks", looks, 1, 1_000_000)
    stream = Keystream(key)
    limits = np.repeat([first, second], looks)
    places = [
        zero_places(np.full(2 * looks, number), limits, digits, modulus=modulus, stream=stream)
        for _ in ("learn", "guess")
    ]
    learned = [np.bincount(part, minlength=digits.tests + 1) for part in np.split(places[0], 2)]
    coins = stream.integers(2 * looks, np.uint8) & 1
    ahead = (learned[1] - learned[0])[places[1]]
    guessed = np.where(ahead == 0, coins == 1, ahead > 0)
    truth = np.arange(2 * looks) >= looks
    return float(2 * (guessed == truth).mean() - 1)


def zero_places(
    numbers: Numbers, limits: Numbers, digits: Digits, *, modulus: int, stream: Keystream
) -> Numbers:
    """Return where the key's owner finds a zero among the products, digit by digit.

    Parameters
    ----------
    numbers, limits : ndarray of int64, shape (n,)
    digits, modulus, stream
        See `pet_workbench.he.comparing.digits.draw_tests`.

    Returns
    -------
    ndarray of int64, shape (n,)
        A place from 0, or ``digits.tests`` where there is no zero.
    """
    tests = draw_tests(limits, digits, modulus=modulus, stream=stream)
    is_zero = products_in_clear(parts_of(numbers, digits), tests) == 0
    places: Numbers = np.where(is_zero.any(axis=0), is_zero.argmax(axis=0), digits.tests)
    return places
