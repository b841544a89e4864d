"""Columns on their own with disclosure control: metasyn, by statisticians for statisticians.

For every column a well-known distribution is chosen and fitted [1]_.  With the plug-in
metasyn-disclosure it is fitted to means of at least `group` people, and a column of which nearly
everybody has the same value is withheld: rules that statistical offices use for releases.

Protects: extremes and rare values, by rules that many releases follow.  Relations between columns
are not in the outcome, so nobody can be found by them.
Does not protect: in a way that is proved, as `private` does.

References
----------
.. [1] R. Schram, E.-J. van Kesteren, et al., "metasyn: Transparent generation of synthetic tabular
   data with privacy guarantees", https://github.com/sodascience/metasyn.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core.optional import import_extra
from pet_workbench.core.validation import check_whole
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.description import Categories, Description, Kind, Values
from pet_workbench.synthetic.yardsticks import MOST_ROWS

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "pet-workbench[synthetic]"


@dataclass(frozen=True, eq=False)
class FittedMarginals:
    """A distribution for every column.

    Attributes
    ----------
    description : Description
    frame : object
        Of metasyn: distributions, and nothing of the table.
    group : int
    withheld : tuple of str
        Columns of which nearly everybody has the same value: they come out as missing.
    """

    description: Description
    frame: Any
    group: int
    withheld: tuple[str, ...]
    generator: ClassVar[str] = generator.MARGINALS

    @property
    def settings(self) -> dict[str, Any]:
        """What it was told, and which columns it withheld."""
        return {"group": self.group, "withheld": list(self.withheld)}

    def draw(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Draw a generated population, cut off at the public bounds.

        Parameters
        ----------
        n : int
            1 to 10,000,000.
        seed : int
        """
        import pandas as pd

        check_whole("n", n, 1, MOST_ROWS)
        seeded(seed)  # refuses what is no seed
        drawn = self.frame.synthesize(n, seed=seed, progress_bar=False)
        return pd.DataFrame(
            {name: _known(drawn[name], kind) for name, kind in self.description.columns.items()}
        )


class Marginals:
    """Distributions of single columns, fitted with disclosure control.

    Parameters
    ----------
    group : int, default: 11
        Of how many people every number that is fitted is a mean, 2 to 1,000.

    Raises
    ------
    ParameterError
        If it is out of range.
    """

    id: ClassVar[str] = generator.MARGINALS

    def __init__(self, *, group: int = 11) -> None:
        check_whole("group", group, 2, 1_000)
        self._group = group

    def fit(self, table: "pd.DataFrame", description: Description) -> FittedMarginals:
        """Choose and fit the distributions.

        Raises
        ------
        MissingExtraError
            If metasyn is not installed; says how.
        """
        metasyn = import_extra("metasyn", package=PACKAGE)
        disclosure = import_extra("metasyncontrib.disclosure", package=PACKAGE)
        polars = import_extra("polars", package=PACKAGE)
        read = description.read(table)
        series = [_series(polars, name, kind, read[name]) for name, kind in _items(description)]
        frame = metasyn.MetaFrame.fit_dataframe(
            polars.DataFrame(series),
            privacy=disclosure.DisclosurePrivacy(partition_size=self._group),
            progress_bar=False,
        )
        withheld = [one.name for one in frame.meta_vars if _is_withheld(one, description[one.name])]
        return FittedMarginals(description, frame, self._group, tuple(withheld))


def _items(description: Description) -> list[tuple[str, Kind]]:
    return list(description.columns.items())


def _series(polars: Any, name: str, kind: Kind, column: Values) -> Any:
    """Return a column for metasyn; a 0 and a 1 as categories, or it takes them for amounts."""
    if not isinstance(kind, Categories):
        return polars.Series(name, column, nan_to_null=True)
    labels = [*map(str, kind.values), None]
    texts = [labels[place] for place in kind.places(column).tolist()]
    return polars.Series(name, texts, dtype=polars.Categorical)


def _is_withheld(variable: Any, kind: Kind) -> bool:
    """Tell whether metasyn put labels of its own in the place of those of a column."""
    if not isinstance(kind, Categories):
        return False
    labels = variable.distribution.to_dict()["parameters"].get("labels", ())
    return not {str(label) for label in labels} <= set(map(str, kind.values))


def _known(series: Any, kind: Kind) -> Values:
    """Return a column as described; a label that is not declared is missing."""
    if not isinstance(kind, Categories):
        return kind.snapped(series.cast(float).to_numpy())
    places = Categories(tuple(map(str, kind.values))).places(np.array(series.to_list(), object))
    return kind.drawn(places, seeded(0))
