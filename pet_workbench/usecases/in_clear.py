"""Answer a question in the clear, for contrast: all tables go to one party, which computes.

That party is a third one whom all trust, or simply the one who asked.

Protects: nothing against whoever computes; a third party at least keeps the tables from the reader.
Does not protect: against a leak or misuse where all data come together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.usecases.base import Parameters, Tables

if TYPE_CHECKING:
    import pandas as pd

Arrays = Mapping[str, NDArray[Any]]
"""Vectors by name; an answer as it travels."""


@dataclass(frozen=True)
class InClear:
    """A question as one party answers it who has all tables.

    Attributes
    ----------
    columns : mapping of str to mapping of str to numpy type
        Per owner the columns of its table that are needed, and the type in which they travel.
    compute : callable
        From the tables, reduced to those columns, and the run's parameters to the answer's vectors.
    answer : mapping of str to numpy type
        Name and type of each vector of the answer.
    read : callable
        From the answer's vectors, the reader's own table (None if it has none) and the parameters
        to what the reader's program returns.
    """

    columns: Mapping[str, Mapping[str, Any]]
    compute: Callable[[Tables, Parameters], Arrays]
    answer: Mapping[str, Any]
    read: Callable[[Arrays, "pd.DataFrame | None", Parameters], Any]

    def programs(
        self, tables: Tables, parameters: Parameters, *, computer: str, reader: str
    ) -> dict[str, Program]:
        """Return one program per party: owners send, `computer` computes, `reader` reads.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            One private table per owner.
        parameters : mapping
            Of the run.
        computer : str
            Who gets all tables: a third party, an owner or the reader.
        reader : str
            Who gets the answer.
        """
        parties = dict.fromkeys((*self.columns, computer, reader))
        return {
            party: partial(
                self._take_part,
                table=tables[party] if party in self.columns else None,
                parameters=parameters,
                computer=computer,
                reader=reader,
            )
            for party in parties
        }

    async def _take_part(
        self,
        channel: Channel,
        *,
        table: "pd.DataFrame | None",
        parameters: Parameters,
        computer: str,
        reader: str,
    ) -> Any:
        """Play one party."""
        party, answer = channel.party, None
        if table is not None and party != computer:
            for name, dtype in self.columns[party].items():
                channel.send(computer, name, table[name].to_numpy(dtype))
        if party == computer:
            answer = self.compute(await self._gather(channel, table), parameters)
            if reader != computer:
                for name, dtype in self.answer.items():
                    channel.send(reader, name, np.asarray(answer[name], dtype))
        if party != reader:
            return None
        if answer is None:
            answer = {
                name: await channel.receive(computer, name, dtype=dtype, shape=None)
                for name, dtype in self.answer.items()
            }
        return self.read(answer, table, parameters)

    async def _gather(self, channel: Channel, own: "pd.DataFrame | None") -> Tables:
        """Receive every other owner's columns, and take the own table as it is.

        Raises
        ------
        ProtocolError
            If columns of one owner differ in length.
        """
        import pandas as pd

        gathered: dict[str, pd.DataFrame] = {}
        for owner, columns in self.columns.items():
            if owner == channel.party and own is not None:
                gathered[owner] = own[list(columns)]
            else:
                received = {
                    name: await channel.receive(owner, name, dtype=dtype, shape=None)
                    for name, dtype in columns.items()
                }
                lengths = {column.size for column in received.values()}
                check_fits(", ".join(columns), len(lengths) == 1)
                gathered[owner] = pd.DataFrame(received)
        return gathered
