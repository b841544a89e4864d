"""The protocol of `logistics`: carriers and shipper deal shares, three bodies compute blindly.

Every carrier deals, for all lines there can be, its pallets and its price.  The shipper deals, for
every load, its size and a 1 at its line among zeros: so the line is picked by an inner product, and
nobody sees which.  A carrier without room enough gets a price above all prices; a tournament (see
`sharing.order.extremes`) finds the lowest.  The shipper, and only the shipper, reads who won.  If a
second price was agreed, the winner is priced out in the same way, and the lowest of the others is
revealed as well: the winner is then paid what it could have asked, so that asking more than it
wants gains it nothing [1]_.

Protects: offers and loads against each body alone, against carriers and the shipper; who won and
who lost, against everybody but the shipper.
Does not protect: how many loads there are.  Two bodies together read everything.  The second price,
if agreed, is the price of somebody who lost (not whose), and the winner that is paid it knows it
too.  Loads are looked at one by one, so that a carrier may win more than it has room for.  That the
shipper deals one 1 per load, and a size above 0, is not checked: with zeros it would learn who
offers nothing, with several ones a sum.  A shipper that asks again and again works out offers, see
`attacks.probing`.  A carrier that offers what it does not have is not noticed.

References
----------
.. [1] W. Vickrey, "Counterspeculation, auctions, and competitive sealed tenders", The Journal of
   Finance 16(1), 1961, 8-37, doi:10.1111/j.1540-6261.1961.tb02789.x.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.core import Channel
from pet_workbench.core.network import Program
from pet_workbench.sharing.comparison import less_than, less_than_public, sign_bits
from pet_workbench.sharing.conversion import bits_to_numbers
from pet_workbench.sharing.opening import read_revealed, reveal
from pet_workbench.sharing.order.extremes import argmin, minimum
from pet_workbench.sharing.replicated import (
    Computer,
    Share,
    add,
    add_public,
    deal,
    inner_product,
    input_by_owner,
    join_computation,
    multiply,
    subtract,
)
from pet_workbench.sharing.ring import Words, ring_dtype
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.logistics.offers import (
    BODIES,
    N_LINES,
    SHIPPER,
    Matches,
    by_line,
    carriers_of,
    lines,
)
from pet_workbench.usecases.run_limit import count_run

if TYPE_CHECKING:
    import pandas as pd

WORD, BYTE = ring_dtype(32), ring_dtype(8)
PALLET_BITS, PRICE_BITS = 7, 16
TOO_MUCH = 1 << PRICE_BITS
"""Added to a price, it is above every price."""


def bodies(parameters: Parameters) -> tuple[str, ...]:
    """Return the three computing parties."""
    return (*BODIES, parameters["third_body"])


def in_shares(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Return a program for every carrier, the three bodies and the shipper."""
    carriers = carriers_of(tables)
    names = bodies(parameters)
    return {
        **{carrier: partial(_carrier, offers=tables[carrier], names=names) for carrier in carriers},
        **{name: partial(_body, carriers=carriers, parameters=parameters) for name in names},
        SHIPPER: partial(_shipper, loads=tables[SHIPPER], parameters=parameters),
    }


async def _carrier(channel: Channel, offers: "pd.DataFrame", names: tuple[str, ...]) -> None:
    """Deal pallets and prices for all lines: a carrier's part."""
    pallets, cents = by_line(offers)
    deal(channel, "pallets", names, pallets.astype(BYTE))
    deal(channel, "prices", names, cents.astype(WORD))


async def _shipper(channel: Channel, loads: "pd.DataFrame", parameters: Parameters) -> Matches:
    """Deal loads, and read who takes them: the shipper's part."""
    names, n = bodies(parameters), len(loads)
    for name in names:
        channel.send(name, "number of loads", np.array([n], np.int64))
    asked = np.zeros((n, N_LINES), WORD)
    asked[np.arange(n), lines(loads)] = 1
    deal(channel, "lines of loads", names, asked.reshape(-1))
    deal(channel, "sizes of loads", names, loads["pallets"].to_numpy().astype(BYTE))
    winner = await read_revealed(channel, names, "winners", n=n, dtype=WORD)
    if not parameters["second_price"]:
        return Matches(winner.astype(np.int64) - 1)
    price = await read_revealed(channel, names, "second prices", n=n, dtype=WORD)
    return Matches(winner.astype(np.int64) - 1, price.astype(np.int64) - 1)


