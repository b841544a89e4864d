"""Which attack belongs to which case, at which sizes it is tried, and what came of it."""

from collections.abc import Mapping
from typing import Final

from pet_workbench.bench.attempts.trial import Attack, Trial, judged
from pet_workbench.bench.record import Attempt
from pet_workbench.usecases import Parameters, Tables, UseCase

ATTACKS: Final[Mapping[str, Attack]] = {
    "table": Attack("table_pair", "table:ages", most=8, fewest=5),
    "aio": Attack("aio_incomes", "rows:incomes", most=10_000),
    "falls": Attack("falls_features", "rows:features", most=10_000),
    "fall-injuries": Attack("injuries_lists", "lists:injuries", most=10_000),
    "emoji": Attack("emoji_guess", "devices:emoji", most=10_000),
    "education": Attack("education_small", "published:small_counts", most=20_000),
    "gas": Attack("gas_borders", "borders:houses", most=100_000),
    "pupils": Attack("pupils_rows", "synthetic:secrets", most=4_106, fewest=500),
    "treatment": Attack("treatment_hospitals", "rows:hospitals", most=10_000),
    "logistics": Attack("logistics_offers", "rows:offers", most=1_000),
    "education-tax": Attack("education_tax_incomes", "rows:tax_incomes", most=10_000),
    "debts": Attack("debts_lists", "lists:debts", most=10_000),
    "entrepreneurs": Attack("entrepreneurs_small", "published:small_cells", most=10_000),
    "fraud": Attack("fraud_lists", "lists:fraud", most=10_000),
    "securened": Attack("securened_reports", "rows:reports", most=100),
    "fugitives": Attack("fugitives_lists", "lists:fugitives", most=10_000),
    "train": Attack("train_patients", "hospitals:patients", most=25_000, fewest=500),
    "informants": Attack("informants_lists", "lists:informants", most=1_000),
    "passport": Attack("passport_amounts", "passport:amounts", most=20, fewest=4),
    "grid": Attack("grid_rows", "synthetic:secrets", most=20_000),
    "mobility": Attack("mobility_rows", "movements:rows", most=10_000),
}
"""By key of the case.  Below 5 around the table, two know the third from the answer anyway."""


def attack_of(case: str) -> Attack | None:
    """Return the attack that techniques of a case have to stand; None for a case of one's own.

    Parameters
    ----------
    case : str
        Key.
    """
    return ATTACKS.get(case)


def no_attempt(case: str, *, n: int) -> str | None:
    """Return the id of the reason why nothing is tried at size `n`; None if it is.

    Its words are ``attempts.none_<id>``.

    Parameters
    ----------
    case : str
        Key.
    n : int

    Examples
    --------
    >>> no_attempt("aio", n=10_000) is None, no_attempt("aio", n=3_500_000)
    (True, 'too_large')
    """
    attack = ATTACKS.get(case)
    if attack is None:
        return "own_case"
    if n > attack.most:
        return "too_large"
    return "too_small" if n < attack.fewest else None


def attempt(
    case: UseCase, technique: str, tables: Tables, parameters: Parameters, *, n: int
) -> Attempt | None:
    """Attack a run of a technique, and count what was found.

    Parameters
    ----------
    case : UseCase
    technique : str
        Id, with or without variant.
    tables : mapping of str to DataFrame
        One private table per party.
    parameters : mapping
        Of the run, where they differ from the defaults.
    n : int
        Size of the population in the tables.

    Returns
    -------
    Attempt or None
        None where nothing is tried; see `no_attempt`.

    Raises
    ------
    PetError
        If the run itself fails.
    """
    if no_attempt(case.key, n=n):
        return None
    attack = ATTACKS[case.key]
    trial = Trial(case, case.technique(technique).id, tables, case.complete(parameters))
    got = attack.find(trial)
    return Attempt(attack.id, judged(got), got.found, got.of, n)
