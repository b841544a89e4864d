"""Encrypted scores: those of the model in the clear, within the error that was promised."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import LinearScore
from pet_workbench.he.errors import DepthError, HomomorphicError
from pet_workbench.he.jobs.logistic import EncryptedProbability, logistic, logistic_polynomial
from pet_workbench.he.jobs.scoring import (
    CIPHERTEXTS,
    LinearModel,
    encrypted_rows,
    encrypted_scores,
    score,
)
from pet_workbench.he.keys import SecretKey
from tests.he.made import simple_key

MODEL = LinearModel(
    weights=(0.8, -0.35, 0.0, 1.2),
    intercept=-1.5,
    means=(80.0, 2.0, 1.0, 0.5),
    deviations=(7.0, 1.5, 3.0, 0.5),
    bound=6.0,
)
many = settings(max_examples=60, deadline=None)


@cache
def choice():
    """Return the parameters for the model."""
    return choose(LinearScore(5000, MODEL.weights, MODEL.bound, MODEL.intercept))


@cache
def key():
    """Return a key of the data's holder."""
    return SecretKey.generate(choice().parameters)


def patients(rows, seed=1):
    """Return features within the model's bound."""
    standard = np.random.default_rng(seed).uniform(-MODEL.bound, MODEL.bound, (rows, 4))
    return standard * MODEL.deviations + MODEL.means


def test_scores_in_the_clear_are_the_textbook_formula():
    """Standardise, weigh, add up."""
    row = [87.0, 0.5, 4.0, 1.0]
    expected = 0.8 * 1 + -0.35 * -1 + 0 * 1 + 1.2 * 1 - 1.5
    assert MODEL.scores([row])[0] == pytest.approx(expected)


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("rows", [1, 2047, 2048, 2049, 16_384, 16_385])
def test_scores_are_those_of_the_model(rows, symmetric):
    """Around the borders of ciphertexts too, the error is at most the one promised."""
    features = patients(rows)
    found = encrypted_scores(features, MODEL, key=key(), symmetric=symmetric)
    assert found.shape == (rows,)
    error = np.abs(found - MODEL.scores(features)).max()
    assert error <= choice().error <= 1e-7 * choice().computation.largest


def test_the_holder_of_the_model_gets_by_without_the_secret_key():
    """Scores are made from the public context alone; only the key's holder can read them."""
    features = patients(10)
    (columns,) = encrypted_rows(features, MODEL, encryptor=key().context)
    result = score(columns, MODEL)
    assert not hasattr(result.context, "decrypt")
    assert np.abs(key().decrypt(result) - MODEL.scores(features)).max() <= result.meter.error


def test_scores_come_back_in_one_prime():
    """The answer is as short as its range allows."""
    (columns,) = encrypted_rows(patients(10), MODEL, encryptor=key())
    assert columns[0].meter.level == 1
    assert score(columns, MODEL).meter.level == 0


def test_rows_come_in_chunks_with_progress():
    """One column per feature and chunk, and the number of rows done after each."""
    told = []
    full = CIPHERTEXTS * key().context.parameters.slots
    chunks = list(
        encrypted_rows(
            patients(full + 9), MODEL, encryptor=key(), step=lambda *rows: told.append(rows)
        )
    )
    assert [[len(column) for column in columns] for columns in chunks] == [[full] * 4, [9] * 4]
    assert told == [(full, full + 9), (full + 9, full + 9)]


