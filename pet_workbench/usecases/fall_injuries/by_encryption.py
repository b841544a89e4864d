"""Totals by homomorphic encryption: the care organisation adds up injuries that it cannot read.

The two agree a fresh pseudonym key, and the care organisation sends its clients' pseudonyms in
ascending order.  In that order the hospital encrypts a bit for each, under its own key: was this
client admitted with an injury by a fall?  For each number that is asked the care organisation
multiplies the bits by what it knows about the clients (in this group or not; age), adds up the
ciphertexts, and adds a random number to every place such that those numbers add up to nothing.  So
what the hospital opens is random but for its sum, the total (`encrypted_sums`).  Before it goes
back each ciphertext gets a fresh encryption of zero and noise that covers what it was made with;
without it the hospital could read the groups off the noise (`he.hiding.uniform`).

Groups go in a secret order and without a name.  The hospital opens all totals, withholds those of
lines with a number below the minimum, and sends back the others; the care organisation tells it
which they are.

Protects: who was injured, against the care organisation, but for totals that are opened; the
characteristics of each client, and whole groups, against the hospital.
Does not protect: the hospital sees how many clients there are and which of its patients are
clients.  It has the pseudonym key, so that it could try all citizen numbers and read the whole list
of clients (`attacks.dictionary`).  It sees totals below the minimum, without a name.  Against a
care organisation that multiplies by something else than agreed: it can ask for the bit of one
client ten times over, and the hospital takes it for a group of ten.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Keystream, ProtocolError, random_permutation
from pet_workbench.core.network import Program
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.he.keys import SecretKey
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
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.residues import Residues
from pet_workbench.sharing.joins.alignment import check_fits
from pet_workbench.sharing.joins.pseudonyms import pseudonyms
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.fall_injuries.encrypted_sums import (
    choice,
    chunks_of,
    encrypt_bits,
    fresh_meter,
    masked_sum,
    open_sum,
)
from pet_workbench.usecases.fall_injuries.groups import SIZES, clients_per_group, lines_to_ask
from pet_workbench.usecases.fall_injuries.totals import WITHHELD, Numbers, Totals
from pet_workbench.usecases.falls.by_encryption import check_column, check_ring
from pet_workbench.usecases.falls.clients import (
    CARE,
    FIRST_OF,
    GROUPS,
    HOSPITAL,
    OLDEST,
    levels_of,
)
from pet_workbench.usecases.falls.in_clear import announce, wait_for_hospital

if TYPE_CHECKING:
    import pandas as pd

PSEUDONYM_KEY, PSEUDONYMS = "pseudonym key", "pseudonyms of clients"
BITS, SUMS = "encrypted injuries", "encrypted totals"
LINE_SIZES, OPENED, LABELLED = "groups per line", "totals without names", "totals"
_FEWEST, _MOST = min(SIZES), max(SIZES)

Order = list[tuple[int, Numbers]]
"""Lines in a secret order, each with its levels in one."""


def by_encryption(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the care organisation add up what the hospital encrypted."""
    return {
        CARE: partial(_care, table=tables[CARE], parameters=parameters),
        HOSPITAL: partial(_hospital, table=tables[HOSPITAL], parameters=parameters),
    }


