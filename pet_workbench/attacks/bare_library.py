"""The same computation with the bare library, by somebody who forgets what nobody checks.

SEAL is honest about it: its objects know neither whose key they belong to nor whether anybody
changed them.  `BareOwner` uses it as an introduction would show it.  Nothing here is refused, and
that is the point: an answer comes out, and it is wrong.

Protects: nothing; this is the contrast to `pet_workbench.he`.
Does not protect: the names say it.

References
----------
.. [1] Microsoft SEAL, https://github.com/microsoft/SEAL, and TenSEAL 0.3.18,
   doi:10.48550/arXiv.2104.03152.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.he.library import (
    context_of,
    read_polynomials,
    seal,
    write_polynomials,
)
from pet_workbench.he.parameters import Parameters


class BareOwner:
    """Somebody with a key, and the library as it is.

    Parameters
    ----------
    parameters : Parameters
        Of either scheme.

    Examples
    --------
    >>> from pet_workbench.he.parameters import make_bfv
    >>> made = make_bfv(
    ...     poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20
    ... )
    >>> owner = BareOwner(made)
    >>> owner.unsafe_decrypt(owner.encrypt(np.array([1, 2])), 2).tolist()
    [1, 2]
    """

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self._context = context_of(parameters)
        library = seal()
        generator = library.KeyGenerator(self._context)
        public_key = library.PublicKey()
        generator.create_public_key(public_key)
        self._encryptor = library.Encryptor(self._context, public_key)
        self._decryptor = library.Decryptor(self._context, generator.secret_key())
        self._evaluator = library.Evaluator(self._context)
        kind = library.CKKSEncoder if self._is_real else library.BatchEncoder
        self._encoder = kind(self._context)

    @property
    def _is_real(self) -> bool:
        return self.parameters.scheme == "ckks"

    def encrypt(self, values: NDArray[Any]) -> Any:
        """Return a ciphertext of `values`, at most as many as there are slots."""
        ciphertext = seal().Ciphertext()
        self._encryptor.encrypt(self.encode(values), ciphertext)
        return ciphertext

    def encode(self, values: NDArray[Any]) -> Any:
        """Return `values` as a plaintext."""
        plain = seal().Plaintext()
        if self._is_real:
            scale = 2.0**self.parameters.scale_bits
            self._encoder.encode([float(one) for one in values], scale, plain)
        else:
            self._encoder.encode([int(one) for one in values], plain)
        return plain

    def add(self, one: Any, other: Any) -> Any:
        """Add two ciphertexts, whosesoever they are."""
        total = seal().Ciphertext()
        self._evaluator.add(one, other, total)
        return total

    def add_in_clear(self, ciphertext: Any, values: NDArray[Any]) -> Any:
        """Add `values` to a ciphertext: it takes no key."""
        total = seal().Ciphertext()
        self._evaluator.add_plain(ciphertext, self.encode(values), total)
        return total

    def change(self, ciphertext: Any, place: int) -> Any:
        """Return the ciphertext with the lowest bit of coefficient number `place` turned."""
        polynomials = read_polynomials(ciphertext).copy()
        polynomials.reshape(-1)[place] ^= np.uint64(1)
        return write_polynomials(self._context, ciphertext, polynomials)

    def unsafe_decrypt(self, ciphertext: Any, n: int) -> NDArray[Any]:
        """Return the first `n` numbers that decryption gives, whatever they mean."""
        plain = seal().Plaintext()
        self._decryptor.decrypt(ciphertext, plain)
        if self._is_real:
            return np.array(self._encoder.decode_double(plain)[:n])
        return np.array(self._encoder.decode_int64(plain)[:n])


def changed_anywhere(
    owner: BareOwner, values: NDArray[Any], *, tries: int
) -> Iterator[NDArray[Any]]:
    """Encrypt `values`, turn one bit somewhere, and yield what decryption gives; `tries` times.

    Parameters
    ----------
    owner : BareOwner
    values : ndarray
    tries : int
        The places are spread evenly over the ciphertext.
    """
    for n in range(tries):
        ciphertext = owner.encrypt(values)
        place = n * read_polynomials(ciphertext).size // tries
        yield owner.unsafe_decrypt(owner.change(ciphertext, place), len(values))
