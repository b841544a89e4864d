"""Checks of parameters that many rooms need; each says what it needs and what it got."""

from collections.abc import Collection

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
