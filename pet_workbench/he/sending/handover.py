"""Contexts, columns and plain numbers over a `Channel` between two parties.

Two things are protected in two places.  Between machines every connection is TLS with a certificate
on both sides (`pet_workbench.engines`): nobody else reads what passes, and each party knows who is
at the other end.  That is also what keeps the key secret that two parties agree here.  With that
key every envelope gets a tag over its contents and over what they are for: step, sender, receiver,
run and number.  So a column that is delivered in another's place, a second time, or by way of a
third party, is refused, whoever carried it.  Numbers that need no encryption go as they are, and
the same tag after them.

When anything is wrong the receiver's program ends with a typed error *on its own side*.  The engine
tells the other parties that the run has stopped, and not why: the same 24 bytes whatever the
reason.

Protects: what is sent, numbers included, against change, mix-up and replay, whoever carries it.
Does not protect: without TLS (all parties in one process) against anybody who sees the messages,
for the key is among them; that is a simulation.  *That* a run stopped, and when, is seen by the
others: it is one bit, and who may send damaged ciphertexts again and again can learn a secret key
from many such bits [1]_ [2]_.  Count runs (`usecases.run_limit`), and after a failed decryption
find out why before the next.  With a teaching seed all keys are predictable.

References
----------
.. [1] J. Loftus, A. May, N. P. Smart and F. Vercauteren, "On CCA-Secure Somewhat Homomorphic
   Encryption", SAC 2011, on oracles that tell whether a ciphertext is valid.
.. [2] P. Fauzi, M. N. Hovd and H. Raddum, "On the IND-CCA1 Security of FHE Schemes", Cryptography
   6(1), 2022, 13, doi:10.3390/cryptography6010013.
"""

import hmac
from collections import Counter
from typing import Any, NoReturn

import numpy as np
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import DTypeLike, NDArray

from pet_workbench.core import Channel, ParameterError
from pet_workbench.he.column import Column
from pet_workbench.he.errors import TamperedError
from pet_workbench.he.keys import PublicContext
from pet_workbench.he.sending.envelope import pack, unpack_column, unpack_context
from pet_workbench.he.sending.tagged import KEY_BYTES, Label

AGREE = "handover key"
CONTEXT = "public context"
_RUN_BYTES = 16


class HandoverKey:
    """What two parties agreed for one run: a key, a name for the run, and what they have sent.

    It belongs to one place, as it counts: it cannot be copied or pickled.

    Parameters
    ----------
    secret : bytes
        32 bytes.
    run : str
        Name of the run.

    Attributes
    ----------
    run : str
    """

    def __init__(self, secret: bytes, run: str) -> None:
        self.run = run
        self._secret = secret
        self._counted: Counter[tuple[str, str, str]] = Counter()

    def __repr__(self) -> str:
        return f"<HandoverKey of run {self.run[:8]}>"

    def tag_key(self) -> bytes:
        """Return the key for tags."""
        return self._secret

    def next_label(self, step: str, sender: str, receiver: str) -> Label:
        """Return what the next envelope of this kind has to say."""
        kind = (step, sender, receiver)
        self._counted[kind] += 1
        return Label(*kind, self.run, self._counted[kind] - 1)

    def _refuse(self, *_: object) -> NoReturn:
        raise ParameterError(
            "errors.he_key_copied",
            "need a handover key to stay with the party that agreed it, got a wish to copy it: "
            "two copies would count separately, and accept a message twice",
        )

    __reduce_ex__ = __reduce__ = _refuse
    __copy__ = __deepcopy__ = _refuse


async def agree_key(channel: Channel, other: str) -> HandoverKey:
    """Agree a key with another party, out of randomness of both.

    Both call it.  Neither can choose the key alone, and it is another one in every run.

    Parameters
    ----------
    channel : Channel
        Of this party.
    other : str
        The other party.

    Returns
    -------
    HandoverKey

    Raises
    ------
    ProtocolError
        If the other party sends something else.
    """
    own = np.frombuffer(channel.draw_key(f"{AGREE} with {other}"), np.uint8)
    channel.send(other, AGREE, own)
    received = await channel.receive(other, AGREE, dtype=np.uint8, shape=KEY_BYTES)
    both = sorted([(channel.party, own.tobytes()), (other, received.tobytes())])
    info = "\0".join(["pet-workbench he handover 1", *(name for name, _ in both)])
    drawn = HKDF(SHA256(), KEY_BYTES + _RUN_BYTES, salt=None, info=info.encode()).derive(
        b"".join(part for _, part in both)
    )
    return HandoverKey(drawn[:KEY_BYTES], drawn[KEY_BYTES:].hex())


