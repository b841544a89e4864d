"""Two of the three computing parties put together what an owner shared among them.

Of a secret in three parts every computing party holds two (see
`pet_workbench.sharing.replicated`): any two of them hold all three, and read every number that
every owner put in, whether the owner stands outside (`read_dealt`) or computes (`read_inputs`).
One alone lacks a part, and every number is as likely as any other.

Protects: nothing; it shows which coalitions a choice of computing parties has to rule out [1]_.
Does not protect: nothing in the computation hinders two bodies that want to do this.  What does is
outside it: bodies that answer to different people, a contract, inspection, and personal interest.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from pet_workbench.core import Keystream, Message, View
from pet_workbench.sharing.replicated import N_COMPUTERS
from pet_workbench.sharing.ring import Words


def read_dealt(
    views: Mapping[str, View],
    names: Sequence[str],
    step: str,
    *,
    owner: str,
    dtype: DTypeLike,
    bits: bool = False,
) -> Words | None:
    """Return the numbers that `owner` dealt, as a coalition of computing parties reads them.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name; parties that do not compute add nothing.
    names : sequence of str
        The three computing parties, in the order of their numbers.
    step : str
        As at `deal`.  If the owner dealt several vectors under one name, all are read.
    owner : str
        Who dealt.
    dtype : numpy type
        Ring of the numbers, or type of the packed words.
    bits : bool, default: False
        Whether the parts combine by exclusive or; the result is then packed as it was dealt.

    Returns
    -------
    ndarray of `dtype`, shape (n,), or None
        None if the coalition lacks a part, or the owner dealt nothing under this name.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.

    Examples
    --------
    >>> from pet_workbench.core import run_parties
    >>> from pet_workbench.sharing.replicated import deal
    >>> names, byte = ("Anna", "Bas", "Carla"), np.dtype(np.uint8)
    >>> async def owner(channel):
    ...     deal(channel, "age", names, np.array([34, 45], byte))
    >>> async def computer(channel):
    ...     for part in {"Anna": "12", "Bas": "23", "Carla": "31"}[channel.party]:
    ...         await channel.receive("Dewi", f"age part {part}", dtype=byte, shape=None)
    >>> _, transcript = run_parties({"Dewi": owner, **dict.fromkeys(names, computer)})
    >>> pair = {name: transcript.view(name) for name in ("Anna", "Bas")}
    >>> read_dealt(pair, names, "age", owner="Dewi", dtype=byte)
    array([34, 45], dtype=uint8)
    >>> read_dealt({"Anna": pair["Anna"]}, names, "age", owner="Dewi", dtype=byte) is None
    True
    """
    parts = [
        _received(views, names, f"{step} part {part}", owner) for part in range(1, N_COMPUTERS + 1)
    ]
    if not all(parts):
        return None
    combine = np.bitwise_xor if bits else np.add
    vectors = [
        reduce(combine, _expanded(dealt, np.dtype(dtype))) for dealt in zip(*parts, strict=True)
    ]
    whole: Words = np.concatenate(vectors)
    return whole


def read_inputs(
    views: Mapping[str, View],
    names: Sequence[str],
    steps: Sequence[str],
    *,
    owner: str,
    dtype: DTypeLike,
) -> dict[str, Words]:
    """Return the vectors that a computing party put in, as the other two read them together.

    One of the two got the vector masked, the other has the key of the masks.

    Parameters
    ----------
    views : mapping of str to View
        Of the colluding parties, by name.
    names : sequence of str
        The three computing parties, in the order of their numbers.
    steps : sequence of str
        All that `owner` put in with `replicated.input_by_computer`, in that order, in the main
        lane and before anything else used the masks of that lane.
    owner : str
        The computing party whose numbers they are.
    dtype : numpy type
        Ring of the numbers.

    Returns
    -------
    dict of str to ndarray of `dtype`
        By step; empty unless both other computing parties are in the coalition.

    Raises
    ------
    ProtocolError
        If the payloads of the run were not kept.
    """
    at = list(names).index(owner)
    key_holder, receiver = names[(at + 1) % N_COMPUTERS], names[(at + 2) % N_COMPUTERS]
    if not {key_holder, receiver} <= set(views):
        return {}
    masks = Keystream(views[key_holder].keys["computing key"])
    read = {}
    for step in steps:
        masked = next(m for m in views[receiver].find(step) if m.sender == owner).values()
        values: Words = masked.astype(dtype, copy=False)
        read[step] = values + masks.integers(values.size, dtype)
    return read


def _received(
    views: Mapping[str, View], names: Sequence[str], label: str, owner: str
) -> list[Message]:
    """Return the messages of one part as one member of the coalition got them."""
    for name in names:
        if name in views:
            found = [message for message in views[name].find(label) if message.sender == owner]
            if found:
                return found
    return []


def _expanded(dealt: tuple[Message, ...], dtype: np.dtype[Any]) -> list[Words]:
    """Return the three parts of one vector: the first two were dealt as keys."""
    *keys, rest = dealt
    whole = rest.values().astype(dtype, copy=False)
    masks = [Keystream(key.values().tobytes()).integers(whole.size, dtype) for key in keys]
    return [*masks, whole]
