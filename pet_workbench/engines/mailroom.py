"""Where the thread that computes meets the thread that listens to the network.

The network's thread delivers; the program's thread takes, and sleeps while there is nothing.
Whatever goes wrong anywhere is told here once, and wakes the program.
"""

from collections import defaultdict, deque
from threading import Condition

from pet_workbench.core import Mail, ProtocolError

MAX_UNREAD_BYTES = 1 << 32
"""What one party may send before anybody reads it; more is not a protocol but an attack."""


class Mailroom:
    """Mail by sender and lane, who has said goodbye, and what went wrong.

    Parameters
    ----------
    others : sequence of str
        The other parties.
    """

    def __init__(self, others: tuple[str, ...]) -> None:
        self._others = others
        self._mail: dict[tuple[str, int], deque[Mail]] = defaultdict(deque)
        self._unread = dict.fromkeys(others, 0)
        self._gone: set[str] = set()
        self._failure: BaseException | None = None
        self._events = 0
        self._changed = Condition()

    @property
    def events(self) -> int:
        """How often anything happened; changes with every delivery."""
        return self._events

    @property
    def failure(self) -> BaseException | None:
        """What went wrong first, if anything did."""
        return self._failure

    def deliver(self, sender: str, lane: int, mail: Mail) -> None:
        """Put a message in its queue.

        Raises
        ------
        ProtocolError
            If its sender has sent far more than is read.
        """
        with self._changed:
            self._unread[sender] += mail.payload.nbytes
            if self._unread[sender] > MAX_UNREAD_BYTES:
                raise ProtocolError(
                    "errors.too_much_unread",
                    "need at most {limit} bytes waiting to be read from {party}, got more",
                    limit=MAX_UNREAD_BYTES,
                    party=sender,
                )
            self._mail[sender, lane].append(mail)
            self._happened()

    def say_goodbye(self, party: str) -> None:
        """Note that `party` has ended and sends nothing more."""
        with self._changed:
            self._gone.add(party)
            self._happened()

    def fail(self, error: BaseException) -> None:
        """Note what went wrong; only the first is kept, later errors follow from it."""
        with self._changed:
            self._failure = self._failure or error
            self._happened()

    def take(self, sender: str, lane: int) -> Mail | None:
        """Return the next message, or None when it is not there yet."""
        with self._changed:
            queue = self._mail.get((sender, lane))
            if not queue:
                return None
            mail = queue.popleft()
            if not queue:
                del self._mail[sender, lane]
            self._unread[sender] -= mail.payload.nbytes
            return mail

    def has_left(self, party: str) -> bool:
        """Return whether nothing more can come from `party`."""
        with self._changed:
            return party in self._gone

    def wait(self, events: int, seconds: float) -> bool:
        """Sleep until anything happened since `events`; return False when nothing did.

        Raises
        ------
        PetError
            What went wrong, if anything did.
        """
        with self._changed:
            happened = self._changed.wait_for(
                lambda: self._events != events or self._failure is not None, seconds
            )
            if self._failure is not None:
                raise self._failure
            return happened

    def wait_for_goodbyes(self, seconds: float) -> tuple[str, ...]:
        """Sleep until all others have ended; return who has not.

        Raises
        ------
        PetError
            What went wrong, if anything did.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._failure is not None or self._gone >= set(self._others), seconds
            )
            if self._failure is not None:
                raise self._failure
            return tuple(party for party in self._others if party not in self._gone)

    def unread(self) -> tuple[str, Mail] | None:
        """Return a message that nobody read, with its sender, or None."""
        with self._changed:
            return next(((key[0], queue[0]) for key, queue in self._mail.items() if queue), None)

    def _happened(self) -> None:
        self._events += 1
        self._changed.notify_all()
