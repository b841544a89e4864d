"""One party alone reads who is on a list of somebody else.

What the technique is meant to tell, the exact answer, is no secret; an answer that names more is
read like everything else.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pet_workbench.bench.attempts.reading import recognised
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.usecases.debts import AGENCIES
from pet_workbench.usecases.falls import CARE, HOSPITAL
from pet_workbench.usecases.fraud import BANK, INSURER
from pet_workbench.usecases.fugitives import JUSTICE

Persons = NDArray[np.int64]


def debts(trial: Trial) -> Got:
    """Read who has a debt at which agency; that several lists hold somebody does not say which."""
    return _alone(trial, {agency: _column(trial, agency) for agency in AGENCIES})


def injuries(trial: Trial) -> Got:
    """Read who is a client of the one, or a patient of the other; the answer names nobody."""
    return _alone(trial, {owner: _column(trial, owner) for owner in (CARE, HOSPITAL)})


def fugitives(trial: Trial) -> Got:
    """Read who is sought, or a customer, beyond those who are found."""
    return _alone(
        trial,
        {owner: _column(trial, owner) for owner in trial.tables},
        agreed=trial.outcome.exact.persons,
        asker=JUSTICE,
        answer=trial.outcome.answer.persons,
    )


def informants(trial: Trial) -> Got:
    """Read who is on the list of the other service, beyond those who are on both."""
    answer = trial.outcome.answer.persons
    return _alone(
        trial,
        {owner: _column(trial, owner) for owner in trial.tables},
        agreed=np.asarray(trial.outcome.exact),
        asker=next(iter(trial.tables)),
        answer=np.zeros(0, np.int64) if answer is None else answer,
    )


def fraud(trial: Trial) -> Got:
    """Read who is on the list of insurer or bank, beyond those whom the answer is to name."""
    return _alone(
        trial,
        {owner: _column(trial, owner, "provider") for owner in (INSURER, BANK)},
        agreed=np.asarray(trial.outcome.exact),
        asker=INSURER,
        answer=trial.outcome.answer.providers,
    )


def _column(trial: Trial, owner: str, name: str = "person") -> Persons:
    """Return whom the list of `owner` names."""
    return trial.tables[owner][name].to_numpy(np.int64)


def _alone(
    trial: Trial,
    lists: Mapping[str, Persons],
    *,
    agreed: Persons | None = None,
    asker: str = "",
    answer: Persons | None = None,
) -> Got:
    """Return how many persons on lists of others the most curious single party reads.

    Parameters
    ----------
    trial : Trial
    lists : mapping of str to ndarray of int64
        Persons, by the owner of the list.
    agreed : ndarray of int64, optional
        Whom the answer is to name: they are no secret.
    asker : str, optional
        Who reads the answer.
    answer : ndarray of int64, optional
        Whom it names.
    """
    open_to_all = np.zeros(0, np.int64) if agreed is None else agreed
    secret = {owner: one[~np.isin(one, open_to_all)] for owner, one in lists.items()}
    tried = []
    for party, view in trial.views.items():
        others = [one for owner, one in secret.items() if owner != party]
        found = recognised(view, others)
        if party == asker and answer is not None:
            found = [one | np.isin(on, answer) for one, on in zip(found, others, strict=True)]
        tried.append(Got(sum(int(one.sum()) for one in found), sum(map(len, others))))
    return best(tried)
