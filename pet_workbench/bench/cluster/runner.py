"""Start a sweep on the machines of a Dask scheduler, and end it in good order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event as Flag
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.cluster.errors import ClusterError
from pet_workbench.bench.cluster.progress import Progress
from pet_workbench.bench.cluster.seats import Seats
from pet_workbench.bench.cluster.sweep import Line, Sweep
from pet_workbench.bench.running import Budget, groups
from pet_workbench.bench.running.group import OnEvent
from pet_workbench.bench.store import Store
from pet_workbench.core.optional import import_extra
from pet_workbench.core.validation import check_whole

CONNECT_SECONDS = 10.0
"""How long to look for a scheduler."""


def run(
    cells: Sequence[Cell],
    *,
    scheduler: str,
    store: Store | Mapping[str, Store],
    repeats: int = 3,
    budget: Budget | None = None,
    on_event: OnEvent | None = None,
    cancel: Flag | None = None,
    again: bool = False,
) -> Iterator[Line]:
    """Measure `cells` on the workers of a Dask scheduler, as `running.run` does on one machine.

    On each machine one group of cells at a time.  What a machine of the cluster has finished before
    is not run again.

    Parameters
    ----------
    cells : sequence of Cell
    scheduler : str
        Its address, such as ``tcp://10.0.0.1:8786`` or, with certificates, ``tls://...``.
    store : Store, or mapping of str to Store
        On this machine, one for all or one for each case; other runners may write to it at the
        same time.
    repeats : int, default: 3
    budget : Budget, optional
        Of one run, on the worker's machine.
    on_event : callable, optional
        Called with an `events.Event`, in the thread that iterates.
    cancel : threading.Event, optional
        When it is set the iteration ends, and so does what workers do for it.
    again : bool, default: False
        Run all cells, whatever the store says of them.

    Yields
    ------
    Record or Stopped
        As soon as it stands in the store.

    Raises
    ------
    MissingExtraError
        If Dask is not installed here.
    ParameterError
        If `repeats` is no number from 1 to 1,000.
    ClusterError
        If nobody answers at the address, there is no worker or one that cannot take part (nothing
        has run then), or all of them are gone for a while.
    """
    check_whole("repeats", repeats, 1, 1000)
    with connected(scheduler) as client:
        seats = Seats(client, cells)
        seats.look(is_start=True)
        if not seats.seats:
            raise ClusterError(
                "errors.bench_cluster_empty",
                "need at least one worker at {scheduler}, got none: start one with "
                "`dask worker {scheduler} --nworkers 1 --nthreads 1`",
                scheduler=scheduler,
            )
        progress = Progress(cells, store, repeats, budget or Budget(), on_event, again=again)
        sweep = Sweep(client, seats, progress)
        try:
            yield from sweep.measure(groups(cells), cancel)
        finally:
            sweep.stop()
    progress.tidy()


@contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """Give a client of the scheduler inside the block.

    Raises
    ------
    MissingExtraError
        If Dask is not installed here.
    ClusterError
        If nobody answers at the address.
    """
    distributed = import_extra("distributed", package="pet-workbench[cluster]")
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            "errors.bench_cluster_nobody",
            "need a Dask scheduler at {scheduler}, got no answer: start one with `dask scheduler`, "
            "and give its address, such as tcp://10.0.0.1:8786 ({reason})",
            scheduler=scheduler,
            reason=str(error).partition("\n")[0][:200],
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=2)
