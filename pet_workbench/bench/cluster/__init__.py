"""Sweeps that outgrow one machine: the same cells, on the workers of a Dask scheduler.

`runner` begins and ends a sweep, `sweep` goes through the groups of cells, as `running.runner` does
on one machine, and `progress` keeps the store; `seats` is who may measure, one group at a time on
each machine, `work` what a seat is at, and `remote` is what runs there.  Only names and sizes go to
a worker, which generates its own data; records come back.

Protects: nothing of the kind that techniques do; there are no people in generated data.
Does not protect: machines against each other.  A Dask scheduler and its workers run whatever code
they are sent by anyone who can reach them: keep them on a private network, or behind TLS with
certificates of your own.
"""

from pet_workbench.bench.cluster.errors import ClusterError
from pet_workbench.bench.cluster.runner import run

__all__ = ["ClusterError", "run"]
