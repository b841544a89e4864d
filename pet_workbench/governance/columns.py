"""What a column means, and where two columns of one computation do not mean the same.

Income in tax law is not income in pension law.  Every column of an agreement carries the id of a
definition; columns that a computation joins or adds must carry the same one, or the agreement must
say why it is right all the same.

Protects: against adding up what does not mean the same without anybody having thought about it.
Does not protect: against a definition that does not fit its column; no machine reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Definition:
    """What a value in a column means.

    Attributes
    ----------
    id : str
        Such as ``"income-uwv"``.
    says : str
        The meaning, in words.
    source : str
        Where it is defined: an article of law or the description of a register.
    """

    id: str
    says: str
    source: str


@dataclass(frozen=True)
class Column:
    """A column that an owner brings.

    Attributes
    ----------
    party, name : str
        Whose, and how it is called in the owner's file.
    definition : str
        Id of a `Definition`.
    unit : str
        Such as ``"cents a month"``; empty where there is none.
    register : str
        Where the owner has it from.
    used_as : str
        What the computation does with it: columns with the same word are joined, added or compared
        with each other.
    """

    party: str
    name: str
    definition: str
    unit: str
    register: str
    used_as: str

    @property
    def place(self) -> str:
        """Return whose column it is, and which."""
        return f"{self.party}.{self.name}"


@dataclass(frozen=True)
class Conflict:
    """Two columns that are used as one, and do not mean the same.

    Attributes
    ----------
    first, second : Column
    differs : tuple of str
        Of ``"definition"`` and ``"unit"``.
    """

    first: Column
    second: Column
    differs: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the name by which a decision is about it."""
        return f"{self.first.place}~{self.second.place}"

    @property
    def shown(self) -> str:
        """Return how it is called in a message to people."""
        return f"{self.first.place} + {self.second.place}"


def conflicts(columns: Iterable[Column]) -> tuple[Conflict, ...]:
    """Return where columns are used together that do not mean the same.

    Parameters
    ----------
    columns : iterable of Column

    Examples
    --------
    >>> svb = Column("SVB", "income", "income-aow", "cents a month", "AOW", "income")
    >>> uwv = Column("UWV", "income", "income-sv", "cents a month", "Polisadministratie", "income")
    >>> [(one.id, one.differs) for one in conflicts((svb, uwv))]
    [('SVB.income~UWV.income', ('definition',))]
    """
    found = []
    for one, other in combinations(sorted(columns, key=lambda column: column.place), 2):
        differs = tuple(
            name for name in ("definition", "unit") if getattr(one, name) != getattr(other, name)
        )
        if one.used_as == other.used_as and differs:
            found.append(Conflict(one, other, differs))
    return tuple(found)
