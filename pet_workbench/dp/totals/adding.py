"""Exact totals of whole steps, in blocks that stay near the processor.

A block holds whole numbers as floats, so few and so small that every partial sum is exact; blocks
are added up as Python's integers.  Many rows are shared out over threads: whole numbers give the
same total in any order.

Protects: the sensitivity of a total: it has no rounding that depends on other rows.
Does not protect: by itself.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.grid import Grid

MOST_STEPS = 1 << 34
"""So that totals of as many rows as a table can have stay far from the end of 64 bits."""
_BLOCK = 1 << 17
_MOST_THREADS = 4
_ALONE = 1 << 20
Part = TypeVar("Part")


def in_shares(rows: int, work: Callable[[slice], Part]) -> list[Part]:
    """Return what `work` gives for each share of the rows, done side by side if there are many.

    Examples
    --------
    >>> in_shares(10, lambda share: share.stop - share.start)
    [10]
    """
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    if rows < _ALONE or threads == 1:
        return [work(slice(0, rows))]
    ends = [rows * number // threads for number in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, map(slice, ends[:-1], ends[1:])))


def check_steps(grid: Grid, *, most: int = MOST_STEPS) -> None:
    """Refuse a grid that is too fine, or too far from 0, for exact totals.

    Raises
    ------
    PromiseError
        If it is.
    """
    largest = max(grid.reach(changes_one=False), grid.points - 1)
    if largest > most:
        raise PromiseError(
            "errors.dp_fine_grid",
            "need at most {most} steps for an exact total, got {steps} of {step}: a larger step "
            "costs no accuracy that matters beside the noise",
            most=most,
            steps=largest,
            step=str(grid.step),
        )


def in_steps(values: NDArray[Any], grid: Grid) -> Iterator[tuple[NDArray[np.float64], int]]:
    """Cut off and round numbers block by block, rows without a value left out.

    Yields
    ------
    steps : ndarray of float, shape (at most 131,072,)
        Whole numbers of steps; overwritten by the next block.
    total : int
        Their sum, exact.
    """
    scale, bounds = float(1 / grid.step), (float(grid.low_steps), float(grid.high_steps))
    whole = scale == 1 and values.dtype.kind in "iub"
    held = np.empty(min(_BLOCK, len(values)))
    # doubles throughout: a bound that is rounded to a shorter type is another bound
    with np.errstate(over="ignore"):  # a product that becomes infinite is cut off at the bound
        for start in range(0, len(values), _BLOCK):
            part: NDArray[Any] = values[start : start + _BLOCK]
            steps = held[: len(part)]
            if scale != 1:
                part = np.multiply(part, scale, out=steps, dtype=np.float64)
            np.clip(part, *bounds, out=steps, dtype=np.float64)
            if not whole:
                np.rint(steps, out=steps)
            total = steps.sum()
            if np.isnan(total):
                steps = steps[~np.isnan(steps)]
                total = steps.sum()
            yield steps, int(total)


def sum_and_rows(values: NDArray[Any], grid: Grid) -> tuple[int, int]:
    """Return the sum in steps, and how many rows have a value."""

    def of(share: slice) -> tuple[int, int]:
        total = rows = 0
        for steps, part in in_steps(values[share], grid):
            total, rows = total + part, rows + len(steps)
        return total, rows

    totals, rows = zip(*in_shares(len(values), of), strict=True)
    return sum(totals), sum(rows)
