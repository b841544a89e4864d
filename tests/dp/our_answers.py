"""The same here: an answer that is right, checked, or a question that is refused."""

import os
from fractions import Fraction

import numpy as np

from pet_workbench import dp
from pet_workbench.attacks.floating_point import read_last_digits
from pet_workbench.core import DataError, Keystream
from pet_workbench.dp.accounting import batch_loss

TERMS = dp.Terms(unit="person", neighbours="add-remove")
CHANGED = dp.Terms(unit="person", neighbours="change-one")
GRID = dp.Grid(0, 5)
VALUES = np.array([1.0, 2.0, 3.0, 4.0])


def table(**columns):
    """Return a private table; of four numbers by default."""
    return dp.PrivateTable(columns or {"x": VALUES}, dataset="made up")


def ledger(epsilon=20):
    """Return a budget."""
    return dp.Ledger.temporary(
        dataset="made up", unit="person", neighbours="add-remove", epsilon=epsilon
    )


def session(data=None, budget=None):
    """Return somebody who asks."""
    return dp.Session(data or table(), budget or ledger(), asker="tester")


def mean(**options):
    """Return a question for a mean, with epsilon 1 unless said otherwise."""
    return dp.Mean(**{"column": "x", "grid": GRID, "epsilon": 1, "terms": TERMS} | options)


def count(**options):
    """Return a question for a count, with epsilon 1 unless said otherwise."""
    return dp.Count(**{"epsilon": 1, "terms": TERMS} | options)


def asked(query, data=None, budget=None):
    """Return the release of an answer."""
    return session(data, budget).ask(query, purpose="a test")


def drawn(query, data, runs):
    """Return the values of as many answers, with a stream of a fixed key."""
    stream = Keystream(bytes(32))
    return np.array([query.value(query.draw(data, stream)) for _ in range(runs)])


def without_bounds():
    """Ask for a mean without bounds."""
    return dp.Mean(column="x", epsilon=1, terms=TERMS)


def missing_value():
    """Rows without a value count for nothing."""
    total = dp.Sum(column="x", grid=GRID, epsilon=20, terms=TERMS)
    answer = asked(total, table(x=np.array([1.0, np.nan, 4.0]))).value
    assert abs(answer - 5) <= 2


def noisy_count():
    """A mean is that of two noisy totals, so that how many values there are has noise as well."""
    question = mean(epsilon="0.01")
    assert sum(part.cells for part in question.parts) == 2
    (part,) = question.parts
    found = np.array([asked(question).noisy[part.name] for _ in range(5)])
    assert all(len(set(totals)) == 5 for totals in found.T.tolist())


def weighted():
    """Whoever wants a total of weights declares how large they can be, and noise follows."""
    total = dp.Sum(column="x", grid=dp.Grid(0, 1000), epsilon=1, terms=TERMS)
    assert total.part("steps").noise.deviation > 1400


def rare_class():
    """Classes are declared: a row of another one is left out, as if it were not there."""
    model = dp.LogisticModel(
        features={"x": GRID},
        target="y",
        classes=(0, 1),
        epsilon=1,
        delta="1e-3",
        terms=TERMS,
        steps=2,
    )
    found = [
        model.draw(table(x=np.array(xs), y=np.array(ys)), Keystream(bytes(32)))
        for xs, ys in (([1.0, 2.0], [0, 1]), ([1.0, 2.0, 3.0], [0, 1, 9]))
    ]
    assert all((found[0][name] == found[1][name]).all() for name in found[0])


def noise_differs():
    """Noise is drawn anew every time: differences have the noise of two answers."""
    one = session()
    total = dp.Sum(column="x", grid=dp.Grid(0, 10**6), epsilon=1, terms=TERMS)
    assert len({one.ask(total, purpose="a test").value for _ in range(5)}) == 5


def numpy_seed_does_nothing():
    """The generator of numpy is not used."""
    median = dp.Quantile(column="x", grid=dp.Grid(0, 10**6), epsilon="0.001", terms=TERMS)
    found = set()
    for _ in range(3):
        np.random.seed(3)  # the trap is about this generator
        found.add(float(asked(median).value[0]))
    assert len(found) == 3


def unbiased_counts():
    """An empty cell counts for 0 on average, so it is below 0 as often as above."""
    cells = dp.Histogram(column="x", edges=(9, 10), epsilon="0.1", terms=TERMS)
    found = drawn(cells, table(), 2000)
    assert abs(found.mean()) < 2
    assert (found < 0).mean() > 0.4


def unbiased_sums():
    """A sum at a bound is right on average: nothing is cut off."""
    total = dp.Sum(column="x", grid=dp.Grid(0, 100), epsilon="0.5", terms=TERMS)
    found = drawn(total, table(x=np.zeros(4)), 2000)
    assert abs(found.mean()) < 6 * total.part("steps").noise.deviation / 2000**0.5


def beyond_budget():
    """Ask for more than there is."""
    return asked(count(epsilon=1), budget=ledger(epsilon="0.5"))


def spent_twice():
    """Ask again what took the whole budget."""
    one = session(budget=ledger(epsilon=1))
    one.ask(count(), purpose="a test")
    return one.ask(count(), purpose="a test")


def second_ledger():
    """Make a ledger where there is one."""
    first = ledger()
    return dp.Ledger.create(
        first.path, dataset="made up", unit="person", neighbours="add-remove", epsilon=1
    )


def opened_again():
    """A ledger that is opened again has what was spent; a file and no object holds it."""
    first = ledger(epsilon=1)
    asked(count(epsilon="0.75"), budget=first)
    assert os.path.getsize(first.path) > 0
    assert dp.Ledger.open(first.path).remaining.epsilon == Fraction(1, 4)


def cloned():
    """Clone a ledger as scikit-learn does with what a model holds."""
    from sklearn.base import clone

    return clone(ledger(), safe=False)


def failed():
    """A question that fails stays charged."""
    budget = ledger(epsilon=1)
    data = table(x=np.array(["a", "b"]))
    try:
        asked(mean(), data, budget)
    except DataError:
        assert budget.remaining.epsilon == 0
    else:
        raise AssertionError


def whole_numbers(delta):
    """Return what shows that answers prove nothing about a count."""

    def show():
        noise = count(epsilon="0.5", delta=delta).part("rows").noise
        found = read_last_digits(noise.draw(Keystream(bytes(32)), 20_000))
        assert found.possible.all()

    return show


def one_cost():
    """Several quantiles cost the epsilon of their question, and the ledger says so."""
    shares = dp.Quantile(
        column="x", grid=GRID, shares=("0.1", "0.5", "0.9"), epsilon=1, terms=TERMS
    )
    budget = ledger()
    asked(shares, budget=budget)
    assert budget.spent.epsilon == 1
    assert len(budget.entries) == 1


def person_with_many_rows():
    """Of a person's 1000 rows as many count as the terms say, and the noise fits these."""
    terms = dp.Terms(unit="person", neighbours="add-remove", column="who", rows_per_group=3)
    rows = count(terms=terms, epsilon=1)
    data = table(x=np.ones(1000), who=np.zeros(1000, int))
    assert rows.totals(data)["rows"][0] == 3
    assert rows.part("rows").noise.spread == 3


def ten_gaussians():
    """As a batch that is fixed beforehand they cost less than a third of the sum."""
    batch = [count(epsilon="0.5", delta="1e-7")] * 10
    assert batch_loss(batch, delta="1e-6").epsilon < Fraction(5, 3)
