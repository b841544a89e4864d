"""Measure techniques on use cases: one frozen record per cell, as a line of JSON.

Bytes and rounds are exact and the same on every machine; seconds and memory belong to the machine
that a record names.  Compare techniques from one run, as ratios.
"""

from pet_workbench.bench.record import Record, load, stored
from pet_workbench.bench.runner import measured, run_grid

__all__ = ["Record", "load", "measured", "run_grid", "stored"]
