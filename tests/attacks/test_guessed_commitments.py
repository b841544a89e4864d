"""A small number in a hash is found by trying; in a commitment there is nothing to find."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.guessed_commitments import guess, hashed, unblinded
from pet_workbench.proofs import commit

MOST = 300
AMOUNTS = st.lists(st.integers(0, MOST), min_size=1, max_size=6)


@given(AMOUNTS)
@settings(max_examples=20, deadline=None)
def test_every_amount_in_a_hash_is_found(amounts):
    """All of them, whatever they are, equal ones too."""
    envelopes = [hashed(one) for one in amounts]
    found = guess(envelopes, range(MOST + 1))
    assert [found[one] for one in envelopes] == amounts


@given(AMOUNTS)
@settings(max_examples=5, deadline=None)
def test_a_commitment_without_its_secret_number_is_found(amounts):
    """Forgetting the secret number is as good as not committing."""
    envelopes = [unblinded(one) for one in amounts]
    assert [guess(envelopes, range(MOST + 1))[one] for one in envelopes] == amounts


def test_no_amount_in_a_commitment_is_found():
    """Not one, of all amounts there can be."""
    envelopes = [commit(one).commitment.point for one in range(0, MOST, 50)]
    assert guess(envelopes, range(MOST + 1)) == {}


def test_amounts_that_are_not_tried_are_not_found():
    """Guessing finds what is among the guesses."""
    assert guess([hashed(7)], range(5)) == {}
    assert guess([], range(5)) == {}
