"""What an attacker can know at most: numbers by Bayes and by exhaustion, and honest words."""

import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.loss import Loss, gaussian_loss, pure_loss
from pet_workbench.dp.risk import best_guess, group_promise, group_sentence, risk_sentence
from pet_workbench.dp.terms import NEIGHBOURS, UNITS, Terms

PERSON = Terms(unit="person", neighbours="add-remove")
EVERY = list(product(UNITS, NEIGHBOURS, (0, "1e-6"), (0.5, 0.1), (1, 7, "budget")))


def worst_release(epsilon, delta):
    """Chances of four answers, with and without the unit: the worst (epsilon, delta) release.

    The first and last answers give everything away; all others are Laplace's two.
    """
    right = (1 - delta) * math.exp(epsilon) / (1 + math.exp(epsilon))
    wrong = (1 - delta) / (1 + math.exp(epsilon))
    return [delta, right, wrong, 0.0], [0.0, wrong, right, delta]


def test_seventy_three_per_cent():
    """For a total epsilon of 1, fifty-fifty becomes 73 %."""
    assert best_guess(1) == pytest.approx(math.e / (1 + math.e))
    assert "73%" in risk_sentence(pure_loss(1), PERSON, "nl")


@given(st.floats(0, 15), st.floats(0.001, 0.999))
def test_certainty_is_what_bayes_says_of_the_worst_release(epsilon, prior):
    """Without delta, the bound is the posterior of the worst release, exactly."""
    inside, outside = worst_release(epsilon, 0)
    posterior = max(
        prior * one / (prior * one + (1 - prior) * other)
        for one, other in zip(inside, outside, strict=True)
        if one + other
    )
    assert best_guess(epsilon, prior=prior) == pytest.approx(posterior)


@given(st.floats(0, 15), st.floats(1e-9, 0.5), st.floats(0.001, 0.999))
def test_guesses_are_those_of_the_worst_release(epsilon, delta, prior):
    """With delta, the bound is how often the best guesser of the worst release is right."""
    inside, outside = worst_release(epsilon, delta)
    right = sum(
        max(prior * one, (1 - prior) * other) for one, other in zip(inside, outside, strict=True)
    )
    assert best_guess(epsilon, delta, prior) == pytest.approx(right)


def test_nothing_released_nothing_learned():
    """Epsilon 0 leaves an attacker where he was."""
    assert best_guess(0, prior=0.2) == pytest.approx(0.2)
    assert best_guess(0) == 0.5
    assert best_guess(5, prior=0) == 0
    assert best_guess(5, prior=1) == 1


@pytest.mark.parametrize(
    "numbers", [(-1, 0, 0.5), (float("nan"), 0, 0.5), (1, 2, 0.5), (1, 0, 1.5), (1, -0.1, 0.5)]
)
def test_refuses_what_is_no_chance(numbers):
    """Negative or undefined numbers are refused."""
    with pytest.raises(ParameterError):
        best_guess(*numbers)


@pytest.mark.parametrize(("unit", "neighbours", "delta", "prior", "releases"), EVERY)
def test_every_combination_has_words(unit, neighbours, delta, prior, releases):
    """Unit, neighbours, delta, prior and number of releases are all in the sentence."""
    loss = gaussian_loss("0.5", delta) if delta else pure_loss("0.5")
    terms = Terms(unit=unit, neighbours=neighbours)
    said = risk_sentence(loss, terms, "en", prior=prior, releases=releases)
    assert ("1 in 1,000,000" in said) == bool(delta)
    assert ("10%" in said) == (prior == 0.1)
    assert ("not hidden" in said) == (neighbours == "change-one")
    assert {"person": "you", "organisation": "your organisation"}.get(unit, unit) in said
    assert {1: "one release", 7: "all 7 releases", "budget": "whole budget"}[releases] in said
    assert "{" not in risk_sentence(loss, terms, "nl", prior=prior, releases=releases)


