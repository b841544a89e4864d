"""The `fraud` question under secret sharing: two blind joins, three comparisons, one bit each.

Insurer, bank and a third body compute.  The bank's scores and those of the trade register are put
in the order of the insurer's list behind pseudonyms (`sharing.joins.alignment`, once per holder);
the register holds but does not compute.  A provider is found if three differences are not negative:
the insurer's score less its threshold, the bank's score less *its* threshold, and the weighted
score less the agreed one.  The first two thresholds are their owners' secrets.

The insurer could drop who is under its own threshold beforehand.  Leaving them in hides from the
others how many there are.

Protects: scores, thresholds and lists against each party alone.
Does not protect: the third body sees of every place on the list, without a name, whether bank and
register know it (keys differ, but the places stand in one order for both).  Nor against two of the
three that compute; nor against an insurer that lies about its own scores, its threshold or its
random parts of the others', or puts every provider on its list: nothing here can see that, and
places invented to be found count for the minimum.  Nor against a bank that changes its scores from
run to run: whether enough are found, which it sees, then tells it bit by bit who is on the list.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel, Keystream, random_permutation
from pet_workbench.core.network import Program
from pet_workbench.sharing.boolean import not_bits, or_bits
from pet_workbench.sharing.comparison import SharedBits, less_than_public, open_bits, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.joins.intersection import check_limit
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    add_public,
    input_by_computer,
    join_computation,
    subtract,
)
from pet_workbench.sharing.ring import Words, encode, ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.fraud.scores import (
    BANK,
    INSURER,
    KVK,
    TOTAL_WEIGHT,
    WEIGHTS,
    Suspects,
    company_score,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

RING = ring_dtype(16)
SCORE_BITS = 7
COUNT_RING = ring_dtype(32)
INSURER_INPUTS = ("insurer scores", "bank scores", "company scores", "insurer threshold")
"""What computing party 1 puts in, in this order; of the columns, its random part."""
THIRD_INPUTS = ("bank scores", "company scores")
"""What computing party 3 puts in, in this order: its random part of the columns."""


def in_shares(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Three computing parties of which two have a table, and one owner that does not compute."""
    return {
        INSURER: partial(_insurer, table=tables[INSURER], parameters=parameters),
        BANK: partial(_bank, table=tables[BANK], parameters=parameters),
        KVK: partial(_register, table=tables[KVK], parameters=parameters),
        parameters["third_party"]: partial(_third, parameters=parameters),
    }


