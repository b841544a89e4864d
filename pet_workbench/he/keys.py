"""The secret key of a data owner, and the public context that everybody else gets.

They are different types, and the second can never be turned into the first.  The context is made of
bytes of public keys only; TenSEAL's own way, dropping the secret key from a context, leaves a
decryptor in it that still works.

Protects: the secret key: it cannot be copied, pickled or printed, and no object that is sent holds
it.
Does not protect: the secret key against whoever can read this process's memory.  Two keys of one
owner against mixing them up in a file name: `fingerprint` tells them apart.
"""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, NoReturn

from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.he.column import Column
from pet_workbench.he.errors import MissingKeyError, WrongKeyError
from pet_workbench.he.library import context_of, from_bytes, galois_elements, seal, to_bytes
from pet_workbench.he.opaque import Sealed
from pet_workbench.he.parameters import Parameters
from pet_workbench.he.real.column import RealColumn
from pet_workbench.he.security import check_memory
from pet_workbench.he.whole.column import WholeColumn

_COLUMNS: Mapping[str, type[Column]] = {"ckks": RealColumn, "bfv": WholeColumn}
KeyName = Literal["public", "products", "sums"]


class PublicContext(Sealed):
    """What everybody may have: it encrypts and computes, and cannot decrypt.

    Parameters
    ----------
    parameters : Parameters
    saved : mapping of str to bytes
        SEAL's public key as ``"public"`` and, as far as they were made, the keys for ``"products"``
        and for ``"sums"``.

    Attributes
    ----------
    fingerprint : str
        SHA-256 over the parameters and the public key, 64 hexadecimal digits.  It belongs to one
        secret key, and every column carries it.
    """

    def __init__(self, parameters: Parameters, saved: Mapping[str, bytes]) -> None:
        self.parameters = parameters
        self.saved = dict(saved)
        self.fingerprint = hashlib.sha256(parameters.digest + saved["public"]).hexdigest()

    def __repr__(self) -> str:
        return f"<PublicContext {self.fingerprint[:8]} ({self.parameters.scheme})>"

    def encrypt(self, values: ArrayLike, *, bound: float) -> Column:
        """Encrypt a column for the holder of the secret key.

        Parameters
        ----------
        values : array_like, shape (n,)
            Whole numbers for BFV.
        bound : float
            No value is further from zero.  It is public, so take it from what is known of such
            values and not from these.

        Returns
        -------
        Column
            A `RealColumn` in CKKS, a `WholeColumn` in BFV.

        Raises
        ------
        DataError
            If a value is not a number or exceeds `bound`; the row is in its parameters.
        RangeError, PrecisionError
            If such values do not fit these parameters.
        """

        def encrypt(plain: Any) -> Any:
            made = seal().Ciphertext()
            self.encryptor.encrypt(plain, made)
            return made

        return self.column_class.fresh(self, values, bound=bound, encrypt=encrypt, symmetric=False)

    def check_key(self, name: KeyName) -> None:
        """Refuse an operation for which no key was made.

        Raises
        ------
        MissingKeyError
        """
        if name not in self.saved:
            raise MissingKeyError(
                "errors.he_missing_key",
                "need keys for {name}, got a context without: the owner makes them with "
                "SecretKey.generate(parameters, {name}=True)",
                name=name,
            )

    @property
    def column_class(self) -> type[Column]:
        """The kind of column that these parameters make."""
        return _COLUMNS[self.parameters.scheme]

    @property
    def seal_context(self) -> Any:
        """SEAL's context."""
        return context_of(self.parameters)

    @cached_property
    def encoder(self) -> Any:
        """What turns numbers into a polynomial and back."""
        library = seal()
        kind = library.CKKSEncoder if self.parameters.scheme == "ckks" else library.BatchEncoder
        return kind(self.seal_context)

    @cached_property
    def evaluator(self) -> Any:
        """What adds and multiplies."""
        return seal().Evaluator(self.seal_context)

    @cached_property
    def encryptor(self) -> Any:
        """What encrypts with the public key."""
        return seal().Encryptor(self.seal_context, self._loaded(seal().PublicKey(), "public"))

    @cached_property
    def relin_keys(self) -> Any:
        """What brings a product back to the size of a fresh ciphertext."""
        return self._loaded(seal().RelinKeys(), "products")

    @cached_property
    def galois_keys(self) -> Any:
        """What moves numbers to other slots."""
        return self._loaded(seal().GaloisKeys(), "sums")

    def _loaded(self, thing: Any, name: KeyName) -> Any:
        self.check_key(name)
        return from_bytes(thing, self.seal_context, self.saved[name])


