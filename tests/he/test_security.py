"""Two security tables and the memory of a ring: known figures, and what processes really take."""

import itertools
import json
import re
import subprocess
import sys

import pytest

from pet_workbench.core import ParameterError
from pet_workbench.he import security
from pet_workbench.he.library import galois_elements
from pet_workbench.he.parameters import make_bfv, make_ckks

PEAK = """
import json, re, sys
from pathlib import Path
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import seal
from pet_workbench.he.parameters import make_ckks
degree, bits, products, sums = json.loads(sys.argv[1])
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
parameters = make_ckks(poly_modulus_degree=degree, coeff_mod_bit_sizes=tuple(bits), scale_bits=20)
seal()
before = peak()
key = SecretKey.generate(parameters, products=products, sums=sums)
key.decrypt(key.encrypt([1.0], bound=1))
key.context.encrypt([1.0], bound=1)
loaded = [key.context.relin_keys if products else 0, key.context.galois_keys if sums else 0]
print(peak() - before)
"""
SIZES = [
    (4096, (53, 53), False, True),
    (8192, (60, 40, 40, 60), False, False),
    (8192, (60, 40, 40, 60), True, True),
    (16384, (60, 40, 40, 40, 40, 60), True, True),
]
LIBRARY_BYTES = 4_000_000
"""How far an estimate of a small ring may be off: one page of the allocator here or there."""


def test_the_tables_are_those_of_their_sources():
    """Table 5.2 of the guideline, and the largest moduli in SEAL's own header."""
    assert tuple(security.GUIDELINE_BITS.values()) == (26, 53, 106, 214, 430, 868)
    assert tuple(security.SEAL_BITS.values()) == (27, 54, 109, 218, 438, 881)
    assert security.DEGREES == tuple(1024 << k for k in range(6)) == tuple(security.SEAL_BITS)


@pytest.mark.parametrize("degree", security.DEGREES)
def test_the_table_that_binds_is_named(degree):
    """Whichever table allows less is the one that is shown."""
    by_name = {"guideline": security.GUIDELINE_BITS, "seal": security.SEAL_BITS}
    named = by_name.pop(security.binding_table(degree))
    (other,) = by_name.values()
    assert named[degree] == security.allowed_bits(degree) <= other[degree]


def test_the_other_table_can_bind(monkeypatch):
    """A table that becomes stricter one day takes over by itself."""
    monkeypatch.setattr(security, "SEAL_BITS", {**security.SEAL_BITS, 4096: 100})
    assert security.allowed_bits(4096) == 100
    assert security.binding_table(4096) == "seal"


def test_a_larger_ring_may_use_more_bits():
    """Twice the degree takes at least twice the bits in both tables."""
    for table in (security.GUIDELINE_BITS, security.SEAL_BITS):
        bits = list(table.values())
        assert all(2 * small <= large for small, large in itertools.pairwise(bits))


@pytest.mark.parametrize("degree", [2048, 8192, 32768])
def test_only_the_wanted_keys_are_counted(degree):
    """As many as the rotations the library is asked for, one of them in BFV only."""
    parameters = make_bfv(
        poly_modulus_degree=degree, coeff_mod_bit_sizes=(27, 26), plain_modulus_bits=20
    )
    wanted = len(galois_elements(parameters))
    assert security.switching_keys(degree, products=False, sums=True) == wanted
    assert security.switching_keys(degree, products=True, sums=True) == wanted + 1
    assert security.switching_keys(degree, products=False, sums=False) == 0


def test_more_of_anything_takes_more_memory():
    """A larger ring, one more prime or one more kind of key never lowers the estimate."""
    base = security.memory_bytes(8192, 4, products=False, sums=False)
    assert base < security.memory_bytes(16384, 4, products=False, sums=False)
    assert base < security.memory_bytes(8192, 5, products=False, sums=False)
    products = security.memory_bytes(8192, 4, products=True, sums=False)
    assert base < products < security.memory_bytes(8192, 4, products=False, sums=True)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak memory from Linux's kernel")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_estimate_is_what_a_process_takes(size):
    """A process with ring and keys peaks within 15 % of the estimate, small rings within 4 MB."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, json.dumps(size)], capture_output=True, text=True, check=True
    )
    degree, bits, products, sums = size
    estimate = security.memory_bytes(degree, len(bits), products=products, sums=sums)
    assert int(done.stdout) == pytest.approx(estimate, rel=0.15, abs=LIBRARY_BYTES)


def test_what_does_not_fit_is_refused_with_the_estimate():
    """Sixteen primes at degree 32768: 7 GB with every rotation, too much with the wanted ones."""
    with pytest.raises(ParameterError, match=r"got about \d{4} MB at degree 32768") as caught:
        security.check_memory(32768, 16)
    assert caught.value.id == "errors.he_memory"
    stated = re.search(r"about (\d+) MB", str(caught.value))
    assert stated is not None
    assert int(stated[1]) == security.memory_bytes(32768, 16) // 10**6


def test_the_same_ring_without_keys_for_sums_fits():
    """The estimate goes by the keys that are made, not by all there could be."""
    security.check_memory(32768, 16, sums=False)


def test_making_parameters_leaves_room_for_the_keys_to_come():
    """A ring of 32768 with 16 primes fits without keys for sums, so that it can be made."""
    made = make_ckks(poly_modulus_degree=32768, coeff_mod_bit_sizes=(50,) * 16, scale_bits=40)
    security.check_memory(made.poly_modulus_degree, len(made.coeff_modulus), sums=False)
