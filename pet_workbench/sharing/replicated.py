"""Three-party replicated secret sharing: the arithmetic on which our cases run.

A secret x is the sum of three random numbers, ``x = x1 + x2 + x3`` modulo 2**bits, and computing
party i holds two of them, x_i and x_{i+1}.  One party alone sees random numbers.  Sums are local;
a product costs each party one message of one word [1]_.  For bits, "+" is exclusive or and "*" is
and.

Protects: the secrets, against any single computing party that follows the protocol (semi-honest,
honest majority), with links that nobody else can read.
Does not protect: against two parties that put their shares together (they have all three numbers);
against a party that sends wrong numbers while multiplying: the answer is then silently wrong.  Only
at opening is a wrong number noticed, see `pet_workbench.sharing.opening`.

References
----------
.. [1] T. Araki, J. Furukawa, Y. Lindell, A. Nof, K. Ohara, "High-throughput semi-honest secure
   three-party computation with an honest majority", CCS 2016, doi:10.1145/2976749.2978331.
"""

from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from pet_workbench.core import Channel, Keystream, ParameterError, ProtocolError
from pet_workbench.core.randomness import KEY_BYTES
from pet_workbench.sharing.parts import send_parts
from pet_workbench.sharing.ring import Words

T = TypeVar("T")
N_COMPUTERS = 3
LANE_BITS = (24, 20, 20)
"""How many bits number a lane of a computation, a lane within it, and one within that: so numbers
do not depend on which lane goes first."""


class Share(NamedTuple):
    """What party i holds of a vector of secrets: the numbers x_i and x_{i+1}."""

    own: Words
    next: Words


