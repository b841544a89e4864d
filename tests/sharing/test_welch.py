"""Welch's comparison of secret groups: exact at every edge; views; bytes; what is opened."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pet_workbench.core import ParameterError
from pet_workbench.sharing.opening import open_to_all
from pet_workbench.sharing.statistics.student import critical_value
from pet_workbench.sharing.statistics.welch import (
    Conclusion,
    Group,
    check_sizes,
    compare_means,
    compare_within,
    open_conclusion,
    open_rounded_means,
)
from pet_workbench.sharing.statistics.wide import (
    WIDE_BYTES,
    Wide,
    joined,
    multiply_wide,
    negative_wide,
    plus_public,
    wide_by_computer,
)
from tests.three_parties import KEY_MESSAGES, NAMES, compute
from tests.uniformity import looks_uniform, suspicious_pairs

RNG = np.random.default_rng(16)
few = settings(max_examples=30, deadline=None)
MODULUS = 1 << 256


async def shared(computer, values, owner=1):
    """Share whole numbers that one party knows."""
    mine = values if computer.number == owner else None
    return await wide_by_computer(computer, "values", owner=owner, n=len(values), values=mine)


def combined(results):
    """Return wide secrets as signed numbers; checks that holders of a part agree."""
    for i, part in enumerate(results):
        assert part.next == results[(i + 1) % 3].own
    columns = zip(*(part.own for part in results), strict=True)
    numbers = [sum(parts) % MODULUS for parts in columns]
    return [n - MODULUS if n >> 255 else n for n in numbers]


wide_numbers = st.integers(-(2**127), 2**127 - 1)


@few
@given(pairs=st.lists(st.tuples(wide_numbers, wide_numbers), min_size=1, max_size=8))
def test_wide_arithmetic_is_that_of_python(pairs):
    """Sums, differences, multiples and products of numbers of 128 bits."""
    x, y = zip(*pairs, strict=True)

    async def step(computer):
        a, b = await shared(computer, x, 2), await shared(computer, y, 3)
        product = await multiply_wide(computer, a, b)
        return joined([a + b, a - b, a * -7, product, plus_public(computer, a, 5)])

    results, transcript = compute(step)
    expected = [a + b for a, b in pairs] + [a - b for a, b in pairs] + [-7 * a for a in x]
    assert combined(results) == expected + [a * b for a, b in pairs] + [a + 5 for a in x]
    assert transcript.bytes == KEY_MESSAGES + (2 + 3) * len(pairs) * WIDE_BYTES


@few
@given(
    values=st.lists(
        st.sampled_from([0, 1, -1, 2**254, -(2**254), 2**255 - 1, -(2**255)]) | wide_numbers,
        min_size=1,
        max_size=10,
    )
)
def test_signs_of_wide_numbers(values):
    """One bit per number, at every edge of the ring."""

    async def step(computer):
        bits = await negative_wide(computer, await shared(computer, values, 3))
        return await open_to_all(computer, bits, step="signs", bits=True)

    results, _ = compute(step)
    for opened in results:
        assert opened.tolist() == [int(v < 0) for v in values]


def test_numbers_that_do_not_fit_are_refused():
    """Half of the ring is for negative numbers."""

    async def step(computer):
        await shared(computer, [2**255])

    with pytest.raises(ParameterError, match="need numbers of fewer than 256 bits") as error:
        compute(step)
    assert error.value.id == "errors.outside_wide_ring"


def concluded(a, b, *, minimum=2, critical=2.0, means=None):
    """Return what is opened about two groups of whole numbers, dealt by two of the parties."""

    async def step(computer):
        rows = []
        for owner, values in ((1, a), (2, b)):
            sums = [len(values), sum(values), sum(v * v for v in values)]
            x = await shared(computer, sums, owner)
            rows.append(Group(x.at(0), x.at(1), x.at(2)))
        bits = await compare_means(computer, *rows, minimum=minimum, critical=critical)
        conclusion = await open_conclusion(computer, bits)
        if means is None:
            return conclusion
        enough = type(bits)(bits.own[:1], bits.next[:1])
        return conclusion, await open_rounded_means(
            computer, tuple(rows), enough, step_size=means, highest=100
        )

    results, transcript = compute(step)
    assert results[0] == results[1] == results[2]
    return results[0], transcript


def exactly(a, b, minimum, critical):
    """Return the conclusion by exact fractions of means and variances."""
    if min(len(a), len(b)) < minimum:
        return Conclusion.TOO_FEW
    means = [Fraction(sum(v), len(v)) for v in (a, b)]
    noise = sum(
        sum((x - m) ** 2 for x in v) / (len(v) - 1) / len(v)
        for v, m in zip((a, b), means, strict=True)
    )
    squared = Fraction(-int(-(critical**2) * 2**16 // 1), 2**16)
    if (means[0] - means[1]) ** 2 <= squared * noise:
        return Conclusion.NO_DIFFERENCE
    return Conclusion.FIRST_HIGHER if means[0] > means[1] else Conclusion.SECOND_HIGHER


groups = st.lists(st.integers(0, 100), min_size=0, max_size=12)


@settings(max_examples=80, deadline=None)
@given(
    a=groups, b=groups, minimum=st.integers(2, 6), critical=st.sampled_from([0.0, 1.0, 1.96, 4.3])
)
def test_the_conclusion_is_that_of_exact_fractions(a, b, minimum, critical):
    """Also for empty groups, equal means and no spread at all."""
    assert concluded(a, b, minimum=minimum, critical=critical)[0] == exactly(
        a, b, minimum, critical
    )


@pytest.mark.parametrize(
    ("a", "b", "conclusion"),
    [
        ([5] * 4, [5] * 4, Conclusion.NO_DIFFERENCE),
        ([6] * 4, [5] * 4, Conclusion.FIRST_HIGHER),
        ([5] * 4, [6] * 4, Conclusion.SECOND_HIGHER),
        ([6] * 3, [5] * 4, Conclusion.TOO_FEW),
        ([5] * 4, [6] * 3, Conclusion.TOO_FEW),
        ([], [], Conclusion.TOO_FEW),
    ],
)
def test_groups_without_spread_and_groups_too_small(a, b, conclusion):
    """Any difference shows when nothing varies; below the minimum nothing does."""
    assert concluded(a, b, minimum=4)[0] is conclusion


def test_welch_of_scipy_concludes_the_same_at_the_same_critical_value():
    """Its t statistic is on the same side, over many draws of normal numbers."""
    for _ in range(25):
        a = np.clip(RNG.normal(60, 15, 60), 0, 100).round().astype(int).tolist()
        b = np.clip(RNG.normal(54, 20, 45), 0, 100).round().astype(int).tolist()
        t = stats.ttest_ind(a, b, equal_var=False).statistic
        got, _ = concluded(a, b, minimum=30, critical=2.0)
        assert (got != Conclusion.NO_DIFFERENCE) == (abs(t) > 2)


@few
@given(
    parts=st.lists(
        st.tuples(st.integers(-1000, 1000), st.integers(0, 10**5)), min_size=3, max_size=3
    ),
    sizes=st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_differences_within_organisations_add_up(parts, sizes):
    """Each party enters its own difference and noise; the conclusion is that of the sums."""

    async def step(computer):
        entered = [await shared(computer, part, owner) for owner, part in enumerate(parts, 1)]
        both = entered[0] + entered[1] + entered[2]
        bits = await compare_within(
            computer, both.at(0), both.at(1), await shared(computer, sizes), minimum=5, critical=2.5
        )
        return await open_conclusion(computer, bits)

    difference, noise = (sum(column) for column in zip(*parts, strict=True))
    expected = Conclusion.NO_DIFFERENCE
    if difference**2 > 2.5**2 * noise:
        expected = Conclusion.FIRST_HIGHER if difference > 0 else Conclusion.SECOND_HIGHER
    if min(sizes) < 5:
        expected = Conclusion.TOO_FEW
    assert set(compute(step)[0]) == {expected}


def test_it_is_never_less_cautious_than_welch():
    """A difference it shows is one that Welch's own degrees of freedom show."""
    critical = critical_value(0.95, degrees=9)
    shown = 0
    for shift in (0, 10, 20, 30):
        a = RNG.integers(0, 60, 12).tolist()
        b = (RNG.integers(0, 40, 10) + shift).tolist()
        if concluded(a, b, minimum=10, critical=critical)[0] != Conclusion.NO_DIFFERENCE:
            shown += 1
            assert stats.ttest_ind(a, b, equal_var=False).pvalue < 0.05
    assert shown


