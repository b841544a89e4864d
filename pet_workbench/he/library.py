"""The seam to Microsoft SEAL: nothing else in this package touches `tenseal`.

TenSEAL ships, besides its own vectors, a nearly complete binding of SEAL (`tenseal.sealapi`).
We use that: ciphertexts one by one, with their true scale [1]_.

Protects: secret keys on their way through `to_bytes`: they pass through memory of the kernel, not
through a named file, where the operating system has such memory files (Linux).  Elsewhere the file
is readable by its owner only and is removed at once.
Does not protect: SEAL draws its randomness from its own generator, seeded by the operating system
for each encryption; no seed of ours reaches it.  SEAL trusts the bytes it reads: see
`sending.envelope`.

References
----------
.. [1] Microsoft SEAL, https://github.com/microsoft/SEAL, and TenSEAL 0.3.18,
   doi:10.48550/arXiv.2104.03152.
"""

import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import ParameterError

if TYPE_CHECKING:
    from pet_workbench.he.parameters import Parameters

SEAL_HEADER = struct.Struct("<HBBBBHQ")
"""Magic number, header size, major and minor version, compression, nothing, size of the whole."""
SEAL_MAGIC, SEAL_VERSION = 0xA15E, (4, 3)
UNCOMPRESSED, COMPRESSED = 0, 2


def seal() -> ModuleType:
    """Return the binding of SEAL, loaded at first use."""
    import tenseal.sealapi

    return tenseal.sealapi  # type: ignore[no-any-return]  # the binding has no types


@lru_cache(maxsize=16)
def context_of(parameters: "Parameters") -> Any:
    """Return SEAL's context of `parameters`, made once.

    SEAL refuses by itself what falls short of 128 bits of security by its own table; what it says
    then is the assertion's message.  `parameters` has checked that before, with a better one.
    """
    library = seal()
    scheme = library.SCHEME_TYPE.CKKS if parameters.scheme == "ckks" else library.SCHEME_TYPE.BFV
    chosen = library.EncryptionParameters(scheme)
    chosen.set_poly_modulus_degree(parameters.poly_modulus_degree)
    chosen.set_coeff_modulus([library.Modulus(prime) for prime in parameters.coeff_modulus])
    if parameters.scheme == "bfv":
        chosen.set_plain_modulus(parameters.plain_modulus)
    context = library.SEALContext(chosen, True, library.SEC_LEVEL_TYPE.TC128)
    assert context.parameters_set(), context.parameters_error_message()
    return context


