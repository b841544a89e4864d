"""Synthetic data with differential privacy: noisy counts of columns and of a tree of pairs.

`query` says what is released and what it costs, `counting` counts, `estimation` turns noisy counts
into chances that agree with each other, `drawing` draws rows from them, and `fitting` does all of
it, paid from a ledger.

Protects: every unit, as the terms of the query say; see `query`.
Does not protect: relations of three columns or more, which are not kept unless pairs explain them.
"""

from pet_workbench.synthetic.private.fitting import FittedTree, Private
from pet_workbench.synthetic.private.query import TreeOfPairs

__all__ = ["FittedTree", "Private", "TreeOfPairs"]
