"""What diffprivlib 0.6.6 does, as it comes: each function shows one trap, or fails."""

import copy
import inspect
import math
import pickle
import warnings
from contextlib import contextmanager

import numpy as np
import pytest

from pet_workbench.attacks.floating_point import read_last_digits
from pet_workbench.dp.library import library_gaussian, library_laplace, library_total

VALUES = np.array([1.0, 2.0, 3.0, 4.0])
FEATURES = np.random.default_rng(1).random((50, 2)) / 2
CLASSES = np.array([0, 1] * 25)
RARE = np.where(np.arange(50) == 7, 9, CLASSES)


def tools():
    """Return the library's statistics."""
    from diffprivlib import tools as library

    return library


def models():
    """Return the library's models."""
    from diffprivlib import models as library

    return library


def account(*args, **options):
    """Return an accountant of the library."""
    from diffprivlib import BudgetAccountant

    return BudgetAccountant(*args, **options)


@contextmanager
def leak_warnings():
    """Yield the list of privacy warnings that are given."""
    from diffprivlib.utils import PrivacyLeakWarning

    found = []
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        yield found
    found.extend(one for one in given if issubclass(one.category, PrivacyLeakWarning))


@contextmanager
def default_account():
    """Yield the accountant that everything is charged to by default, and put in a new one."""
    from diffprivlib import BudgetAccountant

    BudgetAccountant.pop_default()
    try:
        yield BudgetAccountant.load_default(None)
    finally:
        BudgetAccountant.pop_default()


def answers(count, ask, *args, **options):
    """Return as many answers to one question."""
    return np.array([ask(*args, accountant=account(), **options) for _ in range(count)])


def without_bounds():
    """A mean without bounds takes them from the data, and warns."""
    with leak_warnings() as given:
        assert math.isfinite(tools().mean(VALUES, epsilon=1, accountant=account()))
    assert len(given) == 1


def endless_bounds():
    """A bound that is infinite is taken, and the answer is infinite or the other bound."""
    found = answers(20, tools().mean, VALUES, epsilon=1, bounds=(0, np.inf))
    assert all(one == 0 or not math.isfinite(one) for one in found)


def bins_from_data():
    """Bins are taken from the data, without a warning."""
    cells = []
    for values in (VALUES, np.arange(100) / 25):
        with leak_warnings() as given:
            counts, _ = tools().histogram(
                values, bins="auto", range=(0, 5), epsilon=1, accountant=account()
            )
        assert not given
        cells.append(len(counts))
    assert cells[0] != cells[1]


def range_from_data():
    """A histogram without a range runs from the smallest value to the largest, exactly."""
    with leak_warnings() as given:
        _, edges = tools().histogram(VALUES, bins=2, epsilon=1, accountant=account())
    assert given
    assert edges[-1] == VALUES.max()


def default_epsilon():
    """Whoever forgets epsilon spends 1."""
    spent = account()
    tools().mean(VALUES, bounds=(0, 5), accountant=spent)
    assert spent.spent_budget == [(1.0, 0)]


def epsilon_no_number():
    """Epsilon NaN is taken, and from then on the accountant of the process counts nothing."""
    with default_account() as everything:
        assert math.isnan(tools().mean(VALUES, epsilon=math.nan, bounds=(0, 5)))
        tools().mean(VALUES, epsilon=1, bounds=(0, 5))
        assert math.isnan(everything.total()[0])


def epsilon_infinite():
    """With epsilon infinite the answer is exact."""
    ask = {"bounds": (0, 5), "epsilon": math.inf, "accountant": account()}
    assert tools().mean(VALUES, **ask) == VALUES.mean()


def epsilon_huge():
    """With epsilon a million the answer is as good as exact, and nothing warns."""
    with leak_warnings() as given:
        found = tools().mean(VALUES, bounds=(0, 5), epsilon=1e6, accountant=account())
    assert not given
    assert found == pytest.approx(2.5, abs=1e-3)


def missing_value():
    """A missing value shows in the answer."""
    ask = {"epsilon": 1, "bounds": (0, 5), "accountant": account()}
    assert math.isnan(tools().mean(np.array([1.0, np.nan]), **ask))


def exact_count():
    """The nan functions divide by the exact number of values; noise is for that of all rows.

    One value among 99 that are missing moves the mean by 100, under noise of about 3.
    """
    low, high = (np.array([value] + [np.nan] * 99) for value in (-50.0, 50.0))
    ask = {"epsilon": 1, "bounds": (-100, 100)}
    moved = answers(50, tools().nanmean, high, **ask) - answers(50, tools().nanmean, low, **ask)
    assert moved.mean() == pytest.approx(100, abs=5)
    assert moved.std() < 10


def weights():
    """Weights of 1000 get noise for weights of 1."""
    ask = {"bins": 1, "range": (0, 1), "weights": [1000.0] * 3, "epsilon": 1}
    counts = [tools().histogram(np.zeros(3), accountant=account(), **ask)[0] for _ in range(200)]
    assert np.std(counts) < 3


