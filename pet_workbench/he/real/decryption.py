"""What CKKS decrypts to, checked before anybody sees a number.

Our columns hold real numbers, and zeros where no number is.  In what comes out, the imaginary parts
and the empty slots show nothing but noise, which the meter bounds.  Under a wrong key, or after a
byte was changed, they are as large as everything else.

Protects: against taking noise for numbers, and numbers beyond their bound for right ones.
Does not protect: against wrong numbers within their bound, from whoever computed them.  And not
against answering: whoever learns which of its ciphertexts were refused learns about the key.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.he.errors import DecryptionError
from pet_workbench.he.library import seal
from pet_workbench.he.real.refusals import short
from pet_workbench.he.real.values import Numbers

if TYPE_CHECKING:
    from pet_workbench.he.real.column import RealColumn


def checked_numbers(column: "RealColumn", decryptor: Any) -> Numbers:
    """Decrypt a column, and return its numbers if they can be the result of the computation.

    A total stands in all slots and is read as their average, in which the error is smallest.

    Parameters
    ----------
    column : RealColumn
    decryptor
        Of SEAL.

    Returns
    -------
    ndarray of float64, shape (n,)

    Raises
    ------
    DecryptionError
        If there is more noise than the meter foresees, or a number exceeds its bound.
    """
    slots = np.concatenate([_slots(column, decryptor, one) for one in column.ciphertexts])
    numbers = slots.real[: column.length].copy()
    rest = slots.real[column.length :]
    error = column.meter.slot_error
    _check_noise(slots.imag, error)
    if column.is_total:
        numbers[0] = slots.real.mean()
        _check_noise(rest - numbers[0], 2 * error)
    else:
        _check_noise(rest, error)
    reach = float(np.abs(numbers).max())
    if not reach <= column.meter.bound + error:
        raise DecryptionError(
            "errors.he_real_impossible",
            "need numbers between -{bound} and {bound}, got {reach}: the computation was another "
            "than its meter says; do not tell the sender more than that",
            bound=short(column.meter.bound),
            reach=short(reach),
        )
    return numbers


def _check_noise(rest: Numbers, error: float) -> None:
    """Refuse anything but noise where no number is."""
    found = float(np.abs(rest).max(initial=0))
    if not found <= error:
        raise DecryptionError(
            "errors.he_real_garbage",
            "need nothing but an error of {error} where no number is, got {found}: the column is "
            "damaged, under another key, or was computed otherwise than its meter says; do not "
            "tell its sender which",
            error=short(error),
            found=short(found),
        )


def _slots(column: "RealColumn", decryptor: Any, ciphertext: Any) -> NDArray[np.complex128]:
    """Return what is in all slots of one ciphertext."""
    plain = seal().Plaintext()
    decryptor.decrypt(ciphertext, plain)
    return np.array(column.context.encoder.decode_complex(plain))
