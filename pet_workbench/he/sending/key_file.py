"""A secret key on its owner's disk, under a password: `core.secret_file` says how.

The content is the key and its public context.  The file begins with bytes that every reader of
envelopes knows and refuses.

Protects: a secret key at rest, against whoever gets the file and not the password.
Does not protect: with a password that can be guessed, nor while the key is in use.
"""

import struct
from pathlib import Path

from pet_workbench.core import secret_file
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.sending.envelope import pack, unpack_context
from pet_workbench.he.sending.tagged import SECRET_MAGIC

_LENGTH = struct.Struct("<Q")


def save(secret_key: SecretKey, path: str | Path, *, password: str) -> None:
    """Write a secret key to a new file.

    Parameters
    ----------
    secret_key : SecretKey
    path : str or Path
        Ends in ``.secret-key``.
    password : str
        At least 12 characters.

    Raises
    ------
    ParameterError
        If the name or the password will not do.
    DataError
        If there is such a file already, or it cannot be written.
    """
    key = secret_key.unsafe_bytes()
    content = _LENGTH.pack(len(key)) + key + pack(secret_key.context, key=None)
    secret_file.save(path, content, magic=SECRET_MAGIC, password=password)


def load(path: str | Path, *, password: str) -> SecretKey:
    """Read a secret key from its file.

    Parameters
    ----------
    path : str or Path
    password : str

    Returns
    -------
    SecretKey

    Raises
    ------
    DataError
        If the file cannot be read, is of another kind or damaged, or others on this machine may
        read it.
    PasswordError
        If the password is wrong.
    """
    content = secret_file.load(path, magic=SECRET_MAGIC, password=password)
    (length,) = _LENGTH.unpack_from(content)
    end = _LENGTH.size + length
    return SecretKey(unpack_context(content[end:], key=None), content[_LENGTH.size : end])
