"""Workers on this machine that say they are on machines of their own."""

from pet_workbench.bench.cluster import remote

_ABOUT = remote.about


def about(techniques, dask_worker=None):
    """Return what a worker says of itself, with a place of its own."""
    place = "here" if dask_worker is None else dask_worker.address
    return {**_ABOUT(techniques, dask_worker=dask_worker), "place": place}
