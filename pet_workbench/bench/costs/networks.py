"""From a run measured on one machine to its time on a network.

A run between organisations takes what it takes to compute, plus the work of sending (every message
wakes a process and passes through TLS), plus the time under way: rounds that wait for each other
and bytes that wait for each other.  The constants below were measured on our reference machine, by
runs over an emulated network other than those that `validation` judges the model by.
"""

from pet_workbench.bench.record import Record
from pet_workbench.core import NetworkProfile

START_SECONDS = 0.04
"""What a party's own process needs for its first steps, beyond what a warm process does."""
ROUND_SECONDS = 0.003
"""Work of the parties to send and receive the messages of one round."""
LAST_ROUNDS = 1
"""Rounds at the end, in which all parties tell each other that they are done."""


def waiting_seconds(record: Record, profile: NetworkProfile) -> float:
    """Return how long a recorded run would wait for a network, see `NetworkProfile.waiting`."""
    return waiting(profile, rounds=record.rounds, chain_bytes=record.chain_bytes)


def network_seconds(record: Record, profile: NetworkProfile) -> float:
    """Return the time of a recorded run with all parties apart, on the network `profile`.

    Parameters
    ----------
    record : Record
        Of a run in one process.
    profile : NetworkProfile

    Returns
    -------
    float
        Seconds on the clock.  The computing time is that of the record's machine, on which all
        parties took turns: with a machine each they may be faster.
    """
    return record.seconds_median + waiting_seconds(record, profile)


def waiting(profile: NetworkProfile, *, rounds: float, chain_bytes: float) -> float:
    """Return how long a run with so many rounds and bytes waits, and works on its messages."""
    if not rounds:
        return 0.0
    under_way = profile.waiting(rounds=rounds + LAST_ROUNDS, chain_bytes=chain_bytes)
    return START_SECONDS + ROUND_SECONDS * rounds + under_way
