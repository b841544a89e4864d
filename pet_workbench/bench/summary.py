"""Answers as short JSON values, so that a record stays one readable line."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from numbers import Real
from typing import Any

import numpy as np

LONGEST = 12
"""Items that are written out; of more, the number, the first few and the sum are."""
FIRST = 5
_TEXT = 200


def summary(value: Any) -> Any:
    """Return what JSON can hold of `value`: the whole where it is short.

    A long list becomes ``{"items", "first"}`` and, of numbers, ``"sum"``; a table becomes one list
    per column; an object its fields by name.

    Examples
    --------
    >>> summary({"mean": np.float64(2.5), "found": np.arange(100)})
    {'mean': 2.5, 'found': {'items': 100, 'first': [0, 1, 2, 3, 4], 'sum': 4950}}
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value[:_TEXT]
    if isinstance(value, Real):
        return summary(float(value))
    return _array(value) if isinstance(value, np.ndarray) else _parts(value)


def _parts(value: Any) -> Any:
    """Return an object of ours by its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: summary(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: summary(getattr(value, name)) for name in value._fields}
    return _collection(value)


def _collection(value: Any) -> Any:
    """Return a mapping, a sequence, a set or a table by its parts; else the name of its type."""
    if hasattr(value, "columns"):
        columns = {str(name): summary(value[name].to_numpy()) for name in value.columns}
        return {"items": len(value), **columns}
    if hasattr(value, "to_numpy"):
        return _array(value.to_numpy())
    if isinstance(value, Mapping):
        first = list(value.items())[: LONGEST if len(value) <= LONGEST else FIRST]
        short = {str(key): summary(one) for key, one in first}
        return short if len(value) <= LONGEST else {"items": len(value), "first": short}
    if isinstance(value, set | frozenset):
        return _several(sorted(value, key=repr))
    if isinstance(value, list | tuple):
        return _several(list(value))
    return type(value).__name__


def _several(items: list[Any]) -> Any:
    """Return the items, or how many and the first."""
    if len(items) <= LONGEST:
        return [summary(item) for item in items]
    return {"items": len(items), "first": [summary(item) for item in items[:FIRST]]}


def _array(values: "np.ndarray[Any, Any]") -> Any:
    """Return the numbers, or how many, the first and the sum."""
    if values.size <= LONGEST:
        return [summary(one) for one in values.tolist()] if values.ndim else summary(values.item())
    short: dict[str, Any] = {
        "items": int(values.size),
        "first": [summary(one) for one in values.reshape(-1)[:FIRST].tolist()],
    }
    if values.ndim > 1:
        short["shape"] = list(values.shape)
    if values.dtype.kind in "biuf":
        short["sum"] = summary(values.sum())
    return short
