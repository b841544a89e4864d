"""Chosen parameters: right in real runs, as small as can be, and with reasons that can be read."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import Entropy, Keystream, ParameterError, PetError
from pet_workbench.he import security
from pet_workbench.he.choosing.chooser import choose
from pet_workbench.he.choosing.computations import (
    Declared,
    ExactSum,
    LinearScore,
    RealSum,
    Squarings,
)
from pet_workbench.he.choosing.pieces import piece_length, pieces
from pet_workbench.he.choosing.reasons import rounded_up
from pet_workbench.he.choosing.reserves import Hidden, Shared
from pet_workbench.he.choosing.search import (
    Space,
    best,
    least_prime_bits,
    plain_modulus,
    primes_for,
)
from pet_workbench.he.errors import DepthError, PrecisionError, RangeError
from pet_workbench.he.hiding.flooding import SharedDecryptions
from pet_workbench.he.hiding.uniform import hide
from pet_workbench.he.jobs.scoring import LinearModel, encrypted_rows, encrypted_scores, score
from pet_workbench.he.jobs.sums import encrypted_sum
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.library import primes, to_bytes
from pet_workbench.he.parameters import make_bfv, make_ckks
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.i18n import LANGUAGES, error_text, text

few = settings(max_examples=12, deadline=None)
many = settings(max_examples=60, deadline=None)
WEIGHTS = (0.5, -1.25, 2.0, 0.01)
EXAMPLES = [
    RealSum(65536, 1.0),
    RealSum(65536, 1.0, symmetric=True),
    RealSum(10**8, 1e5, relative_error=1e-9),
    ExactSum(65536, 5_000_000),
    ExactSum(10**6, 10**7, symmetric=True),
    LinearScore(100_000, WEIGHTS, 5.0, intercept=-1.0),
    Squarings(4096, 1.0, 2),
    Squarings(4096, 100, 1, scheme="bfv"),
]
each_example = pytest.mark.parametrize("computation", EXAMPLES, ids=repr)
sums = st.builds(
    RealSum,
    rows=st.integers(1, 9000),
    bound=st.floats(1e-3, 1e6),
    relative_error=st.sampled_from([1e-3, 1e-5, 1e-7, 1e-9]),
    symmetric=st.booleans(),
)
exact_sums = st.builds(
    ExactSum, rows=st.integers(1, 20_000), bound=st.integers(1, 10**9), symmetric=st.booleans()
)


def ring(choice):
    """Return what choices are ordered by: degree, then number of primes."""
    return choice.parameters.poly_modulus_degree, len(choice.parameters.coeff_modulus)


def ring_for(computation):
    """Return the chosen ring, or one beyond all where none will do."""
    try:
        return ring(choose(computation))
    except PrecisionError:
        return math.inf, math.inf


def extreme(rows, bound, seed, whole=False):
    """Return values that use their bound: a tenth at it, the others anywhere within."""
    rng = np.random.default_rng(seed)
    values = rng.uniform(-bound, bound, rows)
    values[: 1 + rows // 10] = bound
    return np.rint(values).astype(np.int64) if whole else values


@few
@given(computation=sums, seed=st.integers(0, 99))
def test_real_sums_come_out_as_precise_as_promised(computation, seed):
    """The error of a real run is at most what was predicted, which is at most what was wanted."""
    choice = choose(computation)
    key = SecretKey.generate(choice.parameters, sums=True)
    values = extreme(computation.rows, computation.bound, seed)
    encryptor = key if computation.symmetric else key.context
    total = encrypted_sum(values, encryptor=encryptor, bound=computation.bound)
    assert abs(key.decrypt(total)[0] - math.fsum(values)) <= choice.error <= computation.error
    assert total.meter.error == pytest.approx(choice.error)


@few
@given(computation=exact_sums, seed=st.integers(0, 99))
def test_exact_sums_come_out_exactly(computation, seed):
    """Whole numbers up to their bound add up to the last digit."""
    choice = choose(computation)
    key = SecretKey.generate(choice.parameters, sums=True)
    values = extreme(computation.rows, computation.bound, seed, whole=True)
    encryptor = key if computation.symmetric else key.context
    total = encrypted_sum(values, encryptor=encryptor, bound=computation.bound)
    assert key.decrypt(total).tolist() == [int(values.sum())]
    assert total.meter.noise_budget_bits == choice.noise_budget_bits >= 1


@few
@given(
    weights=st.lists(st.floats(-3, 3).filter(lambda one: abs(one) > 1e-3), min_size=1, max_size=5),
    bound=st.floats(0.5, 10),
    relative_error=st.sampled_from([1e-3, 1e-6, 1e-8]),
    symmetric=st.booleans(),
)
def test_scores_come_out_as_precise_as_promised(weights, bound, relative_error, symmetric):
    """A linear model of any weights scores within the error that was asked for."""
    size = len(weights)
    model = LinearModel(tuple(weights), 0.75, (0.0,) * size, (1.0,) * size, bound)
    computation = LinearScore(
        3000, model.weights, bound, 0.75, relative_error=relative_error, symmetric=symmetric
    )
    choice = choose(computation)
    key = SecretKey.generate(choice.parameters)
    features = extreme(3000 * size, bound, size).reshape(3000, size)
    found = encrypted_scores(features, model, key=key, symmetric=symmetric)
    error = np.abs(found - model.scores(features)).max()
    assert error <= choice.error <= computation.error


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize(("scheme", "bound"), [("ckks", 1.5), ("bfv", 9)])
def test_powers_come_out_as_promised(scheme, bound, depth):
    """Squaring several times in a row works in a ring chosen for that many times."""
    computation = Squarings(100, bound, depth, scheme=scheme)
    choice = choose(computation)
    key = SecretKey.generate(choice.parameters, products=computation.products)
    values = extreme(100, bound, depth, whole=scheme == "bfv")
    column = key.context.encrypt(values, bound=bound)
    for _ in range(depth):
        column = column * column
    error = np.abs(key.decrypt(column) - values.astype(float) ** (2**depth)).max()
    assert error <= choice.error <= computation.error


@many
@given(data=st.data(), computation=st.one_of(sums, exact_sums, st.sampled_from(EXAMPLES)))
def test_nothing_smaller_will_do(data, computation):
    """Sizes at random, in any ring that was rejected, are refused or too imprecise."""
    smaller = [
        (one.degree, one.primes)
        for one in choose(computation).rejected
        if one.primes * least_prime_bits(one.degree) <= security.allowed_bits(one.degree)
    ]
    if not smaller:
        return
    degree, count = data.draw(st.sampled_from(smaller))
    least, left = least_prime_bits(degree), security.allowed_bits(degree)
    sizes: tuple[int, ...] = ()
    for still in range(count - 1, 0, -1):
        sizes += (data.draw(st.integers(least, min(60, left - still * least))),)
        left -= sizes[-1]
    sizes += (min(60, left),)
    knobs = (
        {"scale_bits": data.draw(st.integers(8, sum(sizes[:-1]) - 1))}
        if computation.scheme == "ckks"
        else {"plain_modulus_bits": data.draw(st.integers(least, 60))}
    )
    make = make_ckks if computation.scheme == "ckks" else make_bfv
    try:
        made = make(poly_modulus_degree=degree, coeff_mod_bit_sizes=sizes, **knobs)
        meter = computation.meter(made)
    except PetError:
        return
    assert meter.error > computation.error


@pytest.mark.parametrize(
    "computation",
    [RealSum(1000, 10.0, 1e-10), LinearScore(10, WEIGHTS, 5.0), Squarings(9, 2.0, 1)],
    ids=repr,
)
def test_no_two_primes_at_all_would_do_where_three_were_chosen(computation):
    """Every size of two primes and every scale, at all smaller degrees, by brute force."""
    assert ring(choose(computation)) == (4096, 3)
    tried = 0
    for degree in (2048, 4096):
        space, least = Space(computation, degree, 2, bases=1), least_prime_bits(degree)
        for base in range(least, 61):
            for scale in range(8, base):
                trial = space.trial((base, 0, scale))
                tried += trial is not None
                assert not trial or not trial.meter or trial.meter.error > computation.error
    assert tried > 1000


@pytest.mark.parametrize("degree", [4096, 8192])
@pytest.mark.parametrize("computation", EXAMPLES[:2] + EXAMPLES[5:7], ids=repr)
def test_the_search_finds_the_most_precise_two_primes(computation, degree):
    """Walking from a coarse grid ends where trying everything ends."""
    space, least = Space(computation, degree, 2, bases=1), least_prime_bits(degree)
    every = [
        trial.meter.error
        for base in range(least, 61)
        for scale in range(8, base)
        if (trial := space.trial((base, 0, scale))) and trial.meter
    ]
    found = best(computation, degree, 2)
    if found.meter is None:
        assert every == []
    else:
        assert found.meter.error <= max(1.01 * min(every), computation.error)


def test_whole_numbers_get_every_split_of_bits_tried():
    """In BFV the noise budget found is the largest over all sizes of data and special primes."""
    computation = ExactSum(65536, 5_000_000)
    space = Space(computation, 4096, 3, bases=2)
    every = [space.trial((data, 0, 0)) for data in range(36, 89)]
    budgets = [one.meter.noise_budget_bits for one in every if one and one.meter]
    found = best(computation, 4096, 3).meter
    assert isinstance(found, WholeMeter)
    assert found.noise_budget_bits == max(budgets)


@many
@given(computation=sums, tighter=st.floats(1, 1e4))
def test_asking_for_more_never_gives_a_smaller_ring(computation, tighter):
    """A smaller error, or encryption with the public key, never comes out of a smaller ring."""
    base = ring_for(computation)
    tight = replace(computation, relative_error=computation.relative_error / tighter)
    assert ring_for(tight) >= base
    assert ring_for(replace(computation, symmetric=False)) >= base


@many
@given(computation=exact_sums, more=st.integers(1, 1000))
def test_larger_whole_numbers_never_take_a_smaller_ring(computation, more):
    """More rows, or a larger bound, take as large a ring or a larger one."""
    base = ring(choose(computation))
    assert ring(choose(replace(computation, rows=computation.rows * more))) >= base
    assert ring(choose(replace(computation, bound=computation.bound * more))) >= base


@pytest.mark.parametrize("degree", security.DEGREES)
@pytest.mark.parametrize("bits", [1, 17, 18, 19, 24, 31, 40, 58])
def test_the_plain_modulus_is_the_smallest_that_holds_the_numbers(degree, bits):
    """A prime of the fewest bits there are at that degree, also where a size has no prime."""
    largest = 2**bits - 1
    modulus = plain_modulus(ExactSum(1, largest), degree)
    assert modulus % (2 * degree) == 1
    assert (modulus - 1) // 2 >= largest
    shorter = range(least_prime_bits(degree), modulus.bit_length())
    found = [primes_of(degree, size) for size in shorter]
    assert all(one < 2 * largest + 1 for one in found)


def primes_of(degree, bits):
    """Return the largest prime of a size, or 0."""
    try:
        return primes(degree, (bits,))[0]
    except ParameterError:
        return 0


@many
@given(data=st.data(), degree=st.sampled_from([2048, 4096, 8192, 32768]), plain=st.booleans())
def test_primes_are_those_that_seal_takes(data, degree, plain):
    """In the same order, so that a trial is what the choice will be."""
    sizes = tuple(
        data.draw(st.lists(st.sampled_from([22, 36, 40, 53, 60]), min_size=1, max_size=5))
    )
    try:
        expected = primes(degree, (*sizes, 40) if plain else sizes)
    except ParameterError:
        expected = None
    found = primes_for(degree, sizes, 40 * plain)
    if found is None:
        assert expected is None
    else:
        assert (*found[0], found[1]) == (expected if plain else (*expected, 0))


@each_example
def test_the_best_trial_is_what_is_chosen(computation):
    """Parameters made from the sizes found have the very meter that the search saw."""
    choice = choose(computation)
    found = best(computation, *ring(choice))
    assert found.meter == choice.meter
    assert found.sizes == tuple(prime.bit_length() for prime in choice.parameters.coeff_modulus)


def test_each_level_more_never_gives_a_smaller_ring():
    """Depth 0 to 6, in both schemes."""
    for scheme in ("ckks", "bfv"):
        deepest = 6 if scheme == "ckks" else 4
        rings = [ring(choose(Squarings(10, 1.0, depth, scheme))) for depth in range(deepest + 1)]
        assert rings == sorted(rings)
        assert rings[0] < rings[-1]


@each_example
def test_choices_are_safe_by_both_tables(computation):
    """Bits used are at most bits allowed, and SEAL's own check agrees."""
    choice = choose(computation)
    degree = choice.parameters.poly_modulus_degree
    assert choice.bits_used <= choice.bits_allowed == security.allowed_bits(degree)
    assert choice.table == security.binding_table(degree)
    assert SecretKey.generate(choice.parameters).context.seal_context.parameters_set()


