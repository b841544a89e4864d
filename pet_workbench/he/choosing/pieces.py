"""How a long column is cut into pieces of one ciphertext, and what their total is on a meter.

Pieces have one length, so that they can be added slot by slot.  They are as short as the number of
ciphertexts allows: then hardly a slot is filled up, and the bound of the total is hardly more than
that of the rows.

Protects: nothing by itself.
Does not protect: the number of rows, but for a row per ciphertext.
"""

from typing import TypeVar

from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.whole.meter import WholeMeter

AnyMeter = TypeVar("AnyMeter", RealMeter, WholeMeter)


def piece_length(rows: int, slots: int) -> int:
    """Return how long pieces of one length are that hold `rows` in the fewest ciphertexts.

    Each ciphertext holds at most `slots` numbers; the last piece is filled up with a few zeros.

    Examples
    --------
    >>> piece_length(10, 2048), piece_length(2049, 2048)
    (10, 1025)
    """
    return -(-rows // pieces(rows, slots))


def pieces(rows: int, slots: int) -> int:
    """Return in how many ciphertexts of `slots` numbers `rows` fit."""
    return -(-rows // slots)


def sum_meter(fresh: AnyMeter, *, rows: int) -> AnyMeter:
    """Return the meter of a total of `rows` numbers, encrypted in pieces.

    Parameters
    ----------
    fresh : RealMeter or WholeMeter
        Of one piece.
    rows : int
        More than 0.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_ckks
    >>> made = make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(53, 53), scale_bits=30)
    >>> fresh = RealMeter.fresh(made, bound=1, symmetric=True)
    >>> sum_meter(fresh, rows=4097).bound
    4098.0
    """
    slots = fresh.parameters.slots
    together = fresh.times(pieces(rows, slots))
    return together.add_up(length=piece_length(rows, slots))
