"""Encrypted numbers: one column of a table, in ciphertexts of many slots each, and its meter.

A column never changes.  Every operation asks the meters first, so that what is refused has not
touched anything; then it makes new ciphertexts.

Protects: the numbers, against everybody without the secret key.  Slots that no number uses hold
zeros.
Does not protect: the length of the column, its declared bound, and which operations made it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from numpy.typing import ArrayLike, NDArray

from pet_workbench.core import ParameterError
from pet_workbench.he.errors import WrongKeyError
from pet_workbench.he.library import from_bytes, galois_elements, seal, to_bytes
from pet_workbench.he.meter import Meter
from pet_workbench.he.opaque import Unseen

if TYPE_CHECKING:
    from pet_workbench.he.keys import PublicContext

Plain = int | float | NDArray[Any]


class Column(Unseen, ABC):
    """A column of encrypted numbers.

    Parameters
    ----------
    context : PublicContext
        Of the key it is encrypted under.
    meter : Meter
    length : int
        How many numbers; their order is that of the rows.
    ciphertexts : sequence
        At least one; of SEAL, or their bytes, which are then loaded when first computed with.
    is_total : bool
        Whether every slot holds one and the same number.
    """

    meter_class: ClassVar[type[Meter]]

    def __init__(
        self,
        context: "PublicContext",
        meter: Any,
        length: int,
        ciphertexts: Sequence[Any],
        *,
        is_total: bool = False,
    ) -> None:
        self.context = context
        self.meter = meter
        self.length = length
        self.is_total = is_total
        given = tuple(ciphertexts)
        self._saved = given if isinstance(given[0], bytes) else ()
        self._ciphertexts = () if self._saved else given

    @classmethod
    def fresh(
        cls,
        context: "PublicContext",
        values: ArrayLike,
        *,
        bound: float,
        encrypt: Callable[[Any], Any],
        symmetric: bool,
    ) -> Self:
        """Encrypt values; for `keys`, which have friendlier ways to.

        Parameters
        ----------
        context : PublicContext
        values : array_like
        bound : float
            No value is further from zero.
        encrypt : callable
            Makes a ciphertext of SEAL, or its bytes, of a plaintext of SEAL.
        symmetric : bool
            Whether it does so with the secret key.
        """
        checked = cls.checked(values, bound=bound)
        meter = cls.meter_class.fresh(context.parameters, bound=bound, symmetric=symmetric)
        made = [encrypt(plain) for plain in cls.encode_fresh(context, checked)]
        return cls(context, meter, len(checked), made)

    @classmethod
    @abstractmethod
    def checked(cls, values: ArrayLike, *, bound: float) -> NDArray[Any]:
        """Return `values` as a vector that this kind of column can hold.

        Raises
        ------
        DataError
            If a value is not a number of the right kind or exceeds `bound`; with its row.
        """

    @classmethod
    @abstractmethod
    def encode_fresh(cls, context: "PublicContext", values: NDArray[Any]) -> Iterator[Any]:
        """Yield one plaintext of SEAL per ciphertext, with zeros in the slots that are left."""

    @abstractmethod
    def decode(self, decryptor: Any) -> NDArray[Any]:
        """Decrypt with SEAL's `decryptor`, check the result and return it; see `keys`.

        Raises
        ------
        DecryptionError
            If what comes out cannot be the result of the computation.
        """

    @property
    def ciphertexts(self) -> tuple[Any, ...]:
        """SEAL's ciphertexts, one per `slots` numbers."""
        if not self._ciphertexts:
            context, new = self.context.seal_context, seal().Ciphertext
            self._ciphertexts = tuple(from_bytes(new(), context, data) for data in self._saved)
        return self._ciphertexts

    def saved(self) -> tuple[bytes, ...]:
        """Return the ciphertexts as bytes; fresh ones of the key's owner take half the room."""
        return self._saved or tuple(map(to_bytes, self._ciphertexts))

    @property
    def size_bytes(self) -> int:
        """Size of the ciphertexts when they are sent."""
        return sum(map(len, self.saved()))

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return self.length

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} of {self.length} encrypted numbers, key "
            f"{self.context.fingerprint[:8]}, {self.meter}>"
        )

    def __neg__(self) -> Self:
        return self._with(self.meter, self._each("negate"))

    def __add__(self, other: "Self | Plain") -> Self:
        if not isinstance(other, Column):
            return self.add_plain(other)
        return self._added("add", other)

    __radd__ = __add__

    def __sub__(self, other: "Self | Plain") -> Self:
        if not isinstance(other, Column):
            return -((-self).add_plain(other))
        return self._added("sub", other)

    def __rsub__(self, other: Plain) -> Self:
        return (-self).add_plain(other)

    def __mul__(self, other: "Self | Plain") -> Self:
        if not isinstance(other, Column):
            return self.multiply_plain(other)
        self.check_fits(other)
        self.context.check_key("products")
        return self.multiply(other)

    __rmul__ = __mul__

    @abstractmethod
    def add_plain(self, values: Plain) -> Self:
        """Add a number, or one number per row, in the clear."""

    @abstractmethod
    def multiply_plain(self, values: Plain) -> Self:
        """Multiply by a number, or by one number per row, in the clear."""

    @abstractmethod
    def multiply(self, other: Self) -> Self:
        """Multiply by another column, row by row."""

    def aligned(self, other: Self) -> tuple[Self, Self]:
        """Return both columns in a form in which they can be added; by default as they are."""
        return self, other

    def sum(self) -> Self:
        """Return the total of the column, in every slot of one ciphertext.

        All ciphertexts are added first and then rotated once; no slot keeps a partial sum.

        Raises
        ------
        MissingKeyError
            If no keys for sums were made.
        RangeError, NoiseError, PrecisionError
            If the total would not be right.
        """
        if self.is_total:
            return self
        self.context.check_key("sums")
        meter = self.meter.add_up(length=self.length)
        evaluator, total = self.context.evaluator, seal().Ciphertext()
        evaluator.add_many(list(self.ciphertexts), total)
        rotated = seal().Ciphertext()
        for element in galois_elements(self.context.parameters):
            evaluator.apply_galois(total, element, self.context.galois_keys, rotated)
            evaluator.add_inplace(total, rotated)
        return type(self)(self.context, meter, 1, [total], is_total=True)

    def check_fits(self, other: "Column") -> None:
        """Refuse another column that belongs to another key, or has other rows.

        Raises
        ------
        WrongKeyError
            If the keys differ.
        ParameterError
            If the lengths differ.
        """
        if self.context.fingerprint != other.context.fingerprint:
            raise WrongKeyError(
                "errors.he_other_key",
                "need two columns under one key, got keys {mine} and {other}: what their sum or "
                "product decrypts to means nothing",
                mine=self.context.fingerprint[:8],
                other=other.context.fingerprint[:8],
            )
        if self.is_total != other.is_total:
            raise ParameterError(
                "errors.he_total_and_rows",
                "need two columns of rows, or two totals, got one of each: sum the column, or "
                "decrypt the total first",
            )
        if self.length != other.length:
            raise ParameterError(
                "errors.he_length",
                "need two columns of one length, got {mine} and {other} rows",
                mine=self.length,
                other=other.length,
            )

    def _added(self, how: str, other: Self) -> Self:
        """Add or subtract another column."""
        self.check_fits(other)
        left, right = self.aligned(other)
        meter = left.meter.add(right.meter)
        operation, made = getattr(self.context.evaluator, how), []
        for a, b in zip(left.ciphertexts, right.ciphertexts, strict=True):
            made.append(seal().Ciphertext())
            try:
                operation(a, b, made[-1])
            except RuntimeError:  # SEAL gives out no ciphertext of which everybody can see the zero
                raise _nothing_left() from None
        return self._with(meter, made)

    def _each(self, how: str, *arguments: Any) -> list[Any]:
        """Return what an operation of SEAL's evaluator makes of every ciphertext."""
        operation, made = getattr(self.context.evaluator, how), []
        for ciphertext in self.ciphertexts:
            made.append(seal().Ciphertext())
            operation(ciphertext, *arguments, made[-1])
        return made

    def _with(self, meter: Any, ciphertexts: Iterable[Any]) -> Self:
        """Return a column of the same rows."""
        return type(self)(
            self.context, meter, self.length, tuple(ciphertexts), is_total=self.is_total
        )


def _nothing_left() -> ParameterError:
    """Return the error of a result that needs no key to read."""
    return ParameterError(
        "errors.he_nothing_left",
        "need columns that do not cancel out, got a column minus itself: the answer is zero, and "
        "needs no encryption",
    )


def add_all(columns: "Sequence[Column]") -> Any:
    """Return the sum of columns, row by row.

    Parameters
    ----------
    columns : sequence of Column
        Under one key.

    Raises
    ------
    ParameterError
        If there are none.
    """
    if not columns:
        raise ParameterError("errors.he_no_columns", "need at least one column, got none")
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total