def primes(poly_modulus_degree: int, bit_sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Return different primes of these sizes in bits that suit a ring of this degree.

    Each is 1 modulo twice the degree, so that products can be computed by a number-theoretic
    transform and, for BFV's plain modulus, every coefficient can hold a number of its own.

    Parameters
    ----------
    poly_modulus_degree : int
        A power of two.
    bit_sizes : tuple of int
        From 18 to 60 each.

    Raises
    ------
    ParameterError
        If there are not that many primes of a size.

    Examples
    --------
    >>> [prime % 8192 for prime in primes(4096, (30, 20))]
    [1, 1]
    """
    try:
        made = seal().CoeffModulus.Create(poly_modulus_degree, list(bit_sizes))
    except RuntimeError:
        raise ParameterError(
            "errors.he_too_few_primes",
            "need that many different primes of these sizes at degree {degree}, got {bits} bits: "
            "choose larger primes",
            degree=poly_modulus_degree,
            bits=", ".join(map(str, bit_sizes)),
        ) from None
    return tuple(int(modulus.value()) for modulus in made)


def level_of(context: Any, thing: Any) -> int:
    """Return how many primes can still be dropped.

    Parameters
    ----------
    context
        SEAL's.
    thing
        A ciphertext or plaintext of SEAL.
    """
    return len(context.get_context_data(thing.parms_id()).parms().coeff_modulus()) - 1


def parms_id_at(context: Any, level: int) -> Any:
    """Return SEAL's name of the parameters at a level.

    Parameters
    ----------
    context
        SEAL's.
    level : int
        How many primes can still be dropped.
    """
    data = context.first_context_data()
    while len(data.parms().coeff_modulus()) - 1 > level:
        data = data.next_context_data()
    return data.parms_id()


def galois_elements(parameters: "Parameters") -> list[int]:
    """Return the rotations that add up all slots: by powers of two, and BFV's two rows.

    Parameters
    ----------
    parameters : Parameters

    Returns
    -------
    list of int
        Each names a rotation the way SEAL makes keys for it.
    """
    order = 2 * parameters.poly_modulus_degree
    steps = (1 << k for k in range((parameters.poly_modulus_degree // 2).bit_length() - 1))
    elements = [pow(3, step, order) for step in steps]
    return elements if parameters.scheme == "ckks" else [*elements, order - 1]


@contextmanager
def _memory_file() -> Iterator[tuple[int, str]]:
    """Give a file nobody else can open: its descriptor and a path for the library."""
    if hasattr(os, "memfd_create"):
        file = os.memfd_create("pet-workbench")
        try:
            yield file, f"/proc/self/fd/{file}"
        finally:
            os.close(file)
    else:
        file, path = tempfile.mkstemp()
        try:
            yield file, path
        finally:
            os.close(file)
            os.unlink(path)


def to_bytes(thing: Any) -> bytes:
    """Return what SEAL saves, compressed.

    Parameters
    ----------
    thing
        A ciphertext or key of SEAL.
    """
    with _memory_file() as (file, path):
        thing.save(path)
        return os.pread(file, os.lseek(file, 0, os.SEEK_END), 0)


def from_bytes(thing: Any, context: Any, data: bytes) -> Any:
    """Load what SEAL saved, and return it.

    Parameters
    ----------
    thing
        A new ciphertext or key of SEAL, to be filled.
    context
        SEAL's.
    data : bytes
        Only such whose origin and size were checked: see `sending.envelope`.

    Raises
    ------
    ValueError
        If SEAL finds that they are not what `thing` needs.
    """
    with _memory_file() as (file, path):
        os.pwrite(file, data, 0)
        try:
            thing.load(context, path)
        except (RuntimeError, ValueError, IndexError, MemoryError, OverflowError) as error:
            raise ValueError(str(error)) from None
    return thing


def read_polynomials(ciphertext: Any) -> NDArray[np.uint64]:
    """Return the numbers a ciphertext consists of.

    Parameters
    ----------
    ciphertext
        Of SEAL; a plaintext of CKKS will do as well.

    Returns
    -------
    ndarray of uint64, shape (parts, primes, degree)
        For each prime the residues of a polynomial: its coefficients in BFV, its values at the
        powers of a root of unity in CKKS.  A plaintext has one part, and its shape is
        ``(1, 1, primes * degree)``.
    """
    stored = ciphertext.dyn_array()
    flat = np.fromiter((stored.at(i) for i in range(stored.size())), np.uint64, stored.size())
    if not hasattr(ciphertext, "coeff_modulus_size"):
        return flat.reshape(1, 1, -1)
    primes_left, degree = ciphertext.coeff_modulus_size(), ciphertext.poly_modulus_degree()
    return flat[: ciphertext.size() * primes_left * degree].reshape(-1, primes_left, degree)


def write_polynomials(context: Any, like: Any, polynomials: NDArray[np.uint64]) -> Any:
    """Return a ciphertext of SEAL with these numbers, of the form, level and scale of `like`.

    Parameters
    ----------
    context
        SEAL's.
    like
        A ciphertext of the same form and level.
    polynomials : ndarray of uint64, shape (parts, primes, degree)
        As `read_polynomials` gives them; each residue below its prime.
    """
    parts, primes_left, degree = polynomials.shape
    words = np.ascontiguousarray(polynomials, dtype="<u8").tobytes()
    inner = struct.pack("<Q", polynomials.size) + words
    stored = _with_header(inner)
    fields = struct.pack(
        "<4QBQQQdQ",
        *like.parms_id(),
        like.is_ntt_form(),
        parts,
        degree,
        primes_left,
        like.scale,
        1,  # a factor that only the scheme BGV uses
    )
    return from_bytes(seal().Ciphertext(), context, _with_header(fields + stored))


def _with_header(content: bytes) -> bytes:
    """Put SEAL's header before uncompressed content."""
    size = SEAL_HEADER.size + len(content)
    return (
        SEAL_HEADER.pack(SEAL_MAGIC, SEAL_HEADER.size, *SEAL_VERSION, UNCOMPRESSED, 0, size)
        + content
    )
