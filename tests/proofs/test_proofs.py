"""True statements are proven, false ones are not, and no proof serves for anything else."""

import pickle
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, Entropy, ParameterError, PrivacyError
from pet_workbench.core.group import NEUTRAL, ORDER
from pet_workbench.proofs import Commitment, Opening, commit, known, membership, one_of, ranges
from pet_workbench.proofs.challenge import challenge
from pet_workbench.proofs.group import (
    SecretNumbers,
    blind,
    minus,
    plus,
    read,
    times,
    value_point,
    valued,
    write,
)
from tests.uniformity import looks_uniform

HERE = b"suitcase 4711"
SEEDED = Entropy(teaching_seed=7)
VALUES = st.integers(0, 2**64 - 1)
FACTORS = st.integers(-1000, 1000)


class Kind:
    """One kind of proof about one commitment, ready to be attacked."""

    def __init__(self, name, opening, prove, verify):
        self.name, self.commitment, self.verify = name, opening.commitment, verify
        self.proof = prove(opening)


SEVEN = commit(7)
KINDS = [
    Kind(
        "known",
        SEVEN,
        lambda opening: known.prove(opening, 7, context=HERE),
        lambda commitment, proof, context=HERE: known.verify(commitment, 7, proof, context=context),
    ),
    Kind(
        "range",
        SEVEN,
        lambda opening: ranges.prove(opening, 3, context=HERE),
        lambda commitment, proof, context=HERE: ranges.verify(
            commitment, 3, proof, context=context
        ),
    ),
    Kind(
        "membership",
        SEVEN,
        lambda opening: membership.prove(opening, [3, 7, 9], context=HERE),
        lambda commitment, proof, context=HERE: membership.verify(
            commitment, [3, 7, 9], proof, context=context
        ),
    ),
]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


@given(VALUES, VALUES, FACTORS, FACTORS)
@settings(max_examples=30)
def test_commitments_compute_as_their_openings_do(a, b, k, m):
    """Sums, differences, multiples and shifts of commitments open to those of the values."""
    one, two = commit(a), commit(b)
    mixed = k * one - m * two
    assert mixed.value == k * a - m * b
    assert mixed.commitment == k * one.commitment - m * two.commitment
    assert one.shifted(k).commitment == one.commitment.shifted(k)


def test_a_commitment_is_its_formula():
    """It is value times one generator plus secret number times the other, with small numbers added
    up point by point.
    """
    opening = Opening(3, 2)
    point = NEUTRAL
    for part in (value_point(),) * 3 + (blind(1),) * 2:
        point = plus(point, part)
    assert opening.commitment.point == point


def test_the_value_generator_is_a_hash_and_stays_what_it_is():
    """Another generator would make every stored proof worthless."""
    assert value_point().hex() == GENERATOR
    assert value_point() != blind(1)


GENERATOR = "361fec7369b9c0e41eb77dadb375e2c30fc6dc62db7d9622079219de33d55077"


def test_commitments_to_one_value_look_uniform():
    """4,000 commitments to zero have bytes as random points have; the first and last bits of an
    encoding are not free, so those bytes are left out.
    """
    written = b"".join(commit(0, entropy=SEEDED).commitment.point[1:31] for _ in range(4_000))
    assert looks_uniform(written)


def test_a_constant_instead_of_a_secret_number_would_be_seen():
    """The check above fails for commitments without blinding."""
    written = b"".join(valued(i % 9 + 1)[1:31] for i in range(4_000))
    assert not looks_uniform(written)


def test_secret_numbers_are_uniform_below_the_order():
    """The low bytes look uniform and no number reaches the order."""
    numbers = SecretNumbers(SEEDED)
    drawn = [numbers.draw() for _ in range(4_000)]
    assert max(drawn) < ORDER
    assert looks_uniform(b"".join(write(number)[:31] for number in drawn))


@pytest.mark.parametrize("value", [-1, 2**64])
def test_a_value_out_of_range_is_not_committed_to(value):
    """Sums must not wrap around the group."""
    with pytest.raises(ParameterError):
        commit(value)


@pytest.mark.parametrize("point", [b"", bytes(31), bytes([255]) * 32, b"\x01" + bytes(31)])
def test_bytes_that_are_no_point_are_no_commitment(point):
    """Too short, not reduced, and not on the curve are refused before anything is computed."""
    with pytest.raises(DataError) as caught:
        Commitment(point)
    assert caught.value.id == "errors.proof_point"


