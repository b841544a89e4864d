"""Read back from a transcript what travelled: sums of a hospital, totals, and bytes per round.

For lessons and for attacks: it reads what the coordinator has, no more.
"""

from collections import Counter

import numpy as np

from pet_workbench.core import Transcript, View
from pet_workbench.federated.fixed_sums import decode_total
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.train.by_averaging import OWN
from pet_workbench.usecases.train.by_sums import PARTS, SUMS
from pet_workbench.usecases.train.plan import step
from pet_workbench.usecases.train.rounds import AT


def received_sums(view: View, hospital: str, number: int = 1) -> Floats | None:
    """Return the sums that a hospital sent in the clear in a round; None if it sent none.

    Parameters
    ----------
    view : View
        Of the coordinator.
    hospital : str
    number : int
        Of the round, from 1.
    """
    return _sent(view, hospital, step(SUMS, number))


def own_coefficients(view: View, hospital: str, number: int = 1) -> Floats | None:
    """Return the coefficients that a hospital learned alone in a round; None if it sent none.

    Parameters
    ----------
    view : View
        Of the coordinator.
    hospital : str
    number : int
    """
    told = _sent(view, hospital, step(OWN, number))
    return None if told is None else told[1:]


def opened_total(view: View, number: int = 1) -> Floats | None:
    """Return the total that was opened in a round, in fixed point; None if none was.

    Parameters
    ----------
    view : View
        Of the coordinator.
    number : int
    """
    parts = [m.values() for m in view.received if m.step == step(PARTS, number)]
    if not parts:
        return None
    return decode_total(np.sum(parts, axis=0, dtype=np.uint64))


def asked_at(transcript: Transcript, number: int) -> Floats | None:
    """Return the coefficients at which hospitals were asked in a round; None if they were not."""
    for message in transcript.messages:
        if message.step == step(AT, number):
            return np.asarray(message.values(), np.float64)
    return None


def bytes_by_round(transcript: Transcript) -> tuple[int, ...]:
    """Return how many bytes travelled in each round.

    First what belongs to no round: group sizes beforehand, the model afterwards, or rows.  Then
    rounds 1, 2 and so on; the last one is the roll call after which the model was sent.
    """
    counted: Counter[int] = Counter()
    for message in transcript.messages:
        _, _, number = message.step.rpartition(", round ")
        is_round = ", round " in message.step
        counted[int(number) if is_round else 0] += message.size_bytes
    return tuple(counted[number] for number in range(max(counted, default=0) + 1))


def _sent(view: View, sender: str, what: str) -> Floats | None:
    """Return a message of numbers from a sender."""
    for message in view.received:
        if (message.sender, message.step) == (sender, what):
            return np.asarray(message.values(), np.float64)
    return None
