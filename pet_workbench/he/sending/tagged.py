"""Bytes under a tag: whole, unchanged, from the right hand, and meant for this step.

    fixed part  magic 8 | version 1 | way 1 | zero 2 | header length 4 | body length 8
    header      JSON: a label, and what the body is
    body        bytes
    tag         32 or 64 bytes over all of the above

There are three ways.  Two parties who share a key use HMAC-SHA256 [1]_.  A party whom many have to
believe signs with Ed25519 [2]_.  For one's own files there is a plain SHA-256 digest, which stops
accidents and *not* tampering: whoever changes the bytes can compute it anew.

The receiver's key decides which way is expected, never the bytes.  Before the tag has been found
right nothing is read but the fixed part.  The tag is compared in constant time.

Protects: against changed, cut and padded bytes; and by the label against right bytes in the wrong
place: of another step, party or run, or the same a second time.
Does not protect: without a label, against any of the latter.  What the bytes say to whoever reads
them.  Against a sender who tags nonsense on
purpose.  With HMAC, against one of the two telling a third that the other made them.

References
----------
.. [1] H. Krawczyk, M. Bellare and R. Canetti, "HMAC: Keyed-Hashing for Message Authentication",
   RFC 2104, 1997, doi:10.17487/RFC2104.
.. [2] S. Josefsson and I. Liusvaara, "Edwards-Curve Digital Signature Algorithm (EdDSA)",
   RFC 8032, 2017, doi:10.17487/RFC8032.
"""

import hashlib
import hmac
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pet_workbench.core import DataError, ParameterError, PrivacyError
from pet_workbench.he.errors import TamperedError

MAGIC, VERSION = b"PETHEENV", 1
SECRET_MAGIC = b"PETHEKEY"
"""How a file with a secret key begins; see `key_file`."""
KEY_BYTES = 32
WAYS: Mapping[int, str] = {1: "SHA-256", 2: "HMAC-SHA256", 3: "Ed25519"}
_DIGEST, _MAC, _SIGNATURE = WAYS
_TAG_BYTES = {_DIGEST: 32, _MAC: 32, _SIGNATURE: 64}
_FIXED = struct.Struct("<8sBBHIQ")
_SIGNED = b"pet-workbench envelope "

TagKey = bytes | Ed25519PrivateKey | None
CheckKey = bytes | Ed25519PublicKey | None


class Label(NamedTuple):
    """What an envelope is for; the same at both ends, or it is refused.

    Attributes
    ----------
    step : str
        What the contents are for.
    sender, receiver : str
        Names of the parties.
    run : str
        Name of the computation, different for each.
    number : int
        How many envelopes with the rest of this label came before.
    """

    step: str = ""
    sender: str = ""
    receiver: str = ""
    run: str = ""
    number: int = 0


UNLABELLED = Label()


def close(
    fields: Mapping[str, Any], body: Sequence[bytes], *, key: TagKey, label: Label = UNLABELLED
) -> bytes:
    """Put a header, a body and a tag together.

    Parameters
    ----------
    fields : mapping of str to JSON value
        What the header says beside the label.
    body : sequence of bytes
        One after the other.
    key : bytes or Ed25519PrivateKey or None
        32 bytes that the receiver has as well, or one's own signing key; None only for one's own
        files.
    label : Label

    Returns
    -------
    bytes

    Raises
    ------
    ParameterError
        If the key is none of these.
    """
    way = _way_of(key, Ed25519PrivateKey)
    header = json.dumps({"label": label, **fields}, allow_nan=False).encode()
    fixed = _FIXED.pack(MAGIC, VERSION, way, 0, len(header), sum(map(len, body)))
    parts = [fixed, header, *body]
    if isinstance(key, Ed25519PrivateKey):
        tag = key.sign(_SIGNED + _digest(parts))
    else:
        tag = _digest(parts) if key is None else _mac(key, parts)
    return b"".join([*parts, tag])


