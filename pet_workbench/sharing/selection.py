"""Choose between secrets by a secret bit, without anybody knowing which was chosen.

``y + bit * (x - y)`` is x where the bit is 1 and y where it is 0 [1]_.  Bits that come out of a
comparison are first turned into numbers, see `pet_workbench.sharing.conversion`; numbers once made
serve for as many columns as there are.

Protects: the bits, the numbers and which were chosen, as `pet_workbench.sharing.replicated` does.
Does not protect: when a "bit" is another number than 0 or 1; then something else comes out.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
"""

from pet_workbench.sharing.comparison import SharedBits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.replicated import Computer, Share, add, multiply, subtract


async def select(computer: Computer, chosen: Share, x: Share, y: Share) -> Share:
    """Return x where `chosen` is 1 and y where it is 0; three words per item are sent.

    Parameters
    ----------
    computer : Computer
        This party.
    chosen : Share
        Of numbers 0 and 1, shape (n,).
    x, y : Share
        Shape (n,), or (columns, n): then one choice serves all columns.
    """
    return add(y, await multiply(computer, subtract(x, y), chosen, step="selected"))


async def keep(computer: Computer, chosen: Share, x: Share) -> Share:
    """Return x where `chosen` is 1 and zero elsewhere; three words per item are sent.

    Parameters
    ----------
    computer : Computer
        This party.
    chosen : Share
        Of numbers 0 and 1, shape (n,).
    x : Share
        Shape (n,) or (columns, n).
    """
    return await multiply(computer, x, chosen, step="kept")


async def select_by_bits(computer: Computer, bits: SharedBits, x: Share, y: Share) -> Share:
    """Return x where the secret bit is set and y elsewhere; see `selection_bytes`."""
    chosen = await bits_to_numbers(computer, bits, dtype=x.own.dtype)
    return await select(computer, chosen, x, y)


async def keep_by_bits(computer: Computer, bits: SharedBits, x: Share) -> Share:
    """Return x where the secret bit is set and zero elsewhere; see `selection_bytes`."""
    chosen = await bits_to_numbers(computer, bits, dtype=x.own.dtype)
    return await keep(computer, chosen, x)


def selection_bytes(n: int, *, bits: int, columns: int = 1, bits_of_choice: int = 0) -> int:
    """Return the bytes that all parties send to select `n` items in a ring of `bits` bits.

    Parameters
    ----------
    n : int
        Number of items in a column.
    bits : int
        Size of the ring of what is selected.
    columns : int, default: 1
        How many columns one choice serves.
    bits_of_choice : int, default: 0
        Size of the ring that the secret bits come from, which says how many of them fill a word;
        0 if the choice is numbers already.

    Examples
    --------
    >>> selection_bytes(64, bits=64, bits_of_choice=64) // 64
    48
    """
    converted = -(-n // bits_of_choice) * bits_of_choice if bits_of_choice else 0
    return 3 * (converted + columns * n) * bits // 8
