"""Rounded sums give the same fit to a millionth, and a fit can be driven step by step."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.federated import Cox, Logistic, newton
from pet_workbench.federated.fixed_sums import (
    FRACTION_BITS,
    SMALL,
    decode_total,
    encode_sums,
)
from pet_workbench.federated.newton import ascent, one_step
from tests.federated.made import adding, hospitals

SITES = hospitals((900, 400, 3, 1, 0))
MODELS = [Logistic(3), Cox(3, tuple(map(float, range(1, 37))))]
IDS = ["logistic", "cox"]


def rounded(model, at):
    """Return the total of sums that were rounded at every site."""
    words = [encode_sums(model.sums(site, at), n_sites=len(SITES)) for site in SITES]
    return decode_total(np.sum(words, axis=0, dtype=np.uint64))


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_rounding_costs_less_than_a_millionth(model):
    """The fit over fixed point is that over exact sums."""
    exact = newton(model, adding(model, SITES))
    fixed = newton(model, lambda at: rounded(model, at), small=SMALL)
    assert np.abs(fixed.coefficients - exact.coefficients).max() < 1e-7
    assert np.abs(fixed.errors - exact.errors).max() < 1e-7


@pytest.mark.parametrize("n_sites", [1, 2, 3, 8, 9, 100])
def test_the_total_of_the_largest_numbers_still_fits(n_sites):
    """As many sites as declared add up without wrapping round; larger numbers are refused."""
    most = 2.0 ** (63 - FRACTION_BITS) / n_sites
    room = (n_sites - 1).bit_length()
    largest = np.nextafter(2.0 ** (63 - FRACTION_BITS - room), 0) - 1
    assert largest <= most
    for sign in (1, -1):
        words = encode_sums(np.array([sign * largest]), n_sites=n_sites)
        total = decode_total(words * np.uint64(n_sites))
        assert total == pytest.approx(sign * n_sites * largest)
    with pytest.raises(ParameterError):
        encode_sums(np.array([2 * largest + 4]), n_sites=n_sites)


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_driven_by_hand_the_fit_is_the_same(model):
    """`ascent` yields where `newton` asks, and one step from the last total is the answer."""
    add = adding(model, SITES)
    fit, steps, asked = newton(model, add), ascent(model), []
    at = next(steps)
    while True:
        asked.append(at)
        try:
            at = steps.send(add(at))
        except StopIteration as end:
            by_hand = end.value
            break
    assert (by_hand.coefficients == fit.coefficients).all()
    last = one_step(model, add(asked[-1]), asked[-1], rounds=len(asked))
    assert (last.coefficients == fit.coefficients).all()
    assert last.rounds == fit.rounds
