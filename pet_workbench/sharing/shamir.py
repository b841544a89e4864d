"""Shamir secret sharing over a prime field, for whole arrays at once.

A secret is the constant term of a random polynomial of degree ``threshold - 1``; party i holds its
value at i.  Any `threshold` shares determine the secret, fewer are independent of it [1]_.  Shares
of several secrets may be added: the result is a share of the sum [2]_.

Protects: each secret, against any coalition smaller than `threshold`, as long as it cannot tell
AES-256's keystream from random numbers.
Does not protect: against a changed share.  Exactly `threshold` shares give *some* number and no
error; only shares beyond the threshold show that they do not fit together [3]_, and a coalition
large enough changes those to match.  Nor against what an opened sum itself says.  For teaching; not
audited, not constant-time.

References
----------
.. [1] A. Shamir, "How to share a secret", Communications of the ACM 22(11), 1979, 612-613,
   doi:10.1145/359168.359176.
.. [2] J. C. Benaloh, "Secret sharing homomorphisms: keeping shares of a secret secret", Advances
   in Cryptology - CRYPTO '86, 1987, 251-260, doi:10.1007/3-540-47721-7_19.
.. [3] R. J. McEliece and D. V. Sarwate, "On sharing secrets and Reed-Solomon codes",
   Communications of the ACM 24(9), 1981, 583-584, doi:10.1145/358746.358762.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pet_workbench.core import Channel, Entropy, Keystream, ParameterError, ProtocolError
from pet_workbench.core.validation import check_range
from pet_workbench.sharing.field import (
    DEFAULT_MODULUS,
    Field,
    Stream,
    check_modulus,
    evaluate,
    field_elements,
    uniform_elements,
)

SENT = np.dtype(np.uint32)  # an element travels in 4 bytes
DEAL = "share"
OPEN = "share-of-sum"


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """One party's share of an array of secrets: every sharing polynomial evaluated at `party`.

    Attributes
    ----------
    party : int
        Number of the party, from 1.
    values : ndarray of uint64, shape (n_values,)
    threshold : int
        How many shares reconstruct.
    modulus : int
    """

    party: int
    values: Field
    threshold: int
    modulus: int


def share(
    values: ArrayLike,
    *,
    n_parties: int,
    threshold: int,
    modulus: int = DEFAULT_MODULUS,
    entropy: Entropy | None = None,
) -> list[Share]:
    """Split every one of `values` into one share per party.

    Parameters
    ----------
    values : array_like of int, shape (n_values,)
        Secrets in ``[0, modulus)``.
    n_parties : int
        Number of shares to deal.
    threshold : int
        Number of shares needed to reconstruct; the degree is one less.
    modulus : int, default: 2**31 - 1
        Prime size of the field, larger than `n_parties` and below 2**31.
    entropy : Entropy, optional
        Where the key of the random coefficients comes from; the operating system by default.

    Returns
    -------
    list of Share, length `n_parties`
        Shares of parties ``1 .. n_parties``, in that order.

    Raises
    ------
    ParameterError
        If `modulus` is not a prime below 2**31, ``1 <= threshold <= n_parties < modulus`` does not
        hold, or a value is not a whole number of the field.

    Examples
    --------
    >>> shares = share([34, 51], n_parties=4, threshold=2)
    >>> reconstruct(shares[2:]).tolist()
    [34, 51]
    """
    stream = Keystream((entropy or Entropy()).key())
    return deal(values, stream, n_parties=n_parties, threshold=threshold, modulus=modulus)


def deal(
    values: ArrayLike,
    stream: Stream,
    *,
    n_parties: int,
    threshold: int,
    modulus: int = DEFAULT_MODULUS,
) -> list[Share]:
    """Split `values` with random coefficients read from `stream`.

    The arguments, the result and the errors are those of `share`.

    Examples
    --------
    >>> shares = deal([7], Keystream(bytes(32)), n_parties=3, threshold=3)
    >>> reconstruct(shares).tolist()
    [7]
    """
    check_parameters(n_parties=n_parties, threshold=threshold, modulus=modulus)
    secrets = field_elements(values, modulus=modulus)
    random = uniform_elements(stream, (threshold - 1) * len(secrets), modulus=modulus)
    coefficients = np.vstack([secrets, random.reshape(threshold - 1, len(secrets))])
    return [
        Share(party, evaluate(coefficients, party, modulus=modulus), threshold, modulus)
        for party in range(1, n_parties + 1)
    ]


def reconstruct(shares: Sequence[Share]) -> Field:
    """Find the secrets by Lagrange interpolation at zero, from `threshold` or more shares.

    Shares beyond the threshold are checked against the first ones.  With exactly `threshold` shares
    there is nothing to check against: a changed share gives wrong secrets, and no error.

    Parameters
    ----------
    shares : sequence of Share
        Of different parties, in any order.

    Returns
    -------
    ndarray of uint64, shape (n_values,)

    Raises
    ------
    ParameterError
        If there are too few shares, two of one party, shares of different sharings, or values
        outside the field.
    ProtocolError
        If shares beyond the threshold do not lie on the same polynomial.

    Examples
    --------
    >>> reconstruct([Share(x, np.array([y], np.uint64), 2, 11) for x, y in [(1, 9), (3, 2)]])
    array([7], dtype=uint64)
    """
    _check_belong_together(shares)
    threshold, modulus = shares[0].threshold, shares[0].modulus
    first = shares[:threshold]
    for extra in shares[threshold:]:
        if not np.array_equal(_interpolate(first, extra.party, modulus=modulus), extra.values):
            raise ProtocolError(
                "errors.shares_disagree",
                "need all shares on one polynomial of degree {degree}, but the share of party "
                "{party} does not fit the others: at least one was changed",
                degree=threshold - 1,
                party=extra.party,
            )
    return _interpolate(first, 0, modulus=modulus)


async def sum_to_all(
    channel: Channel,
    values: ArrayLike,
    *,
    parties: Sequence[str],
    threshold: int,
    modulus: int = DEFAULT_MODULUS,
) -> Field:
    """Add up everybody's `values` by Shamir shares: one party's program, two rounds.

    Each party deals its values to all, adds the shares it holds, and opens that share of the sum to
    all.  The total must stay below `modulus`, or it wraps around.

    Parameters
    ----------
    channel : Channel
    values : array_like of int, shape (n_values,)
        This party's own numbers; all parties bring equally many.
    parties : sequence of str
        Everybody who takes part, in the order all of them use.
    threshold : int
        How many parties could together read each other's values.
    modulus : int, default: 2**31 - 1

    Returns
    -------
    ndarray of uint64, shape (n_values,)
        The totals.

    Raises
    ------
    ParameterError
        As `share`, or if a received number is not of the field.
    ProtocolError
        If a message is lost or of another size, or the opened shares do not fit together.
    """
    stream = Keystream(channel.draw_key("shares"))
    dealt = deal(values, stream, n_parties=len(parties), threshold=threshold, modulus=modulus)
    own = dict(zip(parties, dealt, strict=True))
    others = [party for party in parties if party != channel.party]
    for other in others:
        channel.send(other, DEAL, own[other].values.astype(SENT))
    part = own[channel.party].values
    for other in others:
        part = (part + await channel.receive(other, DEAL, dtype=SENT, shape=part.shape)) % modulus
    for other in others:
        channel.send(other, OPEN, part.astype(SENT))
    opened = {channel.party: part}
    for other in others:
        received = await channel.receive(other, OPEN, dtype=SENT, shape=part.shape)
        opened[other] = received.astype(np.uint64)
    return reconstruct(
        [Share(i, opened[party], threshold, modulus) for i, party in enumerate(parties, start=1)]
    )


def check_parameters(*, n_parties: int, threshold: int, modulus: int) -> None:
    """Refuse parameters for which the scheme is not defined.

    Raises
    ------
    ParameterError
        See `share`.
    """
    check_modulus(modulus)
    if not 1 <= threshold <= n_parties < modulus:
        raise ParameterError(
            "errors.sharing_threshold",
            "need 1 <= threshold <= n_parties < modulus, got threshold={threshold}, "
            "n_parties={n_parties}, modulus={modulus}",
            threshold=threshold,
            n_parties=n_parties,
            modulus=modulus,
        )


def _check_belong_together(shares: Sequence[Share]) -> None:
    """Refuse shares that are too few, twice of one party, or not of one sharing."""
    sharings = {(s.threshold, s.modulus, s.values.shape) for s in shares}
    if len(sharings) > 1:
        raise ParameterError(
            "errors.shares_mixed",
            "need shares of one sharing, got (threshold, modulus, shape) {sharings}",
            sharings=", ".join(str(sharing) for sharing in sorted(sharings)),
        )
    parties = [s.party for s in shares]
    if len(set(parties)) < len(parties):
        raise ParameterError(
            "errors.shares_duplicate",
            "need shares of different parties, got parties {parties}",
            parties=", ".join(map(str, parties)),
        )
    needed = shares[0].threshold if shares else 1
    if len(shares) < needed:
        raise ParameterError(
            "errors.shares_missing",
            "need {needed} shares, got {got}",
            needed=needed,
            got=len(shares),
        )
    modulus = shares[0].modulus
    check_modulus(modulus)
    for party in parties:
        check_range("party", party, 1, modulus - 1)
    for s in shares:
        field_elements(s.values, modulus=modulus)


def _interpolate(shares: Sequence[Share], point: int, *, modulus: int) -> Field:
    """Return the value at `point` of the polynomials through all of `shares`."""
    result = np.zeros(shares[0].values.shape, np.uint64)
    for s in shares:
        weight = 1
        for other in shares:
            if other is not s:
                inverse = pow(s.party - other.party, -1, modulus)
                weight = weight * (point - other.party) * inverse % modulus
        result = (result + s.values * np.uint64(weight)) % np.uint64(modulus)
    return result