@each_example
def test_stated_sizes_are_those_of_real_bytes(computation):
    """Ciphertexts and keys, as SEAL saves them, take 80 to 103 % of what was said."""
    choice = choose(computation)
    key = SecretKey.generate(
        choice.parameters, products=computation.products, sums=computation.sums
    )
    values = [1] if computation.scheme == "bfv" else [0.5]
    real = {
        "ciphertext": key.context.encrypt(values, bound=1).size_bytes,
        "seeded_ciphertext": key.encrypt_to_send(values, bound=1).size_bytes,
        "public_key": len(key.context.saved["public"]),
        "product_keys": len(key.context.saved.get("products", b"")),
        "sum_keys": len(key.context.saved.get("sums", b"")),
    }
    for name, size in real.items():
        stated = getattr(choice.sizes, name)
        assert 0.8 * stated <= size <= 1.03 * stated + 300, name


def test_the_stated_size_of_a_result_is_real():
    """Scores come back in fewer primes than the features went out in, as was said."""
    computation = LinearScore(100, WEIGHTS, 5.0, symmetric=True)
    choice = choose(computation)
    key = SecretKey.generate(choice.parameters)
    model = LinearModel(WEIGHTS, 0.0, (0.0,) * 4, (1.0,) * 4, 5.0)
    (columns,) = encrypted_rows(np.ones((100, 4)), model, encryptor=key)
    result = score(columns, model)
    assert result.meter.level == choice.meter.level == 0
    size = len(to_bytes(result.ciphertexts[0]))
    assert 0.8 * choice.sizes.result <= size <= 1.03 * choice.sizes.result + 300
    assert choice.sizes.result < choice.sizes.ciphertext


