"""Additive secret sharing over the integers modulo 2**8, 2**16, 2**32 or 2**64.

A secret becomes random numbers, one per party, that add up to it; all shares together give it back,
and any fewer are uniform noise.  Whoever adds shares of several secrets holds a share of their sum
[1]_, so parties add up by dealing, adding what they hold and opening the result.

Protects: each secret, against any coalition that lacks at least one share, as long as it cannot
tell AES-256's keystream from random numbers.
Does not protect: against a party that hands in another number than its share (the sum changes and
nobody notices), nor against what the opened sum itself says.  For teaching; not audited.

References
----------
.. [1] J. C. Benaloh, "Secret sharing homomorphisms: keeping shares of a secret secret", Advances
   in Cryptology - CRYPTO '86, 1987, 251-260, doi:10.1007/3-540-47721-7_19.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from pet_workbench.core import Channel, Entropy, Keystream, ParameterError
from pet_workbench.sharing.ring import Words, encode

DEAL = "share"
OPEN = "share-of-sum"


class Stream(Protocol):
    """What the schemes need of a `Keystream`; a test may script it."""

    def integers(self, shape: int | tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """Return an array of uniform numbers over the whole range of the unsigned `dtype`."""


def share(
    values: ArrayLike, *, n_parties: int, bits: int = 64, entropy: Entropy | None = None
) -> Words:
    """Split every one of `values` into one share per party.

    Parameters
    ----------
    values : array_like of int, shape (n_values,)
        Secrets with ``abs(value) < 2**bits``; a negative one is kept as its remainder.
    n_parties : int
        Number of shares per secret, at least 2.
    bits : {8, 16, 32, 64}, default: 64
        Size of the ring.  It must hold every sum to be opened; a larger one hides no better.
    entropy : Entropy, optional
        Where the key of the random shares comes from; the operating system by default.

    Returns
    -------
    ndarray of unsigned int, shape (n_parties, n_values)
        Row i is what party i + 1 gets.

    Raises
    ------
    ParameterError
        If `n_parties` is below 2, `bits` is no ring of ours, or a value is not a whole number of
        the ring.

    Examples
    --------
    >>> shares = share([34, 51], n_parties=3, bits=16)
    >>> shares.shape, reconstruct(shares, n_parties=3).tolist()
    ((3, 2), [34, 51])
    """
    stream = Keystream((entropy or Entropy()).key())
    return deal(values, stream, n_parties=n_parties, bits=bits)


def deal(values: ArrayLike, stream: Stream, *, n_parties: int, bits: int = 64) -> Words:
    """Split `values` as `share` does, with the random numbers of `stream`.

    Parameters
    ----------
    values : array_like of int, shape (n_values,)
    stream : Stream
        All shares but the last are read from it.
    n_parties : int
    bits : {8, 16, 32, 64}, default: 64

    Returns
    -------
    ndarray of unsigned int, shape (n_parties, n_values)

    Raises
    ------
    ParameterError
        As `share`.

    Examples
    --------
    >>> reconstruct(deal([7], Keystream(bytes(32)), n_parties=2), n_parties=2).tolist()
    [7]
    """
    secrets = encode(values, bits=bits, below_bits=bits)
    if n_parties < 2:
        raise ParameterError(
            "errors.sharing_parties", "need n_parties >= 2, got {n_parties}", n_parties=n_parties
        )
    masks = stream.integers((n_parties - 1, *secrets.shape), secrets.dtype)
    rest = secrets - masks.sum(axis=0, dtype=secrets.dtype)
    shares: Words = np.concatenate([masks, rest[np.newaxis]])
    return shares


def reconstruct(shares: Words, *, n_parties: int) -> Words:
    """Add up all shares.

    Parameters
    ----------
    shares : ndarray of unsigned int, shape (n_parties, n_values)
        As `share` gives them; the order of the rows is free.
    n_parties : int
        How many shares were dealt.  The shares themselves do not tell: without this number a
        missing one would go unnoticed and the sum would be noise.

    Returns
    -------
    ndarray of unsigned int, shape (n_values,)

    Raises
    ------
    ParameterError
        If the number of shares is not `n_parties`.

    Examples
    --------
    >>> reconstruct(np.array([[250], [10], [3]], np.uint8), n_parties=3).tolist()
    [7]
    """
    if len(shares) != n_parties:
        raise ParameterError(
            "errors.shares_missing",
            "need {needed} shares, got {got}",
            needed=n_parties,
            got=len(shares),
        )
    total: Words = shares.sum(axis=0, dtype=shares.dtype)
    return total


async def sum_to_all(
    channel: Channel, values: ArrayLike, *, parties: Sequence[str], bits: int = 64
) -> Words:
    """Add up everybody's `values` by additive shares: one party's program, two rounds.

    Each party deals its values to all, adds the shares it holds, and opens that sum of shares to
    all.  The total must stay below ``2**bits``, or it wraps around.

    Parameters
    ----------
    channel : Channel
    values : array_like of int, shape (n_values,)
        This party's own numbers; all parties bring equally many.
    parties : sequence of str
        Everybody who takes part, in the order all of them use.
    bits : {8, 16, 32, 64}, default: 64

    Returns
    -------
    ndarray of unsigned int, shape (n_values,)
        The totals.

    Raises
    ------
    ParameterError
        As `share`.
    ProtocolError
        If a message is lost or of another size.
    """
    stream = Keystream(channel.draw_key("shares"))
    shares = deal(values, stream, n_parties=len(parties), bits=bits)
    others = [party for party in parties if party != channel.party]
    own = dict(zip(parties, shares, strict=True))
    for other in others:
        channel.send(other, DEAL, own[other])
    part = own[channel.party].copy()
    for other in others:
        part += await channel.receive(other, DEAL, dtype=part.dtype, shape=part.shape)
    for other in others:
        channel.send(other, OPEN, part)
    opened = [await channel.receive(o, OPEN, dtype=part.dtype, shape=part.shape) for o in others]
    return reconstruct(np.vstack([part, *opened]), n_parties=len(parties))
