"""Who sits at the table, how old they are, and the average they learn."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pet_workbench.core import DataError, ParameterError
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.joint_noise import JointNoise

if TYPE_CHECKING:
    import pandas as pd

PEOPLE = ("Anna", "Bas", "Carla", "Dewi", "Emre", "Fatima", "Gijs", "Hanna")
TRUSTED = "Vera"
"""The trusted person of the last technique, who has no age at the table."""
MIN_PEOPLE = 3
MAX_AGE = 130


@dataclass(frozen=True, slots=True)
class Average:
    """The average age, exactly or with noise.

    Attributes
    ----------
    total : int
        All ages together, years.
    people : tuple of str
        Whose ages they are; everybody at the table can see who sits there.
    noise : JointNoise or None
        What was added to the total, in its distribution; it can then be below 0.

    Examples
    --------
    >>> Average(137, ("Anna", "Bas", "Carla", "Dewi")).years
    Fraction(137, 4)
    """

    total: int
    people: tuple[str, ...]
    noise: JointNoise | None = None

    @property
    def years(self) -> Fraction:
        """The average in years."""
        return Fraction(self.total, len(self.people))


def tables_of(ages: Mapping[str, int]) -> dict[str, "pd.DataFrame"]:
    """Return the tables of people with these `ages`, by name.

    Examples
    --------
    >>> tables_of({"Anna": 34, "Bas": 51, "Carla": 28})["Bas"].to_dict("list")
    {'age': [51]}
    """
    import pandas as pd

    return {person: pd.DataFrame({"age": [age]}) for person, age in ages.items()}


def own_age(table: "pd.DataFrame", person: str) -> int:
    """Read the age in a person's table.

    Raises
    ------
    DataError
        Unless the table has one row and a column ``age`` with a whole number from 0 to 130.

    Examples
    --------
    >>> own_age(tables_of({"Anna": 34})["Anna"], "Anna")
    34
    """
    ages: list[Any] = table["age"].tolist() if "age" in table.columns else ["no column age"]
    is_whole = len(ages) == 1 and type(ages[0]) in (int, float) and ages[0] == ages[0] // 1
    if not (is_whole and 0 <= ages[0] <= MAX_AGE):
        raise DataError(
            "errors.table_age",
            "need one whole number from 0 to {max_age} in column age of {person}, got {found}",
            max_age=MAX_AGE,
            person=person,
            found=", ".join(map(str, ages)) or "no row",
        )
    return int(ages[0])


def seated(tables: Tables) -> tuple[str, ...]:
    """Return who sits at the table, in the order of the ring.

    Raises
    ------
    ParameterError
        If there are fewer than 3 or more than 8, or one is called as the trusted person.
    """
    if not MIN_PEOPLE <= len(tables) <= len(PEOPLE) or TRUSTED in tables:
        raise ParameterError(
            "errors.table_people",
            "need {low} to {high} people at the table and none called {trusted}, got {people}",
            low=MIN_PEOPLE,
            high=len(PEOPLE),
            trusted=TRUSTED,
            people=", ".join(tables),
        )
    return tuple(tables)