def test_what_is_sent_is_counted_in_ciphertexts():
    """Four features of 100,000 rows, at 2,048 rows a ciphertext, encrypted by the key's owner."""
    choice = choose(LinearScore(100_000, WEIGHTS, 5.0, symmetric=True))
    assert choice.ciphertexts == 4 * -(-100_000 // choice.parameters.slots)
    assert choice.input_bytes == choice.ciphertexts * choice.sizes.seeded_ciphertext


def test_the_estimated_time_is_lower_for_the_owner_and_grows_with_the_rows():
    """Proportional to the ciphertexts; the key's owner needs about half."""
    by_owner, by_others = (
        choose(RealSum(10**6, 1.0, symmetric=one)).encryption_seconds for one in (True, False)
    )
    assert 0.3 * by_others < by_owner < 0.7 * by_others
    tenth = choose(RealSum(10**5, 1.0)).encryption_seconds
    assert tenth == pytest.approx(by_others / 10, rel=0.01)


@each_example
def test_every_smaller_ring_is_rejected_with_a_reason(computation):
    """Rejections go up to the choice without a gap, each with a text in both languages."""
    choice = choose(computation)
    rings = [(one.degree, one.primes) for one in choice.rejected]
    assert rings == sorted(rings)
    assert all(one < ring(choice) for one in rings)
    assert {degree for degree, _ in rings} | {ring(choice)[0]} == {
        degree for degree in security.DEGREES if degree <= ring(choice)[0]
    }
    assert all(
        later == (degree, primes + 1) or later[0] > degree
        for (degree, primes), later in pairwise([*rings, ring(choice)])
    )
    for one in choice.rejected:
        assert all(error_text(one.refusal, lang) for lang in LANGUAGES)


@each_example
def test_reasons_can_be_read_in_both_languages(computation):
    """Every reason has a text, into which its values fit."""
    choice = choose(computation)
    for lang in LANGUAGES:
        written = [text(reason.id, lang, **reason.values) for reason in choice.reasons]
        assert all("{" not in one for one in written)
        assert any(f"{choice.bits_used} bits" in one for one in written)
    ids = {reason.id for reason in choice.reasons}
    assert f"chooser.table_{choice.table}" in ids
    assert ("chooser.keys_sums" in ids) == computation.sums
    assert ("chooser.keys_products" in ids) == computation.products
    assert ("chooser.error" in ids) == (computation.scheme == "ckks")


def test_an_impossible_error_is_refused_with_what_can_be_had():
    """Floating point itself has no 60 correct bits; the best ring and its error are named."""
    with pytest.raises(PrecisionError, match="accept that error") as caught:
        choose(RealSum(100, 1e5, relative_error=1e-18))
    told = caught.value.parameters
    reachable = choose(RealSum(100, 1e5, relative_error=1.01 * told["error"] / 1e7))
    assert ring(reachable) == (told["degree"], told["primes"])


def test_too_deep_a_computation_is_refused_for_its_memory():
    """Twelve squarings would fit a ring of more than 1 GB; the estimate is in the message."""
    with pytest.raises(ParameterError, match="multiply fewer times") as caught:
        choose(Squarings(10, 1.0, 12))
    assert caught.value.id == "errors.he_choice_memory"
    assert caught.value.parameters["estimate"] > caught.value.parameters["most"] == 1000


def test_too_deep_a_computation_on_whole_numbers_is_refused():
    """Exact numbers outgrow 60 bits, or every ring's noise budget."""
    with pytest.raises(RangeError, match="split the numbers in two columns"):
        choose(Squarings(10, 1000, 3, scheme="bfv"))
    with pytest.raises((DepthError, ParameterError), match="multiply fewer times"):
        choose(Squarings(10, 1, 40, scheme="bfv"))


@pytest.mark.parametrize(
    "computation",
    [
        RealSum(0, 1.0),
        RealSum(10, 0.0),
        RealSum(10, math.inf),
        RealSum(10, math.nan),
        RealSum(10, 1.0, relative_error=0.0),
        ExactSum(10, -3),
        LinearScore(10, (), 1.0),
        LinearScore(10, (0.0, 0.0), 1.0, intercept=2.0),
        Squarings(10, 1e30, 9),
        Squarings(10, -1.0, 1),
    ],
    ids=repr,
)
def test_what_is_no_computation_is_refused_at_once(computation):
    """No rows, no bound, no weight, no error at all: it is the declaration that is wrong."""
    with pytest.raises(ParameterError) as caught:
        choose(computation)
    assert not caught.value.id.startswith("errors.he_choice")


def test_numbers_beyond_every_modulus_are_refused():
    """Squares of 10**200 fit no ring."""
    with pytest.raises((RangeError, DepthError, PrecisionError, ParameterError)) as caught:
        choose(Squarings(10, 1e150, 1))
    assert caught.value.id.startswith("errors.he_choice")


@pytest.mark.parametrize(
    "computation",
    [RealSum(100, 1.0, 1e-18), Squarings(10, 1.0, 12), Squarings(10, 1000, 3, scheme="bfv")],
    ids=repr,
)
def test_refusals_can_be_read_in_both_languages(computation):
    """Readers get the words of their language, with the figures in them."""
    with pytest.raises(PetError) as caught:
        choose(computation)
    assert len({error_text(caught.value, lang) for lang in LANGUAGES}) == 2


def test_any_computation_can_be_declared():
    """A difference of two columns, exact, with a product on the way."""

    def steps(parameters):
        one = WholeMeter.fresh(parameters, bound=300, symmetric=True)
        other = WholeMeter.fresh(parameters, bound=40, symmetric=True)
        return one.multiply(other).add(one)

    declared = Declared(steps, "bfv", 500, 300 * 40 + 300, columns=2, symmetric=True, products=True)
    key = SecretKey.generate(choose(declared).parameters, products=True)
    one, other = (extreme(500, bound, bound, whole=True) for bound in (300, 40))
    a, b = key.encrypt(one, bound=300), key.encrypt(other, bound=40)
    assert (key.decrypt(a * b + a) == one * other + one).all()


@pytest.mark.parametrize("symmetric", [True, False])
def test_room_for_hiding_is_room_enough(symmetric):
    """A total can be re-randomised with the declared bits; that takes a larger ring."""
    inner = ExactSum(20_000, 10**6, symmetric=symmetric)
    choice = choose(Hidden(inner, statistical_bits=64))
    assert ring(choice) > ring(choose(inner))
    key = SecretKey.generate(choice.parameters, sums=True)
    values = extreme(20_000, 10**6, 3, whole=True)
    total = encrypted_sum(values, encryptor=key if symmetric else key.context, bound=10**6)
    hidden = hide(total, statistical_bits=64, stream=Keystream(Entropy().key()))
    assert hidden.meter.noise_budget_bits == choice.noise_budget_bits
    assert key.decrypt(hidden).tolist() == [int(values.sum())]


def test_room_for_hiding_real_numbers_is_not_promised():
    """Hiding by noise of so many bits is declared for whole numbers only."""
    with pytest.raises(ParameterError, match="need whole numbers"):
        Hidden(RealSum(10, 1.0))


def test_room_for_sharing_is_room_enough():
    """Decryptions that others see stay within the error asked for, noise included."""
    inner = RealSum(5000, 1.0, relative_error=1e-4)
    choice = choose(Shared(inner, decryptions=2))
    assert ring(choice) > ring(choose(inner))
    key = SecretKey.generate(choice.parameters, sums=True)
    values = extreme(5000, 1.0, 1)
    total = encrypted_sum(values, encryptor=key.context, bound=1.0)
    shared = SharedDecryptions(key, decryptions=2)
    assert shared.error_of(total) <= inner.error
    assert abs(shared.decrypt(total, error=inner.error)[0] - math.fsum(values)) <= inner.error


@given(rows=st.integers(1, 10**6), slots=st.sampled_from([512, 2048, 16384]))
def test_pieces_are_as_few_and_as_short_as_can_be(rows, slots):
    """The fewest ciphertexts, of one length, with less than one zero for each of them."""
    length, count = piece_length(rows, slots), pieces(rows, slots)
    assert count == -(-rows // slots)
    assert length <= slots
    assert 0 <= length * count - rows < count


@given(st.floats(1e-300, 1e300))
def test_errors_are_written_no_smaller_than_they_are(number):
    """One digit, rounded up, at most twice as large."""
    assert number * (1 - 1e-8) <= float(rounded_up(number)) <= 2 * number * (1 + 1e-8)
