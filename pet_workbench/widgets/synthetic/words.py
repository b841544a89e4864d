"""Words of a page about synthetic rows: its own, then those that such pages share."""

from collections.abc import Sequence
from itertools import pairwise

from pet_workbench.i18n import catalogue
from pet_workbench.synthetic.description import Categories, Numbers
from pet_workbench.widgets.case import Words

SHARED = "synthetic"
Kind = Categories | Numbers


class SyntheticWords(Words):
    """Looks up the words of one case, then those of all pages about synthetic rows.

    Parameters
    ----------
    lang : {"nl", "en"}
    case : str

    Examples
    --------
    >>> SyntheticWords("en", "pupils")("generator_copy")
    'A copy (deliberate leak)'
    """

    def _full(self, key: str) -> str | None:
        """Return the whole key under which the text stands."""
        own = f"{self.case}.{key}"
        shared = f"{SHARED}.{key}"
        if "." not in key and own not in catalogue(self.lang) and shared in catalogue(self.lang):
            return shared
        return super()._full(key)

    def column(self, name: str) -> str:
        """Name a column; one of the reader's own has its own name."""
        return self.optional(f"column_{name}") or name

    def short(self, name: str) -> str:
        """Name a column in few words, where there are any."""
        return self.optional(f"option_column_{name}") or self.column(name)

    def labels(self, name: str, kind: Kind) -> list[str]:
        """Name the values or bins of a column, "missing" last where a value may miss."""
        found = self._values(name, kind) if isinstance(kind, Categories) else self._bins(kind)
        return [*found, self("missing")] if kind.may_miss else found

    def _values(self, name: str, kind: Categories) -> list[str]:
        """Name the categories."""
        return [self.optional(f"value_{name}_{value}") or str(value) for value in kind.values]

    def _bins(self, kind: Numbers) -> list[str]:
        """Name the bins: from, up to."""
        ends: Sequence[str] = [self.plain(edge) for edge in kind.edges]
        return [self("range", low=low, high=high) for low, high in pairwise(ends)]

    def plain(self, value: float) -> str:
        """Write a number with as few decimals as it has, two at most."""
        digits = next((one for one in (0, 1) if round(value, one) == value), 2)
        return self.number(value, digits)
