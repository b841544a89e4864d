"""Whose privacy a promise is about, and how much one of them may add to an answer.

Two tables are *neighbours* when one unit's rows make the difference: added or removed, or changed
into another's.  Differential privacy promises that neighbours give nearly the same answers [1]_,
so a promise without these words is none.

Protects: every unit named here, whatever all others know or do.
Does not protect: anything larger than a unit: a family under a promise per person, an organisation
under a promise per employee.  With one row for each unit (no unit column) the data holder vouches
that nobody has two.

References
----------
.. [1] C. Dwork, F. McSherry, K. Nissim and A. Smith, "Calibrating Noise to Sensitivity in Private
   Data Analysis", TCC 2006, doi:10.1007/11681878_14.
"""

from dataclasses import dataclass
from typing import Any

from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.dp.errors import PromiseError

UNITS = ("person", "household", "organisation", "device", "connection", "report")
NEIGHBOURS = ("add-remove", "change-one")
MAX_LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a promise protects.

    Attributes
    ----------
    unit : {"person", "household", "organisation", "device", "connection", "report"}
        Whose presence, or whose data, cannot be seen in an answer; a "report" is less than whoever
        reports, as one may make many.
    neighbours : {"add-remove", "change-one"}
        Whether an answer hides that a unit is in the data at all, or only what its data are; in the
        second case the number of units is public.
    column : str or None
        Where the data say which unit a row belongs to; None if every row is a unit of its own.
    rows_per_group : int
        At most this many rows of one unit count, in each group of a grouped answer.
    groups : int
        At most this many groups of a grouped answer count rows of one unit.

    Raises
    ------
    PromiseError
        If limits are given where every row is a unit of its own.
    ParameterError
        If a choice is unknown or a limit is not a whole number from 1 to 10,000.

    Examples
    --------
    >>> Terms(unit="person", neighbours="add-remove").most_rows
    1
    >>> Terms(unit="person", neighbours="add-remove", column="bsn", rows_per_group=2, groups=3)
    Terms(unit='person', neighbours='add-remove', column='bsn', rows_per_group=2, groups=3)
    """

    unit: str
    neighbours: str
    column: str | None = None
    rows_per_group: int = 1
    groups: int = 1

    def __post_init__(self) -> None:
        check_choice("unit", self.unit, UNITS)
        check_choice("neighbours", self.neighbours, NEIGHBOURS)
        check_whole("rows_per_group", self.rows_per_group, 1, MAX_LIMIT)
        check_whole("groups", self.groups, 1, MAX_LIMIT)
        if self.column is None and (self.rows_per_group, self.groups) != (1, 1):
            raise PromiseError(
                "errors.dp_limits_without_column",
                "need the column that says which {unit} a row belongs to, got limits of "
                "{rows_per_group} rows and {groups} groups for rows that are units by themselves",
                unit=self.unit,
                rows_per_group=self.rows_per_group,
                groups=self.groups,
            )

    @property
    def most_rows(self) -> int:
        """Return how many rows of one unit count at most, over all groups."""
        return self.rows_per_group * self.groups

    @property
    def changes_one(self) -> bool:
        """Whether the number of units is public."""
        return self.neighbours == "change-one"

    @property
    def twice(self) -> int:
        """Return in how many units neighbours differ: one, or one out and one in."""
        return 2 if self.changes_one else 1

    def describe(self) -> dict[str, Any]:
        """Return the terms for a statement or a ledger."""
        return {
            "unit": self.unit,
            "neighbours": self.neighbours,
            "column": self.column,
            "rows_per_group": self.rows_per_group,
            "groups": self.groups,
        }


def check_unit_column(terms: Terms, column: str | None, dataset: str) -> None:
    """Refuse terms that do not say whose a row is, where the data holder did.

    Parameters
    ----------
    terms : Terms
    column : str or None
        What the data holder said; None if nothing.
    dataset : str
        For the error.

    Raises
    ------
    PromiseError
        If the terms name another column, or none.
    """
    if column is not None and terms.column != column:
        raise PromiseError(
            "errors.dp_unit_column",
            "need terms with the column {expected}, which says whose each row of data set "
            "{dataset} is, got {found}: one {unit} may have many rows",
            expected=column,
            dataset=dataset,
            found=terms.column or "-",
            unit=terms.unit,
        )
