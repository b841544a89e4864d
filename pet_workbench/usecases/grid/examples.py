"""Example files of the case `grid`: generated households with their codebook, in either language.

Protects: nothing; there is nobody to protect.
Does not protect: anybody.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pet_workbench.core.validation import check_choice
from pet_workbench.synthetic import Categories, Description, Numbers
from pet_workbench.usecases.grid.household import CHARGERS, DESCRIPTION, DWELLINGS, HEAT_PUMPS
from pet_workbench.usecases.grid.population import generate
from pet_workbench.usecases.synthetic_rows import codebook_frame

if TYPE_CHECKING:
    import pandas as pd

NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {},
    "nl": {
        "dwelling": "woning",
        "heat_pump": "warmtepomp",
        "charger": "laadpunt",
        "solar_watts": "panelen_watt",
        "supply_kwh": "afname_kwh",
        "cold_day_wh": "koude_dag_wh",
        "summer_percent": "zomer_procent",
        "evening_percent": "avond_procent",
        "night_percent": "nacht_procent",
        "peak_watts": "piek_watt",
        "peak_hour": "piek_uur",
        "feed_in_watts": "teruglevering_watt",
    },
}
"""What columns are called where they are not called as in the case."""
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {},
    "nl": dict(
        zip(
            (*DWELLINGS, *HEAT_PUMPS, *CHARGERS),
            (
                "appartement",
                "rijtjeshuis",
                "twee_onder_een_kap",
                "vrijstaand",
                "geen",
                "hybride",
                "elektrisch",
                "geen",
                "langzaam",
                "snel",
            ),
            strict=True,
        )
    ),
}
"""What categories are called."""


def codebook(lang: str) -> Description:
    """Return the codebook of the example, in the words of a language.

    Parameters
    ----------
    lang : {"nl", "en"}

    Examples
    --------
    >>> codebook("nl")["laadpunt"].values
    ('geen', 'langzaam', 'snel')
    """
    check_choice("lang", lang, NAMES)
    names, words = NAMES[lang], VALUES[lang]
    kinds: dict[str, Categories | Numbers] = {}
    for name, kind in DESCRIPTION.columns.items():
        if isinstance(kind, Categories):
            values = tuple(words.get(str(value), str(value)) for value in kind.values)
            kinds[names.get(name, name)] = Categories(values, kind.may_miss)
        else:
            kinds[names.get(name, name)] = kind
    return Description(kinds)


def rows(n: int, *, seed: int, lang: str) -> "pd.DataFrame":
    """Return `n` generated households, all as text: as a file has them, empty without panels.

    Parameters
    ----------
    n, seed : int
        See `population.generate`.
    lang : {"nl", "en"}

    Examples
    --------
    >>> rows(120, seed=1, lang="nl").columns[0]
    'woning'
    """
    import pandas as pd

    check_choice("lang", lang, NAMES)
    homes, names, words = generate(n, seed=seed), NAMES[lang], VALUES[lang]
    columns = {}
    for name in DESCRIPTION:
        if isinstance(DESCRIPTION[name], Categories):
            cells = [words.get(one, one) for one in homes[name]]
        else:
            cells = ["" if one != one else str(int(one)) for one in homes[name]]  # noqa: PLR0124 - only NaN differs from itself
        columns[names.get(name, name)] = cells
    return pd.DataFrame(columns)


def files(lang: str, *, n: int, seed: int) -> "dict[str, pd.DataFrame]":
    """Return the example files: rows and their codebook.

    Parameters
    ----------
    lang : {"nl", "en"}
    n, seed : int
    """
    return {"rows": rows(n, seed=seed, lang=lang), "codebook": codebook_frame(codebook(lang))}
