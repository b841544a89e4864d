"""Every message of a run: who sent what to whom, how many bytes, in which round.

A transcript is the ground on which the workbench stands.  What a party saw is read off it, attacks
take it as input, and the price on a slower network follows from its bytes and rounds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.chain import chain_bytes
from pet_workbench.core.errors import ProtocolError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Message:
    """One message between two parties.

    Attributes
    ----------
    sender, receiver : str
        Names of the parties.
    step : str
        What the message is for, such as ``"masked payload"``.
    round : int
        1 for a message that depends on no other, else one more than the last it depends on.
    size_bytes : int
        Length of the payload as sent.
    payload : bytes or None
        The bytes themselves; None where they were not kept.
    dtype : str
        numpy type in which the payload is to be read, such as ``"<u8"``.
    head : bytes
        The first values, kept even where the rest was not.
    """

    sender: str
    receiver: str
    step: str
    round: int
    size_bytes: int
    payload: bytes | None
    dtype: str
    head: bytes = b""

    @property
    def items(self) -> int:
        """Number of values in the message."""
        return self.size_bytes // np.dtype(self.dtype).itemsize

    def first_values(self, count: int) -> list[Any]:
        """Return up to `count` of the first values, fewer where they were not kept."""
        first: list[Any] = np.frombuffer(self.head, self.dtype)[:count].tolist()
        return first

    def values(self) -> NDArray[Any]:
        """Return the payload as an array of one dimension.

        Raises
        ------
        ProtocolError
            If the payload was not kept.
        """
        if self.payload is None:
            raise ProtocolError(
                "errors.payload_dropped",
                "the payload of '{step}' ({size} bytes) was not kept: run with fewer rows or a "
                "larger keep_payload_bytes",
                step=self.step,
                size=self.size_bytes,
            )
        return np.frombuffer(self.payload, self.dtype)


@dataclass(frozen=True, slots=True)
class View:
    """All that one party got from others, and the random keys it drew itself.

    Together with the party's own input this determines everything it could ever compute: whatever
    an attack learns, it learns from here.

    Attributes
    ----------
    party : str
    received : tuple of Message
    keys : dict of str to bytes
        The keys the party drew, by label.
    """

    party: str
    received: tuple[Message, ...]
    keys: dict[str, bytes] = field(default_factory=dict)

    def find(self, step: str) -> list[Message]:
        """Return the received messages of `step`, in order of arrival."""
        return [message for message in self.received if message.step == step]

    @property
    def bytes(self) -> int:
        """Total size of what was received."""
        return sum(message.size_bytes for message in self.received)

    def table(self, *, first: int = 4) -> "pd.DataFrame":
        """Return one row per message, with its `first` values as the party saw them.

        Parameters
        ----------
        first : int, default: 4
            How many values to show of each message.

        Returns
        -------
        pandas.DataFrame
            Columns ``round``, ``sender``, ``step``, ``items``, ``bytes``, ``first_values``;
            the last is a list, empty where nothing was kept.
        """
        import pandas as pd

        rows = [
            (m.round, m.sender, m.step, m.items, m.size_bytes, m.first_values(first))
            for m in self.received
        ]
        return pd.DataFrame(
            rows, columns=["round", "sender", "step", "items", "bytes", "first_values"]
        )


@dataclass(frozen=True)
class Transcript:
    """All messages of one run, and all keys: for lessons and tests.

    No party has this whole record, and of real data nobody may have it: it holds everything that
    secret sharing keeps apart.

    Attributes
    ----------
    parties : tuple of str
    messages : tuple of Message
        In the order in which they were sent.
    keys : dict of str to dict of str to bytes
        Per party the keys it drew, by label.
    """

    parties: tuple[str, ...]
    messages: tuple[Message, ...]
    keys: dict[str, dict[str, bytes]] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Bytes sent by all parties together."""
        return sum(message.size_bytes for message in self.messages)

    @property
    def rounds(self) -> int:
        """Length of the longest chain of messages that wait for each other."""
        return max((message.round for message in self.messages), default=0)

    @cached_property
    def chain_bytes(self) -> int:
        """Bytes that wait for each other; see `pet_workbench.core.chain`."""
        return chain_bytes(self.messages)

    def bytes_sent(self, party: str) -> int:
        """Bytes that `party` sent to all others together."""
        return sum(m.size_bytes for m in self.messages if m.sender == party)

    def bytes_between(self, sender: str, receiver: str) -> int:
        """Bytes that went from `sender` to `receiver`."""
        return sum(
            m.size_bytes for m in self.messages if (m.sender, m.receiver) == (sender, receiver)
        )

    @property
    def dropped_bytes(self) -> int:
        """Bytes that were counted but not kept for looking at."""
        return sum(m.size_bytes for m in self.messages if m.payload is None)

    def view(self, party: str) -> View:
        """Return everything `party` received, and the keys it drew.

        Raises
        ------
        ProtocolError
            If no such party took part.
        """
        if party not in self.parties:
            raise ProtocolError(
                "errors.unknown_party",
                "need a party of this run ({parties}), got {party}",
                party=party,
                parties=", ".join(self.parties),
            )
        received = tuple(m for m in self.messages if m.receiver == party)
        return View(party, received, dict(self.keys.get(party, {})))

    def views(self, parties: Iterable[str]) -> list[View]:
        """Return the views of a coalition."""
        return [self.view(party) for party in parties]


