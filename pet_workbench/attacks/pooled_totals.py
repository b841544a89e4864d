"""Two of three computing parties read the wide numbers that the third entered.

As in `pooled_computers`: one of the two got the numbers masked, the other has the key of the masks.
What they read is what was entered, and if that was totals, totals: the rows behind them never left
their owner [1]_.

Protects: nothing; it shows which coalitions a choice of computing parties has to rule out.
Does not protect: nothing in the computation hinders two organisations that want to do this.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from pet_workbench.core import Keystream, View
from pet_workbench.sharing.replicated import N_COMPUTERS
from pet_workbench.sharing.statistics.wide import WIDE_BITS, WIDE_BYTES


def read_wide(
    views: Mapping[str, View], names: Sequence[str], step: str, *, owner: str
) -> list[int]:
    """Return the numbers that a computing party entered, as the other two read them together.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    names : sequence of str
        The three computing parties, in the order of their numbers.
    step : str
        As at `sharing.statistics.wide.wide_by_computer`, for the first numbers that `owner` entered
        in the run.
    owner : str
        Whose numbers they are.

    Returns
    -------
    list of int
        Empty unless both other computing parties are in the coalition.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    at = list(names).index(owner)
    key_holder, receiver = names[(at + 1) % N_COMPUTERS], names[(at + 2) % N_COMPUTERS]
    found = (
        [m for m in views[receiver].find(step) if m.sender == owner] if receiver in views else []
    )
    if key_holder not in views or not found:
        return []
    masked = found[0].values()
    masks = Keystream(views[key_holder].keys["computing key"]).integers(masked.size, np.uint8)
    whole = 1 << WIDE_BITS
    numbers = [
        (_number(masked, place) + _number(masks, place)) % whole
        for place in range(0, masked.size, WIDE_BYTES)
    ]
    return [number - whole if number >= whole // 2 else number for number in numbers]


def _number(values: "np.ndarray[tuple[int], np.dtype[np.uint8]]", place: int) -> int:
    """Return the wide number that starts at this byte."""
    return int.from_bytes(values[place : place + WIDE_BYTES].tobytes(), "little")
