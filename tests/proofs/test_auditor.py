"""An auditor signs what was seen, about one thing; a liar without one gets away with it."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.proofs import Auditor, commit, is_signed, ranges

AUDITOR = Auditor("TUV")
OPENINGS = {"mass": commit(1_200), "recycled": commit(372)}
CLOSED = {name: opening.commitment for name, opening in OPENINGS.items()}
SEEN = {"mass": 1_200, "recycled": 372}
SIGNED = AUDITOR.sign(OPENINGS, SEEN, subject="lot 8")


def test_a_signature_is_for_these_commitments_this_subject_and_this_auditor():
    """It holds for exactly what was signed together."""
    assert is_signed(CLOSED, SIGNED, AUDITOR.key, subject="lot 8")
    assert not is_signed(CLOSED, SIGNED, AUDITOR.key, subject="lot 9")
    assert not is_signed(CLOSED, SIGNED, Auditor("other").key, subject="lot 8")
    assert not is_signed({"mass": CLOSED["mass"]}, SIGNED, AUDITOR.key, subject="lot 8")
    swapped = {"mass": CLOSED["recycled"], "recycled": CLOSED["mass"]}
    assert not is_signed(swapped, SIGNED, AUDITOR.key, subject="lot 8")


def test_every_changed_byte_of_a_signature_is_noticed():
    """One bit changed, and it is none."""
    for place in range(len(SIGNED)):
        changed = bytearray(SIGNED)
        changed[place] ^= 1
        assert not is_signed(CLOSED, bytes(changed), AUDITOR.key, subject="lot 8")


def test_names_and_subjects_cannot_run_into_each_other():
    """The parts of what is signed keep their borders."""
    one = AUDITOR.sign({"ab": OPENINGS["mass"]}, {"ab": 1_200}, subject="c")
    assert not is_signed({"b": CLOSED["mass"]}, one, AUDITOR.key, subject="ca")


@pytest.mark.parametrize(
    ("seen", "names"),
    [({"mass": 1_200, "recycled": 371}, "recycled"), ({"mass": 1_200}, "recycled"), ({}, "mass")],
)
def test_an_auditor_who_sees_something_else_does_not_sign(seen, names):
    """Another value, or a quantity that was not looked at: nothing is signed."""
    with pytest.raises(DataError) as caught:
        AUDITOR.sign(OPENINGS, seen, subject="lot 8")
    assert names in str(caught.value.parameters["names"])


def test_what_was_seen_but_not_committed_to_is_missed():
    """A supplier cannot leave a quantity out."""
    with pytest.raises(DataError):
        AUDITOR.sign(OPENINGS, {**SEEN, "lead": 4}, subject="lot 8")


def test_a_key_that_is_none_is_refused():
    """A verifier who passes something else hears it, instead of rejecting everybody."""
    with pytest.raises(DataError):
        is_signed(CLOSED, SIGNED, b"short", subject="lot 8")


def test_a_lie_is_proven_as_well_as_the_truth():
    """The lesson: a supplier who fills in a false share passes the range proof; only the auditor
    stands between the lie and the product.
    """
    lie = commit(372)  # the truth is 120
    proof = ranges.prove_at_least(lie, 300, 10, context=b"lot 8")
    assert ranges.verify_at_least(lie.commitment, 300, 10, proof, context=b"lot 8")
    with pytest.raises(DataError):
        AUDITOR.sign({"recycled": lie}, {"recycled": 120}, subject="lot 8")
