"""Generated lists of people with debts for the case `debts`, calibrated on published figures.

Nobody in here exists.  How many people are on more than one list and on three or more follows the
published figures in ``data/figures.toml``, scaled to `n`; how long each list is and how many are on
any, nobody published for these four organisations: that is assumed, with reasons, under
``[assumptions.debts]``.  Lists and counts are fitted to both by iterative proportional fitting [1]_
over the fifteen combinations of lists, and rounded by largest remainders.

Citizen numbers have a check digit that is *wrong* by one, so that none is a real citizen service
number, and no two numbers differ in the check digit alone.  A small country has shorter numbers.

Not modelled: households, and that debts cluster in municipalities; residents are drawn at random.

References
----------
.. [1] W. E. Deming, F. F. Stephan, "On a least squares adjustment of a sampled frequency table when
   the expected marginal totals are known", Annals of Mathematical Statistics 11(4), 1940,
   doi:10.1214/aoms/1177731829.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range
from pet_workbench.datasets import assumptions, figures
from pet_workbench.usecases.apportionment import round_to_total
from pet_workbench.usecases.debts.citizens import AGENCIES, MAX_DIGITS, MUNICIPALITY

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = 20, 18_000_000
_COMBINATIONS = np.array(
    [[number >> j & 1 for j in range(len(AGENCIES))] for number in range(1, 1 << len(AGENCIES))],
    np.bool_,
)
"""On which of the four lists: shape (15, 4)."""
_ROUNDS = 500
_PAID, _NEW = 0.05, 0.1
"""What `renewed` does to a list; chosen so that a lesson shows something."""


@dataclass(frozen=True)
class Population:
    """The lists of the agencies and the municipality's residents, and what they were made from.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Per agency one row per person with a debt: ``person`` and ``amount_cents`` (int64).
        ``"Gemeente"``: one row per resident, ``person``.  All in random row order.
    n : int
        Inhabitants of the country; only those with a debt or in the municipality are generated.
    seed : int
    residents_percent : float
    """

    tables: Mapping[str, "pd.DataFrame"]
    n: int
    seed: int
    residents_percent: float


def generate(n: int, *, seed: int, residents_percent: float = 5) -> Population:
    """Generate the debts in a country of `n` inhabitants, and one of its municipalities.

    Parameters
    ----------
    n : int
        20 to 18 million.
    seed : int
        Any number from 0; the same seed gives the same population.
    residents_percent : float, default: 5
        How many inhabitants live in the municipality, 0.1 to 100 %.

    Returns
    -------
    Population

    Raises
    ------
    ParameterError
        If a value lies outside.

    Examples
    --------
    >>> tables = generate(18_000, seed=1).tables
    >>> {party: len(table) for party, table in tables.items()}
    {'Belastingdienst': 1099, 'UWV': 299, 'CAK': 361, 'CJIB': 621, 'Gemeente': 900}
    """
    import pandas as pd  # late: the package loads without it

    check_range("n", n, MIN_N, MAX_N)
    check_range("seed", seed, 0, 2**63 - 1)
    check_range("residents_percent", residents_percent, 0.1, 100)
    rng = np.random.default_rng(seed)
    on_lists = np.repeat(_COMBINATIONS, combination_sizes(n), axis=0)
    n_residents = max(1, round(n * residents_percent / 100))
    lives_here = rng.random(len(on_lists)) < n_residents / n
    n_others = max(0, n_residents - int(lives_here.sum()))
    persons = citizen_numbers(rng, len(on_lists) + n_others, digits_for(n))
    debtors, others = np.split(persons, [len(on_lists)])
    tables = {}
    for at, agency in enumerate(AGENCIES):
        rows = rng.permutation(np.flatnonzero(on_lists[:, at]))
        amounts = _amounts(rng, on_lists[rows].sum(axis=1))
        tables[agency] = pd.DataFrame({"person": debtors[rows], "amount_cents": amounts})
    residents = rng.permutation(np.concatenate([debtors[lives_here], others]))
    tables[MUNICIPALITY] = pd.DataFrame({"person": residents})
    return Population(MappingProxyType(tables), n, seed, residents_percent)


def renewed(
    tables: Mapping[str, "pd.DataFrame"], agencies: Collection[str], *, seed: int
) -> dict[str, "pd.DataFrame"]:
    """Return the tables some time later: some agencies have new debtors, and lost old ones.

    Of the people on a list, one in twenty has paid.  Of the residents with a debt elsewhere, one in
    ten gets one here.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        As `generate` makes them.
    agencies : collection of str
        Whose list is renewed; the others stay as they are.
    seed : int
        Of who pays and who comes in.
    """
    import pandas as pd  # late: the package loads without it

    rng = np.random.default_rng(seed)
    residents = tables[MUNICIPALITY]["person"]
    after = dict(tables)
    for agency in AGENCIES:
        stays = rng.random(len(tables[agency])) >= _PAID
        comes = rng.random(len(residents)) < _NEW
        if agency not in agencies:
            continue
        elsewhere = pd.concat([tables[other]["person"] for other in AGENCIES if other != agency])
        comes &= (residents.isin(elsewhere) & ~residents.isin(tables[agency]["person"])).to_numpy()
        amounts = _amounts(rng, np.full(int(comes.sum()), 2))
        new = pd.DataFrame({"person": residents[comes].to_numpy(), "amount_cents": amounts})
        after[agency] = pd.concat([tables[agency][stays], new], ignore_index=True)
    return after


def combination_sizes(n: int) -> NDArray[np.int64]:
    """Return how many of `n` inhabitants are on each combination of lists.

    Returns
    -------
    ndarray of int64, shape (15,)
        Combination i has the lists of which the bit is set in ``i + 1``.
    """
    people = _fitted()
    total = round(n * people.sum() / assumptions("debts")["inhabitants"].value)
    return round_to_total(people / people.sum(), total)


def citizen_numbers(rng: np.random.Generator, count: int, digits: int) -> NDArray[np.int64]:
    """Draw `count` numbers of `digits` digits and a check digit that is wrong by one.

    Returns
    -------
    ndarray of int64, shape (count,)
        In random order; no two are the same without the check digit.
    """
    low, high = 10 ** (digits - 1), 10**digits
    found = np.empty(0, np.int64)
    while len(found) < count:
        drawn = rng.integers(low, high, 2 * (count - len(found)) + 16)
        # sorting beats np.unique's hash table by far here
        found = np.sort(np.concatenate([found, drawn]))
        found = found[np.append(True, found[1:] != found[:-1])]
    return with_check_digit(rng.permutation(found)[:count])


def with_check_digit(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers with a check digit that is wrong by one behind them.

    The digits times ..., 4, 3, 2 add up to the right check digit, modulo 11 (the eleven-test).

    Examples
    --------
    >>> with_check_digit(np.array([11122233])).tolist()
    [111222334]
    """
    weighted = np.zeros_like(places)
    for position in range(MAX_DIGITS):
        weighted += (position + 2) * (places // 10**position % 10)
    numbers: NDArray[np.int64] = places * 10 + (weighted % 11 + 1) % 10
    return numbers


def digits_for(n: int) -> int:
    """Return how many digits numbers have in a country of `n` inhabitants, but for the check digit.

    With room for four times as many, as in the Netherlands.
    """
    return min(MAX_DIGITS, len(str(4 * n)))


def _fitted() -> NDArray[np.float64]:
    """Return people per combination of lists, nationally, fitted to the figures."""
    assumed, published = assumptions("debts"), figures("debts")
    lists = [published["arrears_tax_podcast"].value]
    lists += [assumed[f"list_{name}"].value for name in ("uwv", "cak", "cjib")]
    more = [
        assumed["on_any_list"].value,
        published["arrears_multiple"].value,
        published["arrears_three_podcast"].value,
        assumed["on_all_lists"].value,
    ]
    counts = _COMBINATIONS.sum(axis=1)
    exactly = np.subtract(more, [*more[1:], 0])
    people = np.ones(len(_COMBINATIONS))
    for _ in range(_ROUNDS):
        for at, size in enumerate(lists):
            people[_COMBINATIONS[:, at]] *= size / people[_COMBINATIONS[:, at]].sum()
        for count, size in enumerate(exactly, start=1):
            people[counts == count] *= size / people[counts == count].sum()
    return people


def _amounts(rng: np.random.Generator, n_lists: NDArray[np.int64]) -> NDArray[np.int64]:
    """Draw a debt in cents per person, larger for people on three or more lists."""
    assumed, published = assumptions("debts"), figures("debts")
    three = published["arrears_three_podcast"].value
    lists_of_three = 3 + assumed["on_all_lists"].value / three
    means = np.where(
        n_lists >= 3,
        published["long_lasting_debt"].value / lists_of_three,
        assumed["mean_debt"].value,
    )
    spread = assumed["debt_spread"].value
    drawn = np.exp(spread * rng.standard_normal(len(n_lists)) - spread**2 / 2)
    cents: NDArray[np.int64] = np.maximum(np.round(100 * means * drawn), 1).astype(np.int64)
    return cents
