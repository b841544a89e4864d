"""Dutch and English words for everything a reader sees, and numbers as each language writes them.

Texts live in ``catalogues/<lang>/<part>.json``.  There is no fallback from one language to the
other: a missing text is an error here and a failing test in the catalogue's tests.
"""

import json
import math
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Literal

from pet_workbench.core import PetError

Language = Literal["en", "nl"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@cache
def catalogue(lang: Language) -> dict[str, str]:
    """Return all texts of `lang`, keyed by message id."""
    texts: dict[str, str] = {}
    for source in (resources.files(__name__) / "catalogues" / lang).iterdir():
        if source.name.endswith(".json"):
            texts.update(json.loads(source.read_text(encoding="utf-8")))
    return texts


def text(key: str, lang: Language, /, **values: object) -> str:
    """Return the text for `key` in `lang`, with its ``{placeholders}`` filled in.

    Raises
    ------
    KeyError
        If the catalogue of `lang` has no such key, or a placeholder got no value.
    """
    return catalogue(lang)[key].format(**values)


def error_text(error: PetError, lang: Language) -> str:
    """Return the reader's text of `error`; numbers with a fraction are written as in `lang`.

    Examples
    --------
    >>> error = PetError("errors.dp_delta", "got {value}", value=0.25)
    >>> "0,25" in error_text(error, "nl")
    True
    """
    values = {name: _plain(value, lang) for name, value in error.parameters.items()}
    return text(error.id, lang, **values)


def _plain(value: object, lang: Language) -> object:
    """Write a number with a fraction, and an error that is the reason of another."""
    if isinstance(value, PetError):
        return error_text(value, lang)
    if not isinstance(value, float | Fraction) or not math.isfinite(value):
        return value
    written = f"{float(value):.6g}"
    return written.replace(".", ",") if lang == "nl" else written


def number(value: float, lang: Language, *, digits: int = 0) -> str:
    """Write `value` with `digits` decimals and the separators of `lang`.

    Examples
    --------
    >>> number(1234567.891, "en", digits=1), number(1234567.891, "nl", digits=1)
    ('1,234,567.9', '1.234.567,9')
    """
    written = f"{value:,.{digits}f}"
    return written if lang == "en" else written.translate(str.maketrans(",.", ".,"))


def shortest(value: float, lang: Language) -> str:
    """Write `value` with as many decimals as it has, at most three.

    Examples
    --------
    >>> shortest(0.5, "nl"), shortest(10, "nl"), shortest(0.0625, "en")
    ('0,5', '10', '0.062')
    """
    digits = next(n for n in range(4) if round(value, n) == round(value, 3))
    return number(value, lang, digits=digits)


def euro(value: float, lang: Language, *, digits: int = 0) -> str:
    """Write an amount of euros.

    Examples
    --------
    >>> euro(1354.47, "nl", digits=2), euro(1354.47, "en", digits=2)
    ('€ 1.354,47', '€1,354.47')
    """
    return (
        f"€ {number(value, lang, digits=digits)}"
        if lang == "nl"
        else f"€{number(value, lang, digits=digits)}"
    )


def percent(share: float, lang: Language, *, digits: int = 0) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.305, "nl", digits=1), percent(0.305, "en", digits=1)
    ('30,5%', '30.5%')
    """
    return f"{number(100 * share, lang, digits=digits)}%"


def size(n_bytes: float, lang: Language) -> str:
    """Write a number of bytes in B, kB, MB or GB (powers of 1,000).

    Examples
    --------
    >>> size(68, "en"), size(68_400_000, "nl")
    ('68 B', '68,4 MB')
    """
    for unit in ("B", "kB", "MB"):
        if n_bytes < 1000:
            return f"{number(n_bytes, lang, digits=0 if unit == 'B' else 1)} {unit}"
        n_bytes /= 1000
    return f"{number(n_bytes, lang, digits=1)} GB"


def duration(seconds: float, lang: Language) -> str:
    """Write a time in milliseconds, seconds, minutes, hours or days.

    Examples
    --------
    >>> duration(0.0123, "en"), duration(2.5, "nl"), duration(150, "en"), duration(0.0003, "nl")
    ('12 ms', '2,5 s', '2.5 min', '0,3 ms')
    >>> duration(9000, "nl"), duration(400_000, "en")
    ('2,5 uur', '4.6 days')

    A whole number has no decimals, so that a limit of ten seconds reads as one:

    >>> duration(10, "nl"), duration(60, "en"), duration(9.98, "en"), duration(7200, "nl")
    ('10 s', '60 s', '10 s', '2 uur')
    """
    if seconds < 1:
        digits = 1 if 0 < seconds < 0.001 else 0
        return f"{number(1000 * seconds, lang, digits=digits)} ms"
    if seconds < 120:
        return f"{_at_most_one_decimal(seconds, lang)} s"
    if seconds < 7200:
        return f"{_at_most_one_decimal(seconds / 60, lang)} min"
    if seconds < 172_800:
        return text("page.hours", lang, n=_at_most_one_decimal(seconds / 3600, lang))
    return text("page.days", lang, n=_at_most_one_decimal(seconds / 86_400, lang))


def _at_most_one_decimal(value: float, lang: Language) -> str:
    """Write a value with one decimal, or with none where that one would be 0."""
    rounded = round(float(value), 1)
    return number(rounded, lang, digits=0 if rounded.is_integer() else 1)


def day(iso: str, lang: Language) -> str:
    """Write a date, given as ISO date or date and time.

    Examples
    --------
    >>> day("2026-11-22T10:00:00+00:00", "nl"), day("2026-03-01", "en")
    ('22 november 2026', '1 March 2026')
    """
    date = datetime.fromisoformat(iso)
    month = text("page.months", lang).split()[date.month - 1]
    return f"{date.day} {month} {date.year}"


def listing(parts: Sequence[str], lang: Language) -> str:
    """Join parts of a sentence.

    Examples
    --------
    >>> listing(["SVB", "UWV", "CBS"], "nl"), listing(["SVB"], "nl"), listing([], "en")
    ('SVB, UWV en CBS', 'SVB', '')
    """
    if len(parts) < 2:
        return "".join(parts)
    return text("page.and", lang).join([", ".join(parts[:-1]), parts[-1]])
