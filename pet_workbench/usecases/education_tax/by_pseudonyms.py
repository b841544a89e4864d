"""Link study and tax records behind pseudonyms, year by year, and add up in secret.

For every year DUO asks for its students who have begun, and the tax administration holds the
incomes of that year; see `sharing.joins.alignment`.  What comes out are two random parts of each
student's number, one at DUO and one at the third body.  DUO adds its own parts up by itself.  The
third body's are shared, and added up by cell with the cells as DUO's secret, see
`sharing.order.group_by`.  Cells with too little in them are withheld before the third body, which
makes the statistics, reads the table.

Protects: every record against each of the three alone, and small cells against everybody.
Does not protect: the third body sees, for each year under fresh pseudonyms, how long both lists are
and which places match; DUO how many tax records there are in a year; the tax administration how
many students have begun.  The third body reads the table as well: the lists' lengths add up to all
student-years and the matches to at least all years with work, so that what withheld cells have
*together* follows, exactly for student-years and as a limit (exactly, if tax records are of people
with income only) for work; with one withheld cell, that is that cell.  `by_sort_join` does not have
this.  Any two together see everything.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, random_permutation
from pet_workbench.sharing.joins import alignment
from pet_workbench.sharing.opening import open_to
from pet_workbench.sharing.order.group_by import sums_by_known_group
from pet_workbench.sharing.order.suppression import withhold_small
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    input_by_computer,
    join_computation,
)
from pet_workbench.sharing.ring import Words, ring_dtype
from pet_workbench.usecases.base import Parameters
from pet_workbench.usecases.education_tax.cells import (
    COUNT_AT,
    DUO,
    FIRST_YEAR,
    N_CELLS,
    N_GROUPS,
    N_YEARS,
    PACKED_BITS,
    TAX,
    Table,
    check_cells,
    count_student_years,
    groups,
    opened_table,
    packed,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

RING = ring_dtype(64)
YEARS = range(FIRST_YEAR, FIRST_YEAR + N_YEARS)


async def duo(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """DUO's part: asks for its students, year by year, and knows their cells."""
    third = parameters["third_party"]
    counts = count_student_years(table)
    check_cells(counts)
    computer = await join_computation(channel, (DUO, TAX, third))
    order = Keystream(channel.draw_key("order of students key"))
    mine = np.zeros(N_CELLS, RING)
    totals = nothing()
    for year in YEARS:
        begun = table[table["first_year"].to_numpy() <= year]
        begun = begun.iloc[random_permutation(order, len(begun))]
        cells = groups(begun) + N_GROUPS * (begun["last_year"].to_numpy() < year)
        places = begun["person"].to_numpy(np.int64)
        parts = await alignment.ask(channel, places, holder=TAX, matcher=third, dtype=RING)
        np.add.at(mine, cells, parts)
        totals = await _add_year(computer, totals, n=places.size, cells=cells, parts=None)
    await finish(computer, totals, mine=mine, counts=counts.astype(RING), parameters=parameters)


async def tax(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """Give out each year's incomes, masked and shuffled: the tax administration's part."""
    third = parameters["third_party"]
    count_run(parameters)
    computer = await join_computation(channel, (DUO, TAX, third))
    of_year = table["year"].to_numpy()
    totals = nothing()
    for year in YEARS:
        rows = np.flatnonzero(of_year == year)
        persons = table["person"].to_numpy()[rows].astype(np.int64)
        incomes = packed(table["income"].to_numpy()[rows])
        n = await alignment.hold(channel, persons, incomes, asker=DUO, matcher=third)
        totals = await _add_year(computer, totals, n=n, cells=None, parts=None)
    await finish(computer, totals, mine=None, counts=None, parameters=parameters)


async def third_body(channel: Channel, parameters: Parameters) -> Table | None:
    """Match pseudonyms, compute blindly, and read the table: the third body's part."""
    computer = await join_computation(channel, (DUO, TAX, parameters["third_party"]))
    totals = nothing()
    for _ in YEARS:
        parts = await alignment.match(channel, asker=DUO, holder=TAX, dtype=RING)
        totals = await _add_year(computer, totals, n=parts.size, cells=None, parts=parts)
    return await finish(computer, totals, mine=None, counts=None, parameters=parameters)


def nothing() -> Share:
    """Return totals before anything is added."""
    zeros = np.zeros(N_CELLS, RING)
    return Share(zeros, zeros)


async def _add_year(
    computer: Computer,
    before: Share,
    *,
    n: int,
    cells: NDArray[np.int64] | None,
    parts: Words | None,
) -> Share:
    """Add the third body's parts of one year to the totals per cell."""
    shared = await input_by_computer(
        computer, "parts of incomes", owner=3, n=n, dtype=RING, values=parts
    )
    (totals,), _ = await sums_by_known_group(
        computer, [shared], owner=1, n_groups=N_CELLS, groups=cells
    )
    return add(before, totals)


async def finish(
    computer: Computer,
    totals: Share,
    *,
    mine: Words | None,
    counts: Words | None,
    parameters: Parameters,
) -> Table | None:
    """Add what DUO knows by itself, withhold small cells, and let the third body read the rest.

    Parameters
    ----------
    totals : Share
        Of the packed totals per cell, without `mine`.
    mine : ndarray of uint64, shape (36,), or None
        DUO's own parts of them, at DUO.
    counts : ndarray of uint64, shape (36,), or None
        Student-years per cell, at DUO.
    """
    known = {"own parts of incomes": mine, "student-years": counts}
    added, years = [
        await input_by_computer(computer, step, owner=1, n=N_CELLS, dtype=RING, values=values)
        for step, values in known.items()
    ]
    minimum = parameters["minimum_cell"]
    published = await withhold_small(
        computer,
        add(totals, added),
        minimum=minimum << COUNT_AT,
        declared_bits=PACKED_BITS,
        sums=(years,),
    )
    tables = (published.counts, *published.sums)
    both = Share(*(np.concatenate(parts) for parts in zip(*tables, strict=True)))
    opened = await open_to(computer, both, receiver=3, step="table")
    if opened is None:
        return None
    return opened_table(opened[N_CELLS:], opened[:N_CELLS], minimum)