@pytest.mark.parametrize("degrees", [1, 2, 3, 9, 29, 100, 5000])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.999])
def test_critical_values_are_those_of_scipy(confidence, degrees):
    """To seven digits."""
    expected = stats.t.ppf((1 + confidence) / 2, degrees)
    assert critical_value(confidence, degrees=degrees) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(("confidence", "degrees"), [(0, 3), (1, 3), (0.95, 0)])
def test_critical_values_out_of_range_are_refused(confidence, degrees):
    """No certainty, and at least one degree of freedom."""
    with pytest.raises(ParameterError, match="need a confidence between 0 and 1") as error:
        critical_value(confidence, degrees=degrees)
    assert error.value.id == "errors.confidence_range"


def test_the_sizes_that_fit():
    """Ten bits of value and 26 of count do; a minimum of 1 has no variance."""
    check_sizes(value_bits=10, count_bits=26, minimum=2)
    with pytest.raises(ParameterError, match="need twice the bits") as error:
        check_sizes(value_bits=30, count_bits=30, minimum=2)
    assert error.value.id == "errors.test_beyond_ring"
    with pytest.raises(ParameterError, match="need at least 2 numbers"):
        check_sizes(value_bits=10, count_bits=26, minimum=1)


def test_the_largest_declared_groups_do_not_outgrow_the_ring():
    """A group of 2**26 - 1 largest values against one half zero: exact, on both sides."""
    n, v = 2**26 - 1, 2**10 - 1

    async def step(computer):
        x = await shared(computer, [n, n * v, n * v * v])
        y = await shared(computer, [n, n // 2 * v, n // 2 * v * v], 2)
        a, b = (Group(z.at(0), z.at(1), z.at(2)) for z in (x, y))
        bits = await compare_means(computer, a, b, minimum=2, critical=15.9)
        return await open_conclusion(computer, bits)

    assert compute(step)[0][0] is Conclusion.FIRST_HIGHER


@pytest.mark.parametrize("step_size", [1, 5, 10])
def test_means_open_rounded_and_no_further(step_size):
    """Halves go up; each party reads the same two multiples of the step."""
    a, b = RNG.integers(0, 101, 30).tolist(), [2, 3] * 15
    (_, means), transcript = concluded(a, b, means=step_size)
    rounded = [
        int((Fraction(sum(v), len(v)) / step_size + Fraction(1, 2)) // 1) * step_size
        for v in (a, b)
    ]
    assert list(means) == rounded
    opened = transcript.view(NAMES[0]).find("rounded means")
    assert [m.size_bytes for m in opened] == [2 * (100 // step_size)]


def test_means_of_groups_too_small_open_as_nothing():
    """The bits are zero unless both groups are large enough."""
    conclusion, means = concluded([90] * 9, [80] * 3, minimum=4, means=1)[0]
    assert (conclusion, means) == (Conclusion.TOO_FEW, (0, 0))


def test_bytes_and_rounds():
    """By formula: inputs, three levels of products, one comparison of six numbers, three gates."""
    _, transcript = concluded([1, 2, 3], [4, 5, 6])
    planes, gates = 256, 0
    levels = 256 - 1
    while levels > 1:
        gates += 2 * (levels // 2) - 1
        levels -= levels // 2
    comparison = 6 * (planes + 3 * (planes - 1) + 3 * gates)
    products = 3 * (9 + 3 + 3) * WIDE_BYTES
    ands = 3 * (2 + 1 + 2)
    opening = 3 * 3 + 3 * 32
    expected = 2 * 3 * WIDE_BYTES + products + comparison + ands + opening
    assert transcript.bytes == KEY_MESSAGES + expected
    assert transcript.rounds <= 1 + 1 + 3 + 2 + 8 + 3 + 1


@pytest.mark.statistical
@pytest.mark.parametrize("values", [[0] * 40, [100] * 40, list(range(40))])
def test_everything_but_the_opening_looks_uniform(values):
    """Chi-square over the bytes of all large messages, and of every two of one size combined."""

    async def step(computer):
        x = await shared(computer, [v % MODULUS for v in values] * 4)
        product = await multiply_wide(computer, x, x)
        return await negative_wide(computer, product)

    _, transcript = compute(step)
    for name in NAMES:
        messages = [m for m in transcript.view(name).received if m.size_bytes >= 4096]
        assert messages
        assert [m.step for m in messages if not looks_uniform(m.payload)] == []
        assert suspicious_pairs(messages) == []


def test_what_is_opened_is_simulated_from_own_parts_and_the_conclusion():
    """All bits but the lowest of the three opened bytes are zero: nothing rides along."""

    async def step(computer):
        x = await shared(computer, [5, 20, 100])
        group = Group(x.at(0), x.at(1), x.at(2))
        bits = await compare_means(computer, group, group, minimum=2, critical=2.0)
        return await open_to_all(computer, bits, step="conclusion", bits=True)

    for opened in compute(step)[0]:
        assert opened.tolist() == [1, 0, 0]
    assert Wide((1,), (2,)).at(0) == Wide((1,), (2,))
