"""The `fraud` question answered by comparing two lists, for contrast: private set intersection.

The insurer's list holds the providers above its threshold, the bank's those above the bank's.  The
insurer learns which are on both.  KVK and a third body take no part, so there is no weighted score.

Protects: whoever is on one of the lists only, and all scores.
Does not protect: that somebody is on both lists, which is more than was asked: of *every* provider
on its list the insurer learns whether it is a customer of this bank with suspicious transactions,
also of those whose weighted score would have been too low.  An insurer that puts every provider on
its list reads the bank's whole list of suspicious customers that provide care.
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins.intersection import ask_which, hold_which
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.fraud.scores import BANK, INSURER, Suspects
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

LONGEST_LIST = 100_000
"""Where the bank sets no limit of its own: more would take long, see the module of the protocol."""


def by_intersection(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Insurer and bank compare their lists; nobody else takes part."""
    return {
        INSURER: partial(_insurer, table=tables[INSURER], parameters=parameters),
        BANK: partial(_bank, table=tables[BANK], parameters=parameters),
    }


def _above(table: "pd.DataFrame", threshold: int) -> NDArray[np.int64]:
    """Return the providers with a score of at least `threshold`."""
    high = table["score"].to_numpy() >= threshold
    providers: NDArray[np.int64] = table["provider"].to_numpy(np.int64)[high]
    return providers


async def _insurer(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Suspects:
    """Ask which providers above the own threshold are on the bank's list too."""
    mine = _above(table, parameters["insurer_threshold"])
    hits = await ask_which(channel, mine, holder=BANK)
    return Suspects(np.sort(mine[hits.places]))


async def _bank(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Answer for the customers above the bank's threshold."""
    count_run(parameters)
    mine = _above(table, parameters["bank_threshold"])
    limit = parameters["largest_list"] or LONGEST_LIST
    await hold_which(channel, mine, asker=INSURER, limit=limit)
