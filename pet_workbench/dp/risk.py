"""What a promise means for one person: what an attacker can know at most.

With epsilon alone: whoever gave something a chance of p beforehand gives it at most ``p * exp(e) /
(p * exp(e) + 1 - p)`` afterwards, however much they know of everybody else [1]_; fifty-fifty
becomes 73 % for an epsilon of 1.  With delta above 0, certainty cannot be ruled out: there, the
bound is on how often the best attacker guesses right [2]_, which for fifty-fifty is
``(exp(e) + delta) / (exp(e) + 1)``.

What the something is, depends on the neighbours.  Under "add-remove" it is that one unit is in the
data at all.  Under "change-one" it is which of two versions of a unit's data is in them; that it
takes part is not hidden.

Protects: readers against numbers without meaning; every combination has words of its own.
Does not protect: against what holds for many.  That smokers fall ill more often can be learned from
data without you, so it is no harm that this promise is about.

References
----------
.. [1] C. Dwork and A. Roth, "The Algorithmic Foundations of Differential Privacy", 2014,
   doi:10.1561/0400000042.
.. [2] P. Kairouz, S. Oh and P. Viswanath, "The Composition Theorem for Differential Privacy",
   ICML 2015, doi:10.48550/arXiv.1311.0776.
"""

import math
from fractions import Fraction
from typing import Literal, Protocol

from pet_workbench.core.validation import check_choice, check_range, check_whole
from pet_workbench.dp.loss import Loss
from pet_workbench.dp.terms import NEIGHBOURS, UNITS
from pet_workbench.i18n import Language, number, percent, text

WEAK = 0.99
"""From here on, a promise is called none."""
Scope = int | Literal["budget"]


class About(Protocol):
    """Whose privacy a promise is about: `Terms`, or the head of a ledger."""

    @property
    def unit(self) -> str:
        """Return the unit."""

    @property
    def neighbours(self) -> str:
        """Return the neighbouring relation."""


def best_guess(epsilon: float, delta: float = 0.0, prior: float = 0.5) -> float:
    """Return how often an attacker guesses right at most; without delta, how sure one can be.

    Parameters
    ----------
    epsilon, delta : float
        Of everything that was released about it.
    prior : float
        The chance that the attacker gave it beforehand, between 0 and 1.

    Returns
    -------
    float
        For delta 0, the chance that the attacker gives it afterwards.  For delta above 0, the
        chance that the best guess is right, whichever of the two is guessed.

    Raises
    ------
    ParameterError
        If a number lies outside its range.

    Examples
    --------
    >>> round(best_guess(1), 3), round(best_guess(1, prior=0.1), 3), round(best_guess(0.1), 3)
    (0.731, 0.232, 0.525)
    >>> round(best_guess(1, delta=0.001), 4)
    0.7313
    """
    check_range("epsilon", epsilon, 0, 1e6)
    check_range("delta", delta, 0, 1)
    check_range("prior", prior, 0, 1)
    if not delta:
        if prior in (0, 1):
            return float(prior)
        return 1 / (1 + (1 - prior) / prior * math.exp(-min(epsilon, 700)))
    # the corners of what chances of both mistakes are possible together
    both = 1 - (1 - delta) / (1 + math.exp(min(epsilon, 700)))
    return max(both, prior + (1 - prior) * delta, 1 - prior + prior * delta)


def group_promise(loss: Loss, size: int) -> tuple[Fraction, float]:
    """Return the epsilon and delta that a promise per unit gives to `size` units together.

    Examples
    --------
    >>> group_promise(Loss(epsilon=Fraction(1, 2)), 4)
    (Fraction(2, 1), 0.0)
    """
    check_whole("size", size, 1, 10_000)
    per_unit = float(loss.epsilon)
    if not loss.delta:
        return size * loss.epsilon, 0.0
    exponents = (turn * per_unit for turn in range(size))
    growth = sum(math.exp(min(exponent, 700.0)) for exponent in exponents)
    return size * loss.epsilon, min(1.0, float(loss.delta) * growth)


