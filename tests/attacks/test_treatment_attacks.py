"""Two hospitals read the third's totals, two means tell one, invented rows turn a conclusion."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.invented_rows import fewest_rows
from pet_workbench.attacks.left_out import mean_of_those_who_left
from pet_workbench.attacks.pooled_totals import read_wide
from pet_workbench.core import ParameterError
from pet_workbench.usecases.treatment import CASE, HOSPITALS, totals_of
from pet_workbench.usecases.treatment.in_shares import TOTALS, entered


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("owner", HOSPITALS)
def test_any_two_hospitals_read_what_the_third_entered(owner, within):
    """All eight numbers, negative ones too; one hospital alone reads nothing."""
    tables = CASE.load(n=300, seed=1, effect=-6)
    outcome = CASE.run("secret-sharing", tables, within_hospitals=within)
    views = {name: outcome.transcript.view(name) for name in HOSPITALS if name != owner}
    expected = list(entered(totals_of(tables[owner]), outcome.parameters))
    assert read_wide(views, HOSPITALS, TOTALS, owner=owner) == expected
    for name, view in views.items():
        assert read_wide({name: view}, HOSPITALS, TOTALS, owner=owner) == []


@settings(max_examples=60)
@given(
    stayed=st.lists(st.integers(0, 100), min_size=1, max_size=20),
    left=st.lists(st.integers(0, 100), min_size=1, max_size=20),
    step=st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1), Fraction(5)]),
)
def test_the_true_mean_lies_in_the_interval(stayed, left, step):
    """Exact means give it exactly; rounded ones an interval that holds it."""
    everybody = stayed + left
    means = [Fraction(sum(group), len(group)) for group in (everybody, stayed)]
    if step:
        means = [(mean / step + Fraction(1, 2)) // 1 * step for mean in means]
    low, high = mean_of_those_who_left(
        *means, n_before=len(everybody), n_after=len(stayed), step=step
    )
    assert low <= Fraction(sum(left), len(left)) <= high
    assert (low == high) == (step == 0)


@pytest.mark.parametrize(("n_after", "step"), [(10, 0), (11, 0), (-1, 0), (5, -1)])
def test_nobody_left_is_refused(n_after, step):
    """There has to be somebody to find out about."""
    with pytest.raises(ParameterError):
        mean_of_those_who_left(
            Fraction(1), Fraction(1), n_before=10, n_after=n_after, step=Fraction(step)
        )


@given(needed=st.integers(1, 5_000), most=st.integers(1, 5_000))
def test_the_fewest_rows_are_found(needed, most):
    """Whatever it takes, and None where that is more than allowed."""
    expected = needed if needed <= most else None
    assert fewest_rows(lambda rows: rows >= needed, most=most) == expected


def test_no_rows_at_all_are_refused():
    """At least one has to be tried."""
    with pytest.raises(ParameterError):
        fewest_rows(lambda rows: True, most=0)
