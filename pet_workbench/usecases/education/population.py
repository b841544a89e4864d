"""Generated pupils in the shape of a national exam file; no pupil and no school in here exists.

Schools lie in twelve provinces with rough weights of ours and offer one to five programmes.  Groups
are as uneven as those of a real file: many are small, and that is what the case is about.  Their
size is drawn from a lognormal distribution, and each group has its own chance to pass around 93%.
All of these numbers are assumptions: they are chosen so that about half of the groups have a count
under five, as in the file in which DUO replaces such counts; nothing else is calibrated.

Not modelled: subjects, years, and anything that makes pupils of one family or class alike.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.usecases.education.tables import PROGRAMMES, PUBLISHER, REGIONS

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 100, 2_000_000
MEAN_GROUP = 20.0
"""Candidates per group on average."""
_SPREAD = 1.0
"""Standard deviation of the logarithm of a group's size."""
_WEIGHTS = (34, 38, 29, 68, 25, 122, 79, 168, 217, 23, 150, 64)
_PROGRAMMES_OF_A_SCHOOL = 3.0
_PASS, _CERTAINTY = 0.93, 25.0


def generate(n: int, *, seed: int) -> dict[str, "pd.DataFrame"]:
    """Generate `n` candidates.

    Parameters
    ----------
    n : int
        100 to 2 million.
    seed : int
        Any number from 0; the same seed gives the same pupils.

    Returns
    -------
    dict of str to DataFrame
        ``"Publisher"``: columns ``region`` (place in `REGIONS`), ``school`` (from 1), ``programme``
        (place in `PROGRAMMES`), ``sex`` (0 man, 1 woman) and ``passed`` (0 or 1), all int64; in
        random row order.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> pupils = generate(1_000, seed=1)["Publisher"]
    >>> len(pupils), list(pupils.columns)
    (1000, ['region', 'school', 'programme', 'sex', 'passed'])
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    n_schools = max(3, round(n / (MEAN_GROUP * _PROGRAMMES_OF_A_SCHOOL)))
    offered = rng.random((n_schools, len(PROGRAMMES))) < _PROGRAMMES_OF_A_SCHOOL / len(PROGRAMMES)
    offered[np.arange(n_schools), rng.integers(0, len(PROGRAMMES), n_schools)] = True
    school, programme = np.nonzero(offered)
    region = rng.choice(len(REGIONS), n_schools, p=np.array(_WEIGHTS) / sum(_WEIGHTS))[school]
    size = rng.lognormal(0, _SPREAD, len(school))
    group = rng.choice(len(school), n, p=size / size.sum())
    chance = rng.beta(_PASS * _CERTAINTY, (1 - _PASS) * _CERTAINTY, len(school))
    women = rng.beta(8, 8, len(school))
    pupils = pd.DataFrame(
        {
            "region": region[group],
            "school": school[group] + 1,
            "programme": programme[group],
            "sex": (rng.random(n) < women[group]).astype(np.int64),
            "passed": (rng.random(n) < chance[group]).astype(np.int64),
        }
    )
    return {PUBLISHER: pupils.astype(np.int64)}
