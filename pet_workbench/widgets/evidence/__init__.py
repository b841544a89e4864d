"""The benchmark lab: every technique beside every other, from stored and from own measurements.

`page` puts the parts together; `state` holds the measurements and the reader's choice.  Nothing a
reader sees is typed in: it is computed from records (`pet_workbench.bench`).
"""

from pet_workbench.widgets.evidence.page import BenchmarkLab

__all__ = ["BenchmarkLab"]
