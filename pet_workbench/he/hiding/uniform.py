"""Hide what made an encrypted whole number from the key's holder, when there are many to hide.

`flooding.rerandomise` does it with Gaussian noise, which is drawn exactly and takes its time.  Here
the noise is uniform over a power of two of values: as many random bits per coefficient, and nothing
else to compute.  It has to be wider: by three to six bits for one ciphertext, and by half a bit
more each time their number doubles.  And first as many primes are dropped as can be: what is
hidden, and what it is hidden in, become smaller together.

Protects: multipliers and masks of BFV, against a holder of the secret key who encrypted as it
should, as far as the stated bits say.
Does not protect: against a holder who put more noise into its ciphertexts than their meter says;
nor numbers that say something themselves.  The bits are stated for one column: the chances that m
of them say anything add up to m times as much.

References
----------
.. [1] G. Asharov et al., "Multiparty Computation with Low Communication, Computation and
   Interaction via Threshold FHE", EUROCRYPT 2012, doi:10.1007/978-3-642-29011-4_29: the smudging
   lemma.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.core.validation import check_range
from pet_workbench.he.errors import NoiseError
from pet_workbench.he.hiding.covering import MOST_BITS, covered, with_zero
from pet_workbench.he.library import parms_id_at, seal
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.meter import WholeMeter

_STEP = 4
"""A residue of 60 bits can be shifted by so many and stay within 64."""


def hide(column: WholeColumn, *, statistical_bits: int, stream: Keystream) -> WholeColumn:
    """Return a column of the same numbers that tells the key's holder nothing but these.

    Parameters
    ----------
    column : WholeColumn
        A result that goes back to the holder of the secret key.
    statistical_bits : int
        1 to 128.  Whatever two computations gave these numbers and this meter, the holder tells
        them apart with an advantage of at most ``2**-statistical_bits`` for the whole column, as
        long as a fresh encryption of zero is not broken.
    stream : Keystream
        Where the noise is read from; SEAL draws the encryption of zero from its own generator.

    Returns
    -------
    WholeColumn

    Raises
    ------
    NoiseError
        If the noise does not fit; nothing is computed then.
    """
    check_range("statistical_bits", statistical_bits, 1, MOST_BITS)
    meter, noise_bits = lowest(column.meter, len(column.ciphertexts), statistical_bits)
    context, evaluator = column.context, column.context.evaluator
    place, made = parms_id_at(context.seal_context, meter.level), []
    primes = context.parameters.data_primes[: meter.level + 1]
    degree = context.parameters.poly_modulus_degree
    for ciphertext in column.ciphertexts:
        lowered = seal().Ciphertext()
        evaluator.mod_switch_to(ciphertext, place, lowered)
        noise = uniform_residues(stream, degree, bits=noise_bits, primes=primes)
        made.append(covered(context, lowered, noise))
    return WholeColumn(context, meter, column.length, made, is_total=column.is_total)


def lowest(meter: WholeMeter, chunks: int, statistical_bits: int) -> tuple[WholeMeter, int]:
    """Return the meter afterwards, at the lowest level where the noise fits, and its bits.

    Moved by d, a uniform choice of 2**b values differs from where it was with probability
    ``d / 2**b``; two errors of the same meter lie apart by at most twice the square root of the
    degree times their length, all coefficients together.

    Parameters
    ----------
    meter : WholeMeter
        Of the column to hide.
    chunks : int
        How many ciphertexts it has.
    statistical_bits : int

    Raises
    ------
    NoiseError
        If it fits at no level.
    """
    for level in range(meter.level):
        try:
            return _flooded(meter.at(level), chunks, statistical_bits)
        except NoiseError:
            continue
    return _flooded(meter, chunks, statistical_bits)


def uniform_residues(
    stream: Keystream, count: int, *, bits: int, primes: Sequence[int]
) -> NDArray[np.uint64]:
    """Return uniform whole numbers from 0 to ``2**bits - 1``, modulo each of `primes`.

    Parameters
    ----------
    stream : Keystream
    count : int
    bits : int
    primes : sequence of int
        At most 60 bits each.

    Returns
    -------
    ndarray of uint64, shape (n_primes, count)
    """
    words = [stream.integers(count, np.uint64) for _ in range(-(-bits // 64))]
    words[0] >>= np.uint64(-bits % 64)
    return np.stack([_reduced(words, np.uint64(prime)) for prime in primes])


def _reduced(words: Sequence[NDArray[np.uint64]], prime: np.uint64) -> NDArray[np.uint64]:
    """Return numbers modulo a prime, given in words of 64 bits, the highest first."""
    residues: NDArray[np.uint64] = words[0] % prime
    for word in words[1:]:
        for shift in range(64 - _STEP, -1, -_STEP):
            residues <<= np.uint64(_STEP)
            residues += (word >> np.uint64(shift)) & np.uint64((1 << _STEP) - 1)
            residues %= prime
    return residues


def _flooded(meter: WholeMeter, chunks: int, statistical_bits: int) -> tuple[WholeMeter, int]:
    """Return the meter after flooding at its level, and the bits of the noise."""
    both, root = with_zero(meter), math.sqrt(meter.parameters.poly_modulus_degree)
    bits = statistical_bits + math.ceil(math.log2(2 * chunks * root * both.noise_length))
    noise = both.noise + 2.0**bits
    length = both.noise_length + root * 2.0**bits
    return replace(both, noise=noise, noise_length=length), bits