def test_an_opening_cannot_be_sent_and_does_not_show_its_secret():
    """Pickling fails loudly, and the text of an opening lacks the secret number."""
    opening = commit(5)
    with pytest.raises(PrivacyError):
        pickle.dumps(opening)
    assert str(opening.blinding) not in repr(opening)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_ranges_for_every_value(bits):
    """Exactly the values 0 to 2**bits - 1 can be proven, of all values around them."""
    for value in range(-2, 2**bits + 3):
        opening = commit(10).shifted(value - 10)
        if 0 <= value < 2**bits:
            proof = ranges.prove(opening, bits, context=HERE)
            assert len(proof) == ranges.proof_bytes(bits)
            assert ranges.verify(opening.commitment, bits, proof, context=HERE)
        else:
            with pytest.raises(ParameterError):
                ranges.prove(opening, bits, context=HERE)


def test_bounds_for_every_value():
    """At least and at most hold for exactly the values on their side of the bound."""
    for value, bound in product(range(6), repeat=2):
        opening = commit(value)
        for prove, verify, is_true in (
            (ranges.prove_at_least, ranges.verify_at_least, value >= bound),
            (ranges.prove_at_most, ranges.verify_at_most, value <= bound),
        ):
            if is_true:
                proof = prove(opening, bound, 3, context=HERE)
                assert verify(opening.commitment, bound, 3, proof, context=HERE)
                assert not verify(opening.commitment, bound + 1, 3, proof, context=HERE)
            else:
                with pytest.raises(ParameterError):
                    prove(opening, bound, 3, context=HERE)


def test_membership_for_every_value():
    """Exactly the values on the list can be proven, and the proof is for that list in its order."""
    listed = [0, 2, 3, 5]
    for value in range(7):
        opening = commit(value)
        if value in listed:
            proof = membership.prove(opening, listed, context=HERE)
            assert membership.verify(opening.commitment, listed, proof, context=HERE)
            assert not membership.verify(opening.commitment, listed[::-1], proof, context=HERE)
        else:
            with pytest.raises(ParameterError):
                membership.prove(opening, listed, context=HERE)


@pytest.mark.parametrize("listed", [[], [1], [1, 1], list(range(1_001))])
def test_a_list_that_is_none_is_refused(listed):
    """Too few values tell the value, one twice proves nothing more, too many take too long."""
    with pytest.raises(ParameterError):
        membership.prove(commit(1), listed, context=HERE)
    with pytest.raises(ParameterError):
        membership.verify(commit(1).commitment, listed, b"", context=HERE)


@pytest.mark.parametrize("bits", [0, 65])
def test_a_range_of_no_or_too_many_digits_is_refused(bits):
    """Above 64 digits a negative number might pass as a large one."""
    with pytest.raises(ParameterError):
        ranges.verify(commit(1).commitment, bits, b"", context=HERE)


@each_kind
def test_true_statements_are_accepted(kind):
    """What an honest prover made is accepted, again and again."""
    assert kind.verify(kind.commitment, kind.proof)
    assert kind.verify(kind.commitment, kind.proof)


@each_kind
def test_every_changed_byte_is_noticed(kind):
    """One bit changed in any byte of a proof, and it is rejected without an error."""
    for place in range(len(kind.proof)):
        changed = bytearray(kind.proof)
        changed[place] ^= 1 << place % 8
        assert not kind.verify(kind.commitment, bytes(changed)), place


@each_kind
def test_a_proof_has_one_form(kind):
    """Numbers written with the order added are the same numbers, and rejected: no second form."""
    last = int.from_bytes(kind.proof[-32:], "little") + ORDER
    assert not kind.verify(kind.commitment, kind.proof[:-32] + last.to_bytes(32, "little"))


@each_kind
@pytest.mark.parametrize("garbage", [b"", b"x", bytes(64), bytes(480), bytes([255]) * 480])
def test_garbage_is_rejected_without_an_error(kind, garbage):
    """Whatever a stranger sends is looked at and rejected."""
    assert not kind.verify(kind.commitment, garbage)
    assert not kind.verify(kind.commitment, kind.proof + b"x" + garbage)


