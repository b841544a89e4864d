"""Columns and public contexts as bytes that can cross from one organisation to another.

An envelope says what is in it (for a column: key fingerprint, scheme, length, meter and the size of
each ciphertext) and carries a tag over all of it (`tagged`).  Whoever opens one checks, in this
order: tag, label, fingerprint, that everything declared fits the parameters, and the size that each
part takes when unpacked (`saved_form`).  Only then SEAL sees a byte; and what it read is compared
with what was declared.

Raw TenSEAL loads ciphertexts with flipped bits and decrypts them to garbage, loads them under
another key, and with an edited length returns what happens to be in memory.

Protects: against bytes that were changed, mixed up, sent again, made for another key, or made to
fill memory or to read beyond it.  No envelope can hold a secret key: only public keys and
ciphertexts are packed, by name, and each must have exactly the size of its kind.
Does not protect: against a sender who lies about a meter, or encrypts something else than agreed:
the tag says who sent it, not that it is true.  Nor the length of a column, and its meter: they can
be read by whoever sees the envelope.
"""

from collections.abc import Callable
from typing import Any

from pet_workbench.core import DataError, ParameterError, PetError
from pet_workbench.he.column import Column
from pet_workbench.he.errors import WrongKeyError
from pet_workbench.he.keys import KeyName, PublicContext
from pet_workbench.he.library import from_bytes, galois_elements, level_of, seal
from pet_workbench.he.meter import Meter
from pet_workbench.he.sending import tagged
from pet_workbench.he.sending.declared import (
    check,
    check_kind,
    made_anew,
    meter_fields,
    parameter_numbers,
    read_meter,
    read_parameters,
    split,
)
from pet_workbench.he.sending.saved_form import check_saved, ciphertext_sizes, key_size
from pet_workbench.he.sending.tagged import UNLABELLED, CheckKey, Label, TagKey

KEY_NAMES: tuple[KeyName, ...] = ("public", "products", "sums")


def pack(thing: Column | PublicContext, *, key: TagKey, label: Label = UNLABELLED) -> bytes:
    """Put a column or a public context into an envelope.

    Parameters
    ----------
    thing : Column or PublicContext
    key : bytes or Ed25519PrivateKey or None
        32 bytes that the receiver has as well, or one's own signing key.  None, for one's own files
        only, makes a digest: it stops accidents, not tampering.
    label : Label
        What it is for; `handover` fills that in.

    Returns
    -------
    bytes

    Raises
    ------
    ParameterError
        If the key is of no use, or `thing` is something else: a secret key, for example.
    DataError
        If there is something else in it than there should be.
    """
    if isinstance(thing, Column):
        parts = thing.saved()
        fields = _column_fields(thing, parts)
    elif isinstance(thing, PublicContext):
        parts = tuple(thing.saved[name] for name in _names(thing))
        fields = _context_fields(thing)
    else:
        raise ParameterError(
            "errors.he_not_packed",
            "need a column or a public context to pack, got something else, which stays here",
        )
    return tagged.close({**fields, "sizes": list(map(len, parts))}, parts, key=key, label=label)


def unpack_column(
    data: bytes | memoryview, context: PublicContext, *, key: CheckKey, label: Label = UNLABELLED
) -> Column:
    """Take a column out of an envelope.

    Parameters
    ----------
    data : bytes
        From `pack`.
    context : PublicContext
        The one it should be encrypted under.
    key : bytes or Ed25519PublicKey or None
        The shared key, or that of the sender; None for one's own files.
    label : Label
        As it has to be.

    Returns
    -------
    Column

    Raises
    ------
    TamperedError
        If the bytes are not as they were tagged, or for something else.
    WrongKeyError
        If the column is encrypted under another key than that of `context`.
    DataError
        If it is no column, or something in it does not fit the parameters.
    RangeError, PrecisionError, NoiseError
        If by its meter the numbers could not be right.
    """
    fields, body = tagged.check_and_open(data, key=key, label=label)
    sizes = check_kind(fields, "column", {"length", "is_total", "meter"})
    if fields["fingerprint"] != context.fingerprint:
        raise WrongKeyError(
            "errors.he_envelope_key",
            "need a column under key {mine}, got one under {other}: what it decrypts to would mean "
            "nothing; ask for one that was encrypted with your present public context",
            mine=context.fingerprint[:8],
            other=str(fields["fingerprint"])[:8],
        )
    check("scheme", fields["scheme"], fields["scheme"] == context.parameters.scheme)
    length, is_total = fields["length"], fields["is_total"]
    check("length", length, type(length) is int and length > 0)
    check("is_total", is_total, type(is_total) is bool and (not is_total or length == 1))
    meter = read_meter(context, fields["meter"])
    copies = context.parameters.slots if is_total else 1  # else its error would be another
    check("copies", getattr(meter, "copies", copies), getattr(meter, "copies", copies) == copies)
    parts = split(body, sizes, 1 if is_total else meter.chunks(length))
    allowed = ciphertext_sizes(context.parameters, meter.level)
    for part in parts:
        check_saved(part, name="ciphertext", sizes=allowed)
    made = [_load_ciphertext(part, context, meter) for part in parts]
    return context.column_class(context, meter, length, made, is_total=is_total)


