"""One way to write an agreement as bytes, so that everybody signs the same ones.

JSON can be written in many ways; RFC 8785 [1]_ chooses one: names in order, no space, one form for
each number.  The hash of those bytes, with what they are for in front, is the digest that people
compare and sign.

Protects: against two readings of the same signature.
Does not protect: against two agreements that people read as the same.

References
----------
.. [1] A. Rundgren, B. Jordan, S. Erdtman, "JSON Canonicalization Scheme (JCS)", RFC 8785, 2020,
   doi:10.17487/RFC8785.
"""

import hashlib

import rfc8785

from pet_workbench.core import DataError

MOST = 2**53
"""Whole numbers from here on are not exact in JSON."""
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def canonical(value: Json) -> bytes:
    """Write a value of JSON in the one way of RFC 8785.

    Raises
    ------
    DataError
        If JSON cannot hold it: a number that is not finite or a whole one beyond 2**53, a text
        that is not Unicode, or something else altogether.

    Examples
    --------
    >>> canonical({"runs": 1, "case": "aio"})
    b'{"case":"aio","runs":1}'
    """
    try:
        _check(value)
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise DataError(
            "errors.agreement_json",
            "need finite numbers below 2**53 and texts of Unicode, got something that JSON cannot "
            "hold: {reason}",
            reason=str(error)[:100],
        ) from error


def _check(value: Json) -> None:
    """Refuse numbers that are written as a whole one that nobody can read back.

    Raises
    ------
    CanonicalizationError
        If there is one.
    """
    if isinstance(value, float) and abs(value) >= MOST:
        raise rfc8785.FloatDomainError(value)
    if isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            _check(one)


def digest(purpose: str, value: Json) -> str:
    """Return the SHA-256 hash of a value, as 64 hexadecimal digits.

    Parameters
    ----------
    purpose : str
        What the hash is for: equal values for different purposes have different hashes.
    value : value of JSON

    Raises
    ------
    DataError
        If JSON cannot hold it.
    """
    return hashlib.sha256(message(purpose, value)).hexdigest()


def message(purpose: str, value: Json) -> bytes:
    """Return the bytes that are hashed or signed: the purpose, with its length, and the value.

    Raises
    ------
    DataError
        If JSON cannot hold it.
    """
    name = f"pet-workbench {purpose}".encode()
    return len(name).to_bytes(2, "big") + name + canonical(value)
