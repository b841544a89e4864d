"""How many bytes ciphertexts and keys take when they are sent, known before any are made.

SEAL keeps a residue modulo a prime of b bits in a word of 64, and compresses what it saves.  The
compressor replaces bytes by codes of about as many bits as a byte carries information; the bytes of
a residue are random up to bit b and zero above, which gives the share that is left.  Fresh
ciphertexts of the key's owner, and the keys for sums and products, are saved with a seed in the
place of their random half.

Protects: nothing; sizes are public.
Does not protect: the number of ciphertexts tells how many numbers were encrypted, up to `slots`.
"""

import math
from dataclasses import dataclass

from pet_workbench.he.parameters import Parameters
from pet_workbench.he.security import switching_keys

WORD_BYTES = 8
_CODING_LOSS = 1.01
"""Codes are whole numbers of bits, and tables of codes take room too."""
_POLYNOMIALS_OF_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of what crosses between organisations; estimates, mostly a little too high.

    Attributes
    ----------
    ciphertext : int
        Fresh, by the public key, or any that was computed with at that level.
    seeded_ciphertext : int
        Fresh, by the owner of the secret key.
    result : int
        One ciphertext of the result, at the level at which the computation ends.
    public_key : int
    product_keys, sum_keys : int
        Zero for those that are not made.
    """

    ciphertext: int
    seeded_ciphertext: int
    result: int
    public_key: int
    product_keys: int
    sum_keys: int


def sizes(parameters: Parameters, *, result_level: int, products: bool, sums: bool) -> Sizes:
    """Estimate what ciphertexts and keys take when they are sent.

    Parameters
    ----------
    parameters : Parameters
    result_level : int
        How many primes can still be dropped from the result.
    products, sums : bool
        Which keys are made.

    Returns
    -------
    Sizes

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_ckks
    >>> made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    >>> found = sizes(made, result_level=0, products=False, sums=True)
    >>> found.ciphertext // 1000, found.seeded_ciphertext // 1000, found.sum_keys // 1000
    (61, 30, 676)
    """
    data = _polynomial_bytes(parameters, parameters.data_primes)
    over_all = _polynomial_bytes(parameters, parameters.coeff_modulus)
    pair = _POLYNOMIALS_OF_A_PAIR
    result = _polynomial_bytes(parameters, parameters.data_primes[: result_level + 1])
    switching_key = len(parameters.data_primes) * over_all
    degree = parameters.poly_modulus_degree
    rotations = switching_keys(degree, products=False, sums=sums)
    if parameters.scheme == "ckks" and sums:
        rotations -= 1  # one row of slots, where BFV has two
    return Sizes(
        ciphertext=round(pair * data),
        seeded_ciphertext=round(data),
        result=round(pair * result),
        public_key=round(pair * over_all),
        product_keys=round(switching_key) * products,
        sum_keys=round(switching_key * rotations),
    )


def compressed_share(prime_bits: int) -> float:
    """Return the share of a word that is left of a random residue below ``2**prime_bits``.

    That is the entropy of a byte drawn from a random place in the word.

    Examples
    --------
    >>> compressed_share(64), round(compressed_share(32), 2)
    (1.0, 0.62)
    """
    whole, rest = divmod(prime_bits, 8)
    of_each = [whole / 256] * 256
    for value in range(2**rest if rest else 0):
        of_each[value] += 2.0**-rest
    of_each[0] += WORD_BYTES - whole - bool(rest)
    chances = [chance / WORD_BYTES for chance in of_each if chance]
    return -sum(chance * math.log2(chance) for chance in chances) / 8


def _polynomial_bytes(parameters: Parameters, primes: tuple[int, ...]) -> float:
    """Return the size of one polynomial over these primes when it is saved."""
    shares = sum(compressed_share(prime.bit_length()) for prime in primes)
    return parameters.poly_modulus_degree * WORD_BYTES * shares * _CODING_LOSS