class SecretKey:
    """What decrypts, and stays with its owner.

    Made by `generate`, or by `key_file.load` from a file under a password.

    Attributes
    ----------
    context : PublicContext
        What others may have.
    """

    def __init__(self, context: PublicContext, saved: bytes) -> None:
        self.context = context
        self._key = from_bytes(seal().SecretKey(), context.seal_context, saved)

    @classmethod
    def generate(
        cls, parameters: Parameters, *, products: bool = False, sums: bool = False
    ) -> "SecretKey":
        """Draw a new key.

        Parameters
        ----------
        parameters : Parameters
        products : bool
            Also make the public key with which others multiply two columns.
        sums : bool
            Also make the public keys with which others add up a column; the largest of all.

        Returns
        -------
        SecretKey

        Raises
        ------
        ParameterError
            If these keys do not fit in memory.
        """
        check_memory(
            parameters.poly_modulus_degree,
            len(parameters.coeff_modulus),
            products=products,
            sums=sums,
        )
        library = seal()
        generator = library.KeyGenerator(context_of(parameters))
        public_key = library.PublicKey()
        generator.create_public_key(public_key)
        saved = {"public": to_bytes(public_key)}
        if products:
            saved["products"] = to_bytes(generator.create_relin_keys())
        if sums:
            elements = galois_elements(parameters)
            saved["sums"] = to_bytes(generator.create_galois_keys(elements))
        return cls(PublicContext(parameters, saved), to_bytes(generator.secret_key()))

    def encrypt(self, values: ArrayLike, *, bound: float) -> Column:
        """Encrypt a column of one's own: faster and with less noise than the public key.

        See `PublicContext.encrypt` for parameters and errors.
        """

        def encrypt(plain: Any) -> Any:
            made = seal().Ciphertext()
            self._encryptor.encrypt_symmetric(plain, made)
            return made

        return self._fresh(values, bound, encrypt)

    def encrypt_to_send(self, values: ArrayLike, *, bound: float) -> Column:
        """Encrypt a column of one's own in half the bytes.

        Half of a fresh ciphertext is random, and a seed stands for it until it is computed with.
        See `PublicContext.encrypt` for parameters and errors.
        """
        return self._fresh(
            values, bound, lambda plain: to_bytes(self._encryptor.encrypt_symmetric(plain))
        )

    def decrypt(self, column: Column) -> NDArray[Any]:
        """Decrypt a column under this key.

        Keep what comes out, and whether something came out, to yourself: a CKKS result as it is
        tells its receiver about the key (`hiding`), and so do repeated answers "valid" or "not".

        Parameters
        ----------
        column : Column

        Returns
        -------
        ndarray, shape (n,)
            Of float64 for CKKS, int64 for BFV.

        Raises
        ------
        ParameterError
            If it is not a column.
        WrongKeyError
            If the column belongs to another key.
        DecryptionError
            If what comes out cannot be the result of the computation.
        """
        if not isinstance(column, Column):
            raise ParameterError(
                "errors.he_not_a_column", "need a column to decrypt, got something else"
            )
        if column.context.fingerprint != self.context.fingerprint:
            raise WrongKeyError(
                "errors.he_not_mine",
                "need a column under key {mine}, got one under {other}: ask for the key's owner",
                mine=self.context.fingerprint[:8],
                other=column.context.fingerprint[:8],
            )
        return column.decode(self._decryptor)

    def unsafe_bytes(self) -> bytes:
        """Return the key itself, as SEAL saves it; only for `key_file`, which locks it away."""
        return to_bytes(self._key)

    @cached_property
    def _encryptor(self) -> Any:
        return seal().Encryptor(self.context.seal_context, self._key)

    @cached_property
    def _decryptor(self) -> Any:
        return seal().Decryptor(self.context.seal_context, self._key)

    def _fresh(self, values: ArrayLike, bound: float, encrypt: Any) -> Column:
        return self.context.column_class.fresh(
            self.context, values, bound=bound, encrypt=encrypt, symmetric=True
        )

    def __repr__(self) -> str:
        return f"<SecretKey {self.context.fingerprint[:8]} ({self.context.parameters.scheme})>"

    def _refuse(self, *_: object) -> NoReturn:
        raise ParameterError(
            "errors.he_secret_stays",
            "need a secret key to stay where it is, got a wish to copy or pickle it: send its "
            "`context`, or keep it with pet_workbench.he.sending.key_file",
        )

    __reduce_ex__ = __reduce__ = __getstate__ = _refuse
    __copy__ = __deepcopy__ = _refuse
