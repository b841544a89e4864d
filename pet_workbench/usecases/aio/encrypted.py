"""The `aio` question with homomorphic encryption: two parties, and no third.

UWV learns whom SVB asks about, and sends their incomes encrypted under its own key: of each pair of
persons the income of the first, that of the second, and that of both together.  SVB takes what
belongs to the household, which UWV cannot see, and compares it with its own secret limit without
decrypting (`he.comparing.encrypted`).  UWV decrypts what is left of that: for each answer the toss
of a coin.  Only SVB knows on which side the coin lay.

Protects: incomes against SVB; limits, answers, and who lives with whom, against UWV.
Does not protect: who is asked about.  UWV sees their numbers, two by two, and whoever lives with
somebody stands beside them (`pairs`).  The minimum number of households: only SVB can count what
was found, so it is SVB's own promise not to look.  Repeated questions, unless UWV counts the runs;
it does see that nobody stands in a list twice.  False incomes, and a party that does not keep to
the protocol.

A teaching seed repeats pairs and masks; keys and ciphertexts never: SEAL draws its randomness from
the operating system.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, ParameterError, ProtocolError
from pet_workbench.core.network import Program
from pet_workbench.he.comparing.digits import has_zero, is_under
from pet_workbench.he.comparing.encrypted import DIGITS, draw, encrypt_parts, masked_products
from pet_workbench.he.comparing.encrypted import parameters as ring
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.sending.handover import (
    HandoverKey,
    agree_key,
    receive_column,
    receive_context,
    receive_numbers,
    send_column,
    send_context,
    send_numbers,
)
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.sharing.joins.alignment import EMPTY, MAX_PLACES, check_fits
from pet_workbench.usecases.aio.households import (
    SVB,
    UWV,
    Found,
    households_to_check,
    incomes_by_person,
)
from pet_workbench.usecases.aio.pairs import NO_HOUSEHOLD, Pairs, pair_up
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

ASKED, INCOMES, TESTS, ANSWERS = (
    "persons asked about",
    "encrypted incomes",
    "masked tests",
    "hidden answers",
)
FIRST, SECOND, BOTH = range(3)
"""The sources: the income of the first of a pair, that of the second, and both together."""
QUESTIONS = ((FIRST, BOTH), (SECOND,))
"""From which sources SVB chooses for the first and the second question about a pair."""
MOST_CENTS = DIGITS.most
"""No limit is higher, so that all incomes above it can count as this much."""
ROWS_AT_ONCE = 8192
"""As many pairs as a ciphertext has room for."""


def by_encryption(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Two parties: SVB computes on what UWV encrypted."""
    return {
        SVB: partial(_svb, table=tables[SVB], parameters=parameters),
        UWV: partial(_uwv, table=tables[UWV], parameters=parameters),
    }


