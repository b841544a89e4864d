"""How much processor time encrypting takes, from a model with two numbers per way of encrypting.

Encoding and encrypting cost about as much per coefficient for every ring, plus something per prime.
The numbers are nanoseconds on one core of a server processor of 2023, fitted to rings of degree
4096 to 16384 with 2 to 6 primes, each of which they meet within a tenth.  On another machine all of
them are larger or smaller alike: use them to compare.

Protects: nothing; it estimates.
Does not protect: nothing is decided here.
"""

from collections.abc import Mapping

from pet_workbench.he.parameters import Parameters, Scheme

NANOSECONDS: Mapping[tuple[Scheme, bool], tuple[float, float]] = {
    ("ckks", False): (67, 96),
    ("ckks", True): (47, 60),
    ("bfv", False): (84, 62),
    ("bfv", True): (51, 56),
}
"""Per scheme, and whether the key's owner encrypts: per coefficient, and per coefficient and prime.

The public key works with all primes, the owner with the data primes only."""


def encryption_seconds(parameters: Parameters, *, ciphertexts: int, symmetric: bool) -> float:
    """Estimate the processor time to encode and encrypt.

    Parameters
    ----------
    parameters : Parameters
    ciphertexts : int
        How many.
    symmetric : bool
        Whether the owner of the secret key encrypts.

    Returns
    -------
    seconds : float

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_ckks
    >>> made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    >>> round(encryption_seconds(made, ciphertexts=32, symmetric=False), 3)
    0.034
    """
    fixed, per_prime = NANOSECONDS[parameters.scheme, symmetric]
    primes = len(parameters.data_primes if symmetric else parameters.coeff_modulus)
    per_coefficient = fixed + per_prime * primes
    return ciphertexts * parameters.poly_modulus_degree * per_coefficient * 1e-9
