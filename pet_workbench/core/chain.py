"""Which bytes wait for each other: the longest chain of a run on a slow line.

A party's messages leave its line one after the other, and a message leaves when what it answers is
there.  Work in pieces overlaps: of the pieces that a party sends in one round, the first needs only
the first share of what came in the round before.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pet_workbench.core.transcript import Message


def chain_bytes(messages: Iterable["Message"]) -> int:
    """Return how many bytes leave, one after the other, before the last message is there.

    Parameters
    ----------
    messages : iterable of Message
        In the order in which each party sent them.

    Returns
    -------
    int
        At least what the busiest sender sends, and at most all bytes of the run.
    """
    rounds: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        rounds[message.round].append(message)
    line_is_free: Counter[str] = Counter()
    arrived: dict[str, list[int]] = {}
    for number in sorted(rounds):
        arrived = _one_round(rounds[number], arrived, line_is_free)
    return max(line_is_free.values(), default=0)


def _one_round(
    messages: list["Message"], before: dict[str, list[int]], line_is_free: Counter[str]
) -> dict[str, list[int]]:
    """Send the messages of one round; return per party when they arrive, earliest first.

    Time is in bytes: one byte leaves each line per unit of time.
    """
    in_all = Counter(message.sender for message in messages)
    sent: Counter[str] = Counter()
    arrived: dict[str, list[int]] = defaultdict(list)
    for message in messages:
        sent[message.sender] += 1
        waits_for = before.get(message.sender, [])
        needed = math.ceil(sent[message.sender] / in_all[message.sender] * len(waits_for))
        ready = waits_for[needed - 1] if needed else 0
        leaves = max(ready, line_is_free[message.sender]) + message.size_bytes
        line_is_free[message.sender] = leaves
        arrived[message.receiver].append(leaves)
    return {party: sorted(times) for party, times in arrived.items()}
