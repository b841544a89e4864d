"""python-paillier: the historical technique, one number per ciphertext, 2048-bit keys.

A column of any length would take minutes: a hundred numbers are measured, and `n` of them told.
"""

import phe
from he_jobs import cpu, incomes, main, settle

MEASURED = 100


def encrypt(job, n):
    """Encrypt numbers one by one."""
    public_key, private_key = phe.generate_paillier_keypair(n_length=2048)
    values = [int(one) for one in incomes(MEASURED)]
    seconds, made = cpu(lambda: [public_key.encrypt(one) for one in values], repeats=1)
    found = [private_key.decrypt(one) for one in made[:3]]
    settle(job, seconds * n / MEASURED, found, values[:3], 1, extrapolated_from=MEASURED)


def whole_sum(job, n):
    """Encrypt, add up and decrypt the total."""
    public_key, private_key = phe.generate_paillier_keypair(n_length=2048)
    values = [int(one) for one in incomes(MEASURED)]

    def work():
        return private_key.decrypt(sum(public_key.encrypt(one) for one in values))

    seconds, found = cpu(work, repeats=1)
    settle(job, seconds * n / MEASURED, found, sum(values), 1, extrapolated_from=MEASURED)


if __name__ == "__main__":
    main({"encrypt": encrypt, "exact-sum-public": whole_sum})
