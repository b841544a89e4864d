"""How numbers on this page are written: euros, people, epsilon; and what an epsilon means."""

from collections.abc import Callable
from typing import Any

from pet_workbench.dp.exactly import Number
from pet_workbench.widgets.case import Words


def amount(words: Words, *, is_euros: bool) -> Callable[[float], str]:
    """Return how to write an answer: whole euros, or a number."""
    if is_euros:
        return lambda value: words.euro(100 * value, 0)
    return lambda value: words.number(value)


def epsilon_written(words: Words) -> Callable[[Any], str]:
    """Return how to write an epsilon: with as many decimals as it needs."""

    def write(epsilon: float) -> str:
        digits = next(n for n in range(4) if round(epsilon, n) == round(epsilon, 3))
        return words.number(epsilon, digits)

    return write
