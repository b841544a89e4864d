"""PET workbench: parameters by the chooser, columns with meters, envelopes left out."""

import re
from pathlib import Path

import numpy as np
from he_jobs import FEATURES, INCOME_LIMIT, cpu, incomes, main, patients, reals, settle

from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import ExactSum, LinearScore, RealSum
from pet_workbench.he.jobs.scoring import LinearModel, encrypted_rows, encrypted_scores, score
from pet_workbench.he.jobs.sums import encrypted_sum
from pet_workbench.he.keys import SecretKey


def whole_sum(job, n):
    """Encrypt a column, add it up and decrypt the total."""
    owner, exact = "owner" in job, "exact" in job
    computation = (
        ExactSum(n, INCOME_LIMIT, symmetric=owner) if exact else RealSum(n, 1.0, symmetric=owner)
    )
    key = SecretKey.generate(choose(computation).parameters, sums=True)
    values, bound = (incomes(n), INCOME_LIMIT) if exact else (reals(n), 1.0)
    encryptor = key if owner else key.context

    def work():
        return key.decrypt(encrypted_sum(values, encryptor=encryptor, bound=bound))[0]

    seconds, found = cpu(work)
    settle(job, seconds, found, values.sum(), n * bound, ring=ring(key), peak_mb=peak_mb())


def sum_step(job, n):
    """Add up a column that is there already."""
    key = SecretKey.generate(choose(RealSum(n, 1.0)).parameters, sums=True)
    values = reals(n)
    column = key.context.encrypt(values, bound=1.0)
    seconds, total = cpu(column.sum)
    settle(job, seconds, key.decrypt(total)[0], values.sum(), n, ring=ring(key))


def encrypt(job, n):
    """Encrypt a column with the public key."""
    key = SecretKey.generate(choose(RealSum(n, 1.0)).parameters)
    values = reals(n)
    seconds, column = cpu(lambda: key.context.encrypt(values, bound=1.0))
    settle(job, seconds, key.decrypt(column), values, 1, ring=ring(key))


def scores(job, n):
    """Score encrypted rows; with their encryption if the job says so."""
    owner = "owner" in job
    features, weights, intercept = patients(n)
    model = LinearModel(tuple(weights), intercept, (0.0,) * FEATURES, (1.0,) * FEATURES, bound=4.0)
    computation = LinearScore(n, model.weights, 4.0, intercept, symmetric=owner)
    key = SecretKey.generate(choose(computation).parameters)
    encryptor = key if owner else key.context
    chunks = list(encrypted_rows(features, model, encryptor=encryptor))

    def alone():
        return [score(columns, model) for columns in chunks]

    def together():
        return [
            score(columns, model)
            for columns in encrypted_rows(features, model, encryptor=encryptor)
        ]

    seconds, results = cpu(alone if job == "score" else together)
    found = np.concatenate([key.decrypt(result) for result in results])
    bound = computation.largest
    settle(job, seconds, found, model.scores(features), bound, ring=ring(key))


def patients_from_end_to_end(job, n):
    """Standardise, encrypt, score and decrypt, with no more than a chunk in memory."""
    features, weights, intercept = patients(n)
    model = LinearModel(tuple(weights), intercept, (0.0,) * FEATURES, (1.0,) * FEATURES, bound=4.0)
    owner = "owner" in job
    computation = LinearScore(n, model.weights, 4.0, intercept, symmetric=owner)
    key = SecretKey.generate(choose(computation).parameters)
    seconds, found = cpu(
        lambda: encrypted_scores(features, model, key=key, symmetric=owner), repeats=1
    )
    expected = model.scores(features)
    settle(job, seconds, found, expected, computation.largest, ring=ring(key), peak_mb=peak_mb())


def ring(key):
    """Return degree and prime sizes as text."""
    parameters = key.context.parameters
    sizes = [prime.bit_length() for prime in parameters.coeff_modulus]
    return f"{parameters.poly_modulus_degree} {sizes}"


def peak_mb():
    """Return the peak memory of this process in MB, where the system tells it."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        return None
    return round(int(found[1]) * 1024 / 1e6) if found else None


if __name__ == "__main__":
    main(
        {
            "sum-public": whole_sum,
            "sum-owner": whole_sum,
            "exact-sum-public": whole_sum,
            "exact-sum-owner": whole_sum,
            "sum-step": sum_step,
            "encrypt": encrypt,
            "score": scores,
            "score-public": scores,
            "score-owner": scores,
            "patients-public": patients_from_end_to_end,
            "patients-owner": patients_from_end_to_end,
        }
    )
