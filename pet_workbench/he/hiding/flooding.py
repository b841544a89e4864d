"""Noise that hides what an error would tell: of a decryption, or of a ciphertext.

**A CKKS decryption that others will see.**  Its error depends on the secret key, and whoever has
the ciphertext and the decryption, error included, can compute the key [1]_.  `SharedDecryptions`
adds Gaussian noise so much wider than the error that the error cannot be told from another [2]_:
with a standard deviation of ``8 * sqrt(q * n) * bound * 2**(bits / 2)`` in each of n coefficients,
whose error is at most `bound`, q decryptions are as safe as if none were shared, but for `bits`
statistical bits.  What counts is the Euclidean distance of two errors in proportion to the
deviation, in any orthonormal coordinates; decoding turns coefficients into slots by a rotation
times a factor, and sharing only the real parts of some slots forgets the others.  So the noise may
as well be added to the k numbers that are shared: ``8 * sqrt(q * k) * error * 2**(bits / 2)``.

**A ciphertext that goes back to the holder of the secret key.**  The holder sees its noise, and
what a column was multiplied by in the clear stands in there; the random half of a ciphertext,
divided by that of the question, even says it outright.  `rerandomise` adds a fresh encryption of
zero, which hides the random half, and Gaussian noise that is `statistical_bits` wider than all
noise there can be, by its meter: then the holder learns the numbers, and how much noise the meter
foresees, and nothing else about the computation [3]_ [4]_.

Protects: the secret key, against those who see decryptions and have the ciphertexts; multipliers
and masks, against a holder of the secret key who encrypted as it should.
Does not protect: against decryptions shared without this, counted by another object or in another
process; nor of columns whose error is larger than their meter says.  Multipliers against a holder
who put more noise in its ciphertexts than their meter says.  Numbers that say something themselves,
a bound that was not declared but found, or the level and length of a column.

References
----------
.. [1] B. Li and D. Micciancio, "On the Security of Homomorphic Encryption on Approximate Numbers",
   EUROCRYPT 2021, doi:10.1007/978-3-030-77870-5_23.
.. [2] B. Li, D. Micciancio, M. Schultz and J. Sorrell, "Securing Approximate Homomorphic Encryption
   Using Differential Privacy", CRYPTO 2022, doi:10.1007/978-3-031-15802-5_20.
.. [3] L. Ducas and D. Stehlé, "Sanitization of FHE Ciphertexts", EUROCRYPT 2016,
   doi:10.1007/978-3-662-49890-3_12.
.. [4] K. Kluczniak and G. Santato, "On Circuit Private, Multikey and Threshold Approximate
   Homomorphic Encryption", IACR Communications in Cryptology 2(1), 2025.
"""

import math
from dataclasses import replace
from typing import Any, NoReturn, SupportsIndex, TypeVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Entropy, Keystream, ParameterError, PrivacyError
from pet_workbench.core.noise import wide_gaussian
from pet_workbench.core.validation import check_range
from pet_workbench.he.column import Column
from pet_workbench.he.errors import PrecisionError
from pet_workbench.he.hiding.covering import MOST_BITS, covered, with_zero
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.meter import tail_factor
from pet_workbench.he.real import noise as real_noise
from pet_workbench.he.whole import noise as whole_noise
from pet_workbench.he.whole.meter import WholeMeter

MOST_SHARED_BITS = 64
EXACT_BITS = 52
"""Whole numbers up to this size stay whole in floating point."""
AnyColumn = TypeVar("AnyColumn", bound=Column)


