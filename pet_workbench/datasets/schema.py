"""What a table that somebody brings has to look like."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "household", "euros", "flag", "choice"]

LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name : str
        Its name in our tables; an amount becomes ``<name>_cents`` there.
    kind : {"person", "household", "euros", "flag", "choice"}
        A number that stands for somebody, an amount with at most two decimals, yes or no, or one of
        a few words.
    aliases : tuple of str
        Other names accepted in a header, in small letters with underscores.
    minimum, maximum : int
        Ends of the range, in euros for an amount.
    choices : tuple of tuple of str
        Of a choice: the spellings of each word, in small letters; the value is the word's place.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = LARGEST
    choices: tuple[tuple[str, ...], ...] = ()

    @property
    def target(self) -> str:
        """Name of the column in the table that is read."""
        return f"{self.name}_cents" if self.kind == "euros" else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All names accepted in a header."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Schema:
    """All columns of a table, and the one in which every value may stand only once.

    Attributes
    ----------
    columns : tuple of Column
    key : str
        Name of a column; empty if rows may repeat.
    """

    columns: tuple[Column, ...]
    key: str

    def find(self, header: str) -> Column | None:
        """Return the column that a header cell means, whatever its spaces and capitals."""
        wanted = plain(header)
        return next((column for column in self.columns if wanted in column.names), None)


def plain(header: str) -> str:
    """Return a header cell in small letters, with underscores for spaces and hyphens.

    Examples
    --------
    >>> plain(" Ontvangt AIO")
    'ontvangt_aio'
    """
    return "_".join(header.replace("-", " ").replace("_", " ").casefold().split())
