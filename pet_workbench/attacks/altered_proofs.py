"""Change a document with proofs and see whether anybody notices: bits, pieces, or all of it.

An attacker who cannot prove something may take a document that was accepted and change it: turn a
bit, exchange two pieces, or put in pieces of another document.  Proofs that are bound to their
statement and context stand this: each of them is checked with everything that it is about.

What helps: hashing the whole statement and its context into every proof
(`pet_workbench.proofs.challenge`), and checking every one of them.
"""

from collections.abc import Callable, Iterable

from pet_workbench.core.validation import check_range

Accepts = Callable[[bytes], bool]
"""Whether somebody accepts a document."""
_BYTE = 8


def flipped(document: bytes, bit: int) -> bytes:
    """Return a document with one bit turned over.

    Parameters
    ----------
    document : bytes
    bit : int
        From 0 to the number of bits, less 1.

    Raises
    ------
    ParameterError
        If there is no such bit.

    Examples
    --------
    >>> flipped(b"abc", 8)
    b'acc'
    """
    check_range("bit", bit, 0, _BYTE * len(document) - 1)
    changed = bytearray(document)
    changed[bit // _BYTE] ^= 1 << bit % _BYTE
    return bytes(changed)


def exchanged(document: bytes, first: slice, second: slice) -> bytes:
    """Return a document in which two pieces of the same length have changed places.

    Parameters
    ----------
    document : bytes
    first, second : slice
        With a start and a stop; they may not overlap.

    Examples
    --------
    >>> exchanged(b"a-b", slice(0, 1), slice(2, 3))
    b'b-a'
    """
    changed = bytearray(document)
    changed[first], changed[second] = document[second], document[first]
    return bytes(changed)


def replaced(document: bytes, at: slice, piece: bytes) -> bytes:
    """Return a document with another piece in it.

    Parameters
    ----------
    document : bytes
    at : slice
    piece : bytes
        As long as what it replaces, or the form is another.

    Examples
    --------
    >>> replaced(b"a-b", slice(2, 3), b"c")
    b'a-c'
    """
    return document[: at.start] + piece + document[at.stop :]


def unnoticed(accepts: Accepts, document: bytes, bits: Iterable[int]) -> list[int]:
    """Return the bits that can be turned over, one at a time, without anybody noticing.

    Parameters
    ----------
    accepts : callable
    document : bytes
    bits : iterable of int

    Examples
    --------
    >>> unnoticed(lambda read: read.startswith(b"a"), b"abc", range(24)) == list(range(8, 24))
    True
    """
    return [bit for bit in bits if accepts(flipped(document, bit))]