class SharedDecryptions:
    """Decryptions under one CKKS key that others will see, and how many are left.

    Parameters
    ----------
    key : SecretKey
        Of CKKS.  One object per key counts for all who see its decryptions.
    decryptions : int
        How many columns will be decrypted for others, at most 2**32.  More cost precision.
    statistical_bits : int, default: 40
        1 to 64.  More cost precision: half a bit each.
    entropy : Entropy, optional
        Where the noise comes from; the operating system by default.

    Attributes
    ----------
    left : int
        How many of them are left.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_ckks
    >>> parameters = make_ckks(
    ...     poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60, 60), scale_bits=70
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> shared = SharedDecryptions(key, decryptions=1)
    >>> column = key.encrypt([1.25, -3.5], bound=10)
    >>> shared.error_of(column) < 1e-4
    True
    >>> (shared.decrypt(column).round(3) + 0.0).tolist()
    [1.25, -3.5]
    """

    def __init__(
        self,
        key: SecretKey,
        *,
        decryptions: int,
        statistical_bits: int = 40,
        entropy: Entropy | None = None,
    ) -> None:
        if key.context.parameters.scheme != "ckks":
            raise ParameterError(
                "errors.he_flood_exact",
                "need a key of CKKS, got one of {scheme}: its decryptions are exact and have no "
                "error to hide",
                scheme=key.context.parameters.scheme,
            )
        check_range("decryptions", decryptions, 1, 2**32)
        check_range("statistical_bits", statistical_bits, 1, MOST_SHARED_BITS)
        self.left = self.decryptions = decryptions
        self.statistical_bits = statistical_bits
        self._key = key
        self._entropy = entropy or Entropy()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise ParameterError(
            "errors.he_flood_copy",
            "need one count of shared decryptions, got a wish to copy it: two copies would share "
            "more than was agreed",
        )

    def error_of(self, column: Column) -> float:
        """Return the largest error that a shared decryption of `column` will have.

        Ask before sharing.  It is exceeded with a probability of 2**-128.
        """
        grid, steps = self._noise(column)
        deviations = whole_noise.coefficient_tail(len(column))
        return float(column.meter.error + grid * (1 + steps * deviations))

    def decrypt(self, column: Column, *, error: float | None = None) -> NDArray[np.float64]:
        """Decrypt a column for others to see.

        Parameters
        ----------
        column : Column
        error : float, optional
            Largest error that will do; by default half of the column's bound.

        Returns
        -------
        ndarray of float64, shape (n,)
            Multiples of a power of two, so that floating point tells nothing more.

        Raises
        ------
        PrivacyError
            If as many as agreed have been shared.
        PrecisionError
            If the noise would drown the answer.
        WrongKeyError, DecryptionError
            As `SecretKey.decrypt`; do not share that either.
        """
        if self.left < 1:
            raise PrivacyError(
                "errors.he_flood_spent",
                "need at most {decryptions} shared decryptions, got one more: the noise was chosen "
                "for that many; state a larger number beforehand, under a new key",
                decryptions=self.decryptions,
            )
        wanted = column.meter.bound / 2 if error is None else error
        if (expected := self.error_of(column)) > wanted:
            raise PrecisionError(
                "errors.he_flood_drowned",
                "need an error of at most {wanted}, got one of up to {expected} with noise that "
                "hides the key: choose a scale of {bits} bits more, share fewer numbers, or do not "
                "share this",
                wanted=f"{wanted:.3g}",
                expected=f"{expected:.3g}",
                bits=math.ceil(math.log2(expected / wanted)),
            )
        self.left -= 1
        values = self._key.decrypt(column)
        grid, steps = self._noise(column)
        stream = Keystream(self._entropy.key())
        drawn = wide_gaussian(stream, len(values), deviation=steps)
        shared: NDArray[np.float64] = (np.rint(values / grid) + drawn.astype(np.float64)) * grid
        return shared

    def _noise(self, column: Column) -> tuple[float, int]:
        """Return the grid, and the standard deviation of the noise in steps of the grid.

        Rounding to the grid counts as a part of the error that is hidden, so the grid is fine.
        """
        error, bound = column.meter.error, column.meter.bound
        wider = 8 * math.sqrt(self.decryptions * len(column)) * 2 ** (self.statistical_bits / 2)
        grid = 2.0 ** (math.frexp(error)[1] - 4)
        largest = bound + wider * (error + grid) * whole_noise.coefficient_tail(len(column))
        grid = max(grid, 2.0 ** (math.frexp(largest)[1] - EXACT_BITS))
        return grid, math.ceil(wider * (error / grid + 1))


