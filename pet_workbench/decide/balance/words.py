"""Amounts, years and percentages of the balance as each language writes them."""

from math import floor, log10

from pet_workbench.decide.balance.outlook import Result
from pet_workbench.i18n import Language, euro, number, percent, text

_FIGURES = 3
_RARE = 0.01
"""Chances below one per cent are not written in per cents."""
_MINUS = "\N{MINUS SIGN}"


def money(amount: float, lang: Language) -> str:
    """Write an amount of euros with three significant figures: more would pretend to be known.

    Parameters
    ----------
    amount : float
    lang : {"nl", "en"}

    Examples
    --------
    >>> money(1_372_415.2, "en"), money(27_500, "nl").replace(chr(160), " ")
    ('€1,370,000', '€ 27.500')
    >>> money(-500, "en") == chr(0x2212) + "€500"
    True
    >>> money(-0.2, "en")
    '€0'
    """
    rounded = rounded_money(amount)
    written = euro(abs(rounded), lang).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{_MINUS}{written}" if rounded < 0 else written


def rounded_money(amount: float) -> float:
    """Round to three significant figures and whole euros.

    Parameters
    ----------
    amount : float

    Examples
    --------
    >>> rounded_money(-1_372_415.2), rounded_money(0.4)
    (-1370000.0, 0.0)
    """
    if abs(amount) < 1:
        return float(round(amount)) + 0.0
    digits = _FIGURES - 1 - floor(log10(abs(amount)))
    return round(amount, min(digits, 0)) + 0.0


def money_range(low: float, high: float, lang: Language) -> str:
    """Write a range of amounts.

    Parameters
    ----------
    low, high : float
    lang : {"nl", "en"}

    Examples
    --------
    >>> money_range(5_000, 20_000, "en")
    '€5,000 to €20,000'
    """
    return text("balance.range", lang, low=money(low, lang), high=money(high, lang))


def chance(result: Result, lang: Language) -> str:
    """Write the simulated chance to end below zero; "0%" only where it is impossible.

    Parameters
    ----------
    result : Result
    lang : {"nl", "en"}
    """
    if result.least < 0 and result.loss < _RARE:
        return text("balance.chance_under", lang)
    if result.most >= 0 and result.loss > 1 - _RARE:
        return text("balance.chance_over", lang)
    return percent(result.loss, lang)


def rate_text(rate: float, lang: Language) -> str:
    """Write a discount rate.

    Parameters
    ----------
    rate : float
    lang : {"nl", "en"}

    Examples
    --------
    >>> rate_text(0.0225, "nl"), rate_text(0.05, "en")
    ('2,25%', '5%')
    """
    hundredths = round(100 * rate, 2)
    digits = next(digits for digits in (0, 1, 2) if round(hundredths, digits) == hundredths)
    return percent(rate, lang, digits=digits)


def years_text(years: int, lang: Language) -> str:
    """Write a number of years.

    Parameters
    ----------
    years : int
    lang : {"nl", "en"}

    Examples
    --------
    >>> years_text(1, "en"), years_text(5, "nl")
    ('1 year', '5 jaar')
    """
    key = "balance.year_one" if years == 1 else "balance.year_many"
    return text(key, lang, n=number(years, lang))
