"""The group ristretto255 (RFC 9496) as libsodium computes in it, through the package rbcl.

Lists that are matched blindly and proofs without knowledge both work in it.  A point is 32 bytes; a
multiplier is a number below `ORDER`.
"""

from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

from pet_workbench.core.optional import import_extra

ORDER = 2**252 + 27742317777372353535851937790883648493
"""How many points there are: a prime."""
POINT_BYTES = 32
NEUTRAL = bytes(POINT_BYTES)
"""The point that adds nothing."""


@cache
def library() -> ModuleType:
    """Return the package rbcl, loaded on first use.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    rbcl = import_extra("rbcl", package="rbcl")
    # Loading leaves a copy of libsodium in the folder for temporary files, one more every time.
    with suppress(AttributeError, OSError):
        Path(rbcl._sodium._name).unlink()
    return rbcl


def is_point(written: bytes) -> bool:
    """Tell whether 32 bytes are the one encoding of a point; the neutral point counts.

    Examples
    --------
    >>> is_point(NEUTRAL), is_point(bytes([255]) * 32), is_point(b"short")
    (True, False, False)
    """
    if len(written) != POINT_BYTES:
        return False
    return written == NEUTRAL or bool(library().crypto_core_ristretto255_is_valid_point(written))
