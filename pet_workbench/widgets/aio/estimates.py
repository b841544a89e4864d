"""Published figures on non-take-up: they disagree, and each has its source."""

from html import escape

from pet_workbench.datasets import assumptions, figures
from pet_workbench.i18n import Language
from pet_workbench.viz.aio import range_bar_html
from pet_workbench.widgets import Panel, html
from pet_workbench.widgets.aio.section import Words, figures_html

ESTIMATES = ("non_take_up_cbs", "non_take_up_podcast", "non_take_up_court_of_audit")
FACTS = ("aio_recipients", "hidden_households", "pilot_households_helped")


class Estimates(Panel):
    """A table of estimates with a bar each, and three figures.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self._words = Words(lang)
        super().__init__(
            [html(self._facts()), html(self._table()), html(self._sentence())],
            lang=lang,
            label=self._words("aio.estimates_label"),
        )

    def _facts(self) -> str:
        """Return the figures that everybody quotes."""
        return figures_html([self._fact(id) for id in FACTS])

    def _fact(self, id: str) -> tuple[str, str]:
        """Return what one figure is about, with its source, and the figure."""
        figure, write = figures("aio")[id], self._words.number
        if figure.low is None or figure.high is None:
            written = write(figure.value)
        else:
            low, high = write(figure.low), write(figure.high)
            written = self._words("aio.range", low=low, high=high)
        source = escape(self._words(f"aio.fact_source_{id}"))
        link = f'<a href="{escape(figure.url)}">{source}</a>'
        return f"{escape(self._words(f'aio.fact_{id}'))} ({link})", written

    def _table(self) -> str:
        """Return the estimates, lowest first."""
        words = self._words
        head = "".join(
            f'<th scope="col">{escape(words(key))}</th>'
            for key in ("aio.estimates_source", "aio.estimates_share")
        )
        caption = escape(words("aio.estimates_caption"))
        return (
            f'<table class="pet-table"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(self._row(id) for id in ESTIMATES)}</tbody></table>"
        )

    def _row(self, id: str) -> str:
        """Return one estimate."""
        figure = figures("aio")[id]
        low, high = figure.low or figure.value, figure.high or figure.value
        link = f'<a href="{escape(figure.url)}">{escape(self._words(f"aio.estimate_{id}"))}</a>'
        about = escape(self._words("aio.estimates_about", year=figure.year[:4]))
        return (
            f'<tr><th scope="row" style="min-width:8rem;overflow-wrap:anywhere">{link} '
            f'<span class="pet-small">{about}</span></th>'
            f"<td>{range_bar_html(low, high, lang=self._words.lang)}</td></tr>"
        )

    def _sentence(self) -> str:
        """Say what the estimates have in common, and that we do not choose."""
        every = [figures("aio")[id] for id in ESTIMATES]
        words = self._words
        said = words(
            "aio.estimates_sentence",
            low=words.percent(100 * min(one.low or one.value for one in every)),
            high=words.percent(round(100 * max(one.high or one.value for one in every))),
            start=words.percent(100 * assumptions("aio")["non_take_up"].value),
        )
        return f"<p>{escape(said)}</p>"
