"""Try it: publish the same table in four ways, and look at one invented school."""

import numpy as np

from pet_workbench.core import Outcome
from pet_workbench.usecases.education.bands import usable_share, usable_totals
from pet_workbench.widgets import Choice, Columns, Sentence, Slider, html
from pet_workbench.widgets.case import Words, figures_html, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.runs import COMPLEMENTARY, PLAIN, PRIVATE, SUPPRESSION
from pet_workbench.widgets.education.written import school_table


class Publish(Live):
    """Controls, big numbers, and the table of one school.

    Attributes
    ----------
    n, minimum, epsilon : Slider
    technique : Choice
    table : HTML
    sentence : Sentence
    outcome : Outcome
        What was published last.
    """

    outcome: Outcome

    def __init__(self, words: Words) -> None:
        lang = words.lang
        self.n = Slider(words("try_n"), runs.SIZES, value=runs.START_N, lang=lang)
        self.minimum = Slider(
            words("try_minimum"), runs.MINIMA, value=runs.START_MINIMUM, lang=lang
        )
        self.epsilon = epsilon_slider(words)
        names = {id: words.technique(id) for id in (PLAIN, SUPPRESSION, COMPLEMENTARY)}
        self.technique = Choice(
            words("try_technique"), {**names, PRIVATE: words.technique(PRIVATE)}, value=SUPPRESSION
        )
        self.figures, self.table, self.sentence = html(""), html(""), Sentence()
        self.alert = no_alert()
        controls = (self.n, self.technique, self.minimum, self.epsilon)
        super().__init__(
            words,
            [
                Columns([self.technique, html_box(self)]),
                self.alert,
                self.figures,
                self.sentence,
                self.table,
                html(small(words("try_note"))),
            ],
            label=words("try_label"),
            controls=controls,
        )

    def redraw(self) -> None:
        """Publish, and show what came out."""
        words, n, technique = self.words, self.n.value, self.technique.value
        leaves_out = technique in (SUPPRESSION, COMPLEMENTARY)
        self.minimum.layout.display = "" if leaves_out else "none"
        self.epsilon.layout.display = "" if technique == PRIVATE else "none"
        self.outcome = runs.run(
            technique, n, minimum=self.minimum.value, epsilon=self.epsilon.value
        )
        self._say()
        named = "left_out" if technique == COMPLEMENTARY else "small_count"
        self.table.value = school_table(
            self.outcome.answer,
            runs.school_to_show(n),
            words,
            caption=words("school_caption"),
            hidden=words(named, minimum=self.minimum.value),
        )

    def _say(self) -> None:
        """Say what was published, and what it is good for."""
        words, shown, true = self.words, self.outcome.answer, self.outcome.exact
        self.figures.value = figures_html(
            [
                (words("figure_given"), share(float((~shown.hidden).mean()), words)),
                (words("figure_usable"), share(usable_share(true, shown), words)),
                (words("figure_regions"), share(usable_totals(true, shown), words)),
                (words("figure_seconds"), words.duration(self.outcome.seconds)),
            ]
        )
        facts = {
            "groups": len(shown.percentages),
            "counts": shown.counts.size,
            "hidden": int(shown.hidden.sum()),
            "minimum": self.minimum.value,
            "most": self.minimum.value - 1,
            "small": int((true.counts < self.minimum.value).sum()),
            "off": self.outcome.error,
            "margin": float(np.rint(shown.margins[0])),
            "country": float(np.rint(shown.margins[2])),
            "epsilon": words.epsilon(self.epsilon.value),
        }
        key = "try_" + self.technique.value.replace(":", "_").replace("-", "_")
        self.sentence.say(f"<p>{words(key, **words.written(facts))}</p>")


def html_box(part: Publish) -> Columns:
    """Return the sliders of `part` below each other."""
    return Columns([part.n, part.minimum, part.epsilon], narrowest="30rem")


def epsilon_slider(words: Words, value: float = runs.START_EPSILON) -> Slider:
    """Return a slider for epsilon."""
    return Slider(
        words("epsilon"),
        runs.EPSILONS,
        value=value,
        lang=words.lang,
        written=words.epsilon,
    )


def share(value: float, words: Words) -> str:
    """Write a share as a whole percentage."""
    return words.percent(round(100 * value))
