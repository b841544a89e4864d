"""OpenFHE: as in its examples, or with parameters that somebody chose by hand for each job.

python he_openfhe.py JOB N examples|by-hand
"""

import sys

import numpy as np
import openfhe
from he_jobs import cpu, in_pieces, incomes, main, patients, reals, settle

BY_HAND = {"sum": (0, 60, 40, 1), "score": (1, 50, 40, 1)}
EXAMPLES = (2, 50, 40, 3)
"""Depth, bits of first prime and of scale, and large digits; the ring follows from these."""


def ckks(kind):
    """Return a context of 128 bits by OpenFHE's own choice of ring."""
    depth, first, scale, digits = BY_HAND[kind] if sys.argv[3] == "by-hand" else EXAMPLES
    wanted = openfhe.CCParamsCKKSRNS()
    wanted.SetMultiplicativeDepth(depth)
    wanted.SetFirstModSize(first)
    wanted.SetScalingModSize(scale)
    wanted.SetNumLargeDigits(digits)
    wanted.SetScalingTechnique(openfhe.ScalingTechnique.FIXEDMANUAL)
    return made(wanted)


def bfv():
    """Return a context for whole numbers of 40 bits."""
    wanted = openfhe.CCParamsBFVRNS()
    wanted.SetPlaintextModulus(plain_modulus(16384, 40))
    wanted.SetMultiplicativeDepth(0)
    return made(wanted)


def made(wanted):
    """Return the context for `wanted`, and a pair of keys."""
    wanted.SetSecurityLevel(openfhe.SecurityLevel.HEStd_128_classic)
    context = openfhe.GenCryptoContext(wanted)
    features = openfhe.PKESchemeFeature
    for feature in (features.PKE, features.KEYSWITCH, features.LEVELEDSHE, features.ADVANCEDSHE):
        context.Enable(feature)
    keys = context.KeyGen()
    return context, keys


def encrypted(context, keys, values, slots):
    """Return the ciphertexts of a column."""
    return [
        context.Encrypt(keys.publicKey, context.MakeCKKSPackedPlaintext(piece.tolist()))
        for piece in in_pieces(values, slots)
    ]


def decrypted(context, keys, ciphertext, length):
    """Return the first slots."""
    plain = context.Decrypt(ciphertext, keys.secretKey)
    plain.SetLength(length)
    return plain.GetRealPackedValue()[:length]


def whole_sum(job, n):
    """Encrypt a column, add all ciphertexts and then all slots, and decrypt."""
    context, keys = ckks("sum")
    context.EvalSumKeyGen(keys.secretKey)
    slots, values = context.GetRingDimension() // 2, reals(n)

    def work():
        total = context.EvalAddMany(encrypted(context, keys, values, slots))
        return decrypted(context, keys, context.EvalSum(total, slots), 1)[0]

    seconds, found = cpu(work)
    settle(job, seconds, found, values.sum(), n, ring=str(2 * slots))


def exact_sum(job, n):
    """Do the same with whole numbers."""
    context, keys = bfv()
    context.EvalSumKeyGen(keys.secretKey)
    degree, values = context.GetRingDimension(), incomes(n)

    def work():
        pieces = [
            context.Encrypt(keys.publicKey, context.MakePackedPlaintext(piece.tolist()))
            for piece in in_pieces(values, degree)
        ]
        total = context.EvalSum(context.EvalAddMany(pieces), degree)
        plain = context.Decrypt(total, keys.secretKey)
        plain.SetLength(1)
        return plain.GetPackedValue()[0]

    seconds, found = cpu(work)
    settle(job, seconds, found, values.sum(), n, ring=str(degree))


def sum_step(job, n):
    """Add up a column that is there already."""
    context, keys = ckks("sum")
    context.EvalSumKeyGen(keys.secretKey)
    slots, values = context.GetRingDimension() // 2, reals(n)
    pieces = encrypted(context, keys, values, slots)
    seconds, total = cpu(lambda: context.EvalSum(context.EvalAddMany(pieces), slots))
    found = decrypted(context, keys, total, 1)[0]
    settle(job, seconds, found, values.sum(), n, ring=str(2 * slots))


def encrypt(job, n):
    """Encrypt a column."""
    context, keys = ckks("sum")
    slots, values = context.GetRingDimension() // 2, reals(n)
    seconds, pieces = cpu(lambda: encrypted(context, keys, values, slots))
    found = np.concatenate([decrypted(context, keys, piece, slots) for piece in pieces])[:n]
    settle(job, seconds, found, values, 1, ring=str(2 * slots))


def scores(job, n):
    """Multiply each column by its weight, add, and rescale once."""
    context, keys = ckks("score")
    slots, (features, weights, intercept) = context.GetRingDimension() // 2, patients(n)

    def all_encrypted():
        return [encrypted(context, keys, column, slots) for column in features.T]

    def scored(columns):
        totals = []
        for chunk in zip(*columns, strict=True):
            total = context.EvalMult(chunk[0], float(weights[0]))
            for piece, weight in zip(chunk[1:], weights[1:], strict=True):
                total = context.EvalAdd(total, context.EvalMult(piece, float(weight)))
            totals.append(context.EvalAdd(context.Rescale(total), intercept))
        return totals

    columns = all_encrypted()
    work = (lambda: scored(columns)) if job == "score" else (lambda: scored(all_encrypted()))
    seconds, totals = cpu(work)
    found = np.concatenate([decrypted(context, keys, total, slots) for total in totals])[:n]
    bound = 4 * np.abs(weights).sum() + abs(intercept)
    settle(job, seconds, found, features @ weights + intercept, bound, ring=str(2 * slots))


def plain_modulus(order, bits):
    """Return a prime of at most so many bits that is 1 modulo `order`, which OpenFHE wants."""
    candidate = (1 << bits) // (2 * order) * 2 * order + 1
    while any(pow(base, candidate - 1, candidate) != 1 for base in (2, 3, 5, 7, 11)):
        candidate -= 2 * order
    return candidate


if __name__ == "__main__":
    main(
        {
            "sum-public": whole_sum,
            "exact-sum-public": exact_sum,
            "sum-step": sum_step,
            "encrypt": encrypt,
            "score": scores,
            "score-public": scores,
        }
    )
