"""Vectors of secrets put together; nothing is sent.

Protects: the vectors, as `pet_workbench.sharing.replicated` does.
Does not protect: how long they are.
"""

from collections.abc import Sequence

import numpy as np

from pet_workbench.sharing.replicated import Share


def concatenate(shares: Sequence[Share], *, axis: int = 0) -> Share:
    """Put vectors of secrets one after the other.

    Parameters
    ----------
    shares : sequence of Share
    axis : int, default: 0
        Along which, where they have rows and columns.
    """
    return Share(
        np.concatenate([share.own for share in shares], axis=axis),
        np.concatenate([share.next for share in shares], axis=axis),
    )
