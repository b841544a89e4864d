"""What saved keys and ciphertexts will take in memory, read from their bytes without SEAL.

A saved thing is SEAL's header of 16 bytes, then one frame of Zstandard [1]_, whose blocks say how
large they become: at most 128 KiB each, out of as little as four bytes.  Every thing we save has a
size that follows from the parameters, to the byte; so whatever would become anything else can be
refused before it is unpacked.

SEAL 4.3 checks sizes as it reads and did not swell when we tried to make it.  It should not be the
only one that looks.

Protects: memory, against bytes that unpack to more than they should; and against one kind of thing
in the place of another, such as a secret key where a public one belongs: their sizes differ.
Does not protect: against the right amount of wrong numbers.  SEAL checks that they are in range,
and the tag of an `envelope` who sent them.

References
----------
.. [1] Y. Collet and M. Kucherawy, "Zstandard Compression and the 'application/zstd' Media Type",
   RFC 8878, 2021, doi:10.17487/RFC8878, section 3.1.1.
"""

from collections.abc import Collection

from pet_workbench.core import DataError
from pet_workbench.he.library import (
    COMPRESSED,
    SEAL_HEADER,
    SEAL_MAGIC,
    SEAL_VERSION,
    UNCOMPRESSED,
)
from pet_workbench.he.parameters import Parameters

WORD_BYTES = 8
CIPHERTEXT_FIELDS = 73
"""Name of the parameters 32, form 1, and parts, degree, primes, scale and a factor, 8 each."""
ARRAY_FIELDS = 24
"""SEAL's header once more, and the number of words."""
SEED_FIELDS = 81
"""SEAL's header, the kind of generator, and its seed of 64 bytes."""
KEY_LIST_FIELDS = 40
"""Name of the parameters, and the length of the list."""

BLOCK_BYTES = 1 << 17
"""What a block of a frame becomes at most."""
MAX_GROWTH = 4
"""How much more than what it says a frame may become by the number of its blocks."""
_MAGIC = b"\x28\xb5\x2f\xfd"
_RAW, _REPEATED, _COMPRESSED = 0, 1, 2


def ciphertext_sizes(parameters: Parameters, level: int) -> tuple[int, int]:
    """Return what a ciphertext at `level` takes unpacked: both parts, or one and a seed.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_ckks
    >>> ciphertext_sizes(
    ...     make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(43, 43, 20), scale_bits=30), 1
    ... )
    (131169, 65714)
    """
    return _sizes(parameters.poly_modulus_degree, level + 1)


def key_size(parameters: Parameters, name: str) -> int:
    """Return what a public key takes unpacked.

    Parameters
    ----------
    parameters : Parameters
    name : str
        ``"public"``, ``"products"`` or ``"sums"``, as in `PublicContext.saved`.
    """
    degree, primes = parameters.poly_modulus_degree, len(parameters.coeff_modulus)
    whole, seeded = _sizes(degree, primes)
    if name == "public":
        return whole
    # One key per data prime to get from one secret to another, each a seeded pair of polynomials
    switching = (primes - 1) * (SEAL_HEADER.size + seeded)
    if name == "products":
        return KEY_LIST_FIELDS + WORD_BYTES + switching
    rotations = degree.bit_length() - 2 + (parameters.scheme == "bfv")
    return KEY_LIST_FIELDS + degree * WORD_BYTES + rotations * switching


def check_saved(data: bytes | memoryview, *, name: str, sizes: Collection[int]) -> None:
    """Refuse bytes that would not unpack to one of the `sizes`.

    Parameters
    ----------
    data : bytes
        As SEAL saves a thing.
    name : str
        What it is, for the error.
    sizes : collection of int
        What it may take unpacked, in bytes.

    Raises
    ------
    DataError
    """
    view = memoryview(data)
    says, most = _unpacked(view)
    if says not in sizes or most > MAX_GROWTH * says + 8 * BLOCK_BYTES:
        raise DataError(
            "errors.he_saved_size",
            "need {name} that unpacks to {sizes} bytes, got {size} bytes that are in another form "
            "or unpack to {says} (at most {most}): they were made for other parameters, or to fill "
            "your memory; ask their sender",
            name=name,
            sizes=" / ".join(map(str, sorted(sizes))),
            size=len(view),
            says=says,
            most=most,
        )


def _sizes(degree: int, primes: int) -> tuple[int, int]:
    polynomial = degree * primes * WORD_BYTES
    fields = CIPHERTEXT_FIELDS + ARRAY_FIELDS
    return fields + 2 * polynomial, fields + polynomial + SEED_FIELDS


def _unpacked(view: memoryview) -> tuple[int, int]:
    """Return the size that saved bytes say they unpack to, and the most they can; or zeros."""
    if len(view) < SEAL_HEADER.size:
        return 0, 0
    frame, mode = view[SEAL_HEADER.size :], view[5]
    expected = (SEAL_MAGIC, SEAL_HEADER.size, *SEAL_VERSION, mode, 0, len(view))
    if SEAL_HEADER.unpack(view[: SEAL_HEADER.size]) != expected:
        return 0, 0
    if mode != COMPRESSED:
        return (len(frame),) * 2 if mode == UNCOMPRESSED else (0, 0)
    try:
        says, at, largest = _frame_header(frame)
        most, at = _blocks(frame, at, largest)
    except IndexError:
        return 0, 0
    return (says, most) if at == len(frame) else (0, 0)


def _frame_header(frame: memoryview) -> tuple[int, int, int]:
    """Read a frame's header: size it says, where blocks begin, and what a block becomes at most.

    Raises
    ------
    IndexError
        If it is no such header, or has a dictionary, a checksum or no size, which SEAL never adds.
    """
    descriptor = frame[4]
    has_window, code = not descriptor >> 5 & 1, descriptor >> 6
    if frame[:4] != _MAGIC or descriptor & 0b11111 or (has_window and not code):
        raise IndexError
    at, width = 5 + has_window, 1 << code
    if len(frame) < at + width:
        raise IndexError
    says = int.from_bytes(frame[at : at + width], "little") + (256 if width == 2 else 0)
    window = _window(frame[5]) if has_window else says
    return says, at + width, min(window, BLOCK_BYTES)


def _window(code: int) -> int:
    """Return the size of a window as a frame's header writes it."""
    base = 1 << (10 + (code >> 3))
    return base + (base >> 3) * (code & 7)


def _blocks(frame: memoryview, at: int, largest: int) -> tuple[int, int]:
    """Add up what the blocks become at most; return that and where they end.

    Raises
    ------
    IndexError
        If they go on beyond the frame, or one is of no known kind.
    """
    most, is_last = 0, 0
    while not is_last:
        header = frame[at] | frame[at + 1] << 8 | frame[at + 2] << 16
        is_last, kind, size = header & 1, header >> 1 & 3, header >> 3
        if kind > _COMPRESSED or size > largest:
            raise IndexError
        most += largest if kind == _COMPRESSED else size
        at += 3 + (1 if kind == _REPEATED else size)
    return most, at
