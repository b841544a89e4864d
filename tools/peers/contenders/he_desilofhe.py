"""desilofhe, on one thread: its smallest engine that can do each job."""

import numpy as np
from desilofhe import Engine
from he_jobs import cpu, in_pieces, main, patients, reals, settle


class Tools:
    """An engine and its keys."""

    def __init__(self, *, max_level, rotations):
        self.engine = Engine(max_level=max_level, thread_count=1)
        self.secret_key = self.engine.create_secret_key()
        self.public_key = self.engine.create_public_key(self.secret_key)
        self.slots = self.engine.slot_count
        steps = [1 << k for k in range(self.slots.bit_length() - 1)] if rotations else []
        self.turns = [self.engine.create_fixed_rotation_key(self.secret_key, k) for k in steps]

    def encrypted(self, values):
        """Return the ciphertexts of a column."""
        return [
            self.engine.encrypt(piece, self.public_key) for piece in in_pieces(values, self.slots)
        ]

    def total(self, pieces):
        """Add all ciphertexts first and then all slots."""
        total = pieces[0]
        for piece in pieces[1:]:
            total = self.engine.add(total, piece)
        for turn in self.turns:
            total = self.engine.add(total, self.engine.rotate(total, turn))
        return total

    def decrypted(self, ciphertext):
        """Return all slots."""
        return np.real(self.engine.decrypt(ciphertext, self.secret_key))


def whole_sum(job, n):
    """Encrypt a column, add it up and decrypt the total."""
    tools, values = Tools(max_level=1, rotations=True), reals(n)
    seconds, found = cpu(lambda: tools.decrypted(tools.total(tools.encrypted(values)))[0])
    settle(job, seconds, found, values.sum(), n)


def sum_step(job, n):
    """Add up a column that is there already."""
    tools, values = Tools(max_level=1, rotations=True), reals(n)
    pieces = tools.encrypted(values)
    seconds, total = cpu(lambda: tools.total(pieces))
    settle(job, seconds, tools.decrypted(total)[0], values.sum(), n)


def encrypt(job, n):
    """Encrypt a column."""
    tools, values = Tools(max_level=1, rotations=False), reals(n)
    seconds, pieces = cpu(lambda: tools.encrypted(values))
    found = np.concatenate([tools.decrypted(piece) for piece in pieces])[:n]
    settle(job, seconds, found, values, 1)


def scores(job, n):
    """Multiply each column by its weight and add."""
    tools, (features, weights, intercept) = Tools(max_level=1, rotations=False), patients(n)

    def all_encrypted():
        return [tools.encrypted(column) for column in features.T]

    def scored(columns):
        engine, totals = tools.engine, []
        for chunk in zip(*columns, strict=True):
            total = engine.multiply(chunk[0], float(weights[0]))
            for piece, weight in zip(chunk[1:], weights[1:], strict=True):
                total = engine.add(total, engine.multiply(piece, float(weight)))
            totals.append(engine.add(total, intercept))
        return totals

    columns = all_encrypted()
    work = (lambda: scored(columns)) if job == "score" else (lambda: scored(all_encrypted()))
    seconds, totals = cpu(work)
    found = np.concatenate([tools.decrypted(total) for total in totals])[:n]
    bound = 4 * np.abs(weights).sum() + abs(intercept)
    settle(job, seconds, found, features @ weights + intercept, bound)


if __name__ == "__main__":
    main(
        {
            "sum-public": whole_sum,
            "sum-step": sum_step,
            "encrypt": encrypt,
            "score": scores,
            "score-public": scores,
        }
    )