async def _care(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> Totals:
    """Ask for bits in the order of pseudonyms, add up, and name what comes back."""
    await wait_for_hospital(channel)
    key = await agree_key(channel, HOSPITAL)
    secret = channel.draw_key(PSEUDONYM_KEY)
    send_numbers(channel, HOSPITAL, PSEUDONYM_KEY, np.frombuffer(secret, np.uint8), key=key)
    labels = pseudonyms(secret, table["person"].to_numpy(np.int64))
    by_label = np.argsort(labels)
    send_numbers(channel, HOSPITAL, PSEUDONYMS, labels[by_label], key=key)
    levels = levels_of(table)
    lines = lines_to_ask(levels, parameters["minimum"])
    clients = clients_per_group(levels, lines)
    bits = await _receive_bits(channel, len(labels), key=key)
    order = _in_secret_order(channel, lines)
    sizes = np.array([levels_in_one.size for _, levels_in_one in order], np.uint8)
    send_numbers(channel, HOSPITAL, LINE_SIZES, sizes, key=key)
    masks, noise = (Keystream(channel.draw_key(f"{what} key")) for what in ("mask", "noise"))
    for multipliers in _asked(table.iloc[by_label], levels[by_label], order):
        column = masked_sum(bits, multipliers, masks=masks, noise=noise)
        send_column(channel, HOSPITAL, column, SUMS, key=key)
    shape = int(sizes.sum()) + 3
    opened = await receive_numbers(channel, HOSPITAL, OPENED, dtype=np.int64, shape=shape, key=key)
    totals = _named(clients, opened, order, parameters["minimum"])
    send_numbers(channel, HOSPITAL, LABELLED, totals.numbers, key=key)
    return totals


async def _hospital(channel: Channel, *, table: "pd.DataFrame", parameters: Parameters) -> Totals:
    """Encrypt a bit per client, and open totals that are large enough."""
    announce(channel, parameters)
    key = await agree_key(channel, CARE)
    receive = partial(receive_numbers, channel, CARE, key=key)
    secret = await receive(PSEUDONYM_KEY, dtype=np.uint8, shape=KEY_BYTES)
    labels = await receive(PSEUDONYMS, dtype=np.uint64, shape=None)
    _check_labels(labels)
    own = pseudonyms(secret.tobytes(), table["person"].to_numpy(np.int64))
    owner = SecretKey.generate(choice(labels.size, OLDEST).parameters)
    send_context(channel, CARE, owner.context, key=key)
    for column in encrypt_bits(owner, np.isin(labels, own)):
        send_column(channel, CARE, column, BITS, key=key)
    sizes = await receive(LINE_SIZES, dtype=np.uint8, shape=None)
    check_fits(LINE_SIZES, bool(((sizes >= _FEWEST) & (sizes <= _MOST)).all()))
    sums = [
        open_sum(owner, await receive_column(channel, CARE, owner.context, SUMS, key=key))
        for _ in range(3 + int(sizes.sum()) - sizes.size)
    ]
    opened = judged(sums, sizes.astype(np.int64), parameters["minimum"])
    send_numbers(channel, CARE, OPENED, opened, key=key)
    named = await receive(LABELLED, dtype=np.int64, shape=2 * len(GROUPS) + 3)
    totals = Totals.from_numbers(named.copy(), parameters["minimum"])
    check_fits(LABELLED, _is_renamed(totals, opened))
    return totals


async def _receive_bits(channel: Channel, rows: int, *, key: HandoverKey) -> list[Residues]:
    """Receive the hospital's bits, ready for many sums."""
    context = await receive_context(channel, HOSPITAL, key=key)
    agreed = choice(rows, OLDEST).parameters
    check_ring(context, agreed)
    bits = []
    for _ in range(chunks_of(rows, agreed)):
        column = await receive_column(channel, HOSPITAL, context, BITS, key=key)
        check_column(column, BITS, agreed.slots, fresh_meter(agreed))
        assert isinstance(column, WholeColumn), "the ring is one of BFV"
        bits.append(Residues.of(column))
    return bits


def _in_secret_order(channel: Channel, lines: NDArray[np.bool_]) -> Order:
    """Draw an order of the lines that are asked about, and of the levels in each."""
    stream = Keystream(channel.draw_key("order key"))
    asked = np.flatnonzero(lines)
    shuffled = asked[random_permutation(stream, asked.size)].tolist()
    return [(line, random_permutation(stream, SIZES[line])) for line in shuffled]


def _asked(
    table: "pd.DataFrame", levels: NDArray[np.int8], order: Order
) -> Iterator[NDArray[np.int64]]:
    """Yield what the bits are multiplied by: 1 for the total, groups, ages, medicines.

    The last group of a line is what is left of the total.
    """
    yield np.ones(len(levels), np.int64)
    for line, places in order:
        for level in places[:-1]:
            yield (levels[:, line] == level).astype(np.int64)
    for name in ("age", "medicines"):
        yield table[name].to_numpy(np.int64)


def judged(sums: Sequence[int], sizes: Numbers, minimum: int) -> Numbers:
    """Return what the hospital lets go of: lines whose numbers all have the minimum.

    Parameters
    ----------
    sums : sequence of int
        The total, all but the last number of each line, ages and medicines.
    sizes : ndarray of int64, shape (n_lines,)
        Numbers per line.
    minimum : int

    Returns
    -------
    ndarray of int64, shape (m,)
        All numbers of each line, then total, ages and medicines; `WITHHELD` for what is not opened.

    Examples
    --------
    >>> judged([30, 12, 25, 2400, 150], np.array([2, 2]), 10).tolist()
    [12, 18, -1, -1, 30, 2400, 150]
    """
    total, *rest = sums
    opened, at = [], 0
    for size in sizes.tolist():
        numbers = rest[at : at + size - 1]
        numbers = [*numbers, total - sum(numbers)]
        opened += numbers if min(numbers) >= minimum else [WITHHELD] * size
        at += size - 1
    opened += [total, *rest[-2:]]
    return np.array(opened if total >= minimum else [WITHHELD] * len(opened), np.int64)


def _named(clients: Numbers, opened: Numbers, order: Order, minimum: int) -> Totals:
    """Put what came back without names in its place."""
    injured = np.full(len(GROUPS), WITHHELD, np.int64)
    at = 0
    for line, places in order:
        injured[FIRST_OF[line] + places] = opened[at : at + places.size]
        at += places.size
    total, age_years, medicines = opened[at:].tolist()
    return Totals(clients, injured, total, age_years, medicines, minimum)


def _is_renamed(totals: Totals, opened: Numbers) -> bool:
    """Tell whether `totals` are the numbers that were opened, in whatever order."""
    groups, rest = opened[:-3], opened[-3:]
    same = np.array_equal(np.sort(totals.injured[totals.known]), np.sort(groups[groups >= 0]))
    return same and np.array_equal(totals.numbers[-3:], rest)


def _check_labels(labels: NDArray[np.uint64]) -> None:
    """Refuse a pseudonym that comes twice: its client would count twice."""
    if (labels[1:] <= labels[:-1]).any():
        raise ProtocolError(
            "errors.pseudonym_twice",
            "need every pseudonym once in each list, got one twice: a person is listed twice; if "
            "not, run again with a new key",
        )
