"""Totals of encrypted columns of any length: right, in little memory, and stoppable."""

import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError
from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import ExactSum, RealSum
from pet_workbench.he.errors import MissingKeyError, RangeError, WrongKeyError
from pet_workbench.he.jobs.sums import RunningTotal, encrypted_chunks, encrypted_sum
from pet_workbench.he.keys import SecretKey

ROWS = 9000
BOUND = 1000
SCHEMES = ("ckks", "bfv")
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)
few = settings(max_examples=10, deadline=None)

MEMORY = """
import re, sys
from pathlib import Path
import numpy as np
from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import RealSum
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.jobs.sums import encrypted_sum
rows = int(sys.argv[1])
values = np.full(rows, 0.5)
key = SecretKey.generate(choose(RealSum(1_000_000, 1.0, symmetric=True)).parameters, sums=True)
total = encrypted_sum(values, encryptor=key, bound=1.0)
assert abs(key.decrypt(total)[0] - rows / 2) < 0.1
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(int(peak[1]) * 1024)
"""


@cache
def key_for(scheme, number=0):
    """Return the same key for the same number, chosen for `ROWS` rows."""
    computation = RealSum(ROWS, BOUND) if scheme == "ckks" else ExactSum(ROWS, BOUND)
    return SecretKey.generate(choose(computation).parameters, sums=True)


def drawn(rows, scheme, seed=1):
    """Return values within the bound, whole ones for BFV."""
    values = np.random.default_rng(seed).uniform(-BOUND, BOUND, rows)
    return values if scheme == "ckks" else np.rint(values).astype(np.int64)


def off_by(found, column, values):
    """Return how far a decrypted total is off, in units of the error that its meter allows."""
    return abs(found - values.sum()) / (column.meter.error or 0.5)


@each_scheme
@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("chunks", [0, 1, 2])
def test_totals_are_right_around_every_border(scheme, chunks, offset):
    """One row less or more than whole ciphertexts makes no difference."""
    key = key_for(scheme)
    rows = max(1, chunks * key.context.parameters.slots + offset)
    values = drawn(rows, scheme)
    total = encrypted_sum(values, encryptor=key.context, bound=BOUND)
    assert len(total) == 1
    assert off_by(key.decrypt(total)[0], total, values) <= 1


@few
@given(
    scheme=st.sampled_from(SCHEMES),
    rows=st.integers(1, ROWS),
    owner=st.booleans(),
    seed=st.integers(0, 9),
)
def test_any_column_adds_up(scheme, rows, owner, seed):
    """Whoever encrypts, and however many rows there are."""
    key = key_for(scheme)
    values = drawn(rows, scheme, seed)
    total = encrypted_sum(values, encryptor=key if owner else key.context, bound=BOUND)
    assert off_by(key.decrypt(total)[0], total, values) <= 1


@each_scheme
def test_no_slot_of_a_total_holds_anything_else(scheme):
    """Every slot that the key's holder can look into has the total, up to the error."""
    key = key_for(scheme)
    values = drawn(5000, scheme)
    total = encrypted_sum(values, encryptor=key.context, bound=BOUND)
    assert total.is_total
    assert len(total.ciphertexts) == 1
    total.length = total.context.parameters.slots  # a look at all slots, past the length
    slots = key.decrypt(total)
    assert np.abs(slots - values.sum()).max() <= 2 * getattr(total.meter, "slot_error", 0)


@each_scheme
def test_totals_of_several_owners_add_up(scheme):
    """Columns of one length come from anybody who has the public context."""
    key, total = key_for(scheme), RunningTotal()
    parts = [drawn(700, scheme, seed) for seed in range(5)]
    for part in parts:
        total.add(key.context.encrypt(part, bound=BOUND))
    closed = total.close()
    assert off_by(key.decrypt(closed)[0], closed, np.concatenate(parts)) <= 1


def test_other_keys_and_other_lengths_do_not_add_up():
    """A running total refuses what does not belong in it, and stays as it was."""
    total = RunningTotal()
    total.add(key_for("bfv").encrypt([1, 2], bound=BOUND))
    before = total.column
    with pytest.raises(WrongKeyError):
        total.add(key_for("bfv", 1).encrypt([1, 2], bound=BOUND))
    with pytest.raises(ParameterError, match="one length"):
        total.add(key_for("bfv").encrypt([1, 2, 3], bound=BOUND))
    assert total.column is before
    assert key_for("bfv").decrypt(total.close()).tolist() == [3]


