"""Sums of products that may wrap around: right modulo the prime, and refused in time."""

import numpy as np
import pytest

from pet_workbench.core import ParameterError
from pet_workbench.he.errors import NoiseError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.whole.residues import Residues, Vector

PARAMETERS = make_bfv(
    poly_modulus_degree=4096, coeff_mod_bit_sizes=(44, 44, 18), plain_modulus_bits=18
)
PRIME, TOP = PARAMETERS.plain_modulus, PARAMETERS.levels
ROWS = 5_000
RNG = np.random.default_rng(11)


@pytest.fixture(scope="module")
def key():
    """Return one key for all tests."""
    return SecretKey.generate(PARAMETERS)


def residues(key, values):
    """Encrypt values and return them as residues."""
    return Residues.of(key.encrypt(values, bound=1_000))


def vector(key, values):
    """Prepare a vector for fresh columns."""
    return Vector.of(key.context, values, level=TOP)


def test_sums_of_products_are_right_modulo_the_prime(key):
    """Over two ciphertexts, with factors of any size, against plain arithmetic."""
    columns = RNG.integers(-1_000, 1_000, (3, ROWS))
    factors = RNG.integers(0, PRIME, (3, ROWS))
    offsets = RNG.integers(0, PRIME, ROWS)
    terms = [
        (residues(key, column), vector(key, factor))
        for column, factor in zip(columns, factors, strict=True)
    ]
    found = key.decrypt(Residues.total(terms).column(offsets))
    assert (found % PRIME == ((columns * factors).sum(axis=0) + offsets) % PRIME).all()


def test_what_is_left_beside_the_rows_is_zero(key):
    """Slots that no row uses stay empty, so that decryption accepts the column."""
    terms = [(residues(key, [7, 8, 9]), vector(key, np.array([2, 3, 5])))]
    column = Residues.total(terms).column(np.array([1, 1, 1]))
    assert key.decrypt(column).tolist() == [15, 25, 46]


def test_a_vector_of_zeros_leaves_its_column_out(key):
    """A product with nothing but zeros adds nothing, and is not computed."""
    one, other = residues(key, [7, 8, 9]), residues(key, [1, 1, 1])
    zeros = vector(key, np.zeros(3, np.int64))
    assert zeros.plains == (None,)
    total = Residues.total([(one, zeros), (other, vector(key, np.array([4, 0, 6])))])
    assert key.decrypt(total.column()).tolist() == [4, 0, 6]


def test_nothing_but_zeros_is_refused(key):
    """The sum would be a zero for everybody to see."""
    terms = [(residues(key, [7, 8]), vector(key, np.zeros(2, np.int64)))]
    with pytest.raises(ParameterError, match="at least one multiplier other than 0"):
        Residues.total(terms)


def test_noise_is_foreseen_whichever_vectors_are_zero(key):
    """The meter is that of all terms, so that it does not tell which were left out."""
    column = residues(key, [7, 8, 9])
    some, zeros = vector(key, np.array([1, 0, 0])), vector(key, np.zeros(3, np.int64))
    one = Residues.total([(column, some), (column, zeros)])
    two = Residues.total([(column, some), (column, some)])
    assert one.meter == two.meter


def test_a_product_too_many_is_refused(key):
    """Three in a row take more than these parameters have."""
    factors = vector(key, RNG.integers(1, PRIME, 3))
    once = Residues.total([(residues(key, [7, 8, 9]), factors)])
    twice = Residues.total([(once, factors)])
    with pytest.raises(NoiseError, match="need 1 bit of noise budget"):
        Residues.total([(twice, factors)])


def test_decryption_has_the_noise_that_was_foreseen(key):
    """What SEAL measures is at least the budget of the meter, for the worst factors too."""
    worst = np.where(RNG.integers(0, 2, ROWS) == 1, PRIME // 2, PRIME // 2 + 1)
    column = Residues.total([(residues(key, np.full(ROWS, 1_000)), vector(key, worst))]).column()
    assert column.meter.noise_budget_bits >= 1
    key.decrypt(column)
