"""How good an answer is: by the size of the group and epsilon, and the other way round."""

from fractions import Fraction

import pandas as pd

from pet_workbench import dp
from pet_workbench.datasets.municipality import DISTRICTS
from pet_workbench.dp.accuracy import epsilon_for
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.viz.differential_privacy import accuracy_figure
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.town import INCOMES, PERSON, town
from pet_workbench.widgets.differential_privacy.written import amount
from pet_workbench.widgets.page import Columns, Sentence, html

SIZES = (50, 100, 500, 1_000, 5_000, 20_000, 100_000, 1_000_000)
LINES = (0.05, 0.2, 1)
EPSILONS = (0.05, 0.1, 0.2, 0.5, 1, 2)
WANTED = (1, 2, 5, 10, 25)
"""Margins as percentages of the answer."""
ABOUT = ("debts", "income")
CONFIDENCE = 0.95
USUAL_DEBTS, USUAL_INCOME = 0.076, 38_900
"""What is generally known: published figures, so that nothing is taken from the data."""
RESIDENTS = 20_000


class Quality(Live):
    """Margins before anybody asks: for groups of every size, and for the districts.

    Attributes
    ----------
    about : Choice
    size, epsilon, wanted : Slider
        Residents in the group, epsilon, and the margin that would be good enough.
    chart : Chart
    """

    def __init__(self, words: Words) -> None:
        lang = words.lang
        self.about = Choice(words("quality_about"), {one: words(f"quality_{one}") for one in ABOUT})
        self.size = Slider(words("quality_size"), SIZES, value=5_000, lang=lang)
        self.epsilon = Slider(
            words("beside_epsilon"), EPSILONS, value=0.5, lang=lang, written=words.epsilon
        )
        self.wanted = Slider(
            words("quality_wanted"), WANTED, value=5, lang=lang, written=lambda one: f"{one}%"
        )
        self.told, self.chart, self.needed = Sentence(), Chart(), Sentence()
        self.table, self.alert = html(""), no_alert()
        controls = (self.about, self.size, self.epsilon, self.wanted)
        super().__init__(
            words,
            [
                Columns(controls),
                self.alert,
                self.told,
                self.needed,
                self.chart,
                self.table,
            ],
            label=words("quality_label"),
            controls=controls,
        )

    def redraw(self) -> None:
        """Work out margins from what is generally known; no data are touched."""
        words, about, n = self.words, self.about.value, self.size.value
        epsilon = self.epsilon.value
        write = amount(words, is_euros=about == "income")
        margin = margin_of(about, n=n, epsilon=epsilon)
        usual = usual_answer(about, n=n)
        self.told.say(
            words(
                "quality_told",
                size=words.number(n),
                answer=write(usual),
                margin=write(margin),
                share=self._percent(margin / usual),
            )
        )
        self._say_needed(about, n)
        self.chart.draw(
            accuracy_figure(
                {
                    words.epsilon(line): [
                        margin_of(about, n=size, epsilon=line) / usual_answer(about, n=size)
                        for size in SIZES
                    ]
                    for line in sorted({*LINES, epsilon})
                },
                SIZES,
                chosen=n,
                lang=words.lang,
            )
        )
        self.table.value = self._districts(about, epsilon)

    def _say_needed(self, about: str, n: int) -> None:
        """Say how much epsilon the wanted margin takes."""
        words, wanted = self.words, self.wanted.value / 100
        needed = epsilon_needed(about, n=n, margin=wanted * usual_answer(about, n=n))
        key = "quality_impossible" if needed is None else "quality_needed"
        self.needed.say(
            words(
                key,
                wanted=f"{self.wanted.value}%",
                size=words.number(n),
                epsilon="" if needed is None else words.number(float(needed), 3),
            )
        )

    def _districts(self, about: str, epsilon: Number) -> str:
        """Return the margin for each district of the municipality."""
        words, sizes = self.words, town(RESIDENTS)["district"].value_counts()
        people = [int(sizes[place]) for place in range(len(DISTRICTS))]
        margins = [margin_of(about, n=n, epsilon=epsilon) for n in people]
        write = amount(words, is_euros=about == "income")
        frame = pd.DataFrame(
            {
                "district": [words(f"district_{name}") for name in DISTRICTS],
                "people": people,
                "margin": margins,
                "share": [
                    margin / usual_answer(about, n=n)
                    for margin, n in zip(margins, people, strict=True)
                ],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("quality_caption", epsilon=words.epsilon(epsilon)),
            headers={name: words(f"quality_head_{name}") for name in frame.columns},
            written={"margin": write, "share": self._percent},
        )

    def _percent(self, share: float) -> str:
        """Write a share, with a decimal where it is small."""
        return f"{self.words.number(100 * share, 1 if share < 0.1 else 0)}%"


def query_about(about: str, epsilon: Number) -> dp.Count | Mean:
    """Return the question that is judged."""
    if about == "debts":
        return dp.Count(column="debts", equal_to=1, epsilon=epsilon, terms=PERSON)
    return Mean(column="income", grid=INCOMES, epsilon=epsilon, terms=PERSON)


def usual_answer(about: str, *, n: int) -> float:
    """Return about what the answer will be, from published figures."""
    return USUAL_DEBTS * n if about == "debts" else float(USUAL_INCOME)


def margin_of(about: str, *, n: int, epsilon: Number) -> float:
    """Return how far an answer about `n` residents can be off."""
    query = query_about(about, epsilon)
    if isinstance(query, Mean):
        return query.margin(CONFIDENCE, rows=n) or 0.0
    return query.margin(CONFIDENCE)


def epsilon_needed(about: str, *, n: int, margin: float) -> Fraction | None:
    """Return the smallest epsilon with which an answer stays within a margin; None if too much."""
    rows = n if about == "income" else None
    try:
        return epsilon_for(query_about(about, 1), margin=margin, confidence=CONFIDENCE, rows=rows)
    except PromiseError:
        return None