def test_nothing_has_no_total():
    """A running total to which nothing was added is refused."""
    with pytest.raises(ParameterError, match="at least one column"):
        RunningTotal().close()


def test_a_total_that_outgrows_its_ring_is_refused():
    """The ring was chosen for `ROWS` rows; thousands of times as many do not fit."""
    key, total = key_for("bfv"), RunningTotal()
    total.add(key.encrypt(np.full(key.context.parameters.slots, BOUND), bound=BOUND))

    def double_often():
        for _ in range(30):
            total.add(total.column)

    with pytest.raises(RangeError, match="plain modulus"):
        double_often()
    with pytest.raises(RangeError, match="plain modulus"):
        total.close()


def test_keys_for_sums_are_needed():
    """Without them the slots cannot be added up, and the owner is told how to make them."""
    key = SecretKey.generate(key_for("bfv").context.parameters)
    with pytest.raises(MissingKeyError, match="sums=True"):
        encrypted_sum([1, 2], encryptor=key, bound=BOUND)


@each_scheme
@pytest.mark.parametrize("row", [0, 2047, 2048, 4999])
def test_a_bad_value_is_named_by_its_row_in_the_whole_column(scheme, row):
    """Not by its row in the piece that is encrypted at the time."""
    values = drawn(5000, scheme)
    values[row] = BOUND + 1
    with pytest.raises(DataError) as caught:
        encrypted_sum(values, encryptor=key_for(scheme), bound=BOUND)
    assert caught.value.parameters["row"] == row + 1


@each_scheme
@pytest.mark.parametrize("row", [3, 4998])
def test_masked_values_are_missing_values(scheme, row):
    """They are refused by their row, and what lies behind the mask is not computed with."""
    values = np.ma.array(drawn(4999, scheme), mask=False)
    values.mask[row] = True
    with pytest.raises(DataError) as caught:
        encrypted_sum(values, encryptor=key_for(scheme), bound=BOUND)
    assert caught.value.parameters["row"] == row + 1


@each_scheme
@pytest.mark.parametrize("values", [[], [[1, 2], [3, 4]], ["a"], None])
def test_what_is_no_column_of_numbers_is_refused(scheme, values):
    """Nothing, tables, and text."""
    with pytest.raises((DataError, ParameterError)):
        encrypted_sum(values, encryptor=key_for(scheme), bound=BOUND)


def test_progress_is_told_after_every_ciphertext():
    """From the first ciphertext to the last row, in order."""
    told = []
    key = key_for("ckks")
    slots = key.context.parameters.slots
    rows = 3 * slots + 5
    encrypted_sum(
        np.zeros(rows), encryptor=key, bound=1, step=lambda done, total: told.append((done, total))
    )
    piece = -(-rows // 4)
    assert told == [(done, rows) for done in (piece, 2 * piece, 3 * piece, rows)]


def test_work_stops_where_progress_says_so():
    """What the callback raises passes through, and nothing more is encrypted."""
    told = []

    def step(done, total):
        told.append(done)
        if len(told) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        encrypted_sum(np.zeros(ROWS), encryptor=key_for("ckks"), bound=1, step=step)
    assert len(told) == 2


def test_pieces_have_one_length_and_hold_all_rows():
    """The last piece is filled up with zeros, so that pieces can be added."""
    key = key_for("bfv")
    slots = key.context.parameters.slots
    values = np.arange(slots + 4) % 7 + 1
    pieces = [key.decrypt(piece) for piece in encrypted_chunks(values, encryptor=key, bound=8)]
    assert [len(piece) for piece in pieces] == [slots // 2 + 2] * 2
    pieces = [key.decrypt(piece) for piece in encrypted_chunks(values[1:], encryptor=key, bound=8)]
    assert np.concatenate(pieces).tolist() == [*values[1:], 0]


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak memory from Linux's kernel")
def test_memory_does_not_grow_with_the_rows():
    """A million rows take 20 MB more than a hundred thousand at most, 8 of which are the rows."""

    def peak(rows):
        command = [sys.executable, "-c", MEMORY, str(rows)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    few_rows, many_rows = peak(100_000), peak(1_000_000)
    assert many_rows - few_rows < 20e6
    assert many_rows < 200e6