async def _insurer(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Suspects:
    """Ask for both columns, compute with the own scores and threshold, and read the answer."""
    third = parameters["third_party"]
    order = Keystream(channel.draw_key("list order key"))
    shuffled = table.iloc[random_permutation(order, len(table))]
    places = shuffled["provider"].to_numpy(np.int64)
    scores = encode(shuffled["score"].to_numpy(), bits=16, below_bits=SCORE_BITS)
    computer = await join_computation(channel, (INSURER, BANK, third))
    columns = [
        await alignment.ask(channel, places, holder=holder, matcher=third, dtype=RING)
        for holder in (BANK, KVK)
    ]
    threshold = np.array([parameters["insurer_threshold"]], RING)
    inputs = dict(zip(INSURER_INPUTS, (scores, *columns, threshold), strict=True))
    bits = await _compare(computer, places.size, inputs, parameters)
    if not await _enough(computer, bits, parameters["minimum_found"]):
        return Suspects(None, parameters["minimum_found"])
    found = await open_bits(computer, bits, receiver=1, step="providers found")
    return Suspects(np.sort(places[found]))


async def _bank(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Hold the scores, refuse a list that is too long, and compute blindly."""
    third = parameters["third_party"]
    count_run(parameters)
    providers = table["provider"].to_numpy(np.int64)
    scores = encode(table["score"].to_numpy(), bits=16, below_bits=SCORE_BITS)
    computer = await join_computation(channel, (INSURER, BANK, third))
    n = await alignment.hold(channel, providers, scores, asker=INSURER, matcher=third)
    if parameters["largest_list"] is not None:
        check_limit(n, parameters["largest_list"], party=INSURER)
    threshold = {"bank threshold": np.array([parameters["bank_threshold"]], RING)}
    bits = await _compare(computer, n, threshold, parameters)
    if await _enough(computer, bits, parameters["minimum_found"]):
        await open_bits(computer, bits, receiver=1, step="providers found")


async def _register(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Hold a score per company; the register does not compute and gets no answer."""
    facts = (table[name].to_numpy(np.int64) for name in ("years", "changes"))
    scores = encode(company_score(*facts), bits=16, below_bits=SCORE_BITS)
    companies = table["provider"].to_numpy(np.int64)
    matcher = parameters["third_party"]
    await alignment.hold(channel, companies, scores, asker=INSURER, matcher=matcher)


async def _third(channel: Channel, parameters: Parameters) -> None:
    """Match pseudonyms twice and compute blindly."""
    computer = await join_computation(channel, (INSURER, BANK, parameters["third_party"]))
    columns = [
        await alignment.match(channel, asker=INSURER, holder=holder, dtype=RING)
        for holder in (BANK, KVK)
    ]
    inputs = dict(zip(THIRD_INPUTS, columns, strict=True))
    bits = await _compare(computer, columns[0].size, inputs, parameters)
    if await _enough(computer, bits, parameters["minimum_found"]):
        await open_bits(computer, bits, receiver=1, step="providers found")


async def _compare(
    computer: Computer, n: int, mine: dict[str, Words], parameters: Parameters
) -> SharedBits:
    """Return for each place of the list whether all three differences are at least zero."""

    async def put_in(step: str, owner: int, size: int) -> Share:
        values = mine[step] if computer.number == owner else None
        return await input_by_computer(
            computer, step, owner=owner, n=size, dtype=RING, values=values
        )

    own_scores, bank_part, register_part = [await put_in(s, 1, n) for s in INSURER_INPUTS[:3]]
    limit = await put_in(INSURER_INPUTS[3], 1, 1)
    bank_limit = await put_in("bank threshold", 2, 1)
    bank_rest, register_rest = [await put_in(step, 3, n) for step in THIRD_INPUTS]
    bank, register = add(bank_part, bank_rest), add(register_part, register_rest)
    agreed = np.array(-TOTAL_WEIGHT * parameters["weighted_threshold"] % (1 << 16), RING)
    weighted = add_public(computer, _weigh(own_scores, bank, register), agreed)
    differences = (subtract(own_scores, limit), subtract(bank, bank_limit), weighted)
    return await _none_negative(computer, differences)


def _weigh(insurer: Share, bank: Share, register: Share) -> Share:
    """Add the scores up by weight; nothing is sent."""
    parts = zip((INSURER, BANK, KVK), (insurer, bank, register), strict=True)
    weighed = [
        Share(*(RING.type(WEIGHTS[party]) * part for part in score)) for party, score in parts
    ]
    return add(add(weighed[0], weighed[1]), weighed[2])


async def _none_negative(computer: Computer, differences: tuple[Share, ...]) -> SharedBits:
    """Return where none of the numbers is negative, as secret bits."""
    lanes = computer.lanes(len(differences))
    first, second, third = await computer.side_by_side(
        [sign_bits(lane, one) for lane, one in zip(lanes, differences, strict=True)]
    )
    computer.join(lanes)
    some = await or_bits(computer, await or_bits(computer, first, second), third)
    return not_bits(computer, some)


async def _enough(computer: Computer, bits: SharedBits, minimum: int) -> bool:
    """Learn, all three, whether at least `minimum` providers were found, and not how many."""
    ones = await bits_to_numbers(computer, bits, dtype=COUNT_RING)
    count = Share(*(part.sum(dtype=COUNT_RING, keepdims=True) for part in ones))
    too_few = await less_than_public(computer, count, minimum, declared_bits=31)
    opened: Any = await open_to_all(computer, too_few.chunks[0], step="too few", bits=True)
    return not opened[0] & 1
