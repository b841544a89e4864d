"""Pensioners who do not claim their supplement: SVB and UWV, and an independent third body.

The Sociale Verzekeringsbank (SVB) pays the state pension (AOW) and a supplement (AIO) for those
whose household income stays under the social minimum.  Many do not claim it.  SVB knows the
households and their state pension, UWV knows other income.  Which households that receive no AIO
are under the social minimum?  SVB may learn those, and nobody anything else about anyone.

With secret sharing SVB, UWV and a third body compute.  Incomes are put in the order of SVB's
households behind pseudonyms (`sharing.joins.alignment`), added up per household and compared with
SVB's own secret limit (`sharing.comparison`).  If fewer households than agreed are under it,
nothing is opened; else SVB, and only SVB, reads a yes or no per household.

With homomorphic encryption there is no third body: UWV encrypts, SVB computes on what it cannot
read, and UWV sees who is asked about (`encrypted`).

Protects: incomes and households against each party alone.
Does not protect: against two of three together; against a false income or household; against
repeated questions, unless the number of runs is limited.  A household found is a *candidate*: its
assets are in neither file.

References
----------
.. [1] "Armoedebestrijding met privacy technologie", podcast, episode 1 (TNO Insights) and episode 2
   (BNR Eyeopeners, 3 November 2022); their two-party pilot is not the protocol here.
.. [2] Algemene Rekenkamer, "Ouderdomsregelingen ontleed", 2019.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, Release, random_permutation
from pet_workbench.core.network import Program
from pet_workbench.core.validation import check_choice, check_range
from pet_workbench.sharing.comparison import SharedBits, less_than_public, open_bits, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    input_by_computer,
    join_computation,
)
from pet_workbench.sharing.ring import Words, encode, ring_dtype
from pet_workbench.usecases.aio.encrypted import by_encryption
from pet_workbench.usecases.aio.households import (
    SVB,
    UWV,
    Found,
    households_to_check,
    pooled_answer,
)
from pet_workbench.usecases.aio.in_clear import by_exchange, by_third_party
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


__all__ = ["CASE", "INCOME_BITS", "SVB", "THIRD_PARTIES", "UWV", "AioCase", "Found"]

THIRD_PARTIES = ("CBS", "Inlichtingenbureau", "RINIS")
"""Bodies a reader may choose as the third; none of them has agreed to anything."""
HOMOMORPHIC = "homomorphic:bfv"
RING = ring_dtype(32)
_GUARANTEES = {"plain-exchange": "none", HOMOMORPHIC: "minimum_kept_by_reader"}
INCOME_BITS = 29
"""Incomes are below 2**29 cents a month, so that two of them and a limit fit in the ring."""


async def _svb_in_shares(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Found:
    """SVB's part: asks, computes with its limit as its own secret, and reads the answer."""
    third = parameters["third_party"]
    households = households_to_check(table, parameters["threshold_percent"])
    order = Keystream(channel.draw_key("household order key"))
    households = households.take(random_permutation(order, len(households)))
    limit = encode(households.limit_cents, bits=32, below_bits=INCOME_BITS + 1)
    computer = await join_computation(channel, (SVB, UWV, third))
    parts = await alignment.ask(
        channel, households.persons.reshape(-1), holder=UWV, matcher=third, dtype=RING
    )
    bits = await _compare(computer, len(households), alignment.sum_of_pairs(parts) - limit)
    if not await _enough(computer, bits, parameters["minimum_found"]):
        return Found(None, parameters["minimum_found"])
    found = await open_bits(computer, bits, receiver=1, step="households found")
    return Found(np.sort(households.number[found]), parameters["minimum_found"])