def unpack_context(
    data: bytes | memoryview, *, key: CheckKey, label: Label = UNLABELLED
) -> PublicContext:
    """Take a public context out of an envelope.

    Parameters
    ----------
    data : bytes
        From `pack`.
    key : bytes or Ed25519PublicKey or None
        The shared key, or that of the sender; None for one's own files.
    label : Label
        As it has to be.

    Returns
    -------
    PublicContext

    Raises
    ------
    TamperedError
        If the bytes are not as they were tagged, or for something else.
    DataError
        If it is no context, or something in it does not fit its parameters.
    ParameterError
        If its parameters are unsafe, or take more memory than we allow.
    """
    fields, body = tagged.check_and_open(data, key=key, label=label)
    sizes = check_kind(fields, "context", {"parameters", "keys"})
    parameters = read_parameters(fields["scheme"], fields["parameters"])
    names = fields["keys"]
    known = [name for name in KEY_NAMES if isinstance(names, list) and name in names]
    check("keys", names, names == known and "public" in known)
    parts = split(body, sizes, len(known))
    for name, part in zip(known, parts, strict=True):
        check_saved(part, name=name, sizes=[key_size(parameters, name)])
    context = PublicContext(parameters, dict(zip(map(str, known), parts, strict=True)))
    check("fingerprint", fields["fingerprint"], fields["fingerprint"] == context.fingerprint)
    _loaded(lambda: _load_keys(context))
    return context


def _column_fields(column: Column, parts: tuple[bytes, ...]) -> dict[str, Any]:
    meter = column.meter
    for part in parts:
        check_saved(part, name="ciphertext", sizes=ciphertext_sizes(meter.parameters, meter.level))
    return {
        "kind": "column",
        "fingerprint": column.context.fingerprint,
        "scheme": meter.parameters.scheme,
        "length": column.length,
        "is_total": column.is_total,
        "meter": {name: getattr(meter, name) for name in meter_fields(type(meter))},
    }


def _context_fields(context: PublicContext) -> dict[str, Any]:
    parameters = context.parameters
    for name in _names(context):
        check_saved(context.saved[name], name=name, sizes=[key_size(parameters, name)])
    numbers = parameter_numbers(parameters)
    if made_anew(parameters.scheme, numbers) != parameters:
        raise ParameterError(
            "errors.he_own_primes",
            "need parameters from make_ckks or make_bfv, got primes of another choice: the "
            "receiver could not check them",
        )
    return {
        "kind": "context",
        "fingerprint": context.fingerprint,
        "scheme": parameters.scheme,
        "parameters": numbers,
        "keys": list(_names(context)),
    }


def _names(context: PublicContext) -> tuple[KeyName, ...]:
    """Return which keys a context has, in a fixed order, and refuse any that is not public."""
    check("keys", sorted(context.saved), {"public"} <= set(context.saved) <= set(KEY_NAMES))
    return tuple(name for name in KEY_NAMES if name in context.saved)


def _loaded(load: Callable[[], Any]) -> Any:
    """Let SEAL read; what it finds wrong is an error of ours."""
    try:
        return load()
    except PetError:
        raise
    except ValueError as error:
        raise DataError(
            "errors.he_envelope_refused",
            "need keys and ciphertexts that SEAL takes, got others ({reason}): their sender's "
            "program does something else; nothing of them was used",
            reason=error,
        ) from None


def _load_ciphertext(data: bytes, context: PublicContext, meter: Meter) -> Any:
    """Let SEAL read a ciphertext, and compare what it is with what was declared."""
    made = _loaded(lambda: from_bytes(seal().Ciphertext(), context.seal_context, data))
    parameters = context.parameters
    found = (made.size(), made.poly_modulus_degree(), made.coeff_modulus_size())
    check("shape", found, found == (2, parameters.poly_modulus_degree, meter.level + 1))
    level = level_of(context.seal_context, made)
    check("level", level, level == meter.level)
    check("form", made.is_ntt_form(), made.is_ntt_form() == (parameters.scheme == "ckks"))
    check("scale", made.scale, made.scale == float(getattr(meter, "scale", 1)))
    check("transparent", True, not made.is_transparent())
    return made


def _load_keys(context: PublicContext) -> None:
    """Let SEAL read all keys there are, which are then ready for use."""
    _ = context.encryptor
    if "products" in context.saved:
        check("products", "", context.relin_keys.has_key(2))
    if "sums" in context.saved:
        elements = galois_elements(context.parameters)
        check("sums", "", all(map(context.galois_keys.has_key, elements)))
