"""Sums of sites as whole numbers of a ring, so that they can be added up in shares.

A sum counts units of ``2**-28``.  What rounding takes away is a part in a billion of a standard
error for a hundred rows or more; the whole is added up without any further loss.

Arithmetic only: `sharing.additive` deals and adds up.
"""

from pet_workbench.federated.model import Floats
from pet_workbench.sharing.ring import Words
from pet_workbench.sharing.statistics.fixed_point import decode_reals, encode_reals

FRACTION_BITS, RING_BITS = 28, 64
SMALL = 1e-6
"""What `newton` has to call a small step for totals that were rounded this way."""


def encode_sums(sums: Floats, *, n_sites: int) -> Words:
    """Return the sums of one site in the ring.

    Parameters
    ----------
    sums : ndarray of float64, shape (m,)
    n_sites : int
        How many sites are added up; so much room is left that their total fits.

    Returns
    -------
    ndarray of uint64, shape (m,)

    Raises
    ------
    ParameterError
        If a number is too large.

    Examples
    --------
    >>> import numpy as np
    >>> words = encode_sums(np.array([0.5, -3.0]), n_sites=8)
    >>> decode_total(words + words).tolist()
    [1.0, -6.0]
    """
    room = (max(n_sites, 1) - 1).bit_length()
    return encode_reals(
        sums, fraction_bits=FRACTION_BITS, whole_bits=RING_BITS - 1 - FRACTION_BITS - room
    )


def decode_total(words: Words) -> Floats:
    """Return the total of sites as numbers.

    Parameters
    ----------
    words : ndarray of uint64, shape (m,)
    """
    return decode_reals(words, fraction_bits=FRACTION_BITS)
