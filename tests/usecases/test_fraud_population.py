"""Generated providers: their shape, their numbers, and that a seed repeats them."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.datasets import assumptions
from pet_workbench.usecases.aio.population import passes_eleven_test
from pet_workbench.usecases.fraud import BANK, INSURER, KVK
from pet_workbench.usecases.fraud.population import MAX_N, MIN_N, generate
from pet_workbench.usecases.fraud.scores import HIGHEST, company_score

N = 200_000


@pytest.fixture(scope="module")
def population():
    """Return a population large enough for shares to settle."""
    return generate(N, seed=3)


def test_shares_follow_the_assumptions(population):
    """The lists are about as long as assumed: five standard deviations of slack."""
    a = {id: assumption.value for id, assumption in assumptions("fraud").items()}
    listed = a["troubled_share"] * a["signal_share_troubled"]
    listed += (1 - a["troubled_share"]) * a["signal_share_others"]
    for party, share in ((INSURER, listed), (BANK, a["bank_share"])):
        slack = 5 * np.sqrt(share * (1 - share) / N)
        assert abs(len(population[party]) / N - share) < slack
    assert len(population[KVK]) == N


def test_median_scores_follow_the_assumptions(population):
    """Nearly everybody at the bank is untroubled: half of the customers score up to the median."""
    median = assumptions("fraud")["median_score_others_bank"].value
    assert abs(population[BANK]["score"].median() - median) <= 1


def test_scores_and_facts_stay_in_their_range(population):
    """Scores run from 0 to 100, and so does the one that follows from KVK's facts."""
    for party in (INSURER, BANK):
        assert population[party]["score"].between(0, HIGHEST).all()
    facts = population[KVK]
    scores = company_score(facts["years"].to_numpy(), facts["changes"].to_numpy())
    assert scores.min() == 0
    assert scores.max() == HIGHEST


def test_numbers_belong_to_nobody(population):
    """Nine digits that fail the eleven-test: no number of the trade register, no BSN or RSIN."""
    numbers = population[KVK]["provider"].to_numpy()
    assert numbers.min() >= 10**8
    assert np.unique(numbers).size == N
    assert not passes_eleven_test(numbers.astype(np.int32)).any()
    for party in (INSURER, BANK):
        assert population[party]["provider"].isin(numbers).all()
        assert population[party]["provider"].is_unique


def test_a_seed_repeats_and_another_differs():
    """The same seed gives the same tables."""
    first, again, other = (generate(500, seed=seed) for seed in (1, 1, 2))
    assert all(first[party].equals(again[party]) for party in first)
    assert not first[KVK].equals(other[KVK])


@pytest.mark.parametrize(
    ("n", "seed"), [(MIN_N - 1, 1), (MAX_N + 1, 1), (1000.0, 1), (True, 1), (100, -1)]
)
def test_impossible_sizes_and_seeds_are_refused(n, seed):
    """An error says what is needed."""
    with pytest.raises(ParameterError, match="need"):
        generate(n, seed=seed)
