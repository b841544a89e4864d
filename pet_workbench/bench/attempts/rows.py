"""One party alone reads rows of others: incomes, features, reports, offers, hospitals' totals."""

from collections.abc import Sequence

import numpy as np

from pet_workbench.bench.attempts.reading import SHORTEST, SMALLEST, Column, copied, spotted
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.core import View
from pet_workbench.usecases import Tables
from pet_workbench.usecases.aio.households import UWV
from pet_workbench.usecases.education_tax.cells import TAX
from pet_workbench.usecases.falls import CARE
from pet_workbench.usecases.logistics.offers import carriers_of
from pet_workbench.usecases.treatment.in_clear import COLUMNS
from pet_workbench.usecases.treatment.totals import totals_of


def incomes(trial: Trial) -> Got:
    """Read incomes that UWV holds (`aio`)."""
    held = trial.tables[UWV]["income_cents"].to_numpy(np.int64)
    secrets = held[held >= SMALLEST]
    others = (view for party, view in trial.views.items() if party != UWV)
    return best([Got(int(spotted(view, [secrets])[0].sum()), secrets.size) for view in others])


def tax_incomes(trial: Trial) -> Got:
    """Read incomes that the tax administration holds, all or those of a year (`education-tax`)."""
    held = trial.tables[TAX]
    whole = held["income"].to_numpy(np.int64)
    years = [one["income"].to_numpy(np.int64) for _, one in held.groupby("year")]
    tried = []
    for party, view in trial.views.items():
        if party != TAX:
            read = whole.size if copied(view, whole) else _sizes(view, years)
            tried.append(Got(read, whole.size))
    return best(tried)


def features(trial: Trial) -> Got:
    """Read what the care organisation knows of its clients, one by one (`falls`)."""
    clients = trial.tables[CARE]
    facts = clients.drop(columns=["person", "fallen"], errors="ignore")
    tried = []
    for party, view in trial.views.items():
        if party != CARE:
            read = sum(copied(view, facts[name].to_numpy()) for name in facts)
            tried.append(Got(read * len(clients), facts.size))
    return best(tried)


def reports(trial: Trial) -> Got:
    """Read other organisations' reports of incidents (`securened`).

    Organisations with fewer than `SHORTEST` reports are left out: random numbers are equal to so
    few small ones by chance.
    """
    long = {name: table for name, table in trial.tables.items() if len(table) >= SHORTEST}
    tried = []
    for party, view in trial.views.items():
        others = {name: table for name, table in long.items() if name != party}
        read = (
            len(table)
            for name, table in others.items()
            if copied(view, table["count"].to_numpy(), sender=name)
        )
        tried.append(Got(sum(read), sum(map(len, others.values()))))
    return best(tried)


def offers(trial: Trial) -> Got:
    """Read other carriers' prices (`logistics`)."""
    carriers = {name: trial.tables[name] for name in carriers_of(trial.tables)}
    tried = []
    for party, view in trial.views.items():
        others = [table for name, table in carriers.items() if name != party]
        prices = [table["price_cents"].to_numpy(np.int64) for table in others]
        read = spotted(view, prices)
        tried.append(Got(sum(int(one.sum()) for one in read), sum(map(len, others))))
    return best(tried)


def hospitals(trial: Trial) -> Got:
    """Learn how patients of another hospital do, patient by patient or added up (`treatment`)."""
    tried = []
    for party, view in trial.views.items():
        others = {name: table for name, table in trial.tables.items() if name != party}
        found = sum(_knows_hospital(view, name, trial.tables) for name in others)
        tried.append(Got(found, len(others)))
    return best(tried)


def _sizes(view: View, columns: Sequence[Column]) -> int:
    """Return how many numbers stand together in those columns that a party received."""
    return sum(column.size for column in columns if copied(view, column))


def _knows_hospital(view: View, name: str, tables: Tables) -> bool:
    """Tell whether a party has a hospital's patients, or their totals."""
    table = tables[name]
    if all(copied(view, table[column].to_numpy()) for column in COLUMNS):
        return True
    return copied(view, np.array(totals_of(table)))
