"""Keys and columns for tests, made once per process: small ones, of both schemes."""

from functools import cache

import numpy as np

from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv, make_ckks

SCHEMES = ("ckks", "bfv")


@cache
def parameters_of(scheme):
    """Return small parameters with room for one product."""
    if scheme == "ckks":
        return make_ckks(
            poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 40, 60), scale_bits=40
        )
    return make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60, 60), plain_modulus_bits=30
    )


@cache
def key_of(scheme, number=0):
    """Return the same key for the same number, with keys for products and sums."""
    return SecretKey.generate(parameters_of(scheme), products=True, sums=True)


@cache
def simple_key(scheme):
    """Return a key without keys for products or sums, of the smallest useful ring."""
    if scheme == "ckks":
        made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    else:
        made = make_bfv(
            poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), plain_modulus_bits=20
        )
    return SecretKey.generate(made)


def numbers(length, *, below=1000):
    """Return whole numbers, the same for the same length."""
    return np.random.default_rng(length).integers(-below, below, length, endpoint=True)
