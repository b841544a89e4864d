"""How this page writes amounts and shows ciphertexts."""

from collections.abc import Callable
from math import floor, log10

from pet_workbench.he.column import Column
from pet_workbench.he.library import read_polynomials
from pet_workbench.i18n import euro
from pet_workbench.widgets.case import Words

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def euros(words: Words) -> Callable[[float], str]:
    """Return how whole euros are written."""
    return lambda amount: euro(amount, words.lang)


def households(count: int, words: Words) -> list[str]:
    """Return names for the rows of a table."""
    return [words("household", n=n) for n in range(1, count + 1)]


def excerpt(column: Column) -> tuple[str, str]:
    """Return the first two coefficients of a ciphertext, eight hexadecimal digits of each."""
    first = read_polynomials(column.ciphertexts[0])[0, 0, :2]
    digits = [f"{int(one):08x}"[:8] for one in first]
    return f"{digits[0][:4]} {digits[0][4:]}", f"{digits[1][:4]} {digits[1][4:]}"


def small_number(value: float, words: Words) -> str:
    """Write a number that may be tiny: with two digits that count, or as a power of ten.

    Examples
    --------
    >>> [small_number(x, Words("nl")) for x in (0.0, 12.34, 0.00123)]
    ['0', '12', '0,0012']
    """
    if value == 0:
        return "0"
    power = floor(log10(abs(value)))
    if power < -4 or power > 8:
        times = "\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
        return f"{words.number(value / 10**power, 1)}{times}10{str(power).translate(_RAISED)}"
    return words.number(value, max(0, 1 - power))