def risk_sentence(
    loss: Loss, terms: About, lang: Language, *, prior: float = 0.5, releases: Scope = 1
) -> str:
    """Return what a promise means, for somebody whom the data are about.

    Parameters
    ----------
    loss : Loss
        Its epsilon and delta count: of one release, or of all (`Ledger.spent`).
    terms : Terms or Head
        Whose privacy.
    lang : {"nl", "en"}
    prior : float
        What the attacker thought beforehand.
    releases : int or "budget"
        How many releases the loss is of; "budget" for a whole budget, used or not.

    Raises
    ------
    ParameterError
        If the prior is no chance between 0 and 1, or the terms are unknown.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> print(risk_sentence(Loss(epsilon=Fraction(1)), terms, "en"))
    After this one release: whoever thought it fifty-fifty that you are in the data is at most 73% \
sure of it afterwards, whatever else they know.
    """
    check_range("prior", prior, 0.0001, 0.9999)
    _check_about(terms)
    chance = best_guess(float(loss.epsilon), float(loss.delta), prior)
    kind = "guess" if loss.delta else "sure"
    belief = "even" if prior == 0.5 else "other"
    said = text(
        f"risk.{kind}.{terms.neighbours}.{belief}",
        lang,
        scope=_scope(releases, lang),
        present=text(f"risk.present.{terms.unit}", lang),
        record=text(f"risk.record.{terms.unit}", lang),
        taking_part=text(f"risk.taking_part.{terms.unit}", lang),
        prior=_percent(prior, lang),
        chance=_percent(chance, lang),
        delta=_one_in(float(loss.delta), lang),
    )
    return said if chance < WEAK else f"{said} {text('risk.weak', lang)}"


def group_sentence(loss: Loss, terms: About, lang: Language, *, size: int) -> str:
    """Return what a promise per unit means for `size` units together, such as a family.

    Parameters
    ----------
    loss, terms, lang
        As in `risk_sentence`.
    size : int
        From 2.

    Raises
    ------
    ParameterError
        If the size is below 2, or the terms are unknown.

    Examples
    --------
    >>> from pet_workbench.dp.terms import Terms
    >>> terms = Terms(unit="person", neighbours="add-remove")
    >>> print(group_sentence(Loss(epsilon=Fraction(1)), terms, "en", size=4))
    The promise is per person. For 4 persons together, such as a family, it is weaker: whoever \
thought it fifty-fifty that all 4 are in the data can be up to 98% sure of it afterwards.
    """
    check_whole("size", size, 2, 10_000)
    _check_about(terms)
    epsilon, delta = group_promise(loss, size)
    chance = best_guess(float(epsilon), delta)
    return text(
        f"risk.group.{'guess' if delta else 'sure'}.{terms.neighbours}",
        lang,
        unit=text(f"risk.unit.{terms.unit}", lang),
        units=text(f"risk.units.{terms.unit}", lang),
        example=text(f"risk.example.{terms.unit}", lang),
        size=number(size, lang),
        chance=_percent(chance, lang),
    )


def _check_about(terms: About) -> None:
    check_choice("unit", terms.unit, UNITS)
    check_choice("neighbours", terms.neighbours, NEIGHBOURS)


def _scope(releases: Scope, lang: Language) -> str:
    """Return what the sentence is about."""
    if releases == "budget":
        return text("risk.scope.budget", lang)
    check_whole("releases", releases, 1, 10**9)
    if releases == 1:
        return text("risk.scope.one", lang)
    return text("risk.scope.many", lang, count=number(releases, lang))


def _percent(chance: float, lang: Language) -> str:
    """Write a chance: never as 0 % or 100 %, for these say something else."""
    if chance >= 0.995:
        return text("risk.nearly", lang)
    digits = 0 if chance >= 0.05 else 1 if chance >= 0.005 else 2
    return percent(chance, lang, digits=digits)


def _one_in(delta: float, lang: Language) -> str:
    """Write a small chance as one in so many, rounded to the larger chance."""
    if not delta:
        return ""
    # a part in 10**9 for one over a decimal, which is a hair below a whole number
    return text("risk.one_in", lang, count=number(math.floor(1 / delta * (1 + 1e-9)), lang))
