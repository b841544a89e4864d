"""Tables a screen reader can read: a caption, headings with a scope, numbers as we write them."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import ipywidgets as w

from pet_workbench.i18n import Language, number, text

if TYPE_CHECKING:
    import pandas as pd

Written = Mapping[str, Callable[[Any], str]]
ABSENT = "\N{EN DASH}"
"""Stands where there is no value."""


def cell_text(value: Any, lang: Language) -> str:
    """Write one value of a table.

    Examples
    --------
    >>> [cell_text(value, "nl") for value in (1234, 0.5, True, "SVB")]
    ['1.234', '0,50', 'ja', 'SVB']
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ABSENT
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return text("page.yes" if value else "page.no", lang)
    if isinstance(value, Integral):
        return number(int(value), lang)
    if isinstance(value, Real):
        return number(float(value), lang, digits=2)
    return str(value)


def table_html(
    frame: "pd.DataFrame | Mapping[str, Sequence[Any]]",
    *,
    lang: Language,
    caption: str,
    headers: Mapping[str, str] | None = None,
    written: Written | None = None,
    max_rows: int = 10,
) -> str:
    """Return a table as HTML.

    Parameters
    ----------
    frame : DataFrame or mapping of str to sequence
        Its first column heads the rows; its index is not shown.  A page that has its columns
        already does not wait for pandas.
    lang : {"nl", "en"}
    caption : str
        What the table is about; plain text.
    headers : mapping of str to str, optional
        Heading of a column, where its name is not for readers.
    written : mapping of str to callable, optional
        How to write a column's values; plain text.
    max_rows : int, default: 10
        Rows shown; below the table it says how many there are.
    """
    headers, written = headers or {}, written or {}
    names, right, shown, n_rows = _columns(frame, max_rows)
    texts = [
        [(written[name](value) if name in written else cell_text(value, lang)) for value in column]
        for name, column in zip(names, shown, strict=True)
    ]
    head = "".join(
        f'<th scope="col"{_align(number)}>{escape(headers.get(name, name))}</th>'
        for name, number in zip(names, right, strict=True)
    )
    body = "".join(_row(row, right) for row in zip(*texts, strict=True))
    more = _more(n_rows, max_rows, lang) if n_rows > max_rows else ""
    return (
        f'<div class="pet-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="pet-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}"
    )


def _columns(
    frame: "pd.DataFrame | Mapping[str, Sequence[Any]]", most: int
) -> tuple[list[str], list[bool], list[list[Any]], int]:
    """Return each column's name, whether it holds numbers, and its first values; and all rows."""
    if isinstance(frame, Mapping):
        columns = list(frame.values())
        right = [len(column) > 0 and all(map(_is_number, column)) for column in columns]
        n_rows = len(columns[0]) if columns else 0
        return list(frame), right, [list(column[:most]) for column in columns], n_rows
    names = [str(name) for name in frame.columns]
    right = [frame[name].dtype.kind in "iuf" for name in frame.columns]
    shown = [frame[name].head(most).tolist() for name in frame.columns]
    return names, right, shown, len(frame)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _row(texts: tuple[str, ...], right: list[bool]) -> str:
    """Return one row; its first cell is its heading."""
    first = f'<th scope="row"{_align(right[0])}>{escape(texts[0])}</th>'
    rest = "".join(
        f"<td{_align(number)}>{escape(value)}</td>"
        for value, number in zip(texts[1:], right[1:], strict=True)
    )
    return f"<tr>{first}{rest}</tr>"


def _align(is_number: bool) -> str:
    """Return the class that puts numbers to the right."""
    return ' class="pet-number"' if is_number else ""


def _more(n_rows: int, max_rows: int, lang: Language) -> str:
    """Say that the table goes on."""
    words = text("page.table_more", lang, shown=number(max_rows, lang), total=number(n_rows, lang))
    return f'<p class="pet-small">{escape(words)}</p>'


class DataTable(w.HTML):
    """A table that can change; see `table_html` for its parameters."""

    def __init__(
        self,
        frame: "pd.DataFrame",
        *,
        lang: Language,
        caption: str,
        headers: Mapping[str, str] | None = None,
        written: Written | None = None,
        max_rows: int = 10,
    ) -> None:
        super().__init__()
        self.add_class("pet-html")
        self._lang, self._headers, self._written = lang, headers, written
        self._caption, self._max_rows = caption, max_rows
        self.show(frame)

    def show(self, frame: "pd.DataFrame", *, caption: str | None = None) -> None:
        """Show `frame` instead of what is there."""
        self._caption = self._caption if caption is None else caption
        self.value = table_html(
            frame,
            lang=self._lang,
            caption=self._caption,
            headers=self._headers,
            written=self._written,
            max_rows=self._max_rows,
        )
