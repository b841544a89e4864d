"""Sums over encrypted bits that only the key's holder can open, and of which it reads nothing else.

The holder encrypts one bit per row.  Somebody else multiplies every row by a number of its own and
adds up the ciphertexts, place by place; then it adds random numbers, uniform modulo the plain
modulus, that add up to nothing.  What the holder opens is uniform but for its sum.  So no sum has
to be made inside a ciphertext, and no keys for sums are needed, which would be the largest message
of all.

Protects: the bits, against whoever lacks the key; the multipliers, against the key's holder, as far
as `hiding.uniform.hide` does.
Does not protect: the sums, against the key's holder; and see `hiding.uniform`.

References
----------
.. [1] Random numbers that add up to nothing hide all but the sum: K. Bonawitz et al., "Practical
   Secure Aggregation for Privacy-Preserving Machine Learning", CCS 2017,
   doi:10.1145/3133956.3133982, section 4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.he.choosing.chooser import Choice, choose
from pet_workbench.he.choosing.computations import Declared
from pet_workbench.he.column import Column
from pet_workbench.he.hiding.uniform import hide, lowest
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import Parameters
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.he.whole.residues import Residues, Vector
from pet_workbench.sharing.field import uniform_elements

HIDING_BITS = 40
"""How many bits wider the noise is that hides the multipliers."""
FEWEST_ROWS = 8192

Numbers = NDArray[np.int64]


@cache
def choice(rows: int, most: int) -> Choice:
    """Return the smallest ring for such sums, with the reasons.

    Parameters
    ----------
    rows : int
        How many bits; counts as the next power of two, from `FEWEST_ROWS`, so that few rings
        differ.
    most : int
        Largest multiplier.

    Examples
    --------
    >>> choice(10_000, 110).parameters.poly_modulus_degree
    8192
    """
    up = max(FEWEST_ROWS, 1 << max(rows - 1, 1).bit_length())
    return choose(
        Declared(
            partial(_meter, rows=up),
            scheme="bfv",
            rows=up,
            largest=up * most,
            symmetric=True,
        )
    )


def chunks_of(rows: int, parameters: Parameters) -> int:
    """Return how many ciphertexts hold so many `rows` under `parameters`, and one place more."""
    return rows // parameters.slots + 1


def encrypt_bits(key: SecretKey, bits: NDArray[np.bool_]) -> Iterator[Column]:
    """Yield columns of one ciphertext each, with zeros after the last bit.

    Parameters
    ----------
    key : SecretKey
        Of the owner of the bits.
    bits : ndarray of bool, shape (n,)
    """
    slots = key.context.parameters.slots
    padded = np.zeros(chunks_of(bits.size, key.context.parameters) * slots, np.int64)
    padded[: bits.size] = bits
    for part in padded.reshape(-1, slots):
        yield key.encrypt_to_send(part, bound=1)


def masked_sum(
    bits: Sequence[Residues], multipliers: Numbers, *, masks: Keystream, noise: Keystream
) -> WholeColumn:
    """Return a column whose numbers add up to the sum of bits times multipliers.

    Parameters
    ----------
    bits : sequence of Residues
        Of the columns of `encrypt_bits`.
    multipliers : ndarray of int64, shape (n,)
        Not negative.
    masks, noise : Keystream
        What the numbers, and the noise in them, are hidden with.

    Returns
    -------
    WholeColumn
        Of one ciphertext.
    """
    context, level = bits[0].context, bits[0].meter.level
    slots, modulus = context.parameters.slots, context.parameters.plain_modulus
    # places without a bit are multiplied by 1: a product with zeros only would be seen to be one
    padded = np.ones(len(bits) * slots, np.int64)
    padded[: multipliers.size] = multipliers
    terms = [
        (one, Vector.of(context, part, level=level))
        for one, part in zip(bits, padded.reshape(-1, slots), strict=True)
    ]
    offsets = uniform_elements(masks, slots, modulus=modulus).astype(np.int64)
    offsets[-1] = -offsets[:-1].sum() % modulus
    column = Residues.total(terms).column(offsets)
    return hide(column, statistical_bits=HIDING_BITS, stream=noise)


def open_sum(key: SecretKey, column: Column) -> int:
    """Return the sum that `masked_sum` put into `column`, which the owner of `key` opens."""
    modulus = key.context.parameters.plain_modulus
    return int(key.decrypt(column).sum() % modulus)


def fresh_meter(parameters: Parameters) -> WholeMeter:
    """Return the meter of a column of `encrypt_bits` under `parameters`."""
    return WholeMeter.fresh(parameters, bound=1, symmetric=True)


def _meter(parameters: Parameters, *, rows: int) -> Any:
    """Return the meter of what is opened."""
    product = replace(fresh_meter(parameters), bound=0).multiply_plain(1)
    total = product
    for _ in range(chunks_of(rows, parameters) - 1):
        total = total.add(product)
    return lowest(total.add_plain(0), 1, HIDING_BITS)[0]
