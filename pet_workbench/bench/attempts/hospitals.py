"""One party reads a patient who stands alone in what a hospital sends (`train`).

Two things are tried, on every technique alike.  Each hospital in turn has one patient, and no
minimum: whoever receives something in the first round works out that patient.  And the survival
model is fitted by the month for ten years, with the minimum of the run: whoever receives sums reads
all who stand alone in them.  A technique without a survival model has only the first to stand.

It counts rows that are read as they are, sums in the clear, coefficients that a hospital learned
alone, and totals in fixed point.  Not tried: two fits with one patient more, see
`attacks.single_patient_update`, nor working together.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.last_patient_at_risk import lone_patients
from pet_workbench.attacks.single_patient_update import (
    Patient,
    patient_of_coefficients,
    patient_of_sums,
)
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.core import Outcome, ParameterError, PrivacyError, View
from pet_workbench.federated import Cox, Site
from pet_workbench.federated.fixed_sums import decode_total
from pet_workbench.usecases.train import features_of, hospitals_of, model_of, site_of
from pet_workbench.usecases.train.minimum import groups_of

CLOSE = 1e-3
"""How close a feature has to be to count as read: a hundredth of a year of age."""
MONTHLY = {"model": "cox", "period": 1, "until": 120}
_KEEP = 2**33

Floats = NDArray[np.float64]


def patients(trial: Trial) -> Got:
    """Read patients who stand alone."""
    hospitals = hospitals_of(trial.tables)
    single = [_reads_only_patient(trial, hospital) for hospital in hospitals]
    lone = _lone(trial)
    return Got(sum(single) + lone.found, len(single) + lone.of)


def _run(trial: Trial, tables: Mapping[str, pd.DataFrame], **changed: Any) -> Outcome:
    """Run with other tables or parameters, and keep all messages."""
    parameters = {**trial.parameters, "ledger": None, "absent": "", **changed}
    return trial.case.run(trial.technique, tables, keep_payload_bytes=_KEEP, **parameters)


def _reads_only_patient(trial: Trial, hospital: str) -> bool:
    """Tell whether some other party reads the only patient of a hospital."""
    tables = {**trial.tables, hospital: trial.tables[hospital].head(1)}
    parameters = {**trial.parameters, "model": "logistic"}
    features = features_of(tables)
    site = site_of(hospital, tables[hospital], features, parameters)
    if not site.n:
        return False
    outcome = _run(trial, tables, model="logistic", minimum=1, rounds=1)
    others = [party for party in outcome.transcript.parties if party != hospital]
    for party in others:
        view = outcome.transcript.view(party)
        if _has_rows(view, hospital, tables[hospital]):
            return True
        for guess in _guesses(view, hospital, len(features)):
            right = np.allclose(guess.features, site.features[0], atol=CLOSE)
            if right and guess.outcome == site.outcome[0]:
                return True
    return False


def _guesses(view: View, hospital: str, n_features: int) -> Iterator[Patient]:
    """Yield whom a party reads in what came from a hospital, and in what all sent together."""
    size = n_features + 1
    length = 1 + size + size * (size + 1) // 2
    received = [(m.sender, m.values()) for m in view.received]
    # totals with noise leave out the likelihood, which comes first
    words = [
        np.append(np.zeros(length - one.size, np.uint64), one)
        for _, one in received
        if one.dtype == np.uint64 and one.size in (length - 1, length)
    ]
    columns = [one for sender, one in received if sender == hospital and one.dtype.kind == "f"]
    columns += [decode_total(one) for one in words]
    if words:
        columns.append(decode_total(np.sum(words, axis=0, dtype=np.uint64)))
    for numbers in columns:
        found = None
        if numbers.size == length:
            found = patient_of_sums(numbers, n_features)
        elif numbers.size == size + 1:
            found = patient_of_coefficients(np.zeros(size), numbers[1:])
        if found is not None:
            yield found


def _has_rows(view: View, hospital: str, table: pd.DataFrame) -> bool:
    """Tell whether a party received every column of a hospital's table as it is."""
    whole = [
        m.values() for m in view.received if m.sender == hospital and m.values().dtype.kind in "iu"
    ]
    return all(
        any(np.array_equal(one, table[column].to_numpy()) for one in whole) for column in table
    )


def _lone(trial: Trial) -> Got:
    """Return how many who stand alone in a hospital's sums one party reads."""
    parameters = {**trial.parameters, **MONTHLY}
    features = features_of(trial.tables)
    model = model_of(features, parameters)
    sites = {
        name: site_of(name, trial.tables[name], features, parameters)
        for name in hospitals_of(trial.tables)
    }
    alone = {name: int((groups_of(site, model) == 1).sum()) for name, site in sites.items()}
    try:
        outcome = _run(trial, trial.tables, **MONTHLY)
    except ParameterError:
        return Got(0, 0)
    except PrivacyError:
        return Got(0, sum(alone.values()))
    tried = []
    for party in outcome.transcript.parties:
        view = outcome.transcript.view(party)
        others = {name: site for name, site in sites.items() if name != party}
        found = sum(
            alone[name]
            if _has_rows(view, name, trial.tables[name])
            else _lone_read(view, site, model)
            for name, site in others.items()
        )
        tried.append(Got(found, sum(alone[name] for name in others)))
    return best(tried)


def _lone_read(view: View, site: Site, model: Any) -> int:
    """Return how many patients a party reads alone in the first sums of a hospital."""
    for message in view.received:
        if message.sender == site.name and message.values().dtype.kind == "f":
            return _right(message.values(), site, model)
    return 0


def _right(sums: Floats, site: Site, model: Cox) -> int:
    """Return how many who stand alone are read rightly."""
    n_moments = len(model.moments)
    if sums.size <= n_moments:
        return 0
    lone = lone_patients(sums, model.n_features, n_moments)
    times = np.zeros(site.n) if site.times is None else site.times
    return sum(
        bool((np.abs(site.features[times == one.moment + 1] - one.features) < CLOSE).all())
        for one in lone
    )
