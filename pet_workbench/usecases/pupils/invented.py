"""An invented table of pupils with its codebook: an example of how one's own files look.

Nobody in it exists, and nothing of it was learned from the real pupils.

Protects: nothing; there is nobody to protect.
Does not protect: anybody.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.synthetic import Categories, Description, Numbers
from pet_workbench.synthetic.chance import seeded
from pet_workbench.usecases.synthetic_rows import codebook_frame
from pet_workbench.usecases.synthetic_rows.rows import LEAST_ROWS

if TYPE_CHECKING:
    import pandas as pd

NAMES: Final = {
    "nl": ("groep", "geslacht", "opleiding_ouders", "taal", "rekenen"),
    "en": ("grade", "sex", "parents_education", "language", "arithmetic"),
}
VALUES: Final = {
    "nl": (("jongen", "meisje"), ("lager", "midden", "hoger")),
    "en": (("boy", "girl"), ("lower", "middle", "higher")),
}
MISSES = 0.04
"""Which share of the scores in arithmetic is missing."""


def codebook(lang: str) -> Description:
    """Return the codebook of the example, in the words of a language.

    Parameters
    ----------
    lang : {"nl", "en"}
    """
    check_choice("lang", lang, NAMES)
    grade, sex, parents, language, arithmetic = NAMES[lang]
    sexes, levels = VALUES[lang]
    return Description(
        {
            grade: Categories((7, 8)),
            sex: Categories(sexes),
            parents: Categories(levels),
            language: Numbers(tuple(float(one) for one in range(0, 61, 5)), 1.0),
            arithmetic: Numbers(tuple(float(one) for one in range(0, 31, 3)), 1.0, may_miss=True),
        }
    )


def rows(n: int, *, seed: int, lang: str) -> "pd.DataFrame":
    """Return `n` invented pupils, all as text: as a file has them, empty where a value is missing.

    Parameters
    ----------
    n : int
        120 to 100,000.
    seed : int
    lang : {"nl", "en"}

    Examples
    --------
    >>> list(rows(120, seed=1, lang="nl"))
    ['groep', 'geslacht', 'opleiding_ouders', 'taal', 'rekenen']
    """
    import pandas as pd

    check_whole("n", n, LEAST_ROWS, 100_000)
    check_choice("lang", lang, NAMES)
    rng = seeded(seed)
    grade, sex = rng.integers(7, 9, n), rng.integers(0, 2, n)
    level = rng.choice(3, n, p=[0.3, 0.45, 0.25])
    skill = rng.normal(0, 1, n)
    language = 30 + 3 * (grade - 7) + 3 * level + 6 * skill + rng.normal(0, 4, n)
    arithmetic = 13 + 2 * (grade - 7) + 1.5 * level + 3 * skill + rng.normal(0, 2.5, n)
    known = rng.random(n) >= MISSES
    sexes, levels = (np.array(one) for one in VALUES[lang])
    scores = [np.clip(np.rint(language), 0, 60), np.clip(np.rint(arithmetic), 0, 30)]
    texts = [one.astype(np.int64).astype(str) for one in scores]
    columns = (
        grade.astype(str),
        sexes[sex],
        levels[level],
        texts[0],
        np.where(known, texts[1], ""),
    )
    return pd.DataFrame(dict(zip(NAMES[lang], columns, strict=True)))


def files(lang: str, *, n: int, seed: int) -> "dict[str, pd.DataFrame]":
    """Return the example files: rows and their codebook.

    Parameters
    ----------
    lang : {"nl", "en"}
    n, seed : int
    """
    return {"rows": rows(n, seed=seed, lang=lang), "codebook": codebook_frame(codebook(lang))}