async def _svb(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> Found:
    """SVB's part: asks in pairs, tests the encrypted incomes, and turns the answers back."""
    households = households_to_check(table, parameters["threshold_percent"])
    _check_limits(households.limit_cents)
    pairs = pair_up(households, Keystream(channel.draw_key("pairing key")))
    key = await agree_key(channel, UWV)
    send_numbers(channel, UWV, ASKED, pairs.persons.reshape(-1), key=key)
    context = await receive_context(channel, UWV, key=key)
    _check_parameters(context)
    mask_key = channel.draw_key("mask key")
    found = await channel.side_by_side(
        [
            _ask(channel.branch(lane), pairs.take(rows), context, lane, mask_key, key)
            for lane, rows in _lanes(len(pairs))
        ]
    )
    under = np.concatenate([np.empty(0, np.int64), *found])
    enough = under.size >= parameters["minimum_found"]
    return Found(np.sort(under) if enough else None, parameters["minimum_found"])


async def _ask(
    channel: Channel,
    pairs: Pairs,
    context: PublicContext,
    lane: int,
    mask_key: bytes,
    key: HandoverKey,
) -> NDArray[np.int64]:
    """Return the households under their limit among some pairs."""
    stream = Keystream(mask_key, lane=lane)
    sources = [await _receive_parts(channel, context, lane, len(pairs), key) for _ in range(3)]
    limits = np.maximum(pairs.limit_cents, 0)
    tests = [draw(limits[:, asked], context, stream) for asked in range(len(QUESTIONS))]
    for asked, which in enumerate(QUESTIONS):
        parts = [sources[one] for one in which]
        choice = pairs.is_couple.astype(np.int64) * (len(which) - 1)
        for product in masked_products(parts, choice, tests[asked], stream):
            send_column(channel, UWV, product, f"{TESTS} {lane}", key=key)
    step, shape = f"{ANSWERS} {lane}", (len(QUESTIONS), len(pairs))
    answers = await receive_numbers(channel, UWV, step, dtype=np.uint8, shape=shape, key=key)
    under = np.column_stack([is_under(a == 1, one) for a, one in zip(answers, tests, strict=True)])
    found: NDArray[np.int64] = pairs.household[under & (pairs.household != NO_HOUSEHOLD)]
    return found


async def _receive_parts(
    channel: Channel, context: PublicContext, lane: int, n: int, key: HandoverKey
) -> list[Any]:
    """Return the parts of one source, as UWV encrypted them."""
    step = f"{INCOMES} {lane}"
    columns = [
        await receive_column(channel, UWV, context, step, key=key) for _ in range(DIGITS.levels)
    ]
    # under a meter of less noise than agreed, too little would be added to hide the limits
    agreed = WholeMeter.fresh(context.parameters, bound=DIGITS.nowhere, symmetric=True)
    check_fits(step, all((len(one), one.meter) == (n, agreed) for one in columns))
    return columns


async def _uwv(channel: Channel, table: "pd.DataFrame", parameters: Parameters) -> None:
    """UWV's part: encrypts the incomes of those asked about, and answers without understanding."""
    count_run(parameters)
    incomes = _read_incomes(table)
    key = await agree_key(channel, SVB)
    secret = SecretKey.generate(ring())
    send_context(channel, SVB, secret.context, key=key)
    persons = await receive_numbers(channel, SVB, ASKED, dtype=np.int64, shape=None, key=key)
    _check_asked(persons)
    asked = incomes.reindex(persons, fill_value=0).to_numpy().astype(np.int64)
    pairs = asked.reshape(-1, 2)
    await channel.side_by_side(
        [
            _answer(channel.branch(lane), pairs[rows], lane, secret, key)
            for lane, rows in _lanes(len(pairs))
        ]
    )


async def _answer(
    channel: Channel,
    incomes: NDArray[np.int64],
    lane: int,
    secret: SecretKey,
    key: HandoverKey,
) -> None:
    """Send the incomes of some pairs encrypted, and say where the tests give a zero."""
    for source in (incomes[:, 0], incomes[:, 1], incomes.sum(axis=1)):
        for column in encrypt_parts(secret, np.minimum(source, MOST_CENTS)):
            send_column(channel, SVB, column, f"{INCOMES} {lane}", key=key)
    zeros = []
    for _ in QUESTIONS:
        products = []
        for _ in range(DIGITS.tests):
            column = await receive_column(channel, SVB, secret.context, f"{TESTS} {lane}", key=key)
            products.append(secret.decrypt(column))
            check_fits(f"{TESTS} {lane}", products[-1].size == len(incomes))
        zeros.append(has_zero(np.stack(products)))
    send_numbers(channel, SVB, f"{ANSWERS} {lane}", np.stack(zeros).astype(np.uint8), key=key)


def _lanes(n: int) -> Iterator[tuple[int, slice]]:
    """Cut `n` rows up, each part with the number of its lane."""
    for lane, start in enumerate(range(0, n, ROWS_AT_ONCE), start=1):
        yield lane, slice(start, min(start + ROWS_AT_ONCE, n))


def _read_incomes(table: "pd.DataFrame") -> "pd.Series[int]":
    """Return UWV's incomes by person, or refuse its table before anything is told.

    Raises
    ------
    ParameterError
        If an income is below 0 or has more than 29 bits.
    DataError
        If a person is in the table twice.
    """
    incomes = table["income_cents"].to_numpy(np.int64)
    outside = np.flatnonzero((incomes < 0) | (incomes >= 1 << 29))
    if outside.size:
        raise ParameterError(
            "errors.aio_income",
            "need incomes from 0 to {most} cents, at most 29 bits, got {value} at position "
            "{position}",
            most=(1 << 29) - 1,
            value=int(incomes[outside[0]]),
            position=int(outside[0]),
        )
    return incomes_by_person(table["person"].to_numpy(np.int64), incomes)


def _check_limits(limits: NDArray[np.int64]) -> None:
    """Refuse limits above `MOST_CENTS`: state pensions would have to be below 0."""
    if limits.max(initial=0) > MOST_CENTS:
        raise ParameterError(
            "errors.aio_limit",
            "need limits of at most {most} cents a month, got {value}: a state pension below 0 "
            "is no state pension",
            most=MOST_CENTS,
            value=int(limits.max()),
        )


def _check_asked(persons: NDArray[np.int64]) -> None:
    """Refuse a list that is not in pairs, or in which somebody stands twice."""
    named = persons[persons != EMPTY]
    fits = persons.size % 2 == 0 and persons.size <= MAX_PLACES and persons.size - named.size <= 1
    check_fits(ASKED, fits)
    if np.unique(named).size < named.size:
        raise ProtocolError(
            "errors.aio_asked_twice",
            "need every person once in the list of SVB, got one twice: two answers about one "
            "income tell more than was agreed",
        )


def _check_parameters(context: PublicContext) -> None:
    """Refuse a ring other than the agreed one: masks and their noise were chosen for that."""
    if context.parameters != ring():
        raise ProtocolError(
            "errors.aio_parameters",
            "need the agreed parameters of homomorphic encryption from UWV, got others: the "
            "parties run different versions",
        )
