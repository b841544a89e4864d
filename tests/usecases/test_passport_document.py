"""A passport is accepted as it was made, and in no other form, for no other product."""

import pytest

from pet_workbench.attacks.altered_proofs import exchanged, flipped, replaced, unnoticed
from pet_workbench.core import Entropy, ParameterError
from pet_workbench.proofs import Auditor, commit, total_opening
from pet_workbench.usecases.passport.claims import Rules
from pet_workbench.usecases.passport.document import (
    POINT,
    SIGNATURE_BYTES,
    UNSIGNED,
    Statement,
    Subject,
    make_part,
    make_passport,
    part_bytes,
    passport_bytes,
    signed_by,
)
from pet_workbench.usecases.passport.judging import CHECKS, judge

RULES = Rules(30, 5, "2026-11-02")
HERE, THERE = Subject(7, RULES), Subject(8, RULES)
AUDITOR = Auditor("TUV")
SEEDED = Entropy(teaching_seed=3)
AMOUNTS = ((600, 100, 2), (400, 300, 0), (500, 50, 4))
WEIGHT, SIZE = 1_500, part_bytes(RULES)


def statements(amounts=AMOUNTS):
    """Return what suppliers commit to."""
    return [Statement(*(commit(one, entropy=SEEDED) for one in each)) for each in amounts]


def signed(statement, subject=HERE, auditor=AUDITOR):
    """Return the signature of an auditor who saw precisely that."""
    seen = {name: opening.value for name, opening in statement.named.items()}
    return signed_by(auditor, statement, seen, subject)


def made(subject=HERE, amounts=AMOUNTS, weight=WEIGHT, auditor=AUDITOR):
    """Return a passport."""
    said = statements(amounts)
    parts = [make_part(one, signed(one, subject, auditor), subject, entropy=SEEDED) for one in said]
    mass, recycled = (
        total_opening([getattr(one, name) for one in said]) for name in ("mass", "recycled")
    )
    return make_passport(parts, mass, recycled, weight, subject, entropy=SEEDED)


GOOD, OTHER = made(), made(THERE)


def verdict(passport, weight=WEIGHT, subject=HERE, auditor=AUDITOR.key):
    """Judge as a verifier who trusts the one auditor."""
    return judge(passport, weight, subject, auditor=auditor)


def test_a_passport_as_it_was_made_is_accepted():
    """It is, and its size is what the formula says."""
    assert verdict(GOOD) == verdict(OTHER, subject=THERE) == ""
    assert len(GOOD) == passport_bytes(RULES, 3)


def test_a_passport_of_another_product_date_or_rule_is_refused():
    """Context is in every proof and in every signature; unsigned, the proofs alone refuse it."""
    later = Subject(7, Rules(30, 5, "2026-11-03"))
    lower = Subject(7, Rules(31, 5, "2026-11-02"))
    assert verdict(GOOD, subject=THERE) == verdict(GOOD, subject=later) == "unsigned"
    assert verdict(GOOD, subject=THERE, auditor=None) == "weight"
    assert verdict(GOOD, subject=lower) == "share"
    assert verdict(GOOD, weight=WEIGHT + 1) == "weight"


def bit_in(part, offset):
    """Return a bit in some place of the first part or of the sums."""
    start = {"part": 0, "sums": 3 * SIZE}[part]
    return 8 * (start + offset) + 3


RANGE = 14 * 160


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        (bit_in("part", 0), {"form", "unsigned"}),
        (bit_in("part", POINT), {"form", "unsigned"}),
        (bit_in("part", 2 * POINT), {"form", "unsigned"}),
        (bit_in("part", 3 * POINT + 5), {"amounts"}),
        (bit_in("part", 3 * POINT + RANGE + 900), {"amounts"}),
        (bit_in("part", 3 * POINT + 2 * RANGE + 5), {"origin"}),
        (bit_in("part", SIZE - SIGNATURE_BYTES), {"unsigned"}),
        (bit_in("sums", 2), {"weight"}),
        (bit_in("sums", 70), {"share"}),
    ],
)
def test_one_bit_is_noticed_by_the_check_it_belongs_to(place, allowed):
    """Whatever is changed, the verifier can say which claim no longer holds."""
    assert verdict(flipped(GOOD, place)) in allowed


