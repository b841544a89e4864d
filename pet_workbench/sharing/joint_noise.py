"""Noise that two computing parties add to secrets before these are opened.

Secret sharing keeps data from whoever computes; it says nothing about what the opened answer tells.
With noise in the answer, differential privacy protects that side too, and nobody ever holds the
answer without noise.  Who draws the noise could take it off again.  So two parties draw, each by
itself and each enough for the whole promise [1]_: whoever knows the noise of one still faces that
of the other.  The price is a standard deviation of sqrt(2) times that of one trusted party.

Protects: every unit, with discrete Laplace noise of the declared scale, against the reader of the
answer, also together with any one computing party.
Does not protect: against both parties that draw, nor against one of them that adds no noise:
parties are assumed to follow the protocol.  Against answers to many questions: keep a ledger.

References
----------
.. [1] C. Dwork, K. Kenthapadi, F. McSherry, I. Mironov and M. Naor, "Our Data, Ourselves: Privacy
   via Distributed Noise Generation", EUROCRYPT 2006, doi:10.1007/11761679_29.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Keystream
from pet_workbench.core.noise import discrete_laplace
from pet_workbench.sharing.replicated import Computer, Share, add, input_by_computer

STEP = "noise"


async def add_noise(
    computer: Computer, x: Share, *, drawn_by: tuple[int, int], scale: Fraction
) -> Share:
    """Add discrete Laplace noise of two parties to n secrets; two messages of n words.

    Parameters
    ----------
    computer : Computer
        This party.
    x : Share
        Of n secrets; what noise takes below 0 stands in the upper half of the ring.
    drawn_by : tuple of int
        Numbers of the two parties that draw; the reader should be neither.
    scale : Fraction
        Of each party's noise: the most that one unit can change all secrets, over epsilon.
    """
    noisy = x
    for owner in drawn_by:
        noise = None
        if computer.number == owner:
            noise = own_noise(computer, x.own.size, scale).astype(x.own.dtype)
        drawn = await input_by_computer(
            computer, f"{STEP} {owner}", owner=owner, n=x.own.size, dtype=x.own.dtype, values=noise
        )
        noisy = add(noisy, drawn)
    return noisy


def own_noise(computer: Computer, n: int, scale: Fraction) -> NDArray[np.int64]:
    """Draw `n` numbers of noise of this `scale`, from a key that nobody else has."""
    stream = Keystream(computer.channel.draw_key("noise key"))
    return discrete_laplace(stream, n, scale=scale)
