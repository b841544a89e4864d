"""Sequential trees: rows that keep nearly every relation, and are *not private*.

The first column is drawn from the table.  For every next one a classification or regression tree
(CART) is grown on the columns before it; a synthetic row falls into one of its leaves, and takes
over the value of a real row in that leaf [1]_ [2]_.  Every value in the outcome is somebody's.

It is written here because ports of synthpop to Python do not run with libraries of today.

Protects: nothing that is proved.  A leaf holds at least `least` rows, so that mostly no whole row
comes back.
Does not protect: a value that others in the row give away: who has the other columns of a person
that was in the table guesses the missing one better than of a person who was not.  That is
measured: see `risk`.

References
----------
.. [1] J. P. Reiter, "Using CART to generate partially synthetic public use microdata", Journal of
   Official Statistics 21(3), 2005, 441-462.
.. [2] B. Nowok, G. M. Raab, C. Dibben, "synthpop: Bespoke creation of synthetic data in R", Journal
   of Statistical Software 74(11), 2016, doi:10.18637/jss.v074.i11.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_whole
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.chance import Rng, seeded
from pet_workbench.synthetic.description import Categories, Description, Kind, Values
from pet_workbench.synthetic.yardsticks import MOST_ROWS

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
_MISSING = -1.0
"""Features are places or numbers above their lower bound, so this is below all of them."""


@dataclass(frozen=True, eq=False)
class Leaves:
    """A tree, with the real values in each of its leaves.

    Attributes
    ----------
    tree : object or None
        Finds the leaf; None for the first column, where all rows are in one leaf.
    values : ndarray, shape (n_rows,)
        Sorted by leaf.
    leaves : ndarray of int, shape (n_rows,)
        Of these values, ascending.
    """

    tree: Any
    values: Values
    leaves: NDArray[np.int64]

    def draw(self, features: Floats, rng: Rng) -> Values:
        """Return a real value of the right leaf for each row of a generated population."""
        if self.tree is None:
            return self.values[rng.integers(0, len(self.values), len(features))]
        leaf = self.tree.apply(features)
        first = np.searchsorted(self.leaves, leaf, side="left")
        count = np.searchsorted(self.leaves, leaf, side="right") - first
        found: Values = self.values[first + (rng.random(len(leaf)) * count).astype(np.int64)]
        return found


@dataclass(frozen=True, eq=False)
class FittedTrees:
    """Trees in the order of their columns.  Not private: it holds the values of the table.

    Attributes
    ----------
    description : Description
    leaves : mapping of str to Leaves
        In the order in which columns are drawn.
    least : int
    """

    description: Description
    leaves: Mapping[str, Leaves]
    least: int
    generator: ClassVar[str] = generator.CART

    @property
    def settings(self) -> dict[str, Any]:
        """What it was told."""
        return {"least": self.least, "order": list(self.leaves)}

    def draw(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Draw rows column by column: a generated population, of values that are somebody's.

        Parameters
        ----------
        n : int
            1 to 10,000,000.
        seed : int
        """
        import pandas as pd

        check_whole("n", n, 1, MOST_ROWS)
        rng = seeded(seed)
        features, drawn = np.empty((n, 0)), {}
        for name, leaves in self.leaves.items():
            drawn[name] = leaves.draw(features, rng)
            more = as_feature(drawn[name], self.description[name])
            features = np.column_stack([features, more])
        return pd.DataFrame({name: drawn[name] for name in self.description})


class Cart:
    """Trees, column after column.  Not private.

    Parameters
    ----------
    least : int, default: 5
        Rows in a leaf, 1 to 1,000.
    order : sequence of str, optional
        In which columns are drawn; that of the description by default.

    Raises
    ------
    ParameterError
        If `least` is out of range.
    """

    id: ClassVar[str] = generator.CART

    def __init__(self, *, least: int = 5, order: Sequence[str] | None = None) -> None:
        check_whole("least", least, 1, 1_000)
        self._least, self._order = least, order

    def fit(self, table: "pd.DataFrame", description: Description) -> FittedTrees:
        """Grow the trees.

        Raises
        ------
        ParameterError
            If the order is not of the columns of the description.
        """
        order = list(self._order or description)
        if sorted(order) != sorted(description):
            raise ParameterError(
                "errors.synthetic_order",
                "need an order with each of the {count} columns once, got {order}",
                count=len(description),
                order=", ".join(order),
            )
        columns = description.only(order).read(table)
        features, grown = np.empty((len(table), 0)), {}
        for name, column in columns.items():
            grown[name] = self._grow(features, column, description[name])
            features = np.column_stack([features, as_feature(column, description[name])])
        return FittedTrees(description, grown, self._least)

    def _grow(self, features: Floats, column: Values, kind: Kind) -> Leaves:
        """Grow the tree of one column on those before it."""
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        if not features.shape[1]:
            return Leaves(None, column, np.zeros(len(column), np.int64))
        grows = DecisionTreeClassifier if isinstance(kind, Categories) else DecisionTreeRegressor
        tree = grows(min_samples_leaf=self._least, random_state=0)
        tree.fit(features, as_feature(column, kind))
        leaf = tree.apply(features)
        order = np.argsort(leaf, kind="stable")
        return Leaves(tree, column[order], leaf[order])


def as_feature(column: Values, kind: Kind) -> Floats:
    """Return a column as numbers for a tree: places of categories, or distances from the bound.

    A number beyond the bounds counts as the bound, as everywhere; a tree takes no larger ones.

    Parameters
    ----------
    column : ndarray
    kind : Categories or Numbers
    """
    if isinstance(kind, Categories):
        return kind.places(column).astype(np.float64)
    values = np.asarray(column, np.float64) - kind.edges[0]
    inside = np.clip(values, 0, kind.width)
    return np.where(np.isnan(values), _MISSING * kind.width, inside)
