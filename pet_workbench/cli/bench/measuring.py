"""Measure a grid of cells with a progress bar on the terminal."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pet_workbench.bench import Budget, Cell, Plan, Record, Stopped, Store, plan, run
from pet_workbench.bench.running import Event, Remaining, Started
from pet_workbench.cli.bench.told import cell_text, event_text, left_out_text, tables
from pet_workbench.i18n import duration

if TYPE_CHECKING:
    from pet_workbench.cli import Words

FOLDER = Path("records")
STOPPED = 130
Line = Record | Stopped


def measure(
    arguments: argparse.Namespace, words: "Words", *, beside: Sequence[Line]
) -> tuple[int, tuple[Line, ...]]:
    """Measure the cells asked for, and print a table of all that is known of them.

    Parameters
    ----------
    arguments : Namespace
        Of the command.
    words : callable
        From a key to the reader's text.
    beside : sequence of Record or Stopped
        From other files, to show beside.

    Returns
    -------
    code : int
        130 when it was stopped, else 0.
    lines : tuple of Record or Stopped
        What is known of the cells asked for, and what stands beside it.
    """
    wanted = plan(
        arguments.cases or None,
        techniques=arguments.techniques,
        sizes=arguments.sizes,
        networks=arguments.networks,
        seed=arguments.seed,
    )
    for left_out in wanted.left_out:
        print(left_out_text(left_out, words, arguments.lang))
    stores = stores_of(wanted, arguments.out)
    new: list[Line] = []
    is_stopped = True
    with suppress(KeyboardInterrupt):
        for line in _Session(arguments, words, stores).measure():
            new.append(line)
        is_stopped = False
    keys = {cell.key for cell in wanted.cells}
    known = [line for store in stores for line in store.lines() if line.cell.key in keys]
    lines = (*known, *beside)
    print(tables(lines, words, arguments.lang))
    measured = sum(isinstance(line, Record) for line in new)
    key = "cli.bench.stopped" if is_stopped else "cli.bench.done"
    where = arguments.out or FOLDER
    print(words(key, count=measured, failed=len(new) - measured, path=where))
    return (STOPPED if is_stopped else 0), lines


def stores_of(wanted: Plan, out: Path | None) -> dict[Store, list[Cell]]:
    """Return the files to write, each with its cells: one of that name, or one for each case.

    Parameters
    ----------
    wanted : Plan
    out : Path, optional
        A file ``*.jsonl``, or a folder; `FOLDER` by default.
    """
    where = out or FOLDER
    if where.suffix == ".jsonl" and not where.is_dir():
        return {Store(where): list(wanted.cells)}
    stores: dict[str, tuple[Store, list[Cell]]] = {}
    for cell in wanted.cells:
        _, cells = stores.setdefault(cell.case, (Store(where / f"{cell.case}.jsonl"), []))
        cells.append(cell)
    return dict(stores.values())


class _Session:
    """One go through all files, under one progress bar."""

    def __init__(
        self, arguments: argparse.Namespace, words: "Words", stores: dict[Store, list[Cell]]
    ) -> None:
        self._arguments, self._words, self._stores = arguments, words, stores
        self._options: dict[str, Any] = {
            "repeats": arguments.repeats,
            "budget": Budget(arguments.seconds, arguments.memory_mb),
            "again": arguments.again,
        }
        self._bar: Any = None

    def measure(self) -> Iterator[Line]:
        """Yield lines as they are finished."""
        from tqdm import tqdm

        cells = [cell for some in self._stores.values() for cell in some]
        store = {cell.case: store for store, some in self._stores.items() for cell in some}
        options = {**self._options, "store": store, "on_event": self._listen}
        with tqdm(unit=" " + self._words("cli.bench.unit"), leave=False) as self._bar:
            if self._arguments.scheduler is None:
                yield from run(cells, **options)
            else:
                from pet_workbench.bench import cluster

                yield from cluster.run(cells, scheduler=self._arguments.scheduler, **options)

    def _listen(self, event: Event) -> None:
        """Show what happens: a line for what lasts, the bar for the rest."""
        if isinstance(event, Started):
            self._bar.set_description_str(cell_text(event.cell, self._arguments.lang))
        elif isinstance(event, Remaining):
            self._bar.total = event.total
            self._bar.update(event.done - self._bar.n)
            if event.seconds is not None:
                left = duration(event.seconds, self._arguments.lang)
                self._bar.set_postfix_str(self._words("cli.bench.left", time=left))
        elif told := event_text(event, self._words, self._arguments.lang):
            self._bar.write(told)