def test_work_stops_where_progress_says_so():
    """What the callback raises passes through."""

    def step(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        encrypted_scores(patients(3000), MODEL, key=key(), step=step)


@pytest.mark.parametrize("row", [0, 2999, 16_384, 16_999])
def test_a_feature_out_of_range_is_refused_by_its_row_in_the_table(row):
    """It is not cut off in silence, and not named by its row in the chunk."""
    features = patients(17_000)
    features[row, 1] = 100.0
    with pytest.raises(DataError) as caught:
        encrypted_scores(features, MODEL, key=key())
    assert caught.value.parameters["row"] == row + 1


def test_a_missing_feature_is_refused():
    """There is no score without it."""
    features = patients(5)
    features[3, 0] = np.nan
    with pytest.raises(DataError) as caught:
        encrypted_scores(features, MODEL, key=key())
    assert caught.value.parameters["row"] == 4


def test_a_masked_feature_is_a_missing_one():
    """What a mask hides is not computed with."""
    features = np.ma.array(patients(5), mask=False)
    features.mask[2, 1] = True
    with pytest.raises(DataError) as caught:
        encrypted_scores(features, MODEL, key=key())
    assert caught.value.parameters["row"] == 3


@pytest.mark.parametrize("features", [np.ones((5, 3)), np.ones(4), np.ones((0, 4))])
def test_tables_of_another_shape_are_refused(features):
    """One column per weight, and at least one row."""
    with pytest.raises(ParameterError, match="4 features"):
        encrypted_scores(features, MODEL, key=key())


def test_models_that_are_not_complete_are_refused():
    """A feature without a mean, or with a deviation of zero."""
    with pytest.raises(ParameterError, match="complete the model"):
        LinearModel((1.0,), 0.0, (), (1.0,), 5.0)
    with pytest.raises(ParameterError, match="complete the model"):
        LinearModel((1.0,), 0.0, (0.0,), (0.0,), 5.0)


def test_a_model_without_any_weight_is_refused():
    """Its scores are known without any data."""
    empty = LinearModel((0.0, 0.0), 1.0, (0.0, 0.0), (1.0, 1.0), 5.0)
    with pytest.raises(ParameterError, match=r"zero"):
        encrypted_scores(np.ones((3, 2)), empty, key=key())


def test_a_key_for_whole_numbers_is_refused():
    """Weights are no whole numbers, even if the features happen to be."""
    with pytest.raises(ParameterError, match="need a key of CKKS"):
        encrypted_scores(patients(3), MODEL, key=simple_key("bfv"))


@many
@given(st.floats(-700, 700))
def test_the_logistic_function_is_exact(x):
    """To the last digits, on both sides, and never out of range."""
    found = float(logistic(x))
    assert found == pytest.approx(1 / (1 + np.exp(-x)), rel=1e-12, abs=1e-16)
    assert 0 <= found <= 1


@many
@given(
    reach=st.floats(0.1, 64),
    degree=st.sampled_from(range(1, 16, 2)),
    x=st.floats(-1, 1),
)
def test_a_polynomial_is_as_close_as_it_says(reach, degree, x):
    """Nowhere on its interval is it further from the logistic function than stated."""
    polynomial = logistic_polynomial(reach=reach, degree=degree)
    away = abs(float(polynomial(x * reach)) - float(logistic(x * reach)))
    assert away <= polynomial.error + 1e-12


@pytest.mark.parametrize("reach", [2.0, 8.0, 30.0])
def test_a_higher_degree_is_closer(reach):
    """More powers, less error; and what is stated is reached somewhere, nearly."""
    polynomials = [logistic_polynomial(reach=reach, degree=degree) for degree in range(1, 16, 2)]
    errors = [one.error for one in polynomials]
    assert all(later <= error + 1e-5 for error, later in pairwise(errors))
    x = np.linspace(-reach, reach, 1001)
    for one in polynomials:
        seen = np.abs(one(x) - logistic(x)).max()
        assert one.error <= 1.1 * seen + 1e-5


def test_the_cubic_is_about_as_good_as_that_of_the_literature():
    """On [-8, 8] the least-squares cubic is off by 0.1144; ours has at most a little more."""
    assert 0.1 < logistic_polynomial(reach=8, degree=3).error < 0.12


@pytest.mark.parametrize(("reach", "degree"), [(0, 3), (65, 3), (8, 2), (8, 17), (8, -1)])
def test_polynomials_that_do_not_exist_are_refused(reach, degree):
    """Even degrees add nothing, and very high ones cannot be evaluated."""
    with pytest.raises(ParameterError, match="odd degree of 1 to 15"):
        logistic_polynomial(reach=reach, degree=degree)


@pytest.mark.parametrize("degree", [1, 3, 7])
def test_probabilities_can_be_computed_under_encryption(degree):
    """With the error of the polynomial, which is known, and that of the ring, which is promised."""
    linear = LinearScore(500, MODEL.weights, 2.0, MODEL.intercept, symmetric=True)
    computation = EncryptedProbability(linear, degree)
    chosen = choose(computation)
    owner = SecretKey.generate(chosen.parameters, products=computation.products)
    features = np.random.default_rng(3).uniform(-2, 2, (500, 4))
    columns = tuple(owner.encrypt(column, bound=2.0) for column in features.T)
    found = owner.decrypt(computation.compute(columns))
    scores = features @ np.array(MODEL.weights) + MODEL.intercept
    polynomial = computation.polynomial
    assert np.abs(found - polynomial(scores)).max() <= chosen.error <= computation.error
    assert np.abs(found - logistic(scores)).max() <= polynomial.error + chosen.error


def test_probabilities_in_a_ring_that_was_chosen_for_scores_are_refused():
    """The powers need levels that are not there; nothing is computed then."""
    computation = EncryptedProbability(
        LinearScore(10, MODEL.weights, MODEL.bound, MODEL.intercept), degree=7
    )
    owner = SecretKey.generate(choice().parameters, products=True)
    (columns,) = encrypted_rows(patients(10), MODEL, encryptor=owner)
    with pytest.raises(HomomorphicError) as caught:
        computation.compute(columns)
    assert isinstance(caught.value, DepthError)
