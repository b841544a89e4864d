"""The same queries on data that do not fit on one machine, by pipeline-dp: local, or on Spark.

A query of `totals` or `choosing` is a declaration, and pipeline-dp [1]_ can keep the same one: its
bounds, limits, epsilon and delta are ours, one to one.  The ledger is the same too, and is charged
first.  What differs is the noise: pipeline-dp draws Google's [2]_, inside each worker.  That is
Laplace or Gaussian noise on a grid of powers of two, made by a library that is reviewed and widely
used, but not the exact noise on whole numbers of our own answers, and not of our own verification.

It pays when data are on a cluster already.  On two cores it is far slower than `Session`.

Protects: a unit, as far as the query says, and its ledger; adding or removing it.
Does not protect: with noise that we can vouch for.  Which rows of a crowded unit count is chosen by
a generator that is not secret.  Every worker sees rows, and so does whoever runs the cluster.

References
----------
.. [1] OpenMined and Google, "PipelineDP", https://github.com/OpenMined/PipelineDP.
.. [2] Google Differential Privacy Team, "Secure Noise Generation", 2020,
   https://github.com/google/differential-privacy/blob/main/common_docs/Secure_Noise_Generation.pdf.
"""

from pet_workbench.dp.beyond.collection import Collection
from pet_workbench.dp.beyond.release import DistributedRelease
from pet_workbench.dp.beyond.session import DistributedSession

__all__ = ["Collection", "DistributedRelease", "DistributedSession"]
