"""Noise instead of leaving cells out: both tables, and in how many cells the noise stays small."""

import plotly.graph_objects as go

from pet_workbench.usecases.entrepreneurs import Trouble
from pet_workbench.viz.entrepreneurs import heat_map, unclear
from pet_workbench.widgets.case import Facts, NoiseSection


class Noise(NoiseSection):
    """Two heat maps of the same businesses."""

    def pictures(self, answer: Trouble, noisy: Trouble) -> tuple[go.Figure, go.Figure]:
        """Draw the table with cells left out, and the one with noise."""
        return heat_map(answer, lang=self.words.lang), heat_map(noisy, lang=self.words.lang)

    def told(self, answer: Trouble, noisy: Trouble) -> Facts:
        """Return how many cells there are, are shown, and are clear in spite of the noise."""
        there = noisy.businesses > 0
        return {
            "cells": int(there.sum()),
            "shown": int((~answer.withheld).sum()),
            "clear": int((~unclear(noisy)).sum()),
            "below": int((noisy.in_trouble[there] < 0).sum()),
            "minimum": answer.minimum,
        }
