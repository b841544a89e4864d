"""What goes over a connection, byte by byte; whatever is not exactly that is refused.

First, once each way: a greeting of fixed size plus two names.  Then frames: a header of 24 bytes,
the step's name, and numbers of one of the types in `DTYPES`, in order, little-endian.  Nothing that
arrives is ever executed or unpickled, and no memory is set aside before the header is checked.

    greeting  magic 8 | version 2 | run 32 | sender length 1 | receiver length 1 | both names
    frame     kind 1 | type 1 | step length 2 | round 4 | lane 8 | items 8 | step | items
"""

import struct
from collections.abc import Generator
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Mail, ProtocolError

MAGIC = b"PETBENCH"
VERSION = 1
RUN_BYTES = 32
DTYPES = tuple(
    np.dtype(name)
    for name in ("?", "u1", "<u2", "<u4", "<u8", "i1", "<i2", "<i4", "<i8", "<f4", "<f8")
)
MAX_STEP_BYTES = 200
MAX_PAYLOAD_BYTES = 1 << 30
MAX_ROUND = 1 << 30

_GREETING = struct.Struct(f"<8sH{RUN_BYTES}sBB")
_HEADER = struct.Struct("<BBHIQQ")
_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}


class Kind(IntEnum):
    """What a frame is for."""

    MESSAGE = 1
    ALIVE = 2
    GOODBYE = 3
    STOP = 4


class Greeting(NamedTuple):
    """How a party introduces itself.

    Attributes
    ----------
    version : int
        Of the format of frames.
    run : bytes
        Digest of all that the parties agreed about this run.
    sender, receiver : str
        Names of the parties.
    """

    version: int
    run: bytes
    sender: str
    receiver: str


class Frame(NamedTuple):
    """What arrived: for a message its lane and contents, otherwise its kind only."""

    kind: Kind
    lane: int = 0
    mail: Mail | None = None


Arrived = Greeting | Frame
Parser = Generator[memoryview | Arrived, None, None]


def greeting_bytes(greeting: Greeting) -> bytes:
    """Return a greeting as it is sent."""
    names = greeting.sender.encode(), greeting.receiver.encode()
    head = _GREETING.pack(MAGIC, greeting.version, greeting.run, *map(len, names))
    return head + names[0] + names[1]


def signal_bytes(kind: Kind) -> bytes:
    """Return a frame without contents."""
    return _HEADER.pack(kind, 0, 0, 0, 0, 0)


def message_parts(
    step: str, payload: NDArray[Any], *, lane: int, round: int
) -> tuple[bytes, memoryview]:
    """Return a message's header and its numbers, which are not copied.

    Raises
    ------
    ProtocolError
        If it is larger than any receiver takes, or of a type that nobody takes.
    """
    name, dtype = step.encode(), payload.dtype.newbyteorder("<")
    values = np.ascontiguousarray(payload, dtype).reshape(-1)
    _check(dtype in _CODES, "", "type")
    _check(values.nbytes <= MAX_PAYLOAD_BYTES, "", "size")
    _check(0 < len(name) <= MAX_STEP_BYTES, "", "step")
    header = _HEADER.pack(Kind.MESSAGE, _CODES[dtype], len(name), round, lane, values.size)
    return header + name, values.view(np.uint8).data


def parse(party: str) -> Parser:
    """Read one connection: yields a buffer to fill, or what has arrived.

    Parameters
    ----------
    party : str
        Whose connection it is, for errors.

    Raises
    ------
    ProtocolError
        At the first byte that does not belong.
    """
    head = bytearray(_GREETING.size)
    yield memoryview(head)
    magic, version, run, *lengths = _GREETING.unpack(head)
    _check(magic == MAGIC, party, "greeting")
    names = []
    for length in lengths:
        _check(length > 0, party, "name")
        name = bytearray(length)
        yield memoryview(name)
        names.append(_text(name, party, "name"))
    yield Greeting(version, run, *names)
    while True:
        header = bytearray(_HEADER.size)
        yield memoryview(header)
        kind, code, *rest = _HEADER.unpack(header)
        _check(kind in list(Kind), party, "kind")
        if kind == Kind.MESSAGE:
            yield from _parse_message(party, code, *rest)
        else:
            _check(not any((code, *rest)), party, "header")
            yield Frame(Kind(kind))


def _parse_message(
    party: str, code: int, step_bytes: int, round: int, lane: int, items: int
) -> Parser:
    """Read the rest of a message, after its header has been found in order."""
    _check(code < len(DTYPES), party, "type")
    _check(0 < step_bytes <= MAX_STEP_BYTES, party, "step")
    _check(0 < round <= MAX_ROUND, party, "round")
    dtype = DTYPES[code]
    _check(items * dtype.itemsize <= MAX_PAYLOAD_BYTES, party, "size")
    step = bytearray(step_bytes)
    yield memoryview(step)
    name = _text(step, party, "step")
    raw = np.empty(items * dtype.itemsize, np.uint8)
    if items:
        yield raw.data
    if dtype == np.bool_:
        _check(bool((raw <= 1).all()), party, "value")
    payload = raw.view(dtype)
    payload.flags.writeable = False
    yield Frame(Kind.MESSAGE, lane, Mail(name, round, payload))


def _text(content: bytearray, party: str, field: str) -> str:
    """Return printable text."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    _check(text.isprintable() and bool(text), party, field)
    return text


def _check(holds: bool, party: str, field: str) -> None:
    """Refuse what is not as this module's format has it."""
    if not holds:
        raise ProtocolError(
            "errors.bad_frame",
            "need messages in the agreed format, got another {field} from {party}: it runs "
            "something else, or a stranger is on the line",
            party=party or "?",
            field=field,
        )
