"""What cannot be looked into, compared or pickled, and says so.

Python would answer most of these questions about any object: two columns are "not equal", a column
is "true", and pickling writes out whatever is inside.

Protects: against code that goes on with an answer that means nothing, and against bytes that reach
another organisation without a seal.
Does not protect: against whoever looks for the attributes underneath; see `keys` on what is there.
"""

from typing import NoReturn, Self, SupportsIndex

from pet_workbench.core import ParameterError


class Sealed:
    """Something that never changes, and leaves this process in an envelope only."""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise ParameterError(
            "errors.he_needs_envelope",
            "need pet_workbench.he.sending.envelope to save or send a {kind}, got a wish to pickle "
            "it: who unpickles runs what the sender wrote, and nothing would be checked",
            kind=type(self).__name__,
        )


class Unseen(Sealed):
    """Something of which nobody can see what is in it without decrypting."""

    __array_ufunc__ = None  # so that numpy leaves `array * column` to the column
    __pandas_priority__ = 5000  # and pandas `series * column`
    __hash__ = None  # type: ignore[assignment]  # equality is refused, so hashing is as well

    def __bool__(self) -> bool:
        raise _unseen("bool")

    def __eq__(self, other: object) -> NoReturn:
        raise _unseen("==")

    def __float__(self) -> float:
        raise _unseen("float")

    def __iter__(self) -> NoReturn:
        raise _unseen("iter")


def _unseen(what: str) -> ParameterError:
    """Return the error of a question that takes the numbers themselves."""
    return ParameterError(
        "errors.he_is_encrypted",
        "need the secret key for {what}, got an encrypted column: nobody can see what is in it "
        "without decrypting",
        what=what,
    )
