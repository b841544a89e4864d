"""SEAL itself, through TenSEAL's binding, at the parameters that our chooser takes: the floor.

Nothing is checked, metered or kept: what is left is what any wrapper has to spend.
"""

import numpy as np
from he_jobs import INCOME_LIMIT, cpu, incomes, main, patients, reals, settle
from tenseal import sealapi as seal

from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import ExactSum, LinearScore, RealSum


class Tools:
    """SEAL's objects for parameters of ours."""

    def __init__(self, parameters, *, sums=False):
        is_real = parameters.scheme == "ckks"
        chosen = seal.EncryptionParameters(
            seal.SCHEME_TYPE.CKKS if is_real else seal.SCHEME_TYPE.BFV
        )
        degree = parameters.poly_modulus_degree
        chosen.set_poly_modulus_degree(degree)
        chosen.set_coeff_modulus([seal.Modulus(prime) for prime in parameters.coeff_modulus])
        if not is_real:
            chosen.set_plain_modulus(parameters.plain_modulus)
        self.context = seal.SEALContext(chosen, True, seal.SEC_LEVEL_TYPE.TC128)
        generator = seal.KeyGenerator(self.context)
        public_key, self.galois_keys = seal.PublicKey(), seal.GaloisKeys()
        generator.create_public_key(public_key)
        self.rotations = [pow(3, 1 << k, 2 * degree) for k in range(degree.bit_length() - 2)]
        self.rotations += [] if is_real else [2 * degree - 1]
        if sums:
            generator.create_galois_keys(self.rotations, self.galois_keys)
        self.slots, self.scale = parameters.slots, 2.0**parameters.scale_bits
        self.is_real = is_real
        self.encoder = (seal.CKKSEncoder if is_real else seal.BatchEncoder)(self.context)
        self.encryptor = seal.Encryptor(self.context, public_key)
        self.encryptor.set_secret_key(generator.secret_key())
        self.decryptor = seal.Decryptor(self.context, generator.secret_key())
        self.evaluator = seal.Evaluator(self.context)

    def encrypted(self, values, *, owner):
        """Return the ciphertexts of a column."""
        encrypt = self.encryptor.encrypt_symmetric if owner else self.encryptor.encrypt
        made = []
        for start in range(0, len(values), self.slots):
            plain, ciphertext = seal.Plaintext(), seal.Ciphertext()
            part = values[start : start + self.slots].tolist()
            self.encoder.encode(part, *([self.scale] if self.is_real else []), plain)
            encrypt(plain, ciphertext)
            made.append(ciphertext)
        return made

    def total(self, ciphertexts):
        """Add all ciphertexts first and then all slots."""
        total, turned = seal.Ciphertext(), seal.Ciphertext()
        self.evaluator.add_many(ciphertexts, total)
        for element in self.rotations:
            self.evaluator.apply_galois(total, element, self.galois_keys, turned)
            self.evaluator.add_inplace(total, turned)
        return total

    def decrypted(self, ciphertext):
        """Return all slots."""
        plain = seal.Plaintext()
        self.decryptor.decrypt(ciphertext, plain)
        decode = self.encoder.decode_double if self.is_real else self.encoder.decode_int64
        return np.array(decode(plain))


def whole_sum(job, n):
    """Encrypt a column, add it up and decrypt the total."""
    owner, exact = "owner" in job, "exact" in job
    computation = (
        ExactSum(n, INCOME_LIMIT, symmetric=owner) if exact else RealSum(n, 1.0, symmetric=owner)
    )
    tools = Tools(choose(computation).parameters, sums=True)
    values, bound = (incomes(n), INCOME_LIMIT) if exact else (reals(n), 1.0)

    def work():
        return tools.decrypted(tools.total(tools.encrypted(values, owner=owner)))[0]

    seconds, found = cpu(work)
    settle(job, seconds, found, values.sum(), n * bound)


def sum_step(job, n):
    """Add up a column that is there already."""
    tools, values = Tools(choose(RealSum(n, 1.0)).parameters, sums=True), reals(n)
    ciphertexts = tools.encrypted(values, owner=False)
    seconds, total = cpu(lambda: tools.total(ciphertexts))
    settle(job, seconds, tools.decrypted(total)[0], values.sum(), n)


def encrypt(job, n):
    """Encrypt a column with the public key."""
    tools, values = Tools(choose(RealSum(n, 1.0)).parameters), reals(n)
    seconds, made = cpu(lambda: tools.encrypted(values, owner=False))
    found = np.concatenate([tools.decrypted(one) for one in made])
    settle(job, seconds, found[:n], values, 1)


def scores(job, n):
    """Score with weights encoded beforehand, and one rescale."""
    owner = "owner" in job
    features, weights, intercept = patients(n)
    computation = LinearScore(n, tuple(weights), 4.0, intercept, symmetric=owner)
    parameters = choose(computation).parameters
    tools, plains, shift = Tools(parameters), [], seal.Plaintext()
    scale = float(parameters.data_primes[-1])
    for weight in weights:
        plains.append(seal.Plaintext())
        tools.encoder.encode(float(weight), scale, plains[-1])
    tools.encoder.encode(intercept, scale * tools.scale, shift)

    def scored(columns):
        totals = []
        for chunk in zip(*columns, strict=True):
            total, product = seal.Ciphertext(), seal.Ciphertext()
            tools.evaluator.multiply_plain(chunk[0], plains[0], total)
            for ciphertext, plain in zip(chunk[1:], plains[1:], strict=True):
                tools.evaluator.multiply_plain(ciphertext, plain, product)
                tools.evaluator.add_inplace(total, product)
            tools.evaluator.add_plain_inplace(total, shift)
            tools.evaluator.rescale_to_next_inplace(total)
            totals.append(total)
        return totals

    def encrypted():
        return [tools.encrypted(column, owner=owner) for column in features.T]

    columns = encrypted()
    work = (lambda: scored(columns)) if job == "score" else (lambda: scored(encrypted()))
    seconds, totals = cpu(work)
    found = np.concatenate([tools.decrypted(total) for total in totals])[:n]
    settle(job, seconds, found, features @ weights + intercept, computation.largest)


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
        }
    )
