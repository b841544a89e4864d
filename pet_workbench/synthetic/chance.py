"""Chance that hides nothing: rows of a generated population, and which rows are attacked.

Protects: nothing, on purpose: whoever knows the seed draws the same rows again.  What has to hide
somebody is drawn by `pet_workbench.dp`, from secret keys.
Does not protect: a table that such rows were taken from.
"""

import numpy as np

from pet_workbench.core.validation import check_whole

Rng = np.random.Generator
LARGEST_SEED = 2**32 - 1


def seeded(seed: int) -> Rng:
    """Return the generator from which a generated population is drawn.

    Parameters
    ----------
    seed : int
        0 to 4,294,967,295.

    Raises
    ------
    ParameterError
        If it is out of range.
    """
    check_whole("seed", seed, 0, LARGEST_SEED)
    return np.random.default_rng(seed)


def some_of(n: int, count: int, rng: Rng) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return `count` different places below `n`, or all of them, in an order by chance."""
    return rng.permutation(n)[: min(n, count)]
