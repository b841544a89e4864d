"""Read the weights of a secret model off one encrypted reply, without any score.

A ciphertext is a pair of polynomials, of which the second, c1, is random and known to whoever made
the ciphertext.  If a reply is a sum of the ciphertexts that were sent, each times a weight, then
its c1 is that sum of theirs: in every coefficient one equation modulo a prime, thousands of them,
and the weights are the unknowns.  They are solved exactly, from the reply about a single client.

A reply to which a fresh encryption of zero was added is no such sum, and the equations contradict
each other; what is left of the weights then is in the noise, which has to be covered as well
(`he.hiding.flooding`) [1]_.

Protects: nothing; it shows what a reply gives away that was not covered.
Does not protect: against this a model is protected by `he.hiding.flooding.rerandomise` or
`he.hiding.uniform.hide`, if its holder remembers to use it.

References
----------
.. [1] L. Ducas, D. Stehlé, "Sanitization of FHE ciphertexts", EUROCRYPT 2016,
   doi:10.1007/978-3-662-49890-3_12.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.he.column import Column
from pet_workbench.he.library import read_polynomials

_CHECKS = 8
"""Equations beyond those that are solved, which have to hold as well."""


def weights_in(sent: Sequence[Column], reply: Column) -> NDArray[np.int64] | None:
    """Return the weights of a reply that is a weighted sum of what was sent.

    Parameters
    ----------
    sent : sequence of Column
        One per feature, in the order in which they went out.
    reply : Column
        What came back, under the same key.

    Returns
    -------
    ndarray of int64, shape (features,), or None
        None if the reply is no such sum with whole weights: it was covered.

    Raises
    ------
    ParameterError
        If nothing was sent.

    Examples
    --------
    >>> from pet_workbench.he.keys import SecretKey
    >>> from pet_workbench.he.parameters import make_bfv
    >>> made = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    ... )
    >>> key = SecretKey.generate(made)
    >>> age, falls = key.encrypt([81], bound=120), key.encrypt([2], bound=50)
    >>> weights_in([age, falls], 5 * age + 40 * falls + 7).tolist()
    [5, 40]
    """
    if not sent:
        raise ParameterError("errors.attack_nothing_sent", "need columns that were sent, got none")
    modulus = sent[0].context.parameters.data_primes[0]
    count = len(sent) + _CHECKS
    columns = [_random_half(column, count) for column in (*sent, reply)]
    equations = [list(row) for row in zip(*columns, strict=True)]
    solved = _solve(equations, modulus)
    if solved is None:
        return None
    return np.array([w - modulus if w > modulus // 2 else w for w in solved], np.int64)


def _random_half(column: Column, count: int) -> list[int]:
    """Return the first numbers of c1 of a column's first ciphertext, modulo the first prime."""
    numbers: list[int] = read_polynomials(column.ciphertexts[0])[1, 0, :count].tolist()
    return numbers


def _solve(rows: list[list[int]], modulus: int) -> list[int] | None:
    """Solve linear equations modulo a prime, whose last column is the right-hand side.

    Returns None if there is no solution, or more than one.
    """
    unknowns = len(rows[0]) - 1
    for place in range(unknowns):
        pivot = next((at for at in range(place, len(rows)) if rows[at][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        inverse = pow(rows[place][place], -1, modulus)
        rows[place] = [number * inverse % modulus for number in rows[place]]
        for at, row in enumerate(rows):
            if at != place and row[place]:
                factor = row[place]
                rows[at] = [
                    (a - factor * b) % modulus for a, b in zip(row, rows[place], strict=True)
                ]
    if any(row[-1] for row in rows[unknowns:]):
        return None
    return [row[-1] for row in rows[:unknowns]]
