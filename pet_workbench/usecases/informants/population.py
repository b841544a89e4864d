"""Generated lists for the case `informants`.

Nobody in here exists: every number fails the eleven-test in the same way, see
`datasets.citizen_numbers`.  Nothing is published about such lists, for good reason: sizes and
overlap are assumed, and listed with a reason under ``[assumptions.informants]`` in
``data/figures.toml``.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions
from pet_workbench.datasets.citizen_numbers import invent
from pet_workbench.usecases.informants.techniques import FIRST, SECOND

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 2, 10_000_000


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate a list of `n` persons, and one of some fewer with a few persons in common.

    Parameters
    ----------
    n : int
        2 to 10 million.
    seed : int
        Any number from 0; the same seed gives the same people.

    Returns
    -------
    dict of str to DataFrame
        ``"Service A"`` and ``"Service B"``: column ``person`` (int64), in random order.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> {party: len(table) for party, table in generate(1_000, seed=1).items()}
    {'Service A': 1000, 'Service B': 700}
    """
    import pandas as pd  # late: the package loads without it

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    assumed = {id: assumption.value for id, assumption in assumptions("informants").items()}
    rng = np.random.default_rng(seed)
    n_second = max(1, round(n * assumed["second_per_first"]))
    n_both = max(1, round(n * assumed["overlap_share"]))
    persons = invent(rng, n + n_second - n_both)
    return {
        FIRST: pd.DataFrame({"person": rng.permutation(persons[:n])}),
        SECOND: pd.DataFrame({"person": rng.permutation(persons[n - n_both :])}),
    }
