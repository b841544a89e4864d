"""Names and numbers of measurements in the reader's words, from a millisecond to a year."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from textwrap import wrap

from pet_workbench.bench import Record
from pet_workbench.i18n import Language, duration, euro, number, text

_TIMES = (1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 60, 600, 3600, 36000, 86400, 864000, 8640000)
_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_HOUR, _DAY, _YEAR = 3600.0, 86400.0, 365.25 * 86400
QUANTITIES = ("seconds", "bytes", "peak_mb")
Ticks = tuple[tuple[float, ...], tuple[str, ...]]
"""Places along an axis, and what stands there."""


def time_text(seconds: float, lang: Language) -> str:
    """Write any time, from parts of a millisecond to years.

    Parameters
    ----------
    seconds : float

    Examples
    --------
    >>> [time_text(t, "en") for t in (0.000052, 0.0042, 2.5, 90.4, 7300, 200_000, 1e9)]
    ['0.052 ms', '4.2 ms', '2.5 s', '90 s', '2 hours', '2.3 days', '32 years']
    """
    if seconds < 0.01:
        return f"{significant(1000 * seconds, lang)} ms"
    if 10 <= seconds < 120:
        return f"{number(seconds, lang)} s"
    if seconds < 2 * _YEAR:
        return duration(seconds, lang)
    return text("exhibit.years", lang, n=significant(seconds / _YEAR, lang))


def significant(value: float, lang: Language, *, figures: int = 2) -> str:
    """Write a number with so many significant figures; whole numbers keep all of theirs.

    Parameters
    ----------
    value : float
    figures : int

    Examples
    --------
    >>> significant(0.001234, "nl"), significant(12.34, "en"), significant(0, "en")
    ('0,0012', '12', '0')
    """
    if value == 0:
        return "0"
    digits = figures - 1 - floor(log10(abs(value)))
    return number(value, lang, digits=min(max(digits, 0), 12))


def money_text(euros: float, lang: Language) -> str:
    """Write an amount to the cent; what is less than one is called so.

    Parameters
    ----------
    euros : float

    Examples
    --------
    >>> money_text(12.345, "nl"), money_text(0.000123, "en")
    ('€ 12,35', 'less than 1 cent')
    """
    if 0 < euros < 0.01:
        return text("exhibit.under_a_cent", lang)
    return euro(euros, lang, digits=2)


def bytes_text(n_bytes: float, lang: Language) -> str:
    """Write a number of bytes with up to three figures, to petabytes.

    Parameters
    ----------
    n_bytes : float

    Examples
    --------
    >>> [bytes_text(b, "en") for b in (0, 68, 1000, 68_400_000, 2e13)]
    ['0 B', '68 B', '1 kB', '68.4 MB', '20 TB']
    """
    step = 0 if n_bytes < 1 else min(int(floor(log10(n_bytes)) // 3), len(_UNITS) - 1)
    value = n_bytes / 1000**step
    digits = 0 if step == 0 or round(value, 1) == round(value) else 1
    return f"{number(value, lang, digits=digits)} {_UNITS[step]}"


def value(record: Record, quantity: str) -> float | None:
    """Return what `record` says about a quantity, None where that is unknown.

    Parameters
    ----------
    record : Record
    quantity : {"seconds", "bytes", "peak_mb"}
    """
    found: Mapping[str, float | None] = {
        "seconds": record.seconds_median,
        "bytes": float(record.bytes),
        "peak_mb": record.peak_most,
    }
    return found[quantity]


def written(amount: float, quantity: str, lang: Language) -> str:
    """Write an amount of a quantity with its unit.

    Parameters
    ----------
    amount : float
        In seconds, bytes or MB.
    quantity : {"seconds", "bytes", "peak_mb"}

    Examples
    --------
    >>> written(0.5, "seconds", "en"), written(350.0, "peak_mb", "en")
    ('500 ms', '350 MB')
    """
    if quantity == "seconds":
        return time_text(amount, lang)
    return bytes_text(amount * (10**6 if quantity == "peak_mb" else 1), lang)


def time_ticks(low: float, high: float, lang: Language) -> Ticks:
    """Return marks along a logarithmic axis of seconds that covers `low` to `high`."""
    values = [*_TIMES, *(_YEAR * 10**power for power in range(6))]
    return _ticks(values, [_short_time(value, lang) for value in values], low, high)


def _short_time(seconds: float, lang: Language) -> str:
    """Write a round time without decimals: 10 s, 1 min."""
    if seconds >= _HOUR:
        unit, key = (_HOUR, "hours") if seconds < _DAY else (_DAY, "days")
        unit, key = (_YEAR, "years") if seconds >= _YEAR else (unit, key)
        return text(f"exhibit.{key}", lang, n=number(seconds / unit, lang))
    if seconds >= 60:
        return f"{number(seconds / 60, lang)} min"
    return f"{number(seconds, lang)} s" if seconds >= 1 else f"{_plain(1000 * seconds, lang)} ms"


def _plain(value: float, lang: Language) -> str:
    """Write a power of ten."""
    return number(value, lang, digits=max(0, -round(log10(value))))


def byte_ticks(low: float, high: float, lang: Language) -> Ticks:
    """Return marks along a logarithmic axis of bytes that covers `low` to `high`."""
    values = [10.0**power for power in range(18)]
    return _ticks(values, [bytes_text(value, lang) for value in values], low, high)


def number_ticks(low: float, high: float, lang: Language) -> Ticks:
    """Return marks along a logarithmic axis of plain numbers that covers `low` to `high`."""
    values = [10.0**power for power in range(-9, 13)]
    return _ticks(values, [_plain(value, lang) for value in values], low, high)


def ratio_ticks(low: float, high: float, lang: Language) -> Ticks:
    """Return marks along a logarithmic axis of ratios: few where it is long, more where short."""
    steps = (1, 2, 5) if high / low < 200 else (1,)
    values = [step * 10.0**power for power in range(-6, 10) for step in steps]
    return _ticks(values, [significant(value, lang, figures=1) for value in values], low, high)


def _ticks(values: Sequence[float], texts: Sequence[str], low: float, high: float) -> Ticks:
    """Keep the marks from the last one at or below `low` to the first one at or above `high`."""
    start = max((i for i, value in enumerate(values) if value <= low), default=0)
    stop = min((i for i, value in enumerate(values) if value >= high), default=len(values) - 1)
    return tuple(values[start : stop + 1]), tuple(texts[start : stop + 1])


def wrapped(name: str, width: int = 26) -> str:
    """Break a name over lines of about `width` characters, for along an axis.

    Parameters
    ----------
    name : str
    width : int

    Examples
    --------
    >>> wrapped("Secret sharing over all numbers", 20)
    'Secret sharing over<br>all numbers'
    """
    return "<br>".join(wrap(name, width)) or name
