"""Checks of parameters that many rooms need; each says what it needs and what it got."""

from collections.abc import Collection

import numpy as np

from pet_workbench.core.errors import ParameterError


def check_range(name: str, value: float, low: float, high: float) -> None:
    """Refuse `value` unless ``low <= value <= high``.

    Raises
    ------
    ParameterError
        If the value lies outside, or is not a number.

    Examples
    --------
    >>> check_range("share", 0.3, 0, 1)
    """
    try:
        inside = bool(low <= value <= high)
    except TypeError:
        inside = False
    if not inside:
        raise ParameterError(
            "errors.out_of_range",
            "need {low} <= {name} <= {high}, got {name}={value}",
            name=name,
            value=value,
            low=low,
            high=high,
        )


def check_whole(name: str, value: int, low: int, high: int) -> None:
    """Refuse `value` unless it is a whole number and ``low <= value <= high``.

    Raises
    ------
    ParameterError
        If it is not; truth values are no numbers.

    Examples
    --------
    >>> check_whole("n", 10_000, 1, 1_000_000)
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ParameterError(
            "errors.parameter_not_whole",
            "need a whole number for {name}, got {value}",
            name=name,
            value=value,
        )
    check_range(name, value, low, high)


def check_choice(name: str, value: str, allowed: Collection[str]) -> None:
    """Refuse `value` unless it is one of `allowed`.

    Raises
    ------
    ParameterError
        If it is not; the message lists what is.

    Examples
    --------
    >>> check_choice("colour", "red", ["red", "blue"])
    """
    if value not in allowed:
        raise ParameterError(
            "errors.unknown_choice",
            "need {name} to be one of {allowed}, got {value!r}",
            name=name,
            value=value,
            allowed=", ".join(allowed),
        )