async def _uwv_in_shares(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """UWV's part: gives out its incomes masked and shuffled, and computes blindly."""
    third = parameters["third_party"]
    count_run(parameters)
    persons = table["person"].to_numpy(np.int64)
    incomes = encode(table["income_cents"].to_numpy(), bits=32, below_bits=INCOME_BITS)
    computer = await join_computation(channel, (SVB, UWV, third))
    places = await alignment.hold(channel, persons, incomes, asker=SVB, matcher=third)
    bits = await _compare(computer, places // 2, None)
    if await _enough(computer, bits, parameters["minimum_found"]):
        await open_bits(computer, bits, receiver=1, step="households found")


async def _third_in_shares(channel: Channel, parameters: Parameters) -> None:
    """Match pseudonyms and compute blindly: the third body's part."""
    computer = await join_computation(channel, (SVB, UWV, parameters["third_party"]))
    parts = await alignment.match(channel, asker=SVB, holder=UWV, dtype=RING)
    income = alignment.sum_of_pairs(parts)
    bits = await _compare(computer, income.size, income)
    if await _enough(computer, bits, parameters["minimum_found"]):
        await open_bits(computer, bits, receiver=1, step="households found")


async def _compare(computer: Computer, n: int, mine: Words | None) -> SharedBits:
    """Add SVB's and the third body's parts of "income minus limit" and return its sign."""
    parts = [
        await input_by_computer(
            computer,
            "income minus limit",
            owner=owner,
            n=n,
            dtype=RING,
            values=mine if computer.number == owner else None,
        )
        for owner in (1, 3)
    ]
    return await sign_bits(computer, add(*parts))


async def _enough(computer: Computer, bits: SharedBits, minimum: int) -> bool:
    """Learn, all three, whether at least `minimum` households were found, and not how many."""
    ones = await bits_to_numbers(computer, bits, dtype=RING)
    count = Share(*(part.sum(dtype=RING, keepdims=True) for part in ones))
    too_few = await less_than_public(computer, count, minimum, declared_bits=31)
    opened = await open_to_all(computer, too_few.chunks[0], step="too few", bits=True)
    return not opened[0] & 1


def _in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Three computing parties; each of two has a table, the third has none."""
    return {
        SVB: partial(_svb_in_shares, table=tables[SVB], parameters=parameters),
        UWV: partial(_uwv_in_shares, table=tables[UWV], parameters=parameters),
        parameters["third_party"]: partial(_third_in_shares, parameters=parameters),
    }


class AioCase(UseCase):
    """SVB x UWV: households under the social minimum that receive no supplement."""

    key = "aio"
    own_tables = "pet_workbench.usecases.aio.own_tables"
    sizes: ClassVar = (10_000, 100_000, 1_000_000, 3_500_000)
    techniques: ClassVar = {
        technique.id: technique
        for technique in (
            Technique(
                "secret-sharing:pseudonyms",
                _in_shares,
                leaks=("sizes_at_owners", "match_pattern_at_third", "enough_found_at_all"),
            ),
            Technique(
                HOMOMORPHIC,
                by_encryption,
                leaks=("persons_asked_at_uwv", "pairs_at_uwv", "minimum_kept_by_svb"),
                measured_to=1_000_000,
                live_to=0,  # 0.8 s at any size up to 10,000: whole ciphertexts
            ),
            Technique("trusted-third-party", by_third_party, leaks=("all_data_at_third",)),
            Technique("plain-exchange", by_exchange, leaks=("all_incomes_at_svb",)),
        )
    }
    parameters: ClassVar = {
        "threshold_percent": 100,
        "minimum_found": 10,
        "third_party": THIRD_PARTIES[0],
        "run_limit": None,
    }

    def load(
        self, *, n: int, seed: int, non_take_up: float | None = None
    ) -> dict[str, "pd.DataFrame"]:
        """Generate the tables of SVB and UWV for `n` state pensioners; see `population`."""
        from pet_workbench.usecases.aio.population import generate

        return dict(generate(n, seed=seed, non_take_up=non_take_up).tables)

    def read(self, files: Mapping[str, "Path | bytes"]) -> dict[str, "pd.DataFrame"]:
        """Read the tables of SVB and UWV from CSV files; see `own_tables`.

        Raises
        ------
        DataError
            If one is not as its schema says; all problems are in ``parameters["problems"]``.
        """
        from pet_workbench.usecases.aio.own_tables import read

        return read(files[SVB], files[UWV])

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who asks, who holds, and who helps."""
        return {SVB: "svb", UWV: "uwv", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_range("threshold_percent", parameters["threshold_percent"], 1, 300)
        check_range("minimum_found", parameters["minimum_found"], 1, 1_000_000)
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)

    def exact(self, tables: Tables, **parameters: Any) -> NDArray[np.int64]:
        """Return the households found on the pooled tables, ascending."""
        return pooled_answer(tables[SVB], tables[UWV], parameters["threshold_percent"])

    def answer(self, results: Mapping[str, Any]) -> Found:
        """Return what SVB read."""
        found: Found = results[SVB]
        return found

    def error(self, answer: Found, exact: NDArray[np.int64]) -> float:
        """Return how many households are wrongly found or missed; none when rightly withheld."""
        if answer.households is None:
            return float(exact.size) if exact.size >= answer.minimum else 0.0
        return float(np.setxor1d(answer.households, exact, assume_unique=True).size)

    def released(self, technique: Technique, answer: Found) -> tuple[Release, ...]:
        """Say that SVB reads the households found, or nothing, and who sees to the minimum."""
        guarantee = _GUARANTEES.get(technique.id, "minimum_found")
        if answer.households is None:
            return (Release("nothing", SVB, guarantee, 0),)
        return (Release("households_found", SVB, guarantee, answer.households.size),)


CASE = AioCase()
