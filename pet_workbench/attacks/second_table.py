"""Make a program count twice, on rows that differ by one person, and subtract the tables.

Small numbers that do not leave protect within one table.  Of two tables on nearly the same rows the
difference is what one person did.  So a program keeps count of its tables, in a state that the host
stores for it, sealed.  The host may try to get round the count: put an old state back, start the
program without one, or start two copies before it runs.  The counter in the chip gives each away.

**The enclave is a simulation**, and its counter an attribute of an object.

Protects: nothing; it shows what a count in a sealed state is for, and why a chip needs a counter
for that [1]_.
Does not protect: against a program that keeps no count, however well its measurement is checked.

References
----------
.. [1] S. Matetic and others, "ROTE: rollback protection for trusted execution", 26th USENIX
   Security Symposium, 2017.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pet_workbench.core import PetError
from pet_workbench.core.validation import check_choice
from pet_workbench.enclave import (
    Delivery,
    Policy,
    Program,
    SimulatedChip,
    SimulatedEnclave,
    deliver,
)

Way = Literal["ask", "old_state", "no_state", "two_copies"]
WAYS: tuple[Way, ...] = ("ask", "old_state", "no_state", "two_copies")
"""Simply asking again first."""
Rows = Mapping[str, bytes]
"""What every owner delivers, by its name."""


@dataclass(frozen=True)
class TwoTables:
    """What a host got.

    Attributes
    ----------
    first : bytes
        The program's first answer.
    second : bytes or None
        Its second, if it gave one.
    error : PetError or None
        What stopped it.
    """

    first: bytes
    second: bytes | None
    error: PetError | None


def two_tables(program: Program, first: Rows, second: Rows, *, way: Way) -> TwoTables:
    """Run a program on one set of rows, and try to run it on another.

    Parameters
    ----------
    program : Program
    first, second : mapping of str to bytes
        By owner.
    way : str
        One of `WAYS`.

    Raises
    ------
    ParameterError
        If there is no such way.
    MissingExtraError
        If cryptography is older than 47.
    """
    check_choice("way", way, WAYS)
    chip = SimulatedChip()
    inside, copy = SimulatedEnclave(chip, program), SimulatedEnclave(chip, program)
    before = inside.seal()
    answer = inside.run(_delivered(inside, chip, first))
    try:
        again = _start_again(way, inside, copy, before, chip)
        other = again.run(_delivered(again, chip, second))
    except PetError as stopped:
        return TwoTables(answer, None, stopped)
    return TwoTables(answer, other, None)


def _start_again(
    way: Way,
    inside: SimulatedEnclave,
    copy: SimulatedEnclave,
    before: bytes,
    chip: SimulatedChip,
) -> SimulatedEnclave:
    """Return the program as the host would have it run again."""
    if way == "two_copies":
        return copy
    again = SimulatedEnclave(chip, inside.program)
    if way != "no_state":
        again.unseal(before if way == "old_state" else inside.seal())
    return again


def _delivered(enclave: SimulatedEnclave, chip: SimulatedChip, rows: Rows) -> list[Delivery]:
    """Deliver what every owner has, after checking the evidence."""
    policy = Policy(frozenset({chip.root}), frozenset({enclave.program.measurement}))
    deliveries = []
    for owner, data in rows.items():
        nonce = os.urandom(32)
        quote = enclave.attest(nonce)
        deliveries.append(
            deliver(data, quote, policy=policy, key=enclave.key, nonce=nonce, sender=owner)
        )
    return deliveries