def rare_class(model, options):
    """Return what shows that a model publishes the class of one person, without a warning."""

    def show():
        with leak_warnings() as given:
            made = getattr(models(), model)(epsilon=1, accountant=account(), **options)
            made.fit(FEATURES, RARE)
        assert not given
        assert 9 in made.classes_

    return show


def fixed_seed():
    """The same seed gives the same noise, so a difference of two sums is one person's value."""
    values = np.array([31_250.5, 47_700.25, 18_000.75])
    ask = {"epsilon": 10, "bounds": (0, 100_000), "random_state": 1}
    both, without = (
        tools().sum(some, accountant=account(), **ask) for some in (values, values[:2])
    )
    assert both - without == pytest.approx(values[2], abs=1e-6)
    assert abs(both - values.sum()) > 1


def seeded_median():
    """Numpy's global seed decides the digits of a median."""
    found = []
    for _ in range(2):
        np.random.seed(3)  # the trap is about this generator
        found.append(
            tools().median(np.arange(100.0), epsilon=1, bounds=(0, 100), accountant=account())
        )
    assert found[0] % 1 == pytest.approx(found[1] % 1, abs=1e-9)


def seeded_forest():
    """Numpy's global seed decides the noise of a forest."""
    found = []
    for _ in range(2):
        np.random.seed(3)  # the trap is about this generator
        forest = models().RandomForestClassifier(
            n_estimators=3, epsilon=1, bounds=(0, 1), classes=[0, 1], accountant=account()
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(forest.fit(FEATURES, CLASSES).predict_proba(FEATURES))
    assert (found[0] == found[1]).all()


def cut_off_counts():
    """Cells below 0 become 0, so an empty cell counts for 5 on average."""
    ask = {"bins": 1, "range": (0, 1), "epsilon": 0.1}
    counts = [tools().histogram(np.zeros(0), accountant=account(), **ask)[0] for _ in range(300)]
    assert np.mean(counts) > 3


def cut_off_means():
    """A mean is cut off at the bounds, so one near a bound is wrong on average."""
    found = answers(300, tools().mean, np.zeros(4), epsilon=0.5, bounds=(0, 100))
    assert found.mean() > 10


def unlimited():
    """An accountant has no limit unless one is given."""
    assert account().epsilon == math.inf


def without_account():
    """Whoever forgets an accountant gets an answer, under no limit."""
    with default_account() as everything:
        assert math.isfinite(tools().mean(VALUES, epsilon=1000, bounds=(0, 5)))
        assert everything.epsilon == math.inf


def second_account():
    """An accountant lives in memory: after a crash, or for a second asker, a new one is full."""
    first, second = account(1, 0), account(1, 0)
    for one in (first, second):
        tools().mean(VALUES, epsilon=1, bounds=(0, 5), accountant=one)
    assert first.total()[0] == second.total()[0] == 1


def cross_validated():
    """Five models are made under a budget for one, and nothing is written down."""
    from sklearn.model_selection import cross_val_score

    budget = account(1, 0)
    model = models().LogisticRegression(epsilon=1, data_norm=1, accountant=budget)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = cross_val_score(model, FEATURES, CLASSES, cv=5, error_score="raise")
    assert len(scores) == 5
    assert len(budget) == 0


def copied_account(copying):
    """Return what shows that a copy of an accountant is a second budget."""

    def show():
        budget = account(1, 0)
        second = copying(budget)
        for one in (budget, second):
            one.spend(1, 0)

    return show


def cloned():
    """A clone of a model has a budget of its own."""
    from sklearn.base import clone

    model = models().LogisticRegression(epsilon=1, accountant=account(1, 0))
    assert clone(model).accountant is not model.accountant


def failed():
    """A question that fails costs nothing, though failing tells something about the data."""
    budget = account(1, 0)
    with pytest.raises(TypeError):
        tools().mean(np.array(["a"]), epsilon=1, bounds=(0, 5), accountant=budget)
    assert budget.total()[0] == 0


def floating_laplace():
    """Laplace answers prove that a count is 0."""
    assert read_last_digits(library_laplace(0, epsilon=0.5, count=2000)).share > 0.02


def floating_gaussian():
    """Gaussian answers prove that a count is 0."""
    drawn = library_gaussian(0, epsilon=0.5, delta=1e-6, count=5000)
    assert read_last_digits(drawn).share > 0.005


def split_columns():
    """A mean of two columns gives each half of epsilon, and says so nowhere."""
    spent = account()
    tools().mean(FEATURES, axis=0, epsilon=1, bounds=(0, 1), accountant=spent)
    assert spent.spent_budget == [(0.5, 0)] * 2


def person_with_many_rows():
    """There is no word for whose rows they are: one person with 1000 rows gets noise for one."""
    for ask in (tools().count_nonzero, tools().sum, models().LogisticRegression):
        names = set(inspect.signature(ask).parameters)
        assert not any("unit" in name or "user" in name or "group" in name for name in names)
    found = answers(50, tools().count_nonzero, np.ones(1000), epsilon=1)
    assert found.std() < 5


def ten_gaussians():
    """Ten Gaussian answers of epsilon 0.5 are counted as epsilon 5."""
    assert library_total([(0.5, 1e-7)] * 10, slack=0)[0] == 5


COPIES = {
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
}
