"""TenSEAL's own API, as in its tutorials: vectors, default parameters, rows or columns."""

import contextlib
import io

import numpy as np
import tenseal as ts
from he_jobs import cpu, in_pieces, incomes, main, patients, reals, settle

SLOTS = 4096


def quiet(work):
    """Do `work` without the warning that a vector is longer than a ciphertext."""
    with contextlib.redirect_stdout(io.StringIO()):
        return work()


def ckks():
    """Return the context of TenSEAL's first tutorial."""
    context = ts.context(
        ts.SCHEME_TYPE.CKKS, 8192, coeff_mod_bit_sizes=[60, 40, 40, 60], n_threads=1
    )
    context.global_scale = 2**40
    context.generate_galois_keys()
    return context


def whole_sum(job, n):
    """Encrypt a vector, call its `sum` and decrypt."""
    context, values = ckks(), reals(n)

    def work():
        return quiet(lambda: ts.ckks_vector(context, values)).sum().decrypt()[0]

    seconds, found = cpu(work, repeats=3 if n < 1_000_000 else 1)
    settle(job, seconds, found, values.sum(), n)


def exact_sum(job, n):
    """Add up whole numbers; `sum` reaches half of a ciphertext only, so pieces are half as long."""
    t = plain_modulus(8192, 40)
    context = ts.context(ts.SCHEME_TYPE.BFV, 8192, t, n_threads=1)
    context.generate_galois_keys()
    values = incomes(n)

    def work():
        pieces = [ts.bfv_vector(context, piece) for piece in in_pieces(values, SLOTS)]
        total = pieces[0]
        for piece in pieces[1:]:
            total = total + piece
        return total.sum().decrypt()[0]

    seconds, found = cpu(work)
    settle(job, seconds, found, values.sum(), n)


def sum_step(job, n):
    """Call `sum` on a vector that is there already."""
    context, values = ckks(), reals(n)
    vector = quiet(lambda: ts.ckks_vector(context, values))
    seconds, total = cpu(vector.sum, repeats=1)
    settle(job, seconds, total.decrypt()[0], values.sum(), n)


def encrypt(job, n):
    """Encrypt a vector."""
    context, values = ckks(), reals(n)
    seconds, vector = cpu(lambda: quiet(lambda: ts.ckks_vector(context, values)))
    settle(job, seconds, vector.decrypt(), values, 1)


def scores(job, n):
    """Score one vector per feature, each times its weight."""
    context, (features, weights, intercept) = ckks(), patients(n)

    def encrypted():
        return quiet(lambda: [ts.ckks_vector(context, column) for column in features.T])

    def scored(columns):
        total = columns[0] * float(weights[0])
        for column, weight in zip(columns[1:], weights[1:], strict=True):
            total = total + column * float(weight)
        return total + intercept

    columns = encrypted()
    work = (lambda: scored(columns)) if job == "score" else (lambda: scored(encrypted()))
    seconds, total = cpu(work)
    bound = 4 * np.abs(weights).sum() + abs(intercept)
    settle(job, seconds, total.decrypt(), features @ weights + intercept, bound)


def score_by_row(job, n):
    """Score one vector per row, with its dot product, as tutorials do."""
    context, (features, weights, intercept) = ckks(), patients(n)
    listed = weights.tolist()

    def work():
        rows = [ts.ckks_vector(context, row) for row in features]
        return [row.dot(listed) + intercept for row in rows]

    seconds, results = cpu(work, repeats=1)
    found = [result.decrypt()[0] for result in results]
    bound = 4 * np.abs(weights).sum() + abs(intercept)
    settle(job, seconds, found, features @ weights + intercept, bound)


def plain_modulus(degree, bits):
    """Return a prime of at most so many bits that is 1 modulo twice the degree."""
    candidate = (1 << bits) // (2 * degree) * 2 * degree + 1
    while any(pow(base, candidate - 1, candidate) != 1 for base in (2, 3, 5, 7, 11)):
        candidate -= 2 * degree
    return candidate


if __name__ == "__main__":
    main(
        {
            "sum-public": whole_sum,
            "sum-owner": whole_sum,
            "exact-sum-public": exact_sum,
            "exact-sum-owner": exact_sum,
            "sum-step": sum_step,
            "encrypt": encrypt,
            "score": scores,
            "score-public": scores,
            "score-owner": scores,
            "score-by-row": score_by_row,
        }
    )
