"""Guess what is not known of somebody from rows that were made from a table with them in it.

The attacker is the reader of the rows.  It knows everything of a person but one column, looks for
the row that is nearest, and names what that row has there.  The same is tried on as many people
whom nobody learned from: what succeeds on them is chance, the upper end of its interval.
"""

from typing import cast

import numpy as np

from pet_workbench.bench.attempts.trial import Got, Trial
from pet_workbench.synthetic.risk import INFERENCE, Risk
from pet_workbench.synthetic.risk.interval import wilson
from pet_workbench.usecases.synthetic_rows import PLAIN, SyntheticRowsCase, as_described, split
from pet_workbench.usecases.synthetic_rows.tradeoff import attacked

RUNS = 3
"""How often rows are made, where chance is in them; found is the mean."""
EVERYBODY = 100_000


def secrets(trial: Trial) -> Got:
    """Name the sensitive column of everybody who was learned from, by the nearest row."""
    runs = 1 if trial.technique == PLAIN else RUNS
    risks = [_guessed(trial) for _ in range(runs)]
    found = float(np.mean([risk.successes for risk in risks]))
    others = float(np.mean([risk.control_successes for risk in risks]))
    count = risks[0].attacks
    middle, off = wilson(count, round(others))
    return Got(round(found), count, min(1.0, middle + off))


def _guessed(trial: Trial) -> Risk:
    """Count right guesses in one run, of those learned from and of others."""
    case = cast(SyntheticRowsCase, trial.case)
    answer = trial.run().answer
    parts = split(trial.tables[case.keeper], case.terms)
    learned, aside = (as_described(part, case.description) for part in parts)
    return attacked(case, INFERENCE, learned, aside, answer.frame, attacks=EVERYBODY)
