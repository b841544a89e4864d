"""Guess what is in a sealed envelope: try every amount there can be, and compare.

Whoever seals a small number without a secret of its own, with a hash for example, seals nothing:
an attacker seals all amounts in the same way and looks for the same bytes [1]_.  A commitment with
a secret number beside the value stands this: every value goes with every commitment.

What helps: a secret number of full length in every commitment, as in `pet_workbench.proofs`.

References
----------
.. [1] L. Demir, A. Kumar, M. Cunche, C. Lauradoux, "The pitfalls of hashing for privacy", IEEE
   Communications Surveys & Tutorials 20(1), 2018, doi:10.1109/COMST.2017.2747598.
"""

import hashlib
from collections.abc import Callable, Iterable

from pet_workbench.proofs import Opening

Seal = Callable[[int], bytes]


def hashed(value: int) -> bytes:
    """Seal a number with SHA-256 and nothing else: the example not to follow.

    Parameters
    ----------
    value : int

    Examples
    --------
    >>> hashed(372) == hashed(372)
    True
    """
    return hashlib.sha256(str(value).encode()).digest()


def unblinded(value: int) -> bytes:
    """Seal a number as a commitment does whose secret number was forgotten.

    Parameters
    ----------
    value : int
    """
    return Opening(value, 0).commitment.point


SEALS: tuple[Seal, ...] = (hashed, unblinded)
"""Ways of sealing that an attacker tries."""


def guess(
    sealed: Iterable[bytes], candidates: Iterable[int], *, seals: Iterable[Seal] = SEALS
) -> dict[bytes, int]:
    """Return what was sealed, of every envelope for which one of the candidates fits.

    Parameters
    ----------
    sealed : iterable of bytes
        What the attacker sees.
    candidates : iterable of int
        Every amount there can be.
    seals : iterable of callable
        How it tries to seal them.

    Returns
    -------
    dict of bytes to int

    Examples
    --------
    >>> from pet_workbench.proofs import commit
    >>> envelopes = [hashed(372), unblinded(900), commit(372).commitment.point]
    >>> found = guess(envelopes, range(1_000))
    >>> [found.get(one) for one in envelopes]
    [372, 900, None]
    """
    wanted, values = set(sealed), list(candidates)
    found: dict[bytes, int] = {}
    for seal in seals:
        for value in values:
            if len(found) == len(wanted):
                return found
            if (written := seal(value)) in wanted:
                found.setdefault(written, value)
    return found
