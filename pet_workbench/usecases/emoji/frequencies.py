"""How often emoji are used: real shares in Dutch and in English texts, from ``data/emoji.csv``.

The shares come from the word frequencies of wordfreq [1]_, the names from Unicode CLDR; see
``data/README.md``.  They are about texts until 2021, and not about any maker's devices.

References
----------
.. [1] R. Speer, "rspeer/wordfreq: v3.0", 2022, doi:10.5281/zenodo.7199437.
"""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_choice
from pet_workbench.datasets import data_path

TEXTS = ("nl", "en")
"""Languages of the texts that were counted."""
SIZE = 64
"""Emoji on the list of each language."""


@dataclass(frozen=True, eq=False)
class EmojiList:
    """The agreed list: what a device can report, and how often it does.

    Attributes
    ----------
    emoji : tuple of str
        The most used one first.
    names : mapping of str to tuple of str
        By the reader's language.
    shares : ndarray of float64, shape (SIZE,)
        Adding up to 1.
    """

    emoji: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    shares: NDArray[np.float64]


@cache
def emoji_list(texts: str) -> EmojiList:
    """Return the list of the texts in one language.

    Parameters
    ----------
    texts : {"nl", "en"}

    Raises
    ------
    ParameterError
        If there is no list of that language.

    Examples
    --------
    >>> found = emoji_list("nl")
    >>> found.names["en"][0], round(float(found.shares[0]), 2)
    ('slightly smiling face', 0.29)
    """
    check_choice("texts", texts, TEXTS)
    with (data_path() / "emoji.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == texts]
    shares = np.array([float(row["share"]) for row in rows])
    return EmojiList(
        tuple(row["emoji"] for row in rows),
        {lang: tuple(row[f"name_{lang}"] for row in rows) for lang in TEXTS},
        shares / shares.sum(),
    )
