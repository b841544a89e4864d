"""The passport in the clear, for contrast: to a platform that all trust, or open to everybody.

Protects: with a platform, statements against everybody but the platform and the auditor.  When
statements stand in the passport itself, nothing.
Does not protect: against a platform that is broken into, sold or curious; against anybody who reads
a passport that is open.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    PLATFORM,
    PRODUCER,
    STATEMENT,
    VERIFIER,
    Rules,
    Verdicts,
    in_order,
    lie_of,
    met,
    stated,
    suppliers_of,
    true_of,
)

if TYPE_CHECKING:
    import pandas as pd

GRAMS = np.int64
_BOOKS = ("supplier", "product", *STATEMENT)
_GOODS = ("product", "weight")


def by_platform(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Suppliers, producer and auditor send all they have to a platform, which tells yes or no."""
    suppliers = suppliers_of(tables)
    programs = _tellers(tables, parameters, suppliers, receiver=PLATFORM)
    programs[PRODUCER] = partial(_tell, table=tables[PRODUCER], names=_GOODS, receiver=PLATFORM)
    programs[PLATFORM] = partial(_decide, parameters=parameters, suppliers=suppliers)
    programs[VERIFIER] = _hear
    return programs


def by_exchange(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Statements go to the producer and stand in the passport, for everybody to read."""
    suppliers = suppliers_of(tables)
    programs = _tellers(tables, parameters, suppliers, receiver=PRODUCER)
    programs[PRODUCER] = partial(_pass_on, table=tables[PRODUCER], suppliers=suppliers)
    programs[VERIFIER] = partial(_check, parameters=parameters, suppliers=suppliers)
    return programs


def _tellers(
    tables: Tables, parameters: Parameters, suppliers: Sequence[str], *, receiver: str
) -> dict[str, Program]:
    """Return the programs of suppliers, and of the auditor if there is one."""
    programs: dict[str, Program] = {
        name: partial(_state, table=tables[name], parameters=parameters, receiver=receiver)
        for name in suppliers
    }
    if parameters["auditor"]:
        reader = VERIFIER if receiver == PRODUCER else receiver
        programs[AUDITOR] = partial(_tell, table=tables[AUDITOR], names=_BOOKS, receiver=reader)
    return programs


async def _state(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, receiver: str
) -> None:
    """Send the statements, true or not: a supplier's part."""
    claimed = stated(in_order(table), lie_of(channel.party, parameters))
    for name in STATEMENT:
        channel.send(receiver, name, claimed[name].to_numpy(GRAMS))


async def _tell(
    channel: Channel, table: "pd.DataFrame", names: Sequence[str], receiver: str
) -> None:
    """Send some columns of a table."""
    for name in names:
        channel.send(receiver, _step(channel, name), in_order(table)[name].to_numpy(GRAMS))


def _step(channel: Channel, name: str) -> str:
    """Return what a column is called on its way; those of the auditor are what it found."""
    return f"{name} in the books" if channel.party == AUDITOR else name


async def _pass_on(channel: Channel, table: "pd.DataFrame", suppliers: Sequence[str]) -> None:
    """Put all statements in the passports: the producer's part."""
    table = in_order(table)
    for name in _GOODS:
        channel.send(VERIFIER, name, table[name].to_numpy(GRAMS))
    for supplier in suppliers:
        for name in STATEMENT:
            column = await channel.receive(supplier, name, dtype=GRAMS, shape=len(table))
            channel.send(VERIFIER, name, column)


async def _decide(channel: Channel, parameters: Parameters, suppliers: Sequence[str]) -> None:
    """Judge all products, and tell the verifier which are right: the platform's part."""
    goods = await _receive(channel, PRODUCER, _GOODS)
    found = await _judged(channel, goods, parameters, dict.fromkeys(suppliers, ""))
    channel.send(VERIFIER, "product", found.products)
    channel.send(VERIFIER, "verdicts", found.accepted.astype(np.uint8))


async def _hear(channel: Channel) -> Verdicts:
    """Read which products are right: the verifier's part with a platform."""
    products = await channel.receive(PLATFORM, "product", dtype=GRAMS, shape=None)
    told = await channel.receive(PLATFORM, "verdicts", dtype=np.uint8, shape=products.size)
    return _verdicts(products.copy(), told.astype(np.bool_))


async def _check(channel: Channel, parameters: Parameters, suppliers: Sequence[str]) -> Verdicts:
    """Read everything and judge it: the verifier's part when passports are open."""
    goods = await _receive(channel, PRODUCER, _GOODS)
    return await _judged(channel, goods, parameters, dict.fromkeys(suppliers, PRODUCER))


async def _judged(
    channel: Channel,
    goods: "pd.DataFrame",
    parameters: Parameters,
    senders: Mapping[str, str],
) -> Verdicts:
    """Receive statements, and the books if there is an auditor, and judge all products.

    `senders` says per supplier who sends its statements; empty for itself.
    """
    statements = {
        supplier: await _receive(channel, sender or supplier, STATEMENT)
        for supplier, sender in senders.items()
    }
    accepted = met(
        list(statements.values()), goods["weight"].to_numpy(np.int64), Rules.of(parameters)
    )
    if parameters["auditor"]:
        names = [f"{name} in the books" for name in _BOOKS]
        books = await _receive(channel, AUDITOR, names)
        accepted &= true_of(statements, books.set_axis(list(_BOOKS), axis=1))
    return _verdicts(goods["product"].to_numpy(np.int64), accepted)


def _verdicts(products: NDArray[np.int64], accepted: NDArray[np.bool_]) -> Verdicts:
    """Return verdicts without more reasons than that."""
    return Verdicts(products, accepted, tuple("" if one else "refused" for one in accepted))


async def _receive(channel: Channel, sender: str, names: Sequence[str]) -> "pd.DataFrame":
    """Receive columns of one sender."""
    import pandas as pd

    return pd.DataFrame(
        {name: await channel.receive(sender, name, dtype=GRAMS, shape=None) for name in names}
    )
