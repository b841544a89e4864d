"""Outcomes and records as plotly figures: pure functions, no widgets.

>>> import plotly.graph_objects as go
>>> from pet_workbench.viz import theme
>>> theme.figure(go.Bar(y=[1]), lang="en", alt="One bar").layout.separators
'.,'
"""

from pet_workbench.viz import theme

__all__ = ["theme"]