async def _body(channel: Channel, carriers: tuple[str, ...], parameters: Parameters) -> None:
    """Compute blindly: the part of each of the three bodies; the first counts the loads."""
    computer = await join_computation(channel, bodies(parameters))
    n = int((await channel.receive(SHIPPER, "number of loads", dtype=np.int64, shape=1))[0])
    if computer.number == 1:
        for _ in range(n):
            count_run(parameters)
    pallets, prices = await _offers_on_lines(computer, carriers, n)
    sizes = await input_by_owner(computer, "sizes of loads", owner=SHIPPER, n=n, dtype=BYTE)
    priced = await _price_out_who_lacks_room(computer, pallets, prices, sizes)
    best = await argmin(computer, priced, declared_bits=PRICE_BITS + 1)
    found = await _is_a_price(computer, best.value)
    place = add_public(computer, best.position, np.ones(n, WORD))
    winner = await multiply(computer, found, place, step="winner if any")
    reveal(computer, winner, reader=SHIPPER, step="winners")
    if parameters["second_price"]:
        second = await _second_price(computer, priced, best.position)
        reveal(computer, second, reader=SHIPPER, step="second prices")


async def _offers_on_lines(
    computer: Computer, carriers: tuple[str, ...], n: int
) -> tuple[Share, Share]:
    """Return what each carrier offers on the line of each load: two shares, (n, carriers)."""
    columns = [
        [
            await input_by_owner(computer, step, owner=carrier, n=N_LINES, dtype=dtype)
            for carrier in carriers
        ]
        for step, dtype in (("pallets", BYTE), ("prices", WORD))
    ]
    pallets, prices = (
        Share(*(np.stack(parts, axis=1) for parts in zip(*column, strict=True)))
        for column in columns
    )
    asked = await input_by_owner(
        computer, "lines of loads", owner=SHIPPER, n=n * N_LINES, dtype=WORD
    )
    asked = Share(*(part.reshape(n, N_LINES) for part in asked))
    small = Share(*(part.astype(BYTE) for part in asked))
    return (
        await inner_product(computer, small, pallets, step="pallets on the line"),
        await inner_product(computer, asked, prices, step="prices on the line"),
    )


async def _price_out_who_lacks_room(
    computer: Computer, pallets: Share, prices: Share, sizes: Share
) -> Share:
    """Return prices, with `TOO_MUCH` added for carriers with fewer pallets than the load has."""
    n, n_carriers = prices.own.shape
    room = Share(*(part.reshape(-1) for part in pallets))
    needed = Share(*(np.repeat(part, n_carriers) for part in sizes))
    bits = await less_than(computer, room, needed, declared_bits=PALLET_BITS)
    lacks = await bits_to_numbers(computer, bits, dtype=WORD)
    return add(prices, Share(*(_too_much(part).reshape(n, n_carriers) for part in lacks)))


async def _second_price(computer: Computer, priced: Share, position: Share) -> Share:
    """Return the lowest price plus 1 of those who did not win, or 0 if there is none.

    Carrier c won if the winner's place is below c + 1 and not below c.
    """
    n, n_carriers = priced.own.shape
    limits = np.tile(np.arange(1, n_carriers), n)
    places = Share(*(np.repeat(part.astype(BYTE), n_carriers - 1) for part in position))
    negative = add_public(computer, places, (-limits).astype(BYTE))
    bits = await sign_bits(computer, negative)
    below = await bits_to_numbers(computer, bits, dtype=WORD)
    inner = Share(*(part.reshape(n, n_carriers - 1) for part in below))
    none = np.zeros((n, 1), WORD)
    last = add_public(computer, Share(none, none), np.ones((n, 1), WORD))
    upto = Share(*(np.hstack(parts) for parts in zip(inner, last, strict=True)))
    before = Share(*(np.hstack((none, part)) for part in inner))
    won = subtract(upto, before)
    others = add(priced, Share(*map(_too_much, won)))
    lowest = await minimum(computer, others, declared_bits=PRICE_BITS + 2)
    found = await _is_a_price(computer, lowest)
    plus_one = add_public(computer, lowest, np.ones(n, WORD))
    return await multiply(computer, found, plus_one, step="second price if any")


async def _is_a_price(computer: Computer, number: Share) -> Share:
    """Return 1 where a number is a price, and 0 where `TOO_MUCH` was added."""
    bits = await less_than_public(computer, number, TOO_MUCH, declared_bits=PRICE_BITS + 2)
    return await bits_to_numbers(computer, bits, dtype=WORD)


def _too_much(part: Words) -> Words:
    """Multiply one part of zeros and ones by `TOO_MUCH`."""
    large: Words = part * WORD.type(TOO_MUCH)
    return large
