"""The program of `mobility`: what counts location rows, and what it lets out.

This module is what an enclave measures: its text and its settings decide what leaves, so an
operator that approves its measurement approves every line below.  Change one letter, or the
smallest number that may leave, and the measurement is another.  It uses numpy, and for noise
`pet_workbench.core.noise`, whose text is not measured: in a real enclave all of the image is.

A *movement* is a person who is seen in one province and, the next time, in another; it belongs to
the quarter of the day in which that person arrives.  Counted are persons: whoever makes the same
movement twice in one quarter counts once.

Protects: persons, by small numbers that do not leave or by noise, as far as `tables` of the same
rows are made and no more.
Does not protect: against a host that reads memory; a number that is large enough says something
about every person in it; and what an operator's rows do not show, such as one person with two
telephones, is not seen.
"""

import hashlib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream, PrivacyError, ProtocolError
from pet_workbench.core.noise import discrete_laplace

N_AREAS, N_DAYPARTS, HOURS = 12, 4, 24
N_LINES = N_DAYPARTS * N_AREAS
N_CELLS = N_LINES * N_AREAS
CELLS = np.array([c for c in range(N_CELLS) if c // N_AREAS % N_AREAS != c % N_AREAS], np.int64)
"""Cells in which origin and destination differ, among all (quarter, origin, destination)."""
LINES = CELLS // N_AREAS
"""Quarter and origin of each of those."""
ROW = np.dtype([("person", "<i8"), ("area", "u1"), ("hour", "u1")])
KEY_BYTES = 32
ANSWER = np.dtype("<i8")

Counts = NDArray[np.int64]
Rows = NDArray[Any]


def pack(rows: Rows, key: bytes) -> bytes:
    """Return what an operator delivers: its part of the key for noise, and its rows.

    Parameters
    ----------
    rows : ndarray of `ROW`
    key : bytes
        32 bytes, drawn by the operator.
    """
    return key + np.ascontiguousarray(rows, ROW).tobytes()


def unpack(delivered: bytes) -> tuple[bytes, Rows]:
    """Return an operator's part of the key and its rows.

    Parameters
    ----------
    delivered : bytes

    Raises
    ------
    ProtocolError
        If it is not made of whole rows, or an area or an hour is none.
    """
    key, content = delivered[:KEY_BYTES], delivered[KEY_BYTES:]
    is_whole = len(key) == KEY_BYTES and len(content) % ROW.itemsize == 0
    rows = np.frombuffer(content if is_whole else b"", ROW)
    if not is_whole or (rows["area"] >= N_AREAS).any() or (rows["hour"] >= HOURS).any():
        raise ProtocolError(
            "errors.mobility_rows",
            "need whole rows of person, area below {areas} and hour below {hours}, got {n_bytes} "
            "bytes of something else",
            areas=N_AREAS,
            hours=HOURS,
            n_bytes=len(delivered),
        )
    return key, rows


def movements(rows: Rows, *, most: int | None = None) -> Counts:
    """Count the persons of one operator that make each movement.

    Parameters
    ----------
    rows : ndarray of `ROW`
        In any order; of equal hours the first row is the earlier one.
    most : int, optional
        Of each person, count the first so many different movements only; by default all.

    Returns
    -------
    ndarray of int64, shape (528,)
        In the order of `CELLS`.

    Examples
    --------
    Somebody goes from area 0 to 3 in the morning and back in the evening:

    >>> rows = np.array([(5, 3, 9), (5, 0, 7), (5, 0, 19)], ROW)
    >>> [(int(c) // 144, int(c) // 12 % 12, int(c) % 12) for c in CELLS[movements(rows) > 0]]
    [(1, 0, 3), (3, 3, 0)]
    """
    order = np.lexsort((rows["hour"], rows["person"]))
    person, area = rows["person"][order], rows["area"][order].astype(np.int64)
    quarter = rows["hour"][order].astype(np.int64) * N_DAYPARTS // HOURS
    moves = np.flatnonzero((person[1:] == person[:-1]) & (area[1:] != area[:-1])) + 1
    cell = (quarter[moves] * N_AREAS + area[moves - 1]) * N_AREAS + area[moves]
    who = np.cumsum(np.diff(person[moves], prepend=person[moves][:1]) != 0)
    _, first = np.unique(who * N_CELLS + cell, return_index=True)
    first.sort()
    if most is not None:
        kept = who[first]
        first = first[np.arange(kept.size) - np.searchsorted(kept, kept) < most]
    found: Counts = np.bincount(cell[first], minlength=N_CELLS).astype(np.int64)[CELLS]
    return found


def added(parts: Sequence[Counts]) -> Counts:
    """Add up the counts of operators: they have different customers.

    Parameters
    ----------
    parts : sequence of ndarray of int64, shape (528,)
    """
    none: Counts = np.zeros(CELLS.size, np.int64)
    return sum(parts, none)


def withhold(counts: Counts, minimum: int) -> tuple[Counts, Counts]:
    """Return what may leave of `counts`: cells, and per origin what the withheld ones add up to.

    A cell below the minimum becomes 0.  What the withheld cells of a quarter and origin add up to
    leaves only if each of them can still be anything from 0 to the minimum less one; see
    `pet_workbench.sharing.order.suppression`.

    Parameters
    ----------
    counts : ndarray of int64, shape (528,)
    minimum : int

    Returns
    -------
    cells : ndarray of int64, shape (528,)
    rests : ndarray of int64, shape (48,)
    """
    small, step = counts < minimum, minimum - 1
    rests = np.bincount(LINES, np.where(small, counts, 0), N_LINES).astype(np.int64)
    largest = np.bincount(LINES, small * step, N_LINES).astype(np.int64)
    is_safe = (step <= rests) & (rests <= largest - step)
    return np.where(small, 0, counts), np.where(is_safe, rests, 0)


def tabulate(
    delivered: Sequence[bytes], state: dict[str, Any], *, minimum: int, tables: int
) -> tuple[bytes, dict[str, Any]]:
    """Let out a table without small numbers.

    Parameters
    ----------
    delivered : sequence of bytes
        From `pack`, one per operator.
    state : dict
        How many tables were let out before.
    minimum : int
        Smallest number that leaves.
    tables : int
        How many tables of these rows may be made.

    Raises
    ------
    PrivacyError
        If that many were made.
    ProtocolError
        If a delivery is not as it should be.
    """
    after = _one_more(state, tables)
    counts = added([movements(unpack(one)[1]) for one in delivered])
    return np.concatenate(withhold(counts, minimum)).astype(ANSWER).tobytes(), after


def tabulate_with_noise(
    delivered: Sequence[bytes], state: dict[str, Any], *, epsilon: str, most: int, tables: int
) -> tuple[bytes, dict[str, Any]]:
    """Let out a table with noise on every number: discrete Laplace of scale most / epsilon.

    Nobody knows the noise who does not know the keys of all operators.

    Parameters
    ----------
    delivered : sequence of bytes
        From `pack`, one per operator.
    state : dict
        How many tables were let out before.
    epsilon : str
        Of one table, as a fraction or a decimal number.
    most : int
        So many movements of a person count at most.
    tables : int
        How many tables of these rows may be made.

    Raises
    ------
    PrivacyError
        If that many were made.
    ProtocolError
        If a delivery is not as it should be.
    """
    after = _one_more(state, tables)
    parts = [unpack(one) for one in delivered]
    counts = added([movements(rows, most=most) for _, rows in parts])
    stream = Keystream(hashlib.sha256(b"".join(key for key, _ in parts)).digest())
    noise = discrete_laplace(stream, counts.size, scale=most / Fraction(epsilon))
    return (counts + noise).astype(ANSWER).tobytes(), after


def _one_more(state: dict[str, Any], tables: int) -> dict[str, Any]:
    """Count a table, or refuse.

    Raises
    ------
    PrivacyError
        If all were made.
    """
    made = int(state.get("tables", 0))
    if made >= tables:
        raise PrivacyError(
            "errors.mobility_tables",
            "need at most {tables} tables of these rows, this would be table {number}",
            tables=tables,
            number=made + 1,
        )
    return {"tables": made + 1}