@each_kind
def test_a_proof_is_for_its_own_product_and_its_own_commitment(kind):
    """In another context, and for another commitment to the same value, it is rejected."""
    assert not kind.verify(kind.commitment, kind.proof, b"suitcase 4712")
    assert not kind.verify(commit(7).commitment, kind.proof)
    assert not kind.verify(Commitment(NEUTRAL), kind.proof)


def test_digits_cannot_change_places():
    """Each digit's proof is for its own place, even where two digits are the same."""
    opening = commit(3)
    proof = ranges.prove(opening, 2, context=HERE)
    head, one, two = proof[:64], proof[64:192], proof[192:]
    assert not ranges.verify(opening.commitment, 2, head + two + one, context=HERE)


def test_a_digit_of_two_is_not_a_digit():
    """A cheat who commits to the digits 2 and 0 for the value 2, and proves each branch as well as
    can be, is rejected: no branch of the digit 2 is true.
    """
    numbers = SecretNumbers()
    low, high = Opening(2, numbers.draw()), Opening(0, numbers.draw())
    whole = low + 2 * high
    sealed = [low.commitment.point, high.commitment.point]
    statement = ranges._statement(whole.commitment, 2, sealed)
    shown = [
        one_of.prove(
            [point, minus(point, value_point())],
            0,
            opening.blinding,
            kind=ranges.KIND,
            context=HERE,
            statement=[*statement, write(place)],
            numbers=numbers,
        )
        for place, (point, opening) in enumerate(zip(sealed, (low, high), strict=True))
    ]
    assert not ranges.verify(whole.commitment, 2, b"".join(sealed + shown), context=HERE)


def test_two_answers_to_one_first_message_give_the_secret():
    """Special soundness: who can answer two challenges after one first message knows the secret
    number; so a prover who does not know it can answer at most one, which the hash picks.
    """
    numbers = SecretNumbers()
    blinding, once = numbers.draw(), numbers.draw()
    asked = numbers.draw(), numbers.draw()
    answers = [(once + one * blinding) % ORDER for one in asked]
    found = (answers[0] - answers[1]) * pow(asked[0] - asked[1], -1, ORDER) % ORDER
    assert found == blinding


def test_transcripts_can_be_made_without_the_secret():
    """Zero knowledge: with the challenge chosen first, who knows nothing makes a transcript that
    meets the same equation; a made up one and a real one have the same distribution.
    """
    numbers = SecretNumbers()
    point = commit(7).commitment.shifted(-7).point
    asked, answer = numbers.draw(), numbers.draw()
    first = minus(blind(answer), times(asked, point))
    assert plus(first, times(asked, point)) == blind(answer)


def test_proofs_of_different_values_look_alike():
    """The numbers in membership proofs of the first and of the last value are equally uniform."""
    for value in (3, 9):
        opening = commit(value)
        proofs = b"".join(
            membership.prove(opening, [3, 7, 9], context=HERE, entropy=SEEDED) for _ in range(300)
        )
        rows = np.frombuffer(proofs, np.uint8).reshape(-1, 32)[:, :31]
        for column in range(6):
            assert looks_uniform(rows[column::6].tobytes())


def test_no_two_statements_hash_alike():
    """Moving a byte from one part to the next, or between lists, gives another challenge."""
    seen = {
        challenge(*parts)
        for parts in [
            ("a", b"bc", [b"d"], [b"e"]),
            ("ab", b"c", [b"d"], [b"e"]),
            ("a", b"b", [b"cd"], [b"e"]),
            ("a", b"b", [b"c", b"d"], [b"e"]),
            ("a", b"b", [b"c"], [b"d", b"e"]),
            ("a", b"bc", [], [b"d", b"e"]),
        ]
    }
    assert len(seen) == 6


def test_numbers_are_read_in_one_way():
    """Only 32 bytes below the order are a number."""
    assert read(write(5)) == 5
    assert read(ORDER.to_bytes(32, "little")) is None
    assert read(bytes(31)) is None


def test_a_false_sum_is_not_proven():
    """Hidden amounts that do not add up to the public total cannot be shown to."""
    whole = commit(3) + commit(5)
    with pytest.raises(ParameterError):
        known.prove(whole, 9, context=HERE)
    proof = known.prove(whole, 8, context=HERE)
    assert not known.verify(whole.commitment, 9, proof, context=HERE)
