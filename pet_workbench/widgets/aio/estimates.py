"""Published figures on non-take-up: they disagree, and each has its source."""

from html import escape
from typing import TYPE_CHECKING

from pet_workbench.datasets import assumptions, figures
from pet_workbench.viz.aio import range_bar_html
from pet_workbench.widgets import html
from pet_workbench.widgets.case import Section, figures_html
from pet_workbench.widgets.case.facts import fact

if TYPE_CHECKING:
    from pet_workbench.widgets.aio.page import AioPage

ESTIMATES = ("non_take_up_cbs", "non_take_up_podcast", "non_take_up_court_of_audit")
FACTS = ("aio_recipients", "hidden_households", "pilot_households_helped")


class Estimates(Section):
    """Three figures, a table of estimates with a bar each, and what they have in common.

    Parameters
    ----------
    page : AioPage
    """

    def __init__(self, page: "AioPage") -> None:
        self.words, self._figures = page.words, figures(page.case.key)
        facts = figures_html([fact(self._figures[id], page.words) for id in FACTS])
        parts = [html(facts), html(self._table()), html(self._sentence())]
        super().__init__(page, parts, label=page.words("estimates_label"))

    def _table(self) -> str:
        """Return the estimates, lowest first."""
        words = self.words
        head = "".join(
            f'<th scope="col">{escape(one)}</th>'
            for one in (words("estimates_source"), words("estimates_share"))
        )
        caption = escape(words("estimates_caption"))
        return (
            f'<table class="pet-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(self._row(id) for id in ESTIMATES)}</tbody></table>"
        )

    def _row(self, id: str) -> str:
        """Return one estimate."""
        figure = self._figures[id]
        low, high = figure.low or figure.value, figure.high or figure.value
        link = f'<a href="{escape(figure.url)}">{escape(self.words(f"estimate_{id}"))}</a>'
        about = escape(self.words("estimates_about", year=figure.year[:4]))
        return (
            f'<tr><th scope="row" style="min-width:8rem;overflow-wrap:anywhere">{link} '
            f'<span class="pet-small">{about}</span></th>'
            f"<td>{range_bar_html(low, high, lang=self.words.lang)}</td></tr>"
        )

    def _sentence(self) -> str:
        """Say what the estimates have in common, and that we do not choose."""
        every, words = [self._figures[id] for id in ESTIMATES], self.words
        said = words(
            "estimates_sentence",
            low=words.percent(100 * min(one.low or one.value for one in every)),
            high=words.percent(round(100 * max(one.high or one.value for one in every))),
            start=words.percent(100 * assumptions("aio")["non_take_up"].value),
        )
        return f"<p>{escape(said)}</p>"
