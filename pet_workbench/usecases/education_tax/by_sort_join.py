"""Link study and tax records without telling anybody which match, and add up in secret.

All rows of both tables are shared and joined by `sharing.joins.sort_join`: a tax record gets field,
outcome and years of study of the student it belongs to, if there is one.  Which phase of study its
year is in, and which group it counts for, is computed in secret.

Protects: every record, and who is in both tables, against each of the three alone; small cells
against everybody.
Does not protect: how long the tables are, nor against any two parties together.  A person who is
twice in DUO's table spoils the table.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel, DataError
from pet_workbench.sharing.comparison import less_than
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.joins.sort_join import Joined, SharedTable, masked, sort_join
from pet_workbench.sharing.order.group_by import sums_by_secret_group
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    input_by_computer,
    join_computation,
    multiply,
    subtract,
)
from pet_workbench.sharing.ring import Words, encode, ring_dtype
from pet_workbench.usecases.base import Parameters
from pet_workbench.usecases.education_tax.by_pseudonyms import RING, finish
from pet_workbench.usecases.education_tax.cells import (
    DUO,
    FIRST_YEAR,
    N_CELLS,
    N_GROUPS,
    N_YEARS,
    TAX,
    Table,
    check_cells,
    count_student_years,
    groups,
    packed,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

BYTE = ring_dtype(8)
PERSON_BITS = 30
YEAR_BITS = 5
"""Years are counted from 0 to `N_YEARS`, to which later ones are cut."""


async def duo(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """DUO's part: shares its students, computes, and adds the student-years it knows.

    Raises
    ------
    DataError
        If a student is listed twice.
    """
    counts = count_student_years(table)
    check_cells(counts)
    persons = table["person"].to_numpy(np.int64)
    if np.unique(persons).size < persons.size:
        raise DataError(
            "errors.student_twice", "need every student once in DUO's table, got one twice"
        )
    years = [
        np.clip(table[name].to_numpy(np.int64) - FIRST_YEAR + early, 0, N_YEARS + 1)
        for name, early in (("first_year", 0), ("last_year", 1))
    ]
    columns = [groups(table), *years]
    keys = encode(persons, bits=64, below_bits=PERSON_BITS)
    mine = [keys, *(column.astype(BYTE) for column in columns)]
    computer = await join_computation(channel, (DUO, TAX, parameters["third_party"]))
    await _compute(computer, parameters, left=mine, counts=counts.astype(RING))


async def tax(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Share its records and compute: the tax administration's part."""
    count_run(parameters)
    year = table["year"].to_numpy(np.int64) - FIRST_YEAR
    mine = [
        encode(table["person"].to_numpy(), bits=64, below_bits=PERSON_BITS),
        packed(table["income"].to_numpy()),
        encode(year, bits=8, below_bits=YEAR_BITS),
    ]
    computer = await join_computation(channel, (DUO, TAX, parameters["third_party"]))
    await _compute(computer, parameters, right=mine)


async def third_body(channel: Channel, parameters: Parameters) -> Table | None:
    """Compute blindly, and read the table: the third body's part."""
    computer = await join_computation(channel, (DUO, TAX, parameters["third_party"]))
    return await _compute(computer, parameters)


async def _compute(
    computer: Computer,
    parameters: Parameters,
    *,
    left: list[Words] | None = None,
    right: list[Words] | None = None,
    counts: Words | None = None,
) -> Table | None:
    """Share both tables, join them, and add up; the third body gets the table."""
    students = await _input_table(computer, left, owner=1, dtypes=(RING, BYTE, BYTE, BYTE))
    records = await _input_table(computer, right, owner=2, dtypes=(RING, RING, BYTE))
    joined = await sort_join(
        computer,
        students,
        records,
        key_bits=PERSON_BITS,
        dtype=RING,
        right_repeats=True,
    )
    del students, records
    during, after = await _by_phase(computer, joined)
    totals, _ = await sums_by_secret_group(
        computer, joined.left[0], [during, after], n_groups=N_GROUPS
    )
    both = Share(*(np.concatenate(parts) for parts in zip(*totals, strict=True)))
    mine = None if counts is None else np.zeros(N_CELLS, RING)
    return await finish(computer, both, mine=mine, counts=counts, parameters=parameters)


async def _input_table(
    computer: Computer,
    mine: list[Words] | None,
    *,
    owner: int,
    dtypes: tuple[np.dtype[Any], ...],
) -> SharedTable:
    """Share a table of which one party knows all; its length goes first."""
    name = {1: "students", 2: "tax records"}[owner]
    step = f"number of {name}"
    if mine is not None:
        n = mine[0].size
        for away in (1, 2):
            computer.channel.send(computer.name_after(away), step, np.array([n], np.int64))
    else:
        sender = computer.names[owner - 1]
        received = await computer.channel.receive(sender, step, dtype=np.int64, shape=1)
        n = int(received[0])
    key, *columns = [
        await input_by_computer(
            computer,
            name,
            owner=owner,
            n=n,
            dtype=dtype,
            values=None if mine is None else mine[at],
        )
        for at, dtype in enumerate(dtypes)
    ]
    return SharedTable(key, tuple(columns))


async def _by_phase(computer: Computer, joined: Joined) -> tuple[Share, Share]:
    """Return the numbers of matched records during the study, and after it; 0 in other rows."""
    _, first, end = joined.left
    number, year = joined.right
    early = await _is_below(computer, year, first)
    studying = await _is_below(computer, year, end)
    own = await masked(computer, joined.matched, number)
    before = await multiply(computer, own, early, step="before the study")
    not_after = await multiply(computer, own, studying, step="until the end of the study")
    return subtract(not_after, before), subtract(own, not_after)


async def _is_below(computer: Computer, x: Share, y: Share) -> Share:
    """Return 1 where x is below y and 0 elsewhere."""
    bits = await less_than(computer, x, y, declared_bits=YEAR_BITS)
    return await bits_to_numbers(computer, bits, dtype=RING)