def test_no_two_combinations_share_their_words():
    """A sentence for one setting is never used for another."""
    said = {
        (risk_sentence(loss, Terms(unit=unit, neighbours=one), lang))
        for unit, one, lang in product(UNITS, NEIGHBOURS, ("nl", "en"))
        for loss in (pure_loss(1), gaussian_loss(1, "1e-6"))
    }
    assert len(said) == len(UNITS) * 2 * 2 * 2


def test_hardly_a_promise_is_called_so():
    """From an epsilon of 5, the sentence says that this is no protection; and never 100 %."""
    assert "no protection" not in risk_sentence(pure_loss(4), PERSON, "en")
    strong = risk_sentence(pure_loss(20), PERSON, "en")
    assert "nearly 100%" in strong
    assert "no protection" in strong


def test_small_chances_are_not_written_as_nothing():
    """A suspicion of 1 in 1,000 becomes 0.3 %, not 0 %."""
    said = risk_sentence(pure_loss(1), PERSON, "nl", prior=0.001)
    assert "0,10%" in said
    assert "0,27%" in said


def test_a_ledger_says_whom_it_is_about():
    """The head of a ledger serves as terms, with all that was spent."""
    ledger = Ledger.temporary(
        dataset="lesson", unit="household", neighbours="add-remove", epsilon=1
    )
    said = risk_sentence(Loss(epsilon=Fraction(1)), ledger.head, "nl", releases="budget")
    assert "uw huishouden" in said
    assert "73%" in said


def test_a_family_of_four():
    """Four persons together get four times the epsilon, and delta grows with it."""
    assert group_promise(pure_loss("0.5"), 4) == (2, 0)
    epsilon, delta = group_promise(gaussian_loss("0.5", "1e-6"), 4)
    assert epsilon == 2
    assert delta == pytest.approx(1e-6 * (math.e**2 - 1) / (math.e**0.5 - 1))
    assert "98%" in group_sentence(pure_loss(1), PERSON, "nl", size=4)


def test_the_promise_to_a_group_is_kept_by_the_worst_release():
    """The delta of a group is the largest that chaining the neighbours allows, step by step."""
    epsilon, delta, size = 0.3, 1e-3, 5
    chained = 0.0
    for _ in range(size):
        chained = delta + math.exp(epsilon) * chained
    loss = Loss(epsilon=Fraction("0.3"), delta=Fraction(1, 1000))
    assert group_promise(loss, size)[1] == pytest.approx(chained)


def test_large_groups_are_promised_nothing():
    """The delta of a large group is capped at 1, and the guess at certainty."""
    assert group_promise(gaussian_loss(1, "1e-6"), 100)[1] == 1
    assert "nearly 100%" in group_sentence(gaussian_loss(1, "1e-6"), PERSON, "en", size=100)


@pytest.mark.parametrize(
    ("unit", "neighbours", "delta"), list(product(UNITS, NEIGHBOURS, (0, "1e-6")))
)
def test_every_group_has_words(unit, neighbours, delta):
    """Groups of every unit, under both neighbours, with and without delta."""
    loss = gaussian_loss("0.5", delta) if delta else pure_loss("0.5")
    terms = Terms(unit=unit, neighbours=neighbours)
    for lang in ("nl", "en"):
        said = group_sentence(loss, terms, lang, size=4)
        assert "4 " in said
        assert "{" not in said


@pytest.mark.parametrize(
    "call",
    [
        lambda: group_promise(pure_loss(1), 0),
        lambda: group_sentence(pure_loss(1), PERSON, "nl", size=1),
        lambda: risk_sentence(pure_loss(1), PERSON, "nl", prior=0),
        lambda: risk_sentence(pure_loss(1), PERSON, "nl", releases=0),
    ],
)
def test_refuses_groups_and_priors_without_meaning(call):
    """No group of one, no certainty beforehand, and no releases at all."""
    with pytest.raises(ParameterError):
        call()