def check_and_open(
    data: bytes | memoryview, *, key: CheckKey, label: Label = UNLABELLED
) -> tuple[dict[str, Any], memoryview]:
    """Check a tag and a label and return what they were put on.

    Parameters
    ----------
    data : bytes
        From `close`.
    key : bytes or Ed25519PublicKey or None
        The shared key, or that of the sender; None for one's own files.
    label : Label
        As it has to be.

    Returns
    -------
    fields : dict
        What the header says.
    body : memoryview

    Raises
    ------
    TamperedError
        If the tag is wrong, of another way, or the label is that of something else.
    DataError
        If it is no envelope of this version.
    PrivacyError
        If it is a file with a secret key, which nobody but its owner should have.
    ParameterError
        If the key is none of these.
    """
    view = memoryview(data)
    way = _way_of(key, Ed25519PublicKey)
    found, header_bytes, body_bytes = _read_fixed(view)
    if found != way:
        raise TamperedError(
            "errors.he_tagged_otherwise",
            "need bytes under {expected}, got {found}: give the key that the sender used, and take "
            "a plain digest from nobody but yourself",
            expected=WAYS[way],
            found=WAYS.get(found, str(found)),
        )
    end = _FIXED.size + header_bytes + body_bytes
    if len(view) != end + _TAG_BYTES[way]:
        raise TamperedError(
            "errors.he_cut",
            "need {expected} bytes, got {got}: something is missing or was added; ask for them "
            "again",
            expected=end + _TAG_BYTES[way],
            got=len(view),
        )
    _check_tag(view[:end], view[end:], key)
    fields = _read_header(view[_FIXED.size : _FIXED.size + header_bytes])
    _check_label(fields.pop("label", None), label)
    return fields, view[_FIXED.size + header_bytes : end]


def _way_of(key: object, signing: type) -> int:
    """Return which way a key is for."""
    if key is None:
        return _DIGEST
    if isinstance(key, signing):
        return _SIGNATURE
    if isinstance(key, bytes) and len(key) == KEY_BYTES:
        return _MAC
    raise ParameterError(
        "errors.he_tag_key",
        "need a shared key of {bytes} bytes, an {signing} or None, got {got}",
        bytes=KEY_BYTES,
        signing=signing.__name__,
        got=f"{len(key)} bytes" if isinstance(key, bytes) else type(key).__name__,
    )


def _digest(parts: Sequence[bytes | memoryview]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def _mac(key: bytes, parts: Sequence[bytes | memoryview]) -> bytes:
    mac = hmac.new(key, digestmod="sha256")
    for part in parts:
        mac.update(part)
    return mac.digest()


def _read_fixed(view: memoryview) -> tuple[int, int, int]:
    """Return way and lengths."""
    if view[:8] == SECRET_MAGIC:
        raise PrivacyError(
            "errors.he_secret_was_sent",
            "need an envelope, got a file with a secret key: it should never have left its owner; "
            "delete it and tell the owner to make a new key",
        )
    if len(view) < _FIXED.size or view[:8] != MAGIC:
        raise DataError(
            "errors.he_not_an_envelope",
            "need an envelope of this workbench, got {size} other bytes",
            size=len(view),
        )
    _, version, way, zero, header_bytes, body_bytes = _FIXED.unpack(view[: _FIXED.size])
    if (version, zero) != (VERSION, 0):
        raise DataError(
            "errors.he_envelope_version",
            "need an envelope of version {expected}, got {found}: both sides need the same version "
            "of the workbench",
            expected=VERSION,
            found=version,
        )
    return way, header_bytes, body_bytes


def _check_tag(content: memoryview, tag: memoryview, key: CheckKey) -> None:
    """Refuse a tag that does not belong to the content and the key."""
    if isinstance(key, Ed25519PublicKey):
        try:
            key.verify(bytes(tag), _SIGNED + _digest([content]))
        except InvalidSignature:
            _refuse_tag()
    elif not hmac.compare_digest(_digest([content]) if key is None else _mac(key, [content]), tag):
        _refuse_tag()


def _refuse_tag() -> NoReturn:
    raise TamperedError(
        "errors.he_tag",
        "need bytes as their sender tagged them, got others: they were changed on their way, or "
        "tagged with another key; nothing of them was used, ask for them again",
    )


def _read_header(header: memoryview) -> dict[str, Any]:
    """Read the header of bytes whose tag was right."""
    try:
        fields = json.loads(bytes(header))
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise DataError(
            "errors.he_header",
            "need a header that can be read, got {size} other bytes: the sender's program does "
            "something else",
            size=len(header),
        )
    return fields


def _check_label(found: Any, label: Label) -> None:
    """Refuse what was meant for something else."""
    values = found if isinstance(found, list) and len(found) == len(label) else [None] * len(label)
    for name, got, expected in zip(Label._fields, values, label, strict=True):
        if got != expected or type(got) is not type(expected):
            raise TamperedError(
                "errors.he_label",
                "need an envelope whose {name} is '{expected}', got '{got}': it is genuine, but "
                "meant for something else, or it comes a second time",
                name=name,
                expected=expected,
                got=got,
            )