def rerandomise(
    column: AnyColumn, *, statistical_bits: int = 40, entropy: Entropy | None = None
) -> AnyColumn:
    """Return a column of the same numbers that tells the key's holder nothing but these.

    Parameters
    ----------
    column : Column
        A result that goes back to the holder of the secret key.
    statistical_bits : int, default: 40
        1 to 128.  Whatever two computations gave these numbers and this meter, the holder tells
        them apart with an advantage of at most ``2**-statistical_bits`` for the whole column, as
        long as the fresh encryption of zero is not broken.
    entropy : Entropy, optional
        Where the noise comes from; the operating system by default.  SEAL draws the encryption of
        zero from its own generator.

    Returns
    -------
    Column
        With a meter that has the noise in it; its bound is as it was.

    Raises
    ------
    NoiseError
        BFV: if the noise does not fit; nothing is computed then.
    PrecisionError, RangeError
        CKKS: if the noise would drown the numbers.  Encoding in floating point has an error of
        2**-46 of the largest number, which has to be hidden as well: there is room for about 20
        statistical bits, at scales of 80 bits and more.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_bfv
    >>> parameters = make_bfv(
    ...     poly_modulus_degree=8192, coeff_mod_bit_sizes=(55, 55, 55, 20), plain_modulus_bits=20
    ... )
    >>> key = SecretKey.generate(parameters)
    >>> chosen = key.encrypt([21, 34, 55], bound=100).select([0, 1, 1])
    >>> key.decrypt(rerandomise(chosen)).tolist()
    [0, 34, 55]
    """
    check_range("statistical_bits", statistical_bits, 1, MOST_BITS)
    context, chunks = column.context, len(column.ciphertexts)
    width = 2**statistical_bits * math.sqrt(chunks)
    meter, deviation = _flooded(column.meter, width)
    stream, made = Keystream((entropy or Entropy()).key()), []
    degree = context.parameters.poly_modulus_degree
    for ciphertext in column.ciphertexts:
        drawn = wide_gaussian(stream, degree, deviation=deviation)
        primes = context.parameters.data_primes[: ciphertext.coeff_modulus_size()]
        noise = np.stack([(drawn % prime).astype(np.uint64) for prime in primes])
        made.append(covered(context, ciphertext, noise))
    return type(column)(context, meter, column.length, made, is_total=column.is_total)


def _flooded(meter: Any, width: float) -> tuple[Any, int]:
    """Return the meter afterwards, and the deviation: `width` times the length of all noise.

    Two Gaussians of deviation s are at a statistical distance of at most d / 2s when their centres
    lie d apart, and two errors lie apart by twice their length at most.
    """
    degree = meter.parameters.poly_modulus_degree
    if isinstance(meter, WholeMeter):
        both = with_zero(meter)
        deviation = math.ceil(width * both.noise_length)
        return both.flooded(deviation), deviation
    fresh = real_noise.fresh(meter.parameters, symmetric=False)
    # the length of a polynomial is at most its largest value at a root of unity
    deviation = math.ceil(width * (meter.noise + fresh.slot))
    largest = tail_factor(degree) * deviation
    in_slot = meter.noise + fresh.slot + largest * math.sqrt(degree)
    if in_slot / meter.scale > meter.bound / 2:
        raise PrecisionError(
            "errors.he_flood_no_room",
            "need noise below half of the numbers, {bound}, got up to {noise}: choose {bits} "
            "statistical bits less, BFV, or to send nothing back",
            bound=f"{meter.bound:.3g}",
            noise=f"{in_slot / meter.scale:.3g}",
            bits=math.ceil(math.log2(2 * in_slot / meter.scale / meter.bound)),
        )
    mean_noise = meter.mean_noise + fresh.mean + largest * math.sqrt(2)
    return replace(meter, noise=in_slot, mean_noise=mean_noise), deviation
