"""Rows of a generated population, drawn along the branches of a tree.

Rows are shared out over values as evenly as whole rows allow, rather than drawn one by one: so the
noise of drawing does not come on top of the noise that protects.

Protects: nothing by itself.
Does not protect: by itself; it reads released numbers, which costs no privacy.
"""

import numpy as np

from pet_workbench.synthetic.chance import Rng
from pet_workbench.synthetic.description import Places
from pet_workbench.synthetic.private.estimation import Floats, Tree


def shared_out(n: int, chances: Floats, rng: Rng) -> Places:
    """Return `n` places of a generated population, each about as often as its chance says.

    Parameters
    ----------
    n : int
    chances : ndarray of float64
        Adding up to 1.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64, shape (n,)
        In an order by chance.  Each place occurs as often as its chance says, rounded up or down.

    Examples
    --------
    >>> from pet_workbench.synthetic.chance import seeded
    >>> sorted(shared_out(4, np.array([0.25, 0.75]), seeded(1)).tolist())
    [0, 1, 1, 1]
    """
    ends = np.cumsum(chances) / chances.sum() * n
    # one offset for all ends rounds each of the parts between them up or down, fairly
    counts = np.diff(np.floor(np.concatenate([[0.0], ends]) + rng.random() * (1 - 1e-9)))
    counts[-1] += n - counts.sum()
    places: Places = np.repeat(np.arange(len(chances)), counts.astype(np.int64))
    return rng.permutation(places)


def drawn(tree: Tree, n: int, rng: Rng) -> dict[str, Places]:
    """Return the places of `n` rows of a generated population, by column.

    Parameters
    ----------
    tree : Tree
    n : int
    rng : numpy.random.Generator
    """
    found = {tree.first: shared_out(n, tree.start, rng)}
    for above, name, chances in tree.branches:
        column = np.empty(n, np.int64)
        for place, given in enumerate(chances):
            rows = np.flatnonzero(found[above] == place)
            if len(rows):
                column[rows] = shared_out(len(rows), given, rng)
        found[name] = column
    return found
