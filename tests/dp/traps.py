"""Every trap of diffprivlib that is known to us, and the error or the answer that it gives here.

``python -m tests.dp.traps`` prints the table.
"""

import copy
import math
import pickle
import sys

from pet_workbench import dp
from tests.dp import our_answers as ours
from tests.dp import raw_diffprivlib as raw
from tests.traps import REFUSED_BY_PYTHON, RIGHT, Trap, as_markdown

TRAPS = [
    Trap(
        "bounds a",
        "a mean without bounds takes them from the data, with a warning",
        raw.without_bounds,
        ours.without_bounds,
        REFUSED_BY_PYTHON + "a mean is declared with a grid",
    ),
    Trap(
        "bounds b",
        "an infinite bound is taken; the answer is infinite, or the other bound",
        raw.endless_bounds,
        lambda: dp.Grid(0, math.inf),
        "errors.dp_not_a_number",
    ),
    Trap(
        "bounds c",
        "bins are taken from the data, without a warning",
        raw.bins_from_data,
        lambda: dp.Histogram(column="x", epsilon=1, terms=ours.TERMS),
        "errors.dp_bins_needed",
    ),
    Trap(
        "bounds d",
        "a histogram runs exactly from the smallest value to the largest",
        raw.range_from_data,
        lambda: dp.Histogram(column="x", edges=(1,), epsilon=1, terms=ours.TERMS),
        "errors.dp_edges",
    ),
    Trap(
        "epsilon a",
        "epsilon is 1 if it is forgotten",
        raw.default_epsilon,
        lambda: dp.Count(terms=ours.TERMS),
        REFUSED_BY_PYTHON + "a question is declared with an epsilon",
    ),
    Trap(
        "epsilon b",
        "epsilon NaN is taken, and the accountant counts nothing any more",
        raw.epsilon_no_number,
        lambda: ours.count(epsilon=math.nan),
        "errors.dp_not_a_number",
    ),
    Trap(
        "epsilon c",
        "epsilon infinite gives the exact answer",
        raw.epsilon_infinite,
        lambda: ours.count(epsilon=math.inf),
        "errors.dp_not_a_number",
    ),
    Trap(
        "epsilon d",
        "epsilon a million gives almost the exact answer, without a warning",
        raw.epsilon_huge,
        lambda: ours.count(epsilon=1_000_000),
        "errors.dp_epsilon",
    ),
    Trap(
        "missing a",
        "a missing value makes the answer NaN, and so shows",
        raw.missing_value,
        ours.missing_value,
        RIGHT + "rows without a value count for nothing",
    ),
    Trap(
        "missing b",
        "means without missing values divide by their exact number, under noise for all rows",
        raw.exact_count,
        ours.noisy_count,
        RIGHT + "the number of values has noise as well",
    ),
    Trap(
        "weights",
        "a histogram with weights of 1000 gets noise for weights of 1",
        raw.weights,
        ours.weighted,
        RIGHT + "weights are a column with bounds, and noise fits these",
    ),
    Trap(
        "classes a",
        "a logistic model publishes a class that one person has",
        raw.rare_class("LogisticRegression", {"data_norm": 1}),
        ours.rare_class,
        RIGHT + "classes are declared; another one counts for nothing",
    ),
    Trap(
        "classes b",
        "so does naive Bayes",
        raw.rare_class("GaussianNB", {"bounds": (0, 1)}),
        lambda: dp.LogisticModel(
            features={"x": ours.GRID},
            target="y",
            classes=(),
            epsilon=1,
            delta="1e-3",
            terms=ours.TERMS,
        ),
        "errors.dp_model_classes",
    ),
    Trap(
        "seed a",
        "with a fixed seed the difference of two sums is one person's value, exactly",
        raw.fixed_seed,
        lambda: dp.Sum(column="x", grid=ours.GRID, epsilon=1, terms=ours.TERMS, random_state=1),
        REFUSED_BY_PYTHON + "questions have no seed",
    ),
    Trap(
        "seed b",
        "numpy's global seed decides the digits of a median",
        raw.seeded_median,
        ours.numpy_seed_does_nothing,
        RIGHT + "noise never comes from numpy's generator",
    ),
    Trap(
        "seed c",
        "numpy's global seed decides the noise of a forest",
        raw.seeded_forest,
        ours.noise_differs,
        RIGHT + "noise is drawn anew every time",
    ),
    Trap(
        "bias a",
        "cells below 0 become 0: an empty one counts for 5 on average",
        raw.cut_off_counts,
        ours.unbiased_counts,
        RIGHT + "an empty cell counts for 0 on average",
    ),
    Trap(
        "bias b",
        "means are cut off at the bounds, and are wrong on average near one",
        raw.cut_off_means,
        ours.unbiased_sums,
        RIGHT + "totals are released as they come",
    ),
    Trap(
        "budget a",
        "an accountant has no limit unless one is given",
        raw.unlimited,
        lambda: dp.Ledger.temporary(
            dataset="made up", unit="person", neighbours="add-remove", epsilon=math.inf
        ),
        "errors.dp_not_a_number",
    ),
    Trap(
        "budget b",
        "without an accountant everything is answered",
        raw.without_account,
        lambda: dp.Session(ours.table(), asker="tester"),
        REFUSED_BY_PYTHON + "nothing is asked without a ledger",
    ),
    Trap(
        "budget c",
        "an accountant lives in memory: the next one is full",
        raw.second_account,
        ours.second_ledger,
        "errors.dp_ledger_exists",
    ),
    Trap(
        "budget d",
        "after a crash nothing was spent",
        raw.second_account,
        ours.opened_again,
        RIGHT + "a file keeps what was spent",
    ),
    Trap(
        "budget e",
        "whoever makes an accountant for every question never meets a limit",
        raw.second_account,
        ours.spent_twice,
        "errors.dp_budget",
    ),
    Trap(
        "copies a",
        "five models are made under a budget for one, and none is written down",
        raw.cross_validated,
        lambda: copy.deepcopy(ours.ledger()),
        "errors.dp_ledger_copy",
    ),
    Trap(
        "copies b",
        "a clone of a model has a budget of its own",
        raw.cloned,
        ours.cloned,
        "errors.dp_ledger_copy",
    ),
    Trap(
        "copies c",
        "a copy of an accountant is a second budget",
        raw.copied_account(copy.deepcopy),
        lambda: copy.copy(ours.ledger()),
        "errors.dp_ledger_copy",
    ),
    Trap(
        "copies d",
        "a pickle of an accountant is a second budget",
        raw.copied_account(lambda thing: pickle.loads(pickle.dumps(thing))),
        lambda: pickle.dumps(ours.ledger()),
        "errors.dp_ledger_copy",
    ),
    Trap(
        "copies e",
        "a model that is sent to another process takes a full budget along",
        raw.copied_account(lambda thing: pickle.loads(pickle.dumps(thing))),
        lambda: pickle.dumps(ours.session()),
        "errors.dp_ledger_copy",
    ),
    Trap(
        "failing",
        "a question that fails costs nothing",
        raw.failed,
        ours.failed,
        RIGHT + "it stays charged, for failing may tell something",
    ),
    Trap(
        "floating point a",
        "last digits of Laplace answers prove that a count is 0",
        raw.floating_laplace,
        ours.whole_numbers(0),
        RIGHT + "noise on whole numbers: every answer is possible",
    ),
    Trap(
        "floating point b",
        "last digits of Gaussian answers prove that a count is 0",
        raw.floating_gaussian,
        ours.whole_numbers("1e-6"),
        RIGHT + "noise on whole numbers: every answer is possible",
    ),
    Trap(
        "splitting",
        "a mean of several columns gives each a part of epsilon, and says so nowhere",
        raw.split_columns,
        ours.one_cost,
        RIGHT + "a question has one cost, and the ledger says it",
    ),
    Trap(
        "contributions a",
        "one person with 1000 rows gets noise for one row",
        raw.person_with_many_rows,
        ours.person_with_many_rows,
        RIGHT + "as many rows count as is declared, and noise fits these",
    ),
    Trap(
        "contributions b",
        "nothing says whose privacy it is about",
        raw.person_with_many_rows,
        lambda: dp.Terms(unit="person", neighbours="add-remove", rows_per_group=3),
        "errors.dp_limits_without_column",
    ),
    Trap(
        "adding up",
        "ten Gaussian answers are counted as epsilon 5",
        raw.ten_gaussians,
        ours.ten_gaussians,
        RIGHT + "a batch is added up as whole distributions",
    ),
]


if __name__ == "__main__":
    sys.stdout.write(as_markdown(TRAPS, library="diffprivlib 0.6.6", room="pet_workbench.dp"))
