"""The noise in a BFV ciphertext, computed by whole numbers of Python's, with the secret key.

Nothing here uses what it checks: products of polynomials are products of very long numbers.
"""

import math

import numpy as np

from pet_workbench.he.library import from_bytes, read_polynomials, seal, write_polynomials


def secret_polynomial(key):
    """Return the coefficients of a secret key: -1, 0 and 1."""
    context, parameters = key.context.seal_context, key.context.parameters
    own = from_bytes(seal().SecretKey(), context, key.unsafe_bytes())
    primes, degree = len(parameters.data_primes), parameters.poly_modulus_degree
    values = read_polynomials(own.data()).reshape(-1)[: primes * degree]
    form = seal().Ciphertext()
    key.context.encryptor.encrypt_zero(form)
    key.context.evaluator.transform_to_ntt_inplace(form)
    polynomials = read_polynomials(form)
    polynomials[0] = values.reshape(primes, degree)
    form = write_polynomials(context, form, polynomials)
    key.context.evaluator.transform_from_ntt_inplace(form)
    residues = read_polynomials(form)[0, 0].astype(object)
    prime = parameters.data_primes[0]
    return np.array([int(one) if one < prime // 2 else int(one - prime) for one in residues])


def error_polynomial(key, secret, ciphertext):
    """Return the coefficients of ``c(s) - q/t * m`` around 0, as floating-point numbers."""
    plain = key.context.parameters.plain_modulus
    return (scaled_error_polynomial(key, secret, ciphertext) / plain).astype(float)


def scaled_error_polynomial(key, secret, ciphertext):
    """Return t times these coefficients: whole numbers, however large."""
    parts = read_polynomials(ciphertext)
    primes = key.context.parameters.data_primes[: parts.shape[1]]
    c0, c1 = (_lifted(part, primes) for part in parts)
    modulus = math.prod(primes)
    phase = c0 + ring_product(c1, secret, modulus)
    scaled = phase * key.context.parameters.plain_modulus % modulus
    return np.where(scaled > modulus // 2, scaled - modulus, scaled)


def ring_product(polynomial, secret, modulus):
    """Return the product of a polynomial with one of -1, 0 and 1, modulo X**n + 1."""
    degree = len(secret)
    width = (modulus.bit_length() + degree.bit_length()) // 8 + 1
    packed = _packed(polynomial, width)
    plus, minus = (
        _unpacked(packed * _packed((secret == sign).astype(int), width), width, 2 * degree)
        for sign in (1, -1)
    )
    whole = plus - minus
    return (whole[:degree] - whole[degree:]) % modulus


def polynomial_as_numbers(key, coefficients):
    """Return the numbers in the slots of a polynomial: what to multiply by to get just this one."""
    plain_modulus = key.context.parameters.plain_modulus
    terms = [
        f"{int(c) % plain_modulus:x}x^{power}" for power, c in reversed([*enumerate(coefficients)])
    ]
    plain = seal().Plaintext(" + ".join(terms))
    return np.array(key.context.encoder.decode_int64(plain))


def _lifted(residues, primes):
    """Return whole numbers from their residues."""
    modulus = math.prod(primes)
    total = np.zeros(residues.shape[1], object)
    for row, prime in zip(residues, primes, strict=True):
        others = modulus // prime
        total += row.astype(object) * (others * pow(others, -1, prime))
    return total % modulus


def _packed(numbers, width):
    """Return one long number that has these as its digits."""
    return int.from_bytes(b"".join(int(n).to_bytes(width, "little") for n in numbers), "little")


def _unpacked(number, width, count):
    """Return the digits of a long number."""
    raw = number.to_bytes(width * count, "little")
    digits = [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]
    return np.array(digits, object)