@dataclass(frozen=True, slots=True)
class NetworkProfile:
    """A network on which a run can be priced.

    Attributes
    ----------
    id : str
        Key of its name in the catalogues.
    latency_s : float
        Seconds a message is under way, one direction.
    bits_per_s : float
        Speed at which one party can send.
    """

    id: str
    latency_s: float
    bits_per_s: float

    def seconds(self, transcript: Transcript) -> float:
        """Estimate how long the run of `transcript` would wait on this network; see `waiting`."""
        return self.waiting(rounds=transcript.rounds, chain_bytes=transcript.chain_bytes)

    def waiting(self, *, rounds: float, chain_bytes: float) -> float:
        """Estimate what parties apart, on this network, take longer than in one process.

        Rounds wait for each other, and so do the bytes on the longest chain; at the end all parties
        tell each other that they are done.  Processes of their own also need a moment to start,
        and work to send and receive.  Meeting and the TLS handshake come before, and do not count.
        An estimate: what may overlap is added, and lost packets, congestion and protocol headers
        are left out.  `pet_workbench.bench.costs` compares it with
        runs over an emulated network.

        Parameters
        ----------
        rounds, chain_bytes : float
            As a `Transcript` counts them.

        Examples
        --------
        >>> wan = NetworkProfile("wan", latency_s=0.010, bits_per_s=1e8)
        >>> round(wan.waiting(rounds=20, chain_bytes=25_000_000), 3)
        2.29
        """
        if not rounds:
            return 0.0
        under_way = (rounds + 1) * self.latency_s + 8 * chain_bytes / self.bits_per_s
        return START_SECONDS + ROUND_SECONDS * rounds + under_way


START_SECONDS = 0.03
"""First steps of a process of one's own, beyond those of one that has run before."""
ROUND_SECONDS = 0.0025
"""Work of the parties to send and receive the messages of one round: TLS, and processes waking up.
Both were measured on two cores, over an emulated network, and rounded."""

PROFILES: Sequence[NetworkProfile] = (
    NetworkProfile("lan", latency_s=0.0005, bits_per_s=1e9),
    NetworkProfile("wan", latency_s=0.010, bits_per_s=1e8),
    NetworkProfile("mobile", latency_s=0.050, bits_per_s=2e7),
)
"""One building, organisations across the country, and a mobile connection.  Round figures of ours,
meant for comparison; they are not a measurement of any particular network."""
