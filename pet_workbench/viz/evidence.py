"""What every figure about measurements has: a picture, a table, and two honest sentences.

One sentence says what the figure means, the other when it would mislead; both hold numbers that
were computed from the records.  The table says what the picture shows, for who does not see it, for
paper, and for a page without JavaScript.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pet_workbench.bench import Record
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.core import DataError
from pet_workbench.i18n import Language, number, text

Machine = tuple[str, ...]


@dataclass(frozen=True)
class Exhibit:
    """A figure with its words.

    Attributes
    ----------
    figure : go.Figure
        With its text alternative in ``layout.meta["alt"]``.
    caption, meaning, misleads : str
        What it is about, what follows from it, and when it would mislead; plain text.
    head : tuple of str
        Headings of the figure as a table.
    rows : tuple of tuple of str
        Its rows, as written for readers; the first cell heads the row.
    """

    figure: go.Figure
    caption: str
    meaning: str
    misleads: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def alt(self) -> str:
        """What the figure shows, for those who do not see it."""
        return str(self.figure.layout.meta["alt"])


def machine_of(record: Record) -> Machine:
    """Return what tells the machine of `record` from others."""
    return tuple(record.machine.get(name, "?") for name in IDENTITY)


def machines(records: Iterable[Record]) -> dict[Machine, str]:
    """Return a letter for each machine, in the order in which they first appear."""
    found = dict.fromkeys(machine_of(record) for record in records)
    return {one: _letter(index) for index, one in enumerate(found)}


def _letter(index: int) -> str:
    """Return A to Z, then A2 and so on."""
    round_, place = divmod(index, 26)
    return chr(ord("A") + place) + (str(round_ + 1) if round_ else "")


def newest(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the last record of each cell on each machine, in the order of the cells' first ones.

    Parameters
    ----------
    records : iterable of Record
    """
    found: dict[tuple[Machine, str], Record] = {}
    for record in records:
        key = (machine_of(record), record.cell.key)
        if key not in found or record.date >= found[key].date:
            found[key] = record
    return tuple(found.values())


def common_size(records: Sequence[Record]) -> int:
    """Return the largest size at which all techniques were measured on the first machine.

    Where there is none, the largest that most of them share.

    Parameters
    ----------
    records : sequence of Record
        Of one case, at least one.

    Raises
    ------
    DataError
        If there is no record.
    """
    check_any(records)
    first = machine_of(records[0])
    by_size: dict[int, set[str]] = {}
    for record in records:
        if machine_of(record) == first:
            by_size.setdefault(record.n, set()).add(record.technique)
    return max(by_size, key=lambda n: (len(by_size[n]), n))


def check_any(records: Sequence[object]) -> None:
    """Refuse to draw nothing.

    Parameters
    ----------
    records : sequence
        Of measurements, or of what was computed from them.

    Raises
    ------
    DataError
        If it is empty.
    """
    if not records:
        raise DataError(
            "errors.bench_report_nothing",
            "need at least one measurement to show, got {count}; measure something first",
            count=len(records),
        )


def times_as_much(ratio: float, lang: Language) -> str:
    """Write how many times as much, with a decimal where that says something.

    Parameters
    ----------
    ratio : float

    Examples
    --------
    >>> times_as_much(1.52, "nl"), times_as_much(1234.5, "en")
    ('1,5', '1,234')
    """
    digits = 0 if ratio >= 10 else 1 if ratio >= 1 else 2
    return number(ratio, lang, digits=digits)


def series_name(name: str, letter: str, lang: Language) -> str:
    """Name what was measured on a certain machine.

    Parameters
    ----------
    name : str
        In the reader's words.
    letter : str
        Of the machine; nothing where there is only one.
    """
    return text("exhibit.on_machine", lang, name=name, letter=letter) if letter else name
