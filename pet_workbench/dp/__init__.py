"""Differential privacy: answers about many that are nearly the same without any one of them.

One idea: **a query is a promise made before the data are touched.**  A query declares its bounds,
limits, epsilon and whose privacy it is about; sensitivity, noise, cost and mostly accuracy follow
from that alone.  The ledger is charged, then the data are read, as exact whole totals to which
exact whole noise is added.  All the rest is computed from released numbers and costs nothing.

====================  ==============================================================
`terms`, `grid`       whose privacy; bounds and steps of a column
`query`, `release`    what is asked, and what comes out
`totals`              counts, sums, means, variances, histograms, contingency tables
`choosing`            quantiles, and groups that are not known beforehand
`models`              linear and logistic regression
`session`, `ledger`   asking, and the budget that all answers are paid from
`private_table`       the data behind a door; what one unit may contribute
`noise`, `loss`       how much noise, and what it costs
`accuracy`, `risk`    how much epsilon for a margin; what an attacker can know at most
`statement`           what to publish with a release
`accounting`          what a batch costs that is fixed beforehand
`margins`             rows, columns and total of a noisy table that add up
`consistency`         the same for levels, such as school, region and country
`local`               noise on the device, before anybody collects
`beyond`              the same queries on Spark
`audit`               a lower bound on epsilon, from outside
`library`             what diffprivlib answers: to compare with and to attack, never to release
====================  ==============================================================

Protects: every unit, against all answers of one ledger together, whatever others know.
Does not protect: against whoever reads the data themselves; what holds for many, such as that
smoking is bad for you, is the answer and no leak.  Against a second ledger about the same people.

References
----------
.. [1] C. Dwork, F. McSherry, K. Nissim and A. Smith, "Calibrating Noise to Sensitivity in Private
   Data Analysis", TCC 2006, doi:10.1007/11681878_14.
.. [2] NIST SP 800-226, "Guidelines for Evaluating Differential Privacy Guarantees", 2025,
   doi:10.6028/NIST.SP.800-226.

Examples
--------
>>> import numpy as np
>>> from pet_workbench import dp
>>> incomes = np.array([1_200.0, 3_400.0, 2_100.0] * 1_000)
>>> table = dp.PrivateTable({"income": incomes}, dataset="lesson")
>>> ledger = dp.Ledger.temporary(
...     dataset="lesson", unit="person", neighbours="add-remove", epsilon=1)
>>> terms = dp.Terms(unit="person", neighbours="add-remove")
>>> session = dp.Session(table, ledger, asker="trainer", teaching_seed=1)
>>> release = session.ask(
...     dp.Sum(column="income", grid=dp.Grid(0, 10_000, 10), epsilon=1, terms=terms),
...     purpose="a lesson")
>>> low, high = release.interval(0.95)
>>> bool(low < incomes.sum() < high), float(high - low)
(True, 59920.0)
"""

from pet_workbench.dp.accuracy import epsilon_for
from pet_workbench.dp.choosing.groups import GroupCount
from pet_workbench.dp.choosing.quantile import Quantile
from pet_workbench.dp.grid import Grid
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.models.linear import LinearModel
from pet_workbench.dp.models.logistic import LogisticModel
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import NoisyTotals, Query
from pet_workbench.dp.release import Release
from pet_workbench.dp.risk import group_sentence, risk_sentence
from pet_workbench.dp.session import Session
from pet_workbench.dp.statement import Statement, make_statement, read_statement
from pet_workbench.dp.terms import Terms
from pet_workbench.dp.totals.contingency import Contingency
from pet_workbench.dp.totals.count import Count
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.dp.totals.sum import Sum
from pet_workbench.dp.totals.variance import Variance

__all__ = [
    "Contingency",
    "Count",
    "Grid",
    "GroupCount",
    "Histogram",
    "Ledger",
    "LinearModel",
    "LogisticModel",
    "Mean",
    "NoisyTotals",
    "PrivateTable",
    "Quantile",
    "Query",
    "Release",
    "Session",
    "Statement",
    "Sum",
    "Terms",
    "Variance",
    "epsilon_for",
    "group_sentence",
    "make_statement",
    "read_statement",
    "risk_sentence",
]
