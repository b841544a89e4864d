"""A secret on its owner's disk, under a password.

    file    magic 8 | version 1 | salt 16 | nonce 12 | locked content | digest 32

The content is encrypted with AES-256 in Galois/Counter mode [1]_ under a key that scrypt makes of
the password [2]_.  The digest is over all the rest and tells a damaged file from a wrong password;
it holds no secret, and stops accidents only.

One guess of the password costs 128 MiB of memory and some tenths of a second (scrypt with
N = 2**17, r = 8, p = 1).  These numbers belong to the version and are not read from the file.

A file is called ``something.secret-key``, may be read by its owner only, and begins with bytes that
say what kind of secret it holds.  It appears whole or not at all, and never in another's place.

Protects: a secret at rest, against whoever gets the file and not the password.
Does not protect: with a password that can be guessed: take five random words.  While the key is in
use, it is in memory; Python cannot wipe it, nor the password.  Whether others may read a file is
known on Linux and macOS only; on Windows it has the rights of its folder.

References
----------
.. [1] M. Dworkin, "Recommendation for Block Cipher Modes of Operation: Galois/Counter Mode (GCM)
   and GMAC", NIST SP 800-38D, 2007, doi:10.6028/NIST.SP.800-38D.
.. [2] C. Percival and S. Josefsson, "The scrypt Password-Based Key Derivation Function", RFC 7914,
   2016, doi:10.17487/RFC7914.
"""

import hashlib
import os
import secrets
import stat
import struct
import sys
import unicodedata
from contextlib import suppress
from errno import EEXIST
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pet_workbench.core.errors import DataError, ParameterError, PetError

SUFFIX = ".secret-key"
VERSION = 1
SHORTEST_PASSWORD = 12
COST = {"n": 1 << 17, "r": 8, "p": 1}
"""Of one guess, for scrypt; belongs to `VERSION`."""
_OPEN = struct.Struct("<8sB16s12s")
_DIGEST_BYTES = 32


class PasswordError(PetError):
    """Not the password of a file."""


def save(path: str | Path, content: bytes, *, magic: bytes, password: str) -> None:
    """Write a secret to a new file.

    Parameters
    ----------
    path : str or Path
        Ends in ``.secret-key``.
    content : bytes
    magic : bytes
        Eight bytes that say what kind of secret it is.
    password : str
        At least 12 characters.

    Raises
    ------
    ParameterError
        If the name or the password will not do.
    DataError
        If there is such a file already, or it cannot be written.
    """
    target = Path(path)
    _check_name(target)
    if len(password) < SHORTEST_PASSWORD:
        raise ParameterError(
            "errors.secret_file_short",
            "need a password of at least {least} characters, got {got}: take five random words",
            least=SHORTEST_PASSWORD,
            got=len(password),
        )
    opening = _OPEN.pack(magic, VERSION, os.urandom(16), os.urandom(12))
    _, _, salt, nonce = _OPEN.unpack(opening)
    locked = AESGCM(_stretch(password, salt)).encrypt(nonce, content, opening)
    digest = hashlib.sha256(opening + locked).digest()
    try:
        _write_whole(target, opening + locked + digest)
    except (OSError, ValueError) as error:
        raise DataError(
            "errors.secret_file_write",
            "need to write a new file {path}: {reason}",
            path=path,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error


def load(path: str | Path, *, magic: bytes, password: str) -> bytes:
    """Read a secret from its file.

    Parameters
    ----------
    path : str or Path
    magic : bytes
        What kind of secret it should be.
    password : str

    Returns
    -------
    bytes

    Raises
    ------
    DataError
        If the file cannot be read, is of another kind or damaged, or others on this machine may
        read it.
    PasswordError
        If the password is wrong.
    """
    data = _read(Path(path), magic)
    opening, locked = data[: _OPEN.size], data[_OPEN.size : -_DIGEST_BYTES]
    _, _, salt, nonce = _OPEN.unpack(opening)
    try:
        return AESGCM(_stretch(password, salt)).decrypt(nonce, locked, opening)
    except InvalidTag:
        raise PasswordError(
            "errors.secret_file_password",
            "need the password of {path}, got another (or somebody changed the file on purpose): "
            "try again; without the password nobody can open it",
            path=path,
        ) from None


def _check_name(path: Path) -> None:
    if path.suffix != SUFFIX or not path.stem:
        raise ParameterError(
            "errors.secret_file_name",
            "need a file name that ends in {suffix}, got {name}: nobody should take it for "
            "something to send",
            suffix=SUFFIX,
            name=path.name,
        )


def _stretch(password: str, salt: bytes) -> bytes:
    """Make a key of a password, however its accents were typed."""
    typed = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
    return Scrypt(salt=salt, length=32, **COST).derive(typed)


def _write_whole(target: Path, content: bytes) -> None:
    """Write a file that only its owner may read from the first byte on, or nothing.

    Raises
    ------
    OSError
        If it exists already, or cannot be written.
    """
    beside = target.with_name(f"{target.stem}-{secrets.token_hex(4)}{SUFFIX}")
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name_it(beside, target)
    finally:
        with suppress(OSError):
            beside.unlink()


def _name_it(beside: Path, target: Path) -> None:
    """Give a finished file its name, unless another has it."""
    try:
        # A second name cannot take the place of an existing file, as renaming would.
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # Disks such as a memory stick's have no second names.
        if target.exists():
            raise FileExistsError(EEXIST, os.strerror(EEXIST)) from None
        os.replace(beside, target)


def _read(path: Path, magic: bytes) -> bytes:
    """Return what is in a key file, after a look at its outside."""
    try:
        mode = path.stat().st_mode
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DataError(
            "errors.secret_file_read",
            "need a file with a secret key in {path}: {reason}",
            path=path,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if data[: len(magic)] != magic or len(data) < _OPEN.size + _DIGEST_BYTES:
        raise DataError(
            "errors.secret_file_kind", "need a secret key in {path}, got another file", path=path
        )
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise DataError(
            "errors.secret_file_mode",
            "need a secret key that only its owner may read (chmod 600 {path}), got one that "
            "others may: if they are strangers, make a new key",
            path=path,
        )
    digest = hashlib.sha256(data[:-_DIGEST_BYTES]).digest()
    if data[len(magic)] != VERSION or digest != data[-_DIGEST_BYTES:]:
        raise DataError(
            "errors.secret_file_damaged",
            "need {path} as it was written, got a damaged file or one of another version: take a "
            "copy you kept",
            path=path,
        )
    return data
