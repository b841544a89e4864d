"""The other way round: how much epsilon a margin takes."""

import pandas as pd

from pet_workbench.dp.accuracy import epsilon_for
from pet_workbench.usecases.education.pupils import school_sizes, score_query, true_scores
from pet_workbench.widgets import Columns, Sentence, Slider, html, table_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert

MARGINS = (1, 2, 3, 5, 10, 20, 50, 100)
CONFIDENCE = 0.95
DELTA = "1e-6"


class Needed(Live):
    """A margin, and the smallest epsilon that reaches it.

    Attributes
    ----------
    margin : Slider
    epsilon : float
    sentence : Sentence
    table : HTML
    """

    epsilon: float

    def __init__(self, words: Words) -> None:
        self.margin = Slider(words("needed_margin"), MARGINS, value=5, lang=words.lang)
        self.sentence, self.table, self.alert = Sentence(), html(""), no_alert()
        super().__init__(
            words,
            [
                Columns([self.margin]),
                self.alert,
                self.sentence,
                self.table,
                html(small(words("needed_note"))),
            ],
            label=words("needed_label"),
            controls=(self.margin,),
        )

    def redraw(self) -> None:
        """Look for the smallest epsilon."""
        words, margin = self.words, self.margin.value
        self.epsilon = needed(margin)
        typical = int(true_scores().sum() / true_scores().size)
        facts = {
            "margin": margin,
            "epsilon": words.number(self.epsilon, 2),
            "cell": typical,
            "share": words.percent(round(100 * margin / typical)),
            "school": int(pd.Series(school_sizes()).median()),
            "school_share": words.percent(
                round(100 * margin / float(pd.Series(school_sizes()).median()))
            ),
        }
        self.sentence.say(f"<p>{words('needed_said', **words.written(facts))}</p>")
        self.table.value = self._table()

    def _table(self) -> str:
        """Return margins with the epsilon for each, with both kinds of noise."""
        words = self.words
        rows = [
            (
                words.number(margin),
                words.number(needed(margin), 2),
                words.number(needed(margin, DELTA), 2),
            )
            for margin in MARGINS
        ]
        frame = pd.DataFrame(rows, columns=["margin", "laplace", "gauss"])
        return table_html(
            frame,
            lang=words.lang,
            caption=words("needed_caption"),
            headers={name: words(f"needed_column_{name}") for name in frame.columns},
        )


def needed(margin: int, delta: str = "0") -> float:
    """Return the smallest epsilon for a number that is at most `margin` off, with a chance of 95%.

    Examples
    --------
    >>> round(needed(5), 2)
    0.54
    """
    query = score_query(epsilon=1, delta=delta)
    return float(epsilon_for(query, margin=margin, confidence=CONFIDENCE))