class Computer:
    """One of the three computing parties: its number, its channel and the keys it shares.

    Key i is known to parties i - 1 and i.  Both read the same keystream, lane by lane; a lane is
    used for one operation and never again.

    Attributes
    ----------
    number : int
        1, 2 or 3.
    names : sequence of str
        The three parties' names, in the order of their numbers.
    own_stream, next_stream : Keystream
        Of the keys `number` and `number` + 1.
    """

    def __init__(
        self,
        channel: Channel,
        names: Sequence[str],
        keys: tuple[bytes, bytes],
        *,
        lane: int = 0,
        depth: int = 0,
    ) -> None:
        self.channel = channel
        self.names = tuple(names)
        self.number = self.names.index(channel.party) + 1
        self._keys = keys
        self._lane, self._depth, self._lanes_used = lane, depth, 0
        self.own_stream = Keystream(keys[0], lane=lane)
        self.next_stream = Keystream(keys[1], lane=lane)

    def name_after(self, steps: int) -> str:
        """Return the name of the party `steps` places further round the circle."""
        return self.names[(self.number - 1 + steps) % N_COMPUTERS]

    def lanes(self, count: int) -> list["Computer"]:
        """Return `count` copies of this party for work that may go on side by side.

        No two copies, nor copies of copies, use the same lane.

        Raises
        ------
        ProtocolError
            If there are no lanes left: more than 2**24 in all, or 2**20 within one, or copies of
            copies of copies of copies.
        """
        first = self._lanes_used + 1
        self._lanes_used += count
        within = sum(LANE_BITS[self._depth + 1 :])
        if self._depth == len(LANE_BITS) or self._lanes_used >= 1 << LANE_BITS[self._depth]:
            raise ProtocolError(
                "errors.no_lanes",
                "need a lane never used before, got {count} more of {used} within {depth} others",
                count=count,
                used=first - 1,
                depth=self._depth,
            )
        numbers = [self._lane + (number << within) for number in range(first, first + count)]
        return [
            Computer(
                self.channel.branch(lane), self.names, self._keys, lane=lane, depth=self._depth + 1
            )
            for lane in numbers
        ]

    async def side_by_side(self, jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Return what the jobs return, in order; over a network they wait for answers together.

        Parameters
        ----------
        jobs : sequence of coroutine
            Each with a lane of its own; `join` the lanes afterwards.
        """
        return await self.channel.side_by_side(jobs)

    def join(self, lanes: Sequence["Computer"]) -> None:
        """Go on only after all `lanes`."""
        self.channel.join(*(lane.channel for lane in lanes))


async def join_computation(channel: Channel, names: Sequence[str]) -> Computer:
    """Agree the keys with the other two parties and return this party's `Computer`.

    Party i draws key i and sends it to party i - 1: one message of 32 bytes each.

    Parameters
    ----------
    channel : Channel
        Of this party.
    names : sequence of str
        The three computing parties, in the order of their numbers; the same at all three.

    Raises
    ------
    ParameterError
        If there are not three different names, or this party is not one of them.
    """
    if len(set(names)) != N_COMPUTERS or channel.party not in names:
        raise ParameterError(
            "errors.three_computers",
            "need three different computing parties, {party} among them, got {names}",
            party=channel.party,
            names=", ".join(names),
        )
    at = list(names).index(channel.party)
    key = channel.draw_key("computing key")
    channel.send(names[at - 1], "computing key", np.frombuffer(key, np.uint8))
    received = await channel.receive(
        names[(at + 1) % N_COMPUTERS], "computing key", dtype=np.uint8, shape=KEY_BYTES
    )
    return Computer(channel, names, (key, received.tobytes()))


async def input_by_computer(
    computer: Computer, step: str, *, owner: int, n: int, dtype: np.dtype[Any], values: Words | None
) -> Share:
    """Share the vector that computing party `owner` knows; one message of n words.

    With o the owner: x_{o+1} is keystream that o and o + 1 share, x_{o+2} is zero, and
    x_o = values - x_{o+1} goes to the third party, to whom it looks random.

    Parameters
    ----------
    computer : Computer
        This party.
    step : str
        What the values are, for the transcript.
    owner : int
        Number of the party that knows the values.
    n : int
        How many values.
    dtype : numpy.dtype
        Their ring.
    values : ndarray of `dtype`, shape (n,), or None
        The values at the owner, None at the others.
    """
    zero = np.zeros(n, dtype)
    if computer.number == owner:
        mask = computer.next_stream.integers(n, dtype)
        masked = values - mask
        computer.channel.send(computer.name_after(2), step, masked)
        return Share(masked, mask)
    if computer.number == owner % N_COMPUTERS + 1:
        return Share(computer.own_stream.integers(n, dtype), zero)
    masked = await computer.channel.receive(computer.name_after(1), step, dtype=dtype, shape=n)
    return Share(zero, masked)


def deal(channel: Channel, step: str, names: Sequence[str], values: Words) -> None:
    """Share the vector of an owner who does not compute; two messages of n words, four of a key.

    x_1 and x_2 are keystreams, of which the parties get only the keys; x_3 is the rest.

    Parameters
    ----------
    channel : Channel
        Of the owner.
    step : str
        What the values are, for the transcript.
    names : sequence of str
        The three computing parties.
    values : ndarray of unsigned integers, shape (n,)
        In the ring.
    """
    keys = [channel.draw_key(f"{step} key {i}") for i in (1, 2)]
    first, second = (Keystream(key).integers(values.shape, values.dtype) for key in keys)
    rest = values - first - second
    send_parts(channel, step, names, keys=keys, rest=rest)


async def input_by_owner(
    computer: Computer, step: str, *, owner: str, n: int, dtype: np.dtype[Any]
) -> Share:
    """Receive the shares that an outside owner deals with `deal`.

    Parameters
    ----------
    computer : Computer
        This party.
    step : str
        As at the owner.
    owner : str
        Name of the owner.
    n : int
        How many values.
    dtype : numpy.dtype
        Their ring.
    """
    held = []
    for part in (computer.number, computer.number % N_COMPUTERS + 1):
        label = f"{step} part {part}"
        if part == N_COMPUTERS:
            held.append(await computer.channel.receive(owner, label, dtype=dtype, shape=n))
        else:
            key = await computer.channel.receive(owner, label, dtype=np.uint8, shape=KEY_BYTES)
            held.append(Keystream(key.tobytes()).integers(n, dtype))
    return Share(held[0], held[1])


def add(x: Share, y: Share) -> Share:
    """Add two shared vectors; nothing is sent."""
    return Share(x.own + y.own, x.next + y.next)


def subtract(x: Share, y: Share) -> Share:
    """Subtract shared vectors; nothing is sent."""
    return Share(x.own - y.own, x.next - y.next)


def add_public(computer: Computer, x: Share, constant: Words) -> Share:
    """Add the numbers `constant`, which everybody knows, to `x`: they go into x_1.

    Nothing is sent; `computer` tells which parts this party holds.
    """
    if computer.number == 1:
        return Share(x.own + constant, x.next)
    if computer.number == N_COMPUTERS:
        return Share(x.own, x.next + constant)
    return x


async def multiply(computer: Computer, x: Share, y: Share, *, step: str = "product") -> Share:
    """Multiply two shared vectors item by item; each party sends one word per item."""
    product = x.own * (y.own + y.next)
    product += x.next * y.own
    return await reshare(computer, product, step)


async def inner_product(
    computer: Computer, x: Share, y: Share, *, step: str = "inner product"
) -> Share:
    """Multiply two shared vectors and add up; each party sends one word, however long they are."""
    total = np.atleast_1d(np.dot(x.own, y.own + y.next))
    total += np.dot(x.next, y.own)
    return await reshare(computer, total, step)


async def reshare(computer: Computer, product: Words, step: str) -> Share:
    """Make a product's local parts into a share: add fresh zeros and pass on to party i - 1.

    The zeros F(k_i) - F(k_{i+1}) add up to nothing over the three parties, and the receiver lacks
    key i + 1, so that what it gets looks random.
    """
    product += computer.own_stream.integers(product.shape, product.dtype)
    product -= computer.next_stream.integers(product.shape, product.dtype)
    computer.channel.send(computer.name_after(2), step, product)
    received = await computer.channel.receive(
        computer.name_after(1), step, dtype=product.dtype, shape=product.shape
    )
    return Share(product, received)
