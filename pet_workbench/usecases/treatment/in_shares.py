"""Three hospitals enter totals in shares, test blindly, and open the conclusion only.

A hospital adds up its own patients, which needs nobody's help, and enters eight whole numbers: per
treatment the count, the sum and the sum of squares, and its own difference with the noise in it
(see `totals.own_difference`).  If hospitals are compared within, one that has too few patients of
a treatment enters zeros.  The three add up, and test as in `sharing.statistics.welch`.  Unless both
groups have the agreed minimum over all hospitals, only that is opened.

Protects: patients, who never leave the hospital; and each hospital's totals, against each of the
other two: its group sizes, its mean scores, and so whether it does better or worse than they.
Does not protect: against two hospitals together, which read the totals of the third (though not
its patients); against a hospital that enters invented totals; against what two conclusions, or two
opened means, say about a hospital that took part in only one; nor, over many runs, against a
hospital that enters other invented totals every time and narrows those of the others down from the
conclusions.  If hospitals are compared within and only one has enough patients, the answer is that
hospital's own.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.replicated import Computer, Share, join_computation
from pet_workbench.sharing.statistics.welch import (
    Conclusion,
    Group,
    check_sizes,
    compare_means,
    compare_within,
    open_conclusion,
    open_rounded_means,
)
from pet_workbench.sharing.statistics.wide import Wide, joined, wide_by_computer
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.treatment.totals import (
    COUNT_BITS,
    HIGHEST,
    HOSPITALS,
    SCALE_BITS,
    VALUE_BITS,
    Comparison,
    Totals,
    counts_within,
    limit_of,
    own_difference,
    totals_of,
)

if TYPE_CHECKING:
    import pandas as pd

TOTALS = "totals"
"""Step in which a hospital enters its numbers."""
N_NUMBERS = 8


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the three hospitals compute."""
    check_sizes(value_bits=VALUE_BITS, count_bits=COUNT_BITS, minimum=parameters["minimum"])
    return {
        name: partial(_hospital, table=tables[name], parameters=parameters) for name in HOSPITALS
    }


def entered(part: Totals, parameters: Parameters) -> Sequence[int]:
    """Return the eight numbers that a hospital with the totals `part` enters.

    Parameters
    ----------
    part : Totals
    parameters : mapping
        Of the run.
    """
    if not parameters["within_hospitals"]:
        return [*part, 0, 0]
    if not counts_within(part, parameters["minimum"]):
        return [0] * N_NUMBERS
    difference, noise = own_difference(part)
    return [*part, round(difference * 2**SCALE_BITS), round(noise * 2 ** (2 * SCALE_BITS))]


async def _hospital(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters
) -> Comparison:
    """Do one hospital's part; all three do the same."""
    computer = await join_computation(channel, HOSPITALS)
    whole = await _added_up(computer, entered(totals_of(table), parameters))
    groups = tuple(Group(*(whole.at(at + i) for i in range(3))) for at in (0, 3))
    agreed = {"minimum": parameters["minimum"], "critical": limit_of(parameters)}
    if parameters["within_hospitals"]:
        sizes = joined([groups[0].size, groups[1].size])
        bits = await compare_within(computer, whole.at(6), whole.at(7), sizes, **agreed)
    else:
        bits = await compare_means(computer, groups[0], groups[1], **agreed)
    conclusion = await open_conclusion(computer, bits)
    if not parameters["means_step"] or conclusion == Conclusion.TOO_FEW:
        return Comparison(conclusion)
    means = await open_rounded_means(
        computer,
        (groups[0], groups[1]),
        Share(bits.own[:1], bits.next[:1]),
        step_size=parameters["means_step"],
        highest=HIGHEST,
    )
    return Comparison(conclusion, means)


async def _added_up(computer: Computer, own: Sequence[int]) -> Wide:
    """Enter the own numbers, receive shares of the others', and add up."""
    parts = [
        await wide_by_computer(
            computer,
            TOTALS,
            owner=owner,
            n=N_NUMBERS,
            values=own if owner == computer.number else None,
        )
        for owner in range(1, len(HOSPITALS) + 1)
    ]
    return parts[0] + parts[1] + parts[2]
