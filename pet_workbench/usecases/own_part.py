"""One party's own program, made with its own table only: for runs across machines.

A technique makes the programs of all parties at once, and hands each table to its own party unread.
Here the others' tables are placeholders that can be handed on and not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from pet_workbench.core import Program, ProtocolError
from pet_workbench.usecases.base import Parameters, Technique

if TYPE_CHECKING:
    import pandas as pd


def own_program(
    technique: Technique,
    party: str,
    table: "pd.DataFrame | None",
    *,
    parties: Sequence[str],
    owners: Sequence[str],
    parameters: Parameters,
) -> Program:
    """Return the program of `party`.

    Parameters
    ----------
    technique : Technique
        What all run.
    party : str
        Whose program to make.
    table : DataFrame or None
        Its data; None for a party that only computes.
    parties : sequence of str
        Who take part.
    owners : sequence of str
        Those who bring data.
    parameters : mapping of str to value
        All of the run's.

    Raises
    ------
    ProtocolError
        If the technique is for other parties, or making the programs reads another's table.
    """
    programs = technique.programs(_OwnTable(party, table, owners), parameters)
    if set(programs) != set(parties):
        raise ProtocolError(
            "errors.other_parties",
            "need a list of exactly the parties {needed} for {technique}, got {found}",
            needed=", ".join(programs),
            technique=technique.id,
            found=", ".join(parties),
        )
    return programs[party]


class _OwnTable(Mapping[str, Any]):
    """The tables as one party has them."""

    def __init__(self, party: str, table: "pd.DataFrame | None", owners: Sequence[str]) -> None:
        self._party, self._table, self._owners = party, table, tuple(owners)

    def __getitem__(self, party: str) -> Any:
        if party not in self._owners:
            raise KeyError(party)
        return self._table if party == self._party else _Elsewhere(party)

    def __iter__(self) -> Iterator[str]:
        return iter(self._owners)

    def __len__(self) -> int:
        return len(self._owners)


class _Elsewhere:
    """Another party's table: it exists, and not here."""

    def __init__(self, party: str) -> None:
        self._party = party

    def __getattr__(self, name: str) -> NoReturn:
        raise _not_here(self._party)

    def __getitem__(self, name: object) -> NoReturn:
        raise _not_here(self._party)

    def __len__(self) -> NoReturn:
        raise _not_here(self._party)


def _not_here(party: str) -> ProtocolError:
    return ProtocolError(
        "errors.table_elsewhere",
        "need the table of {party}, which is at {party} and nowhere else",
        party=party,
    )
