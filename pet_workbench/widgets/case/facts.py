"""Published figures that say how many people a case is about, each with its source."""

from html import escape
from typing import TYPE_CHECKING, Any

from pet_workbench.datasets import figures
from pet_workbench.datasets.figures import Figure
from pet_workbench.i18n import day
from pet_workbench.widgets.case.section import Section, figures_html
from pet_workbench.widgets.case.words import Words
from pet_workbench.widgets.page import html, note

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage


class Published(Section):
    """Big numbers, a table of figures that stand beside each other, and a note; each if declared.

    Parameters
    ----------
    page : CasePage
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        words, note_said = page.words, page.said("facts_note")
        known = figures(page.case.key) if (*page.published, *page.published_table) else {}
        cards = figures_html([fact(known[id], words) for id in page.published])
        rows = "".join(_row(known[id], words) for id in page.published_table)
        parts = [html(cards)] * bool(page.published) + [html(_table(rows, words))] * bool(rows)
        if note_said:
            parts.append(note(note_said, lang=page.lang, kind="fact"))
        super().__init__(page, parts, label=words("facts_label"))


def fact(figure: Figure, words: Words) -> tuple[str, str]:
    """Return what a figure is about, with a link to its source, and the figure as written.

    Parameters
    ----------
    figure : Figure
        Its words stand under ``fact_<id>``, those for its source under ``fact_source_<id>``.
    words : Words
    """
    about = escape(words(f"fact_{figure.id}"))
    return f"{about} ({source_link(figure, words)})", written(figure, words)


def source_link(figure: Figure, words: Words) -> str:
    """Return a link to where a figure was published, as HTML."""
    source = words.optional(f"fact_source_{figure.id}") or figure.source
    return f'<a href="{escape(figure.url)}">{escape(source)}</a>'


def written(figure: Figure, words: Words) -> str:
    """Write a figure or its range as its unit asks: a share, an amount or a number.

    Examples
    --------
    >>> one = Figure("x", 0.4, "share of people", "2020", "CBS", "https://", low=0.3, high=0.5)
    >>> written(one, Words("en"))
    '30% to 50%'
    """
    if figure.low is None or figure.high is None:
        return _one(figure.value, figure.unit, words)
    low, high = (_one(end, figure.unit, words) for end in (figure.low, figure.high))
    return words("range", low=low, high=high)


def _one(value: float, unit: str, words: Words) -> str:
    """Write one number."""
    if unit.startswith("share"):
        return words.percent(100 * value)
    digits = 0 if value == int(value) else 1
    if "euro" in unit:
        return words.euro(100 * value, digits)
    return words.number(value, digits)


def _table(rows: str, words: Words) -> str:
    """Return the table around `rows`."""
    heads = [words(key) for key in ("facts_about", "facts_figure", "facts_year", "facts_source")]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    caption = escape(words("facts_caption"))
    return (
        f'<div class="pet-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="pet-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(figure: Figure, words: Words) -> str:
    """Return one row of the table."""
    about = escape(words(f"fact_{figure.id}"))
    cells = (
        f'<td class="pet-number">{escape(written(figure, words))}</td>',
        f"<td>{escape(_when(figure.year, words))}</td>",
        f"<td>{source_link(figure, words)}</td>",
    )
    return f'<tr><th scope="row">{about}</th>{"".join(cells)}</tr>'


def _when(year: str, words: Words) -> str:
    """Write a year as it stands, and a full date in the reader's language."""
    return day(year, words.lang) if len(year) == len("2026-01-01") and year[4] == "-" else year
