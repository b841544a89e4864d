"""What an envelope declares, checked before anything is done with it.

A tag says who made an envelope; here is looked whether it makes sense.  Parameters are not taken
over but made anew from their sizes, with every check that one's own would get: no sender can choose
the primes.

Protects: against declarations that contradict each other, the parameters, or the bytes that follow.
Does not protect: against a meter that is possible and not true.
"""

import sys
from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

from pet_workbench.core import DataError, PetError
from pet_workbench.he.keys import PublicContext
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters, make_bfv, make_ckks

MOST_PRIMES = 64
LARGEST = sys.float_info.max
"""Of any number in a meter; infinity and what is not a number are refused."""


def meter_fields(kind: type[Meter]) -> tuple[str, ...]:
    """Return what an envelope declares of a meter of this `kind`: all but the parameters."""
    return tuple(field.name for field in fields_of(kind) if field.name != "parameters")


def parameter_numbers(parameters: Parameters) -> list[Any]:
    """Return what `made_anew` needs to make the same parameters again."""
    own = parameters.scale_bits or parameters.plain_modulus.bit_length()
    sizes = [prime.bit_length() for prime in parameters.coeff_modulus]
    return [parameters.poly_modulus_degree, sizes, own]


def made_anew(scheme: str, numbers: list[Any]) -> Parameters:
    """Make parameters of a `scheme` from the `numbers` of `parameter_numbers`.

    Raises
    ------
    ParameterError
        If they are unsafe, take too much memory, or do not exist.
    """
    degree, sizes, own = numbers
    if scheme == "ckks":
        return make_ckks(
            poly_modulus_degree=degree, coeff_mod_bit_sizes=tuple(sizes), scale_bits=own
        )
    return make_bfv(
        poly_modulus_degree=degree, coeff_mod_bit_sizes=tuple(sizes), plain_modulus_bits=own
    )


def check(name: str, value: object, holds: bool) -> None:
    """Refuse an envelope that is genuine and does not make sense.

    Parameters
    ----------
    name : str
        Of the field, for the error.
    value : object
        What it says, for the error.
    holds : bool
        Whether it makes sense.

    Raises
    ------
    DataError
        If it does not.
    """
    if not holds:
        raise DataError(
            "errors.he_envelope_field",
            "need an envelope whose {name} fits the parameters, got {value}: its sender's program "
            "does something else; nothing of it was used",
            name=name,
            value=str(value)[:80],
        )


def check_kind(fields: Mapping[str, Any], kind: str, own: set[str]) -> list[int]:
    """Check that an envelope has all fields of its kind and no others; return the sizes.

    Parameters
    ----------
    fields : mapping of str to JSON value
        What the header says.
    kind : str
        ``"column"`` or ``"context"``.
    own : set of str
        The fields that this kind has beside those that all have.

    Raises
    ------
    DataError
        If it is of another kind, or a field is missing or unknown.
    """
    if fields.get("kind") != kind:
        raise DataError(
            "errors.he_envelope_kind",
            "need an envelope with a {expected}, got one with a {got}",
            expected=kind,
            got=str(fields.get("kind"))[:20],
        )
    expected = {"kind", "fingerprint", "scheme", "sizes"} | own
    check("fields", sorted(fields), set(fields) == expected)
    check("scheme", fields["scheme"], fields["scheme"] in ("ckks", "bfv"))
    sizes = fields["sizes"]
    check("sizes", sizes, isinstance(sizes, list) and all(type(one) is int for one in sizes))
    return list(sizes)


def read_parameters(scheme: str, numbers: Any) -> Parameters:
    """Make the sender's parameters of a `scheme` anew from its `numbers`, with all checks.

    Raises
    ------
    DataError
        If they are no such numbers.
    ParameterError
        As `made_anew`.
    """
    is_form = isinstance(numbers, list) and len(numbers) == 3 and isinstance(numbers[1], list)
    check("parameters", numbers, is_form)
    whole = all(type(one) is int for one in [numbers[0], *numbers[1], numbers[2]])
    check("parameters", numbers, whole and len(numbers[1]) <= MOST_PRIMES)
    return made_anew(scheme, numbers)


def read_meter(context: PublicContext, numbers: Any) -> Meter:
    """Check a meter's `numbers` by name and make it, which refuses what cannot be right.

    Raises
    ------
    DataError
        If they are no such numbers.
    RangeError, PrecisionError, NoiseError
        If by these numbers the column could not be decrypted.
    """
    kind, parameters = context.column_class.meter_class, context.parameters
    types = {field.name: field.type for field in fields_of(kind) if field.name != "parameters"}
    check("meter", numbers, isinstance(numbers, dict) and set(numbers) == set(types))
    for name, expected in types.items():
        value = numbers[name]
        is_right = type(value) is expected or (expected is float and type(value) is int)
        check(name, value, is_right and 0 <= value <= LARGEST)
    level = numbers["level"]
    check("level", level, level <= parameters.levels)
    try:
        return kind(parameters=parameters, **numbers)
    except PetError:
        raise
    except (ArithmeticError, ValueError):
        check("meter", numbers, False)
        raise


def split(body: memoryview, sizes: list[int], count: int) -> list[bytes]:
    """Cut a body into parts.

    Parameters
    ----------
    body : memoryview
    sizes : list of int
        As declared.
    count : int
        How many parts there have to be.

    Raises
    ------
    DataError
        If they are not so many, or do not add up to the body.
    """
    check("sizes", len(sizes), len(sizes) == count)
    check("sizes", sizes, min(sizes) > 0 and sum(sizes) == len(body))
    parts, start = [], 0
    for size in sizes:
        parts.append(bytes(body[start : start + size]))
        start += size
    return parts
