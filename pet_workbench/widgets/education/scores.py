"""A table of real pupils with noise: every number with its margin."""

import numpy as np

from pet_workbench.dp.risk import risk_sentence
from pet_workbench.usecases.education.pupils import release_scores, true_scores
from pet_workbench.viz.education import scores_figure
from pet_workbench.widgets import Button, Chart, Columns, Sentence, html, row
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education.publish import epsilon_slider


class Scores(Live):
    """An epsilon, a chart with margins, and how good they are.

    Attributes
    ----------
    epsilon : Slider
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, words: Words) -> None:
        self.epsilon = epsilon_slider(words, 0.5)
        self.chart, self.sentence, self.alert = Chart(), Sentence(), no_alert()
        again = Button(words("scores_again"), self.refresh)
        super().__init__(
            words,
            [
                Columns([self.epsilon]),
                row([again]),
                self.alert,
                self.sentence,
                self.chart,
                html(small(words("scores_note"))),
            ],
            label=words("scores_label"),
            controls=(self.epsilon,),
        )

    def redraw(self) -> None:
        """Ask for the table anew."""
        words, truth = self.words, true_scores()
        release = release_scores(epsilon=self.epsilon.value)
        low, high = release.interval(0.95)
        within = (np.asarray(low) <= truth) & (truth <= np.asarray(high))
        margin = int(release.query.margin(0.95) or 0)
        facts = {
            "epsilon": words.epsilon(self.epsilon.value),
            "margin": margin,
            "within": int(within.sum()),
            "cells": truth.size,
            "pupils": int(truth.sum()),
            "released": int(np.asarray(release.value).sum()),
            "negative": int((np.asarray(release.value) < 0).sum()),
        }
        risk = risk_sentence(release.query.loss, release.query.terms, words.lang)
        self.sentence.say(f"<p>{words('scores_said', **words.written(facts))}</p><p>{risk}</p>")
        self.chart.draw(scores_figure(np.asarray(release.value), margin, lang=words.lang))
