"""The record of messages that an engine keeps while a run goes on."""

from typing import Any

from numpy.typing import NDArray

from pet_workbench.core.transcript import Message

KEEP_PAYLOAD_BYTES = 64 * 2**20
HEAD_BYTES = 256


class MessageLog:
    """Writes messages down in the order in which they come; all are counted, some are kept.

    Parameters
    ----------
    keep_payload_bytes : int
        How many bytes of payload to keep.  Of a message that no longer fits the first values are
        kept; with 0 nothing is.

    Attributes
    ----------
    messages : list of Message
    """

    def __init__(self, keep_payload_bytes: int) -> None:
        self.messages: list[Message] = []
        self._room = keep_payload_bytes
        self._keeps_heads = keep_payload_bytes > 0

    def add(
        self, sender: str, receiver: str, step: str, payload: NDArray[Any], *, round: int
    ) -> Message:
        """Write down one message with its contiguous array and return the record."""
        kept = payload.nbytes <= self._room
        self._room -= payload.nbytes if kept else 0
        head = min(HEAD_BYTES, payload.nbytes) // payload.itemsize
        message = Message(
            sender=sender,
            receiver=receiver,
            step=step,
            round=round,
            size_bytes=payload.nbytes,
            payload=payload.tobytes() if kept else None,
            dtype=payload.dtype.str,
            head=payload.reshape(-1)[:head].tobytes() if self._keeps_heads else b"",
        )
        self.messages.append(message)
        return message
