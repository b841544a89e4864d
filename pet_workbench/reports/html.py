"""Pieces of HTML whose every text is escaped: what comes in is words, what goes out is mark-up.

`Html` marks what is mark-up already.  Anything else that is put into a piece is text, so a record
that holds mark-up in a field is shown as it is written and does nothing.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

_NUMBER = re.compile(r"^[<≈€]?\s?[+-]?€?\d")


class Html(str):
    """Text that is mark-up already."""

    __slots__ = ()


def markup(part: object) -> Html:
    """Return `part` as mark-up: escaped, unless it is `Html`.

    Parameters
    ----------
    part : Html, or anything with a text

    Examples
    --------
    >>> markup("a < b"), markup(Html("<b>a</b>"))
    ('a &lt; b', '<b>a</b>')
    """
    return part if isinstance(part, Html) else Html(escape(str(part)))


def element(name: str, *parts: object, **attributes: object) -> Html:
    """Return an element; ``class_`` stands for ``class`` and ``_`` for ``-`` in attributes.

    Parameters
    ----------
    name : str
    *parts
        What it holds: mark-up as `Html`, anything else is text.
    **attributes
        None leaves an attribute out.

    Examples
    --------
    >>> element("p", "1 < 2", class_="small")
    '<p class="small">1 &lt; 2</p>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{''.join(map(markup, parts))}</{name}>")


def together(*parts: object) -> Html:
    """Return parts behind each other.

    Parameters
    ----------
    *parts
        Mark-up as `Html`, anything else is text.
    """
    return Html("".join(map(markup, parts)))


def items(parts: Iterable[object]) -> Html:
    """Return a list, or nothing where there is nothing to list.

    Parameters
    ----------
    parts : iterable
        Mark-up as `Html`, anything else is text.
    """
    lines = [element("li", part) for part in parts]
    return element("ul", *lines) if lines else Html("")


def table(caption: str, head: Sequence[object], rows: Sequence[Sequence[object]]) -> Html:
    """Return a table that a screen reader can read; it scrolls where the page is narrow.

    Parameters
    ----------
    caption : str
    head : sequence
        A heading per column.
    rows : sequence of sequence
        The first cell heads its row.  Columns that hold numbers only stand to the right.

    Examples
    --------
    >>> 'scope="row"' in table("Ages", ("Who", "Age"), [("Ada", "36")])
    True
    """
    numeric = [_is_numeric([row[i] for row in rows]) for i in range(len(head))]
    classes = ["number" if one else None for one in numeric]
    top = [
        element("th", cell, scope="col", class_=class_)
        for cell, class_ in zip(head, classes, strict=True)
    ]
    body = [
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(
                element("td", cell, class_=class_)
                for cell, class_ in zip(row[1:], classes[1:], strict=True)
            ),
        )
        for row in rows
    ]
    inner = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *top)),
        element("tbody", *body),
    )
    return element("div", inner, class_="scroll", role="region", tabindex="0", aria_label=caption)


def _is_numeric(cells: Sequence[object]) -> bool:
    """Tell whether all cells are short and begin as numbers do."""
    return bool(cells) and all(
        len(str(cell)) <= 24 and _NUMBER.match(str(cell)) is not None for cell in cells
    )


def section(heading: str, *parts: object, id: str, level: int = 2) -> Html:
    """Return a section with its heading.

    Parameters
    ----------
    heading : str
    *parts
        Mark-up as `Html`, anything else is text.
    id : str
        Address within the page.
    level : int
        Of the heading.
    """
    title = element(f"h{level}", heading, id=f"{id}-heading")
    return element("section", title, *parts, id=id, aria_labelledby=f"{id}-heading")


def paragraphs(*texts: str) -> Html:
    """Return a paragraph per text.

    Parameters
    ----------
    *texts : str
        Plain.
    """
    return together(*(element("p", text) for text in texts if text))


def folded(summary: str, *parts: object) -> Html:
    """Return parts that a reader opens; on paper they are there when they are open.

    Parameters
    ----------
    summary : str
        What stands on the outside.
    *parts
        Mark-up as `Html`, anything else is text.
    """
    return element("details", element("summary", summary), *parts)