def send_context(
    channel: Channel, receiver: str, context: PublicContext, *, key: HandoverKey
) -> None:
    """Send a public context; the receiver calls `receive_context`.

    Parameters
    ----------
    channel : Channel
        Of this party.
    receiver : str
        The other party.
    context : PublicContext
    key : HandoverKey
        Agreed with the receiver.
    """
    label = key.next_label(CONTEXT, channel.party, receiver)
    _send(channel, receiver, CONTEXT, pack(context, key=key.tag_key(), label=label))


async def receive_context(channel: Channel, sender: str, *, key: HandoverKey) -> PublicContext:
    """Receive a public context.

    Parameters
    ----------
    channel : Channel
        Of this party.
    sender : str
        The other party.
    key : HandoverKey
        Agreed with the sender.

    Returns
    -------
    PublicContext

    Raises
    ------
    TamperedError, DataError, ParameterError
        If it was changed, or does not make sense; see `envelope.unpack_context`.
    """
    data = await channel.receive(sender, CONTEXT, dtype=np.uint8, shape=None)
    label = key.next_label(CONTEXT, sender, channel.party)
    return unpack_context(data.data, key=key.tag_key(), label=label)


def send_column(
    channel: Channel, receiver: str, column: Column, step: str, *, key: HandoverKey
) -> None:
    """Send a column; the receiver calls `receive_column`.

    Parameters
    ----------
    channel : Channel
        Of this party.
    receiver : str
        The other party.
    column : Column
    step : str
        What it is for; a different one in each lane, as messages of one step are counted.
    key : HandoverKey
        Agreed with the receiver.
    """
    label = key.next_label(step, channel.party, receiver)
    _send(channel, receiver, step, pack(column, key=key.tag_key(), label=label))


async def receive_column(
    channel: Channel, sender: str, context: PublicContext, step: str, *, key: HandoverKey
) -> Column:
    """Receive a column.

    Parameters
    ----------
    channel : Channel
        Of this party.
    sender : str
        The other party.
    context : PublicContext
        The one it should be encrypted under.
    step : str
        What it is for.
    key : HandoverKey
        Agreed with the sender.

    Returns
    -------
    Column

    Raises
    ------
    TamperedError, WrongKeyError, DataError
        If it was changed, belongs to another key, or does not make sense; see
        `envelope.unpack_column`.
    """
    data = await channel.receive(sender, step, dtype=np.uint8, shape=None)
    label = key.next_label(step, sender, channel.party)
    return unpack_column(data.data, context, key=key.tag_key(), label=label)


def _send(channel: Channel, receiver: str, step: str, packed: bytes) -> None:
    channel.send(receiver, step, np.frombuffer(packed, np.uint8))


def send_numbers(
    channel: Channel, receiver: str, step: str, numbers: NDArray[Any], *, key: HandoverKey
) -> None:
    """Send numbers in the clear, and a tag after them; the receiver calls `receive_numbers`.

    Parameters
    ----------
    channel, receiver, step, key
        As `send_column`.
    numbers : ndarray
        The receiver, and whoever sees the messages, reads them.
    """
    label = key.next_label(step, channel.party, receiver)
    channel.send(receiver, step, numbers)
    tag = np.frombuffer(_tag(numbers, label, key), np.uint8)
    channel.send(receiver, f"{step} hash", tag)


async def receive_numbers(
    channel: Channel,
    sender: str,
    step: str,
    *,
    dtype: DTypeLike,
    shape: int | tuple[int, ...] | None,
    key: HandoverKey,
) -> NDArray[Any]:
    """Receive numbers in the clear.

    Parameters
    ----------
    channel, sender, step, key
        As `receive_column`.
    dtype, shape
        As `Channel.receive`.

    Returns
    -------
    ndarray

    Raises
    ------
    TamperedError
        If they are not as the sender tagged them, for this step and in this order.
    ProtocolError
        If they are of another type or shape.
    """
    numbers = await channel.receive(sender, step, dtype=dtype, shape=shape)
    tag = await channel.receive(sender, f"{step} hash", dtype=np.uint8, shape=KEY_BYTES)
    label = key.next_label(step, sender, channel.party)
    if not hmac.compare_digest(tag.tobytes(), _tag(numbers, label, key)):
        raise TamperedError(
            "errors.he_numbers_tag",
            "need '{step}' as {sender} tagged it, got something else: it was changed on its way; "
            "nothing of it was used",
            step=step,
            sender=sender,
        )
    return numbers


def _tag(numbers: NDArray[Any], label: Label, key: HandoverKey) -> bytes:
    """Return the tag of numbers: over what they are for, their type and shape, and themselves."""
    meant = repr((*label, numbers.dtype.str, numbers.shape)).encode()  # no envelope begins with (
    return hmac.digest(key.tag_key(), meant + b"\0" + numbers.tobytes(), "sha256")
