"""From a run measured in one process to its time with all parties apart, on a network.

The model stands in `pet_workbench.core.NetworkProfile.waiting`, so that pages that run something
now and pages that show a record say the same; `validation` judges it.
"""

from pet_workbench.bench.record import Record
from pet_workbench.core import NetworkProfile


def waiting_seconds(record: Record, profile: NetworkProfile) -> float:
    """Return how much longer a recorded run takes on a network than in one process."""
    return profile.waiting(rounds=record.rounds, chain_bytes=record.chain_bytes)


def network_seconds(record: Record, profile: NetworkProfile) -> float:
    """Return the time on the clock of a recorded run on the network `profile`.

    Parameters
    ----------
    record : Record
        Of a run in one process.
    profile : NetworkProfile

    Returns
    -------
    float
        Seconds.  The computing time is that of the record's machine, on which all parties took
        turns: with a machine each they may be faster.
    """
    return record.seconds_median + waiting_seconds(record, profile)
