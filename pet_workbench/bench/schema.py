"""Check a line of a file of measurements against the schema that ships with it.

`record.schema.json` says what a line may hold; this reads the few words of JSON Schema that are in
it.  What a schema cannot say is added: numbers are finite, each repeat has all its figures, an
attack finds no more than there is.  A line that passes may still be invented: nothing proves who
measured it.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, NoReturn

from pet_workbench.core import DataError

LONGEST_LINE = 4_000_000
"""Characters; the longest of ours has 140,000."""

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


def parse(line: str) -> dict[str, Any]:
    """Read a line of JSON that holds an object.

    Stricter than Python: no NaN or infinite numbers, no name twice, no text that UTF-8 cannot
    write, and no line so long or so deep that reading it takes the machine's memory.

    Raises
    ------
    DataError
        If it is none.

    Examples
    --------
    >>> parse('{"n": 5}')
    {'n': 5}
    >>> parse('{"n": NaN}')
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.DataError: need one object of JSON in a line, with finite numbers...
    """
    values: Any = None
    with suppress(ValueError, RecursionError):
        values = _read(line)
    if isinstance(values, dict):
        return values
    raise DataError(
        "errors.bench_json",
        "need one object of JSON in a line, with finite numbers, each name once and at most "
        "{longest} characters, got {line}",
        longest=LONGEST_LINE,
        line=line.encode(errors="replace").decode()[:60],
    )


def _read(line: str) -> Any:
    """Read JSON.

    Raises
    ------
    ValueError
        If it is none, or none that we take.
    RecursionError
        If it is too deep.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError("too long")
    values = json.loads(
        line.removeprefix("\ufeff"),
        parse_constant=_refuse,
        parse_float=_finite,
        object_pairs_hook=_once,
    )
    json.dumps(values, ensure_ascii=False).encode()
    return values


def check(values: Mapping[str, Any]) -> None:
    """Refuse a line, read by `parse`, that says what no measurement can say.

    Parameters
    ----------
    values : mapping
        All of the line, with its ``kind``.

    Raises
    ------
    DataError
        If a value is of another type or out of its range; its field is in the parameters.
    """
    _check(values, _described(values.get("kind")), "")
    _date(values["date"])
    if values["kind"] == "record":
        _record(values)


def _record(values: Mapping[str, Any]) -> None:
    """Refuse figures that contradict each other."""
    for name in ("cpu_seconds", "peak_mb"):
        if len(values[name]) != len(values["seconds"]):
            _wrong(name, values[name])
    sent = sum(link["bytes"] for link in values["links"])
    if values["chain_bytes"] > sent:
        _wrong("chain_bytes", values["chain_bytes"])
    attack = values["attack"]
    if attack is not None and attack["found"] > attack["of"]:
        _wrong("attack.found", attack["found"])


def _date(written: str) -> None:
    """Refuse what is no moment in UTC."""
    try:
        is_utc = datetime.fromisoformat(written).utcoffset() == timedelta(0)
    except ValueError:
        is_utc = False
    if not is_utc:
        _wrong("date", written)


@cache
def _described(kind: str) -> dict[str, Any]:
    """Return the schema of one kind of line.

    Raises
    ------
    DataError
        If there is no such kind.
    """
    file = resources.files("pet_workbench") / "bench" / "record.schema.json"
    for described in json.loads(file.read_text(encoding="utf-8"))["oneOf"]:
        if described["properties"]["kind"]["const"] == kind:
            found: dict[str, Any] = described
            return found
    _wrong("kind", kind)


def _check(value: Any, described: Mapping[str, Any], field: str) -> None:
    """Refuse a value that is not as described, and what it holds."""
    if "anyOf" in described:
        described = described["anyOf"][0 if value is None else -1]
    types = described.get("type", ())
    allowed = [types] if isinstance(types, str) else types
    if allowed and not any(_TYPES[one](value) for one in allowed):
        _wrong(field, value)
    if not _is_within(value, described):
        _wrong(field, value)
    if isinstance(value, dict) and "object" in allowed:
        _object(value, described, field)
    if isinstance(value, list) and "items" in described:
        for number, one in enumerate(value):
            _check(one, described["items"], f"{field}[{number}]")


def _is_within(value: Any, described: Mapping[str, Any]) -> bool:
    """Tell whether a value of the right type is in its range."""
    if "const" in described:
        wanted = described["const"]
        return bool(type(value) is type(wanted) and value == wanted)
    if "enum" in described and value not in described["enum"]:
        return False
    if isinstance(value, str):
        fits = bool(len(value) <= described.get("maxLength", math.inf))
        return fits and re.search(described.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return bool(len(value) >= described.get("minItems", 0))
    if isinstance(value, int | float):
        return bool(
            described.get("minimum", -math.inf) <= value <= described.get("maximum", math.inf)
        )
    return True


def _object(value: Mapping[str, Any], described: Mapping[str, Any], field: str) -> None:
    """Refuse an object that lacks a field, has one too many, or holds a wrong one."""
    properties = described.get("properties", {})
    more = described.get("additionalProperties", True)
    for name in described.get("required", ()):
        if name not in value:
            _wrong(_below(field, name), None)
    for name, one in value.items():
        if name in properties:
            _check(one, properties[name], _below(field, name))
        elif more is False:
            _wrong(_below(field, name), one)
        elif more is not True:
            _check(one, more, _below(field, name))


def _below(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _wrong(field: str, value: Any) -> NoReturn:
    """Refuse a value.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.bench_value",
        "need a value of {field} that a measurement can have, got {value}",
        field=field[:80],
        value=json.dumps(value, ensure_ascii=False)[:60],
    )


def _refuse(written: str) -> NoReturn:
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
