"""Generated devices: each has one favourite emoji, drawn from the real shares.

The devices are invented.  That a device has one favourite, and reports it, is our simplification.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core.validation import check_whole
from pet_workbench.usecases.emoji.frequencies import SIZE, emoji_list

if TYPE_CHECKING:
    import pandas as pd

DEVICES = "Toestellen"
"""All devices together: a row each, and no row sees another."""
MOST = 20_000_000


def generate(n: int, *, seed: int, texts: str) -> dict[str, "pd.DataFrame"]:
    """Return the table of `n` devices.

    Parameters
    ----------
    n : int
        1 to 20 million.
    seed : int
        Of these invented devices; nothing secret depends on it.
    texts : {"nl", "en"}
        In which language people write on them.

    Raises
    ------
    ParameterError
        If there are none or too many, or there is no list of that language.

    Examples
    --------
    >>> int(generate(1000, seed=1, texts="nl")["Toestellen"]["emoji"].value_counts().idxmax())
    0
    """
    import pandas as pd

    check_whole("n", n, 1, MOST)
    rng = np.random.default_rng(seed)
    favourite = rng.choice(SIZE, size=n, p=emoji_list(texts).shares)
    return {DEVICES: pd.DataFrame({"emoji": favourite.astype(np.uint8)})}
