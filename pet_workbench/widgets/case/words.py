"""Texts and numbers of one case page, as the reader wants them.

A text that a case does not have itself is taken from the part ``case``, which all pages share.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pet_workbench.i18n import (
    Language,
    catalogue,
    duration,
    euro,
    listing,
    number,
    percent,
    shortest,
    size,
    text,
)
from pet_workbench.widgets.case import steps
from pet_workbench.widgets.case.steps import slug

SHARED = "case"


def technique_slugs(technique: str) -> tuple[str, ...]:
    """Return the parts of keys that stand for a technique: in full, then without what is added.

    Examples
    --------
    >>> technique_slugs("secret-sharing:bitmap"), technique_slugs("suppression")
    (('secret-sharing-bitmap', 'secret-sharing'), ('suppression',))
    """
    first = re.split("[:+]", technique)[0]
    return tuple(dict.fromkeys((slug(technique), slug(first))))


class Words:
    """Looks up the words of one case, and writes numbers.

    Parameters
    ----------
    lang : {"nl", "en"}
    case : str
        The part of the catalogue to look in before the shared one.

    Examples
    --------
    >>> words = Words("en", "aio")
    >>> words("cost_rounds"), words.percent(12.5), words.all(["SVB", "UWV", "CBS"])
    ('Rounds', '12.5%', 'SVB, UWV and CBS')
    """

    def __init__(self, lang: Language, case: str = SHARED) -> None:
        self.lang, self.case = lang, case

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text under `key`; a key with a dot is looked up as it is.

        Raises
        ------
        KeyError
            If neither the case nor the shared part has it.
        """
        return text(self._full(key) or f"{self.case}.{key}", self.lang, **values)

    def has(self, key: str) -> bool:
        """Tell whether there is a text under `key`."""
        return self._full(key) is not None

    def first(self, keys: Sequence[str], /, **values: object) -> str:
        """Return the text under the first of `keys` that there is.

        Raises
        ------
        KeyError
            If there is none.
        """
        return self(next(filter(self.has, keys), keys[0]), **values)

    def optional(self, key: str, /, **values: object) -> str:
        """Return the text under `key`, or nothing if there is none."""
        return self(key, **values) if self.has(key) else ""

    def _full(self, key: str) -> str | None:
        """Return the whole key under which the text stands."""
        keys = (key,) if "." in key else (f"{self.case}.{key}", f"{SHARED}.{key}")
        return next((full for full in keys if full in catalogue(self.lang)), None)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number."""
        return number(value, self.lang, digits=digits)

    def epsilon(self, epsilon: float | str | Fraction) -> str:
        """Write an epsilon, with as many decimals as it has."""
        return shortest(float(epsilon), self.lang)

    def euro(self, cents: float, digits: int = 2) -> str:
        """Write an amount given in cents."""
        return euro(cents / 100, self.lang, digits=digits)

    def percent(self, hundredths: float) -> str:
        """Write a percentage, with up to two decimals where it needs them."""
        rounded = round(hundredths, 2)
        digits = next(digits for digits in (0, 1, 2) if round(rounded, digits) == rounded)
        return percent(rounded / 100, self.lang, digits=digits)

    def duration(self, seconds: float) -> str:
        """Write a time."""
        return duration(seconds, self.lang)

    def size(self, n_bytes: float) -> str:
        """Write a number of bytes."""
        return size(n_bytes, self.lang)

    def written(self, facts: Mapping[str, object]) -> dict[str, str]:
        """Write the numbers among `facts`: whole ones plainly, others with one decimal."""
        return {name: self.value(fact) for name, fact in facts.items()}

    def value(self, fact: object) -> str:
        """Write a number, or leave a text as it is."""
        if isinstance(fact, str):
            return fact
        plain = float(str(fact))
        return self.number(plain, 0 if plain == int(plain) else 1)

    def technique(self, id: str) -> str:
        """Name a technique."""
        return self.first([f"technique_{part}" for part in technique_slugs(id)])

    def heading(self, party: str) -> str:
        """Name a party where it stands alone."""
        return self.optional(f"party_{slug(party)}") or party

    def party(self, name: str) -> str:
        """Name a party inside a sentence, with its article."""
        return self.optional(f"the_{slug(name)}") or self.heading(name)

    def role(self, role: str, parties: Sequence[str] = ()) -> str:
        """Name a role; without words for it, those who play it."""
        return self.optional(f"role_{role}") or self.join([self.heading(one) for one in parties])

    def all(self, names: Sequence[str]) -> str:
        """Name parties inside a sentence: "SVB, UWV and CBS"."""
        return self.join([self.party(name) for name in names])

    def join(self, parts: Sequence[str]) -> str:
        """Join parts of a sentence: "a, b and c"."""
        return listing(parts, self.lang)

    def step(self, step: str, technique: str = "") -> str:
        """Say what a message is for; a step that nobody put into words is a step on the way."""
        return self._step(step, technique) or self("step_other")

    def knows_step(self, step: str, technique: str = "") -> bool:
        """Tell whether there are words for `step`."""
        return bool(self._step(step, technique))

    def _step(self, step: str, technique: str) -> str:
        """Return the words for a step, if there are any, in the most special form there is."""
        found = steps.names(step)
        special = [f"step_{part}_{name}" for part in technique_slugs(technique) for name in found]
        for key in (*special, *(f"step_{name}" for name in found)):
            if self.has(key):
                return self(key)
        related = steps.base(step)
        if related is None:
            return ""
        how, other, n = related
        about = self._step(other, technique)
        return self(f"step_{how}", about=about, n=n) if about else ""
