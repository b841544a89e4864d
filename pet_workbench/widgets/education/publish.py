"""Try it: publish the same table in four ways, and look at one invented school."""

import numpy as np

from pet_workbench.usecases.education.bands import usable_share, usable_totals
from pet_workbench.widgets import Choice, Columns, Sentence, Slider, html
from pet_workbench.widgets.case import Words, figures_html, small
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.runs import PRIVATE, SUPPRESSION
from pet_workbench.widgets.education.written import school_table
from pet_workbench.widgets.homomorphic.live import Live, no_alert


class Publish(Live):
    """Controls, big numbers, and the table of one school.

    Attributes
    ----------
    n, minimum, epsilon : Slider
    technique : Choice
    table : HTML
    sentence : Sentence
    """

    def __init__(self, words: Words) -> None:
        lang = words.lang
        self.n = Slider(words("try_n"), runs.SIZES, value=runs.START_N, lang=lang)
        self.minimum = Slider(
            words("try_minimum"), runs.MINIMA, value=runs.START_MINIMUM, lang=lang
        )
        self.epsilon = epsilon_slider(words)
        names = {id: words.technique(id) for id in (runs.PLAIN, SUPPRESSION, runs.COMPLEMENTARY)}
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
        self.minimum.layout.display = "" if technique in (SUPPRESSION, runs.COMPLEMENTARY) else "none"
        self.epsilon.layout.display = "" if technique == PRIVATE else "none"
        outcome = runs.run(
            technique, n, minimum=self.minimum.value, epsilon=self.epsilon.value
        )
        self.outcome, true, shown = outcome, outcome.exact, outcome.answer
        self.figures.value = figures_html(
            [
                (words("figure_given"), words.percent(100 * float((~shown.hidden).mean()))),
                (words("figure_usable"), share(usable_share(true, shown), words)),
                (words("figure_regions"), share(usable_totals(true, shown), words)),
                (words("figure_seconds"), words.duration(outcome.seconds)),
            ]
        )
        facts = {
            "groups": len(shown.percentages),
            "counts": shown.counts.size,
            "hidden": int(shown.hidden.sum()),
            "minimum": self.minimum.value,
            "small": int((true.counts < self.minimum.value).sum()),
            "off": outcome.error,
            "margin": float(np.rint(shown.margins[0])),
            "country": float(np.rint(shown.margins[2])),
            "epsilon": epsilon_written(words, self.epsilon.value),
        }
        key = "try_" + technique.replace(":", "_").replace("-", "_")
        self.sentence.say(f"<p>{words(key, **words.written(facts))}</p>")
        hidden = words("small_count", minimum=self.minimum.value)
        if technique == runs.COMPLEMENTARY:
            hidden = words("left_out")
        self.table.value = school_table(
            shown,
            runs.school_to_show(n),
            words,
            caption=words("school_caption"),
            hidden=hidden,
        )


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
        written=lambda one: epsilon_written(words, one),
    )


def epsilon_written(words: Words, epsilon: float) -> str:
    """Write an epsilon.

    Examples
    --------
    >>> epsilon_written(Words("nl"), 0.1), epsilon_written(Words("en"), 2)
    ('0,1', '2')
    """
    return words.number(epsilon, 0 if epsilon == int(epsilon) else 1)


def share(value: float, words: Words) -> str:
    """Write a share as a whole percentage."""
    return words.percent(round(100 * value))
