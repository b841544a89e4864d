"""Prove by enumeration that what a party sees is uniform, whatever the secrets are.

In the 8-bit ring a vector of ``256 * k`` numbers is worked on in 256 columns that never meet:
number i belongs to column ``i % 256``.  So one run tries all 256 values of one keystream byte: that
byte runs through 0 .. 255 over the columns, every other byte and every secret is the same in all.

The claim is proved byte by byte.  Take a byte v of the view for which there is a keystream byte u
that the party does not know, that changes no other byte of the view, and that runs v through all
its 256 values.  Then v is uniform whatever the rest of the view is, and can be put aside.  Go on
with the rest, until no byte is left: then the view is jointly uniform and says nothing.  Bytes that
stay behind are not masked.  This holds for the tried values of the other keystream bytes; several
backgrounds are tried.
"""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from tests.three_parties import NAMES

COLUMNS = 256


class Byte(NamedTuple):
    """One row of a keystream: a byte that is the same in all columns, or runs through them."""

    key: bytes
    lane: int
    row: int


class NumberedKeys:
    """Stands in for `Entropy`: the first key is 32 times byte 1, the second 32 times byte 2 ..."""

    is_secure = False

    def __init__(self):
        self.drawn = 0

    def key(self):
        """Return the next key."""
        self.drawn += 1
        return bytes([self.drawn]) * 32


class Rehearsal:
    """Keystreams written out in full, in the place of the class `Keystream`.

    Parameters
    ----------
    background : callable
        From a `Byte` to its value.
    varied : Byte, optional
        The one that runs through all values.
    """

    def __init__(self, background: Any, varied: Byte | None = None) -> None:
        self.background = background
        self.varied = varied
        self.read: set[Byte] = set()

    def __call__(self, key: bytes, *, lane: int = 0) -> "Stream":
        """Open a keystream."""
        return Stream(self, key, lane)

    def row(self, byte: Byte) -> Any:
        """Return one row: a byte per column."""
        self.read.add(byte)
        value = np.full(COLUMNS, self.background(byte), np.uint8)
        return value ^ np.arange(COLUMNS, dtype=np.uint8) if byte == self.varied else value


class Stream:
    """One open keystream of a rehearsal."""

    def __init__(self, rehearsal: Rehearsal, key: bytes, lane: int) -> None:
        self.rehearsal, self.key, self.lane, self.at = rehearsal, key, lane, 0

    def integers(self, shape: Any, dtype: Any) -> Any:
        """Return the next rows, in the given shape."""
        count = int(np.prod(shape))
        assert np.dtype(dtype) == np.uint8
        assert count % COLUMNS == 0
        rows = range(self.at, self.at + count // COLUMNS)
        self.at = rows.stop
        parts = [self.rehearsal.row(Byte(self.key, self.lane, row)) for row in rows]
        return np.concatenate(parts).reshape(shape)

    def xor_into(self, values: Any) -> Any:
        """Mask the values in place."""
        values ^= self.integers(values.shape, values.dtype)
        return values


def zeros(byte: Byte) -> int:
    """Return 0 for every byte of keystream."""
    return 0


def ones(byte: Byte) -> int:
    """Return 255 for every byte of keystream."""
    return 255


def mixed(byte: Byte) -> int:
    """Return some value for every byte of keystream."""
    return (byte.key[0] * 83 + byte.lane * 151 + byte.row * 29 + byte.row**2 * 7 + 61) % 256


BACKGROUNDS = (zeros, ones, mixed)


def columns(numbers: Any) -> Any:
    """Return a vector that holds each of the 8-bit `numbers` in all 256 columns."""
    return np.repeat(np.asarray(numbers, np.uint8), COLUMNS)


def unmasked(run: Any, *, background: Any, opened: str = "") -> dict[str, Counter[str]]:
    """Return, per computing party, the steps of received bytes that are not proved uniform.

    Parameters
    ----------
    run : callable
        From a `Rehearsal` to the transcript of a run in which it served as keystream.
    background : callable
        Value of the keystream bytes that are not varied.
    opened : str, optional
        Step that opens something: its message follows from the party's own shares and the output,
        which is shown apart, and is left out.

    Returns
    -------
    dict of str to Counter
        Empty counters where the view is jointly uniform; else how many rows of which step are not.
    """
    first = Rehearsal(background)
    transcript = run(first)
    effects: dict[str, list[Effect]] = {name: [] for name in NAMES}
    for byte in sorted(first.read):
        varied = run(Rehearsal(background, byte))
        for name in NAMES:
            if byte.key not in known_keys(transcript, name):
                effects[name].append(effect(view_rows(varied, name, opened)))
    found = {}
    for name in NAMES:
        steps = row_steps(transcript, name, opened)
        found[name] = Counter(steps[row] for row in left_over(len(steps), effects[name]))
    return found


class Effect(NamedTuple):
    """What one keystream byte does to a view: the rows it changes, and those it runs through."""

    changed: frozenset[int]
    covered: frozenset[int]


def effect(rows: Any) -> Effect:
    """Return the effect of the byte that was varied over the columns of `rows`."""
    changed = np.flatnonzero((rows != rows[:, :1]).any(axis=1)).tolist()
    covered = [row for row in changed if np.unique(rows[row]).size == COLUMNS]
    return Effect(frozenset(changed), frozenset(covered))


def left_over(n_rows: int, effects: list[Effect]) -> set[int]:
    """Put aside, one after the other, rows of which a byte decides and nothing else."""
    left = set(range(n_rows))
    while True:
        alone = {
            row
            for changed, covered in effects
            if len(now := changed & left) == 1
            for row in now & covered
        }
        if not alone:
            return left
        left -= alone


def known_keys(transcript: Any, name: str) -> set[bytes]:
    """Return the keys that a party drew or received."""
    view = transcript.view(name)
    received = {message.payload for message in view.received if message.size_bytes == 32}
    return received | set(view.keys.values())


def masked_messages(transcript: Any, name: str, opened: str) -> list[Any]:
    """Return the messages that a party received, but no keys or hashes, nor what was `opened`."""
    received = transcript.view(name).received
    return [m for m in received if m.size_bytes != 32 and m.step != opened]


def view_rows(transcript: Any, name: str, opened: str) -> Any:
    """Return the bytes a party received as rows of 256 columns."""
    messages = masked_messages(transcript, name, opened)
    rows = [message.values().reshape(-1, COLUMNS) for message in messages]
    return np.concatenate([np.empty((0, COLUMNS), np.uint8), *rows])


def row_steps(transcript: Any, name: str, opened: str) -> list[str]:
    """Return the step of each row of a party's view."""
    return [
        message.step
        for message in masked_messages(transcript, name, opened)
        for _ in range(message.size_bytes // COLUMNS)
    ]
