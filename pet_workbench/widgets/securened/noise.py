"""Noise besides the minimum: both pictures, and what the noise gets wrong."""

import plotly.graph_objects as go

from pet_workbench.usecases.securened import Trends
from pet_workbench.viz.securened import trend_figure
from pet_workbench.widgets.case import Facts, NoiseSection

CONFIDENCE = 0.95


class Noise(NoiseSection):
    """The trends of the same reports, twice."""

    unit = "report"

    def pictures(self, answer: Trends, noisy: Trends) -> tuple[go.Figure, go.Figure]:
        """Draw the exact trends, and those with noise."""
        return trend_figure(answer, lang=self.words.lang), trend_figure(noisy, lang=self.words.lang)

    def told(self, answer: Trends, noisy: Trends) -> Facts:
        """Return how many numbers are shown by each, by both, and by noise alone."""
        return {
            "shown": int(answer.shown.sum()),
            "noisy": int(noisy.shown.sum()),
            "both": int((answer.shown & noisy.shown).sum()),
            "wrong": int((noisy.shown & ~answer.shown).sum()),
            "minimum": answer.minimum,
        }
