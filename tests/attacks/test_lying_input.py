"""Lying about one's own numbers narrows down those of others, until somebody stops it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.attacks.lying_input import narrow
from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.fraud import BANK, CASE, INSURER, KVK
from pet_workbench.usecases.fraud.scores import company_score
from pet_workbench.usecases.run_limit import RunLimit


@given(
    needed=st.lists(st.integers(0, 101), min_size=1, max_size=20),
    runs=st.integers(1, 8),
)
def test_every_answer_halves_what_is_left(needed, runs):
    """The truth always lies between the ends, and eight answers will do for 102 values."""
    wanted = np.array(needed)
    steps = list(narrow(lambda claims: claims >= wanted, wanted.size, most=100, runs=runs))
    last = steps[-1]
    assert ((last.low <= wanted) & (wanted <= last.high)).all()
    assert (last.high - last.low).max() <= 101 / 2 ** (last.runs - 1)
    assert runs < 8 or last.exact.all()


def test_claims_stay_in_their_range():
    """No claim is larger than what is accepted, or negative."""
    claimed = []

    def ask(claims):
        claimed.extend(claims.tolist())
        return claims < 0

    list(narrow(ask, 3, most=100, runs=20))
    assert min(claimed) >= 0
    assert max(claimed) == 100


def test_a_withheld_answer_teaches_nothing():
    """Nothing is narrowed where the small-output rule held."""
    (step,) = narrow(lambda _: None, 2, most=100, runs=1)
    assert (step.low.tolist(), step.high.tolist()) == ([0, 0], [101, 101])


@pytest.mark.parametrize("minimum", [1, 5, 10])
def test_a_rule_on_small_answers_does_not_stop_it(minimum):
    """Who keeps enough items found for sure always gets an answer, and reads all others."""
    needed = np.arange(3, 103, 5)

    def ask(claims):
        found = claims >= needed
        return found if found.sum() >= minimum else None

    last = list(narrow(ask, needed.size, most=100, runs=30, anchors=minimum))[-1]
    assert last.exact.sum() >= needed.size - minimum
    assert (last.high[last.exact] == needed[last.exact]).all()


def test_without_safe_claims_the_rule_can_stop_it():
    """Where half of the items is too few to open, halving alone never gets an answer."""
    needed = np.arange(3, 103, 5)

    def ask(claims):
        found = claims >= needed
        return found if found.sum() >= 15 else None

    blind = list(narrow(ask, needed.size, most=100, runs=30))[-1]
    anchored = list(narrow(ask, needed.size, most=100, runs=60, anchors=15))[-1]
    assert blind.exact.sum() == 0
    assert anchored.exact.sum() >= needed.size - 15


@pytest.mark.parametrize("wrong", [{"most": 0}, {"runs": 0}, {"anchors": -1}])
def test_impossible_searches_are_refused(wrong):
    """At least one claim and one question are needed."""
    with pytest.raises(ParameterError, match="need"):
        next(narrow(lambda claims: claims >= 0, 1, **{"most": 100, "runs": 1, **wrong}))


def fish(both, *, runs=8, **parameters):
    """Let a lying insurer ask for every provider, with ever other scores."""
    everybody = both[KVK]["provider"].to_numpy()

    def ask(claims):
        lie = pd.DataFrame({"provider": everybody, "score": claims})
        chosen = {"insurer_threshold": 0, **parameters}
        outcome = CASE.run("secret-sharing", {**both, INSURER: lie}, **chosen)
        found = outcome.answer.providers
        return None if found is None else np.isin(everybody, found)

    return everybody, narrow(ask, everybody.size, most=100, runs=runs)


def test_a_lying_insurer_reads_the_banks_scores():
    """Eight runs with false scores and KVK's public facts give every score above the threshold.

    Except what even the highest claim does not lift over the weighted threshold.
    """
    both = CASE.load(n=4_000, seed=1)
    everybody, steps = fish(both, weighted_threshold=70, minimum_found=1)
    last = list(steps)[-1]
    bank = both[BANK].set_index("provider")["score"].reindex(everybody, fill_value=0).to_numpy()
    facts = both[KVK]
    company = company_score(facts["years"].to_numpy(), facts["changes"].to_numpy())
    read = (last.high <= 100) & (last.high > 0)
    assert read.sum() >= 15
    exact = (700 - 4 * last.high - 2 * company + 3) // 4
    assert exact[read].tolist() == bank[read].tolist()
    assert (bank[read] >= 60).all()


def test_a_run_limit_stops_it():
    """The bank takes part twice and no more; by then nothing is known exactly."""
    both = CASE.load(n=500, seed=1)
    _, steps = fish(both, run_limit=RunLimit(2), minimum_found=1)
    seen = []
    with pytest.raises(PrivacyError, match="this would be run 3"):
        seen.extend(steps)
    assert [step.runs for step in seen] == [1, 2]
    assert (seen[-1].high - seen[-1].low).max() >= 25


def test_a_limit_on_the_list_stops_it_at_once():
    """The bank sees that everybody is on the list, and does not take part."""
    both = CASE.load(n=500, seed=1)
    _, steps = fish(both, largest_list=100, minimum_found=1)
    with pytest.raises(PrivacyError, match="at most 100"):
        next(steps)
