"""Lines that hold on to each other, so that damage is noticed.

Every line ends with the SHA-256 hash of the line before it and of itself.

Protects: against a line that was edited, moved, removed or inserted, and against a damaged disk.
Does not protect: against somebody who changes a line and computes all later hashes anew, nor
against the removal of the last lines: the hash takes no key.
"""

import hashlib
import json
from typing import Any

from pet_workbench.dp.errors import LedgerError

START = "0" * 64
"""What the first line holds on to."""
MARK = ',"chain":"'
TAIL = len(MARK) + 64 + len('"}')


def seal(body: dict[str, Any], previous: str) -> tuple[bytes, str]:
    """Return a line for `body`, with its hash.

    Raises
    ------
    ValueError, TypeError
        If the body is not what JSON can hold.

    Examples
    --------
    >>> line, mark = seal({"epsilon": "1/2"}, START)
    >>> line[:26], line.endswith(f'{mark}"}}'.encode() + bytes([10]))
    (b'{"epsilon":"1/2","chain":"', True)
    """
    written = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    mark = _hash(written.encode(), previous)
    return f'{written[:-1]}{MARK}{mark}"}}\n'.encode(), mark


def unseal(line: bytes, previous: str, number: int) -> tuple[dict[str, Any], str]:
    """Return what a line says, with its hash.

    Parameters
    ----------
    line : bytes
        With or without the end of line.
    previous : str
        The hash of the line before it.
    number : int
        Of the line in the file, for the error.

    Raises
    ------
    LedgerError
        If the line is not what was once written there.
    """
    line = line.removesuffix(b"\n")
    written, tail = line[:-TAIL] + b"}", line[-TAIL:]
    mark = _hash(written, previous)
    if tail != f'{MARK}{mark}"}}'.encode():
        raise LedgerError(
            "errors.dp_ledger_edited",
            "need the ledger as it was written, got another line {number}: it was edited, or the "
            "disk is damaged; put back the latest back-up and count what was released since",
            number=number,
        )
    body: dict[str, Any] = json.loads(written)
    return body, mark


def is_sealed(line: bytes, previous: str) -> bool:
    """Tell whether a line is whole, though its end may be missing."""
    try:
        unseal(line, previous, 0)
    except LedgerError:
        return False
    return True


def _hash(written: bytes, previous: str) -> str:
    return hashlib.sha256(previous.encode() + b"\n" + written).hexdigest()
