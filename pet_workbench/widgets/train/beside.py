"""A model beside the pooled one: the picture that most sections of the page show."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pet_workbench.federated.model import Floats
from pet_workbench.usecases.train import Fitted
from pet_workbench.viz.train import Effects, forest_figure, ratio_words
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.train.state import effects_of


def feature_names(features: Sequence[str], words: Words) -> list[str]:
    """Name features."""
    return [words(f"feature_{name}") for name in features]


def beside(
    pooled: Fitted,
    answer: Fitted,
    way: str,
    *,
    words: Words,
    rates: bool = False,
    crowd: Mapping[str, Floats] | None = None,
) -> go.Figure:
    """Draw a model and the pooled one, feature by feature.

    Parameters
    ----------
    pooled, answer : Fitted
    way : str
        What the model is called, in the reader's words.
    words : Words
    rates : bool, default: False
        Whether ratios are of rates (survival) and not of odds.
    crowd : mapping of str to ndarray of float64, shape (k,), optional
        Ratios of single hospitals.
    """
    features, expected = effects_of(pooled)
    _, found = effects_of(answer)
    names = feature_names(features, words)
    said = "; ".join(
        f"{name} {ratio_words(one, words.lang)}" for name, one in zip(names, found, strict=True)
    )
    return forest_figure(
        names,
        [Effects(words("series_pooled"), expected), Effects(way, found)],
        crowd=crowd,
        alt=words("forest_alt", effects=said, way=way),
        x_title=words("forest_x_rates" if rates else "forest_x_odds"),
        lang=words.lang,
    )
