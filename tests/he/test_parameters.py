"""Parameters: safe by both tables, or refused with the reason."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError
from pet_workbench.he import library, security
from pet_workbench.he.parameters import make_bfv, make_ckks

ASKED = {"poly_modulus_degree": 4096, "coeff_mod_bit_sizes": (53, 53)}


def is_prime(number: int) -> bool:
    """Tell by Miller and Rabin's test with bases that are known to suffice below 2**64."""
    bases = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1

    def passes(base: int) -> bool:
        power = pow(base, odd, number)
        return power in (1, number - 1) or any(
            pow(power, 2**k, number) == number - 1 for k in range(1, twos)
        )

    return all(number == base or (number % base != 0 and passes(base)) for base in bases)


@pytest.mark.parametrize("degree", security.DEGREES)
def test_the_stricter_table_wins(degree):
    """What is allowed is the guideline's figure, which is below SEAL's at every degree."""
    assert security.allowed_bits(degree) == security.GUIDELINE_BITS[degree]
    assert security.GUIDELINE_BITS[degree] < security.SEAL_BITS[degree]


@pytest.mark.parametrize("degree", [2048, 4096, 8192, 16384])
def test_seal_draws_the_line_where_our_copy_of_its_table_says(degree):
    """SEAL's own check takes exactly as many bits as the table holds for it."""
    most = security.SEAL_BITS[degree]
    count = -(-most // 60)
    sizes = [most // count + (k < most % count) for k in range(count)]

    def is_taken(bit_sizes: list[int]) -> bool:
        seal = library.seal()
        asked = seal.EncryptionParameters(seal.SCHEME_TYPE.CKKS)
        asked.set_poly_modulus_degree(degree)
        asked.set_coeff_modulus(seal.CoeffModulus.Create(degree, bit_sizes))
        return seal.SEALContext(asked, True, seal.SEC_LEVEL_TYPE.TC128).parameters_set()

    assert is_taken(sizes)
    assert not is_taken([*sizes[:-1], sizes[-1] + 1])


def test_what_seal_takes_and_the_guideline_refuses_is_refused():
    """TenSEAL's own example of a small ring, primes of 55 and 54 bits, is too large by 3 bits."""
    with pytest.raises(ParameterError, match="at most 106 bits at degree 4096") as caught:
        make_ckks(poly_modulus_degree=4096, coeff_mod_bit_sizes=(55, 54), scale_bits=20)
    assert caught.value.id == "errors.he_insecure"


@pytest.mark.parametrize(
    ("asked", "id"),
    [
        ({**ASKED, "poly_modulus_degree": 5000}, "errors.he_degree"),
        ({**ASKED, "coeff_mod_bit_sizes": (53,)}, "errors.he_two_primes"),
        ({**ASKED, "coeff_mod_bit_sizes": (61, 30)}, "errors.he_prime_bits"),
        ({**ASKED, "coeff_mod_bit_sizes": (30, 12)}, "errors.he_prime_bits"),
    ],
)
def test_parameters_that_cannot_be_are_refused(asked, id):
    """Each reason has its own error, in both schemes."""
    with pytest.raises(ParameterError) as caught:
        make_ckks(**asked, scale_bits=20)
    assert caught.value.id == id
    with pytest.raises(ParameterError) as caught:
        make_bfv(**asked, plain_modulus_bits=30)
    assert caught.value.id == id


def test_sizes_at_which_primes_run_out_are_refused():
    """There are two primes of 18 bits that suit a ring of degree 8192, and not three."""
    with pytest.raises(ParameterError) as caught:
        make_bfv(poly_modulus_degree=8192, coeff_mod_bit_sizes=(18, 18), plain_modulus_bits=18)
    assert caught.value.id == "errors.he_too_few_primes"


@pytest.mark.parametrize("scale_bits", [0, 53, 60])
def test_a_scale_has_to_fit_in_the_data_primes(scale_bits):
    """The special prime does not count: no ciphertext has it."""
    with pytest.raises(ParameterError) as caught:
        make_ckks(**ASKED, scale_bits=scale_bits)
    assert caught.value.id == "errors.he_scale"


@given(
    degree=st.sampled_from([4096, 8192]),
    sizes=st.lists(st.integers(22, 30), min_size=2, max_size=3),
    plain=st.integers(22, 50),
)
def test_every_prime_is_one_that_suits_the_ring(degree, sizes, plain):
    """All primes differ, have the asked size, and are 1 modulo twice the degree."""
    made = make_bfv(
        poly_modulus_degree=degree, coeff_mod_bit_sizes=tuple(sizes), plain_modulus_bits=plain
    )
    found = (*made.coeff_modulus, made.plain_modulus)
    assert [prime.bit_length() for prime in found] == [*sizes, plain]
    assert len(set(found)) == len(found)
    assert all(is_prime(prime) and prime % (2 * degree) == 1 for prime in found)


def test_the_modulus_shrinks_with_the_level():
    """A fresh ciphertext has all data primes; at level 0 only the first is left."""
    made = make_ckks(poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 40, 40, 60), scale_bits=40)
    assert made.levels == 2
    assert made.data_modulus == math.prod(made.coeff_modulus[:3])
    assert made.modulus_at(0) == made.coeff_modulus[0]
    assert made.special_prime not in made.data_primes


def test_the_digest_depends_on_every_part():
    """Parameters that differ in the scale only have another digest, equal ones the same."""
    one, two = (make_ckks(**ASKED, scale_bits=bits) for bits in (20, 21))
    assert one.digest != two.digest
    assert one.digest == make_ckks(**ASKED, scale_bits=20).digest