def test_no_bit_can_be_changed():
    """Bits all over the passport, one at a time, with an auditor and without one's signature."""
    bits = range(11, 8 * len(GOOD), 8 * len(GOOD) // 40)
    assert unnoticed(lambda read: not verdict(read), GOOD, bits) == []
    signature = [8 * (SIZE - SIGNATURE_BYTES) + 1]
    assert unnoticed(lambda read: not verdict(read, auditor=None), GOOD, signature) == signature


def test_pieces_of_others_do_not_fit():
    """Proofs of two suppliers exchanged, a whole part of another product, and sums of another."""
    proofs = slice(3 * POINT, SIZE - SIGNATURE_BYTES)
    other = slice(proofs.start + SIZE, proofs.stop + SIZE)
    assert verdict(exchanged(GOOD, proofs, other)) == "amounts"
    assert verdict(replaced(GOOD, slice(0, SIZE), OTHER[:SIZE])) == "unsigned"
    sums = slice(3 * SIZE, len(GOOD))
    assert verdict(replaced(GOOD, sums, OTHER[sums])) == "weight"
    assert verdict(replaced(GOOD, sums, made()[sums])) == "weight"


def test_forged_sums_are_refused():
    """Valid proofs about sums that somebody made up belong to other commitments."""
    parts = [GOOD[at * SIZE : (at + 1) * SIZE] for at in range(3)]
    forged = make_passport(parts, commit(WEIGHT), commit(WEIGHT), WEIGHT, HERE)
    assert verdict(forged) == verdict(forged, auditor=None) == "weight"


def test_the_best_part_cannot_be_used_twice():
    """Otherwise one recycled material could make up the weight of the others."""
    parts = [GOOD[:SIZE], GOOD[:SIZE], GOOD[SIZE : 2 * SIZE]]
    assert verdict(b"".join(parts) + GOOD[3 * SIZE :]) == "repeated"


def test_another_auditor_is_not_trusted():
    """A signature of one's own making is a signature, and not the right one."""
    own = Auditor("self")
    assert verdict(made(auditor=own)) == "unsigned"
    assert verdict(made(auditor=own), auditor=own.key) == ""


def test_what_is_no_passport_is_refused_by_its_form():
    """Nothing, a part of one, one byte more, and points that are none."""
    assert verdict(b"") == "no_passport"
    for wrong in (b"x", GOOD[:-1], GOOD + b"x", b"\xff" * len(GOOD)):
        assert verdict(wrong) == "form"
    assert {"no_passport", "form"} <= set(CHECKS)


@pytest.mark.parametrize(
    ("amounts", "weight"),
    [
        (((600, 100, 2), (400, 300, 0), (501, 50, 4)), WEIGHT),
        (((600, 0, 2), (400, 0, 0), (500, 50, 4)), WEIGHT),
        (((600, 601, 2), (400, 300, 0), (500, 50, 4)), WEIGHT),
        (((600, 100, 5), (400, 300, 0), (500, 50, 4)), WEIGHT),
    ],
)
def test_what_is_false_cannot_be_proven(amounts, weight):
    """Too heavy, too little recycled, more than there is, an origin off the list."""
    with pytest.raises(ParameterError) as caught:
        made(amounts=amounts, weight=weight)
    assert caught.value.id == "errors.proof_false"


def test_an_auditor_signs_only_what_it_saw():
    """Anything else leaves the part unsigned, and the rest as it was."""
    said = statements()[0]
    assert signed_by(AUDITOR, said, {"mass": 600, "recycled": 99, "origin": 2}, HERE) == UNSIGNED
    assert signed(said) != UNSIGNED
