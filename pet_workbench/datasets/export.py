"""Write a table as CSV that a spreadsheet opens as it should, and never runs.

Dutch Excel wants semicolons and decimal commas, English Excel commas and decimal points; both need
a mark at the beginning to see that it is UTF-8.  A cell of text that begins with ``=``, ``+``,
``-``, ``@``, a tab or a line break could be run as a formula by the program that opens it [1]_; it
gets an apostrophe in front.

References
----------
.. [1] OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pet_workbench.core.validation import check_choice

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = {"nl": ";", "en": ","}
"""What spreadsheets expect between cells."""
_FLAG = {"nl": ("nee", "ja"), "en": ("no", "yes")}
_POINT = {"nl": ",", "en": "."}
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(
    frame: "pd.DataFrame",
    *,
    lang: Literal["en", "nl"],
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Return `frame` as a CSV file for a spreadsheet in `lang`, without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns whose name ends in ``_cents`` are written in euros, under the name without it.
    lang : {"en", "nl"}
    headers : mapping of str to str, optional
        What to call a column, by its name in `frame`.

    Returns
    -------
    bytes
        UTF-8 with a mark, lines ending in carriage return and line feed.

    Raises
    ------
    ParameterError
        If `lang` is neither.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"aow_cents": [145953], "note": ["=1+1"]})
    >>> write_csv(frame, lang="nl").decode("utf-8-sig").splitlines()
    ['aow;note', "1459,53;'=1+1"]
    """
    check_choice("lang", lang, SEPARATORS)
    called = headers or {}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[lang], lineterminator="\r\n")
    writer.writerow(harmless(called.get(c, c.removesuffix("_cents"))) for c in frame.columns)
    columns = [_cells(frame[name], name, lang) for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _cells(column: "pd.Series[Any]", name: str, lang: str) -> list[str]:
    """Return how the cells of one column are written."""
    values, kind = column.tolist(), column.dtype.kind
    if kind == "b":
        return [_FLAG[lang][flag] for flag in values]
    if name.endswith("_cents"):
        return [_euros(cents, _POINT[lang]) for cents in values]
    if kind == "f":
        return [_decimals(number, _POINT[lang]) for number in values]
    return [str(number) for number in values] if kind in "iu" else [harmless(v) for v in values]


def _decimals(number: float, point: str) -> str:
    """Return a number with all its decimals; nothing if it is missing."""
    return "" if math.isnan(number) else repr(number).replace(".", point)


def _euros(cents: int, point: str) -> str:
    """Return whole cents in euros with two decimals."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}{point}{abs(cents) % 100:02}"


def harmless(cell: object) -> str:
    """Return a cell of text so that no spreadsheet runs it.

    Examples
    --------
    >>> harmless("=1+1"), harmless("1+1")
    ("'=1+1", '1+1')
    """
    text = str(cell)
    return f"'{text}" if text.startswith(_RUNS) else text
