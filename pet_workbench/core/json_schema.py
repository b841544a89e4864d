"""Read JSON that somebody else wrote, and check it against a schema of our own.

Stricter than Python where JSON is: no NaN or infinite numbers, no name twice, no text that UTF-8
cannot write, nothing so long or so deep that reading it takes the machine's memory.  `check` reads
the few words of JSON Schema (draft 2020-12) that our schemas use: ``type``, ``const``, ``enum``,
``anyOf`` with null, ``pattern``, ``maxLength``, ``minimum``, ``maximum``, ``minItems``,
``maxItems``, ``items``, ``properties``, ``required``, ``additionalProperties``, ``propertyNames``,
``maxProperties``.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from pet_workbench.core.errors import DataError

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


def parse(text: str, *, longest: int) -> dict[str, Any]:
    """Read one object of JSON.

    Parameters
    ----------
    text : str
    longest : int
        Characters that are read at most.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> parse('{"n": 5}', longest=100)
    {'n': 5}
    >>> parse('{"n": NaN}', longest=100)
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.DataError: need one object of JSON, with finite numbers, each name...
    """
    values: Any = None
    with suppress(ValueError, RecursionError):
        values = _read(text, longest)
    if isinstance(values, dict):
        return values
    raise DataError(
        "errors.json_text",
        "need one object of JSON, with finite numbers, each name once and at most {longest} "
        "characters, got {text}",
        longest=longest,
        text=text[:60].encode(errors="replace").decode(),
    )


def check(value: object, described: Mapping[str, Any], *, field: str = "") -> None:
    """Refuse a value that is not as described, or that holds one.

    Parameters
    ----------
    value : JSON value
    described : mapping
        A schema.
    field : str
        Where the value stands in what was read, for the error.

    Raises
    ------
    DataError
        If a value is of another type or out of its range; its field is in the parameters.

    Examples
    --------
    >>> check({"n": -1}, {"type": "object", "properties": {"n": {"minimum": 0}}})
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.DataError: need a value of n that its schema allows, got -1
    """
    if "anyOf" in described:
        described = described["anyOf"][0 if value is None else -1]
    types = described.get("type", ())
    allowed = [types] if isinstance(types, str) else types
    if allowed and not any(_TYPES[one](value) for one in allowed):
        refuse(field, value)
    if not _is_within(value, described):
        refuse(field, value)
    if isinstance(value, dict):
        _object(value, described, field)
    if isinstance(value, list) and "items" in described:
        for number, one in enumerate(value):
            check(one, described["items"], field=f"{field}[{number}]")


def refuse(field: str, value: object) -> NoReturn:
    """Refuse a value.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.json_value",
        "need a value of {field} that its schema allows, got {value}",
        field=field[:80],
        value=json.dumps(value, ensure_ascii=False)[:60],
    )


def _read(text: str, longest: int) -> Any:
    """Read JSON.

    Raises
    ------
    ValueError
        If it is none, or none that we take.
    RecursionError
        If it is too deep.
    """
    if len(text) > longest:
        raise ValueError("too long")
    values = json.loads(
        text.removeprefix("\ufeff"),
        parse_constant=_refuse_constant,
        parse_float=_finite,
        object_pairs_hook=_once,
    )
    json.dumps(values, ensure_ascii=False).encode()
    return values


def _is_within(value: Any, described: Mapping[str, Any]) -> bool:
    """Tell whether a value of the right type is in its range."""
    if "const" in described:
        wanted = described["const"]
        return bool(type(value) is type(wanted) and value == wanted)
    if "enum" in described and value not in described["enum"]:
        return False
    if isinstance(value, str):
        fits = bool(len(value) <= described.get("maxLength", math.inf))
        return fits and _matches(described.get("pattern", ""), value)
    if isinstance(value, list):
        low, high = described.get("minItems", 0), described.get("maxItems", math.inf)
        return bool(low <= len(value) <= high)
    if isinstance(value, int | float):
        return bool(
            described.get("minimum", -math.inf) <= value <= described.get("maximum", math.inf)
        )
    return True


def _matches(pattern: str, value: str) -> bool:
    """Tell whether a text has the pattern; ``$`` is its very end, as in JSON Schema."""
    strict = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    return re.search(strict, value) is not None


def _object(value: Mapping[str, Any], described: Mapping[str, Any], field: str) -> None:
    """Refuse an object that lacks a field, has one too many, or holds a wrong one."""
    properties = described.get("properties", {})
    more = described.get("additionalProperties", True)
    if len(value) > described.get("maxProperties", math.inf):
        refuse(field, f"{len(value)} names")
    for name in described.get("required", ()):
        if name not in value:
            refuse(_below(field, name), None)
    for name, one in value.items():
        if not _is_within(name, described.get("propertyNames", {})):
            refuse(_below(field, name), one)
        if name in properties:
            check(one, properties[name], field=_below(field, name))
        elif more is False:
            refuse(_below(field, name), one)
        elif more is not True:
            check(one, more, field=_below(field, name))


def _below(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _refuse_constant(written: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON.

    Raises
    ------
    ValueError
        Always.
    """
    raise ValueError(written)


def _finite(written: str) -> float:
    """Read a number with a point or an exponent.

    Raises
    ------
    ValueError
        If it is too large to be one.
    """
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written)
    return value


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of names that come once.

    Raises
    ------
    ValueError
        If a name comes twice.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found
