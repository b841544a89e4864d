"""Data go to the approved program only; every attack on the evidence fails by its own name."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from pet_workbench.core import PetError, PrivacyError, ProtocolError
from pet_workbench.enclave import (
    Delivery,
    Policy,
    Program,
    Quote,
    SimulatedChip,
    SimulatedEnclave,
    SimulatedMaker,
)
from pet_workbench.enclave import deliver as deliver_
from pet_workbench.enclave.evidence import answer_binding, binding
from pet_workbench.enclave.policy import REASONS
from tests.enclave.counting import count, leak

MAKER = SimulatedMaker()
CHIP, OTHER_CHIP = SimulatedChip(maker=MAKER), SimulatedChip()
PROGRAM = Program("count", count, {"least": 3})
POLICY = Policy(frozenset({MAKER.root}), frozenset({PROGRAM.measurement}), security_version=3)
NONCE = b"asked by KPN, once"


def enclave(program=PROGRAM, *, chip=None, debug=False):
    """Launch a program, on a new chip if none is given."""
    return SimulatedEnclave(chip or SimulatedChip(maker=MAKER), program, debug=debug)


def deliver(inside, data=b"a\nb\n", *, sender="KPN", quote=None, key=None, nonce=NONCE):
    """Deliver data after judging the evidence."""
    return deliver_(
        data,
        quote or inside.attest(nonce),
        policy=POLICY,
        key=key or inside.key,
        nonce=NONCE,
        sender=sender,
    )


def refused(wanted, act):
    """Run `act` and check that it is refused by the name `wanted`."""
    with pytest.raises(PetError) as caught:
        act()
    assert caught.value.id == f"errors.enclave_{wanted}"


def test_the_approved_program_gets_the_data_and_lets_the_answer_out():
    """Two operators deliver, the count leaves, and not when it is too small."""
    inside = enclave()
    deliveries = [deliver(inside), deliver(inside, sender="Odido")]
    assert inside.run(deliveries) == b"4"
    assert enclave().run([]) == b""


def test_what_travels_does_not_hold_the_data():
    """Neither the quote nor the delivery contains the rows."""
    inside = enclave()
    rows = os.urandom(200)
    sent = deliver(inside, rows)
    assert rows[:16] not in sent.sealed
    assert sent.bytes == len(rows) + 32 + 16


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (Program("count", count, {"least": 1}), "setting"),
        (Program("count", leak, {"least": 3}), "function"),
        (Program("counts", count, {"least": 3}), "name"),
        (Program("count", deliver, {"least": 3}), "text"),
    ],
    ids=["setting", "function", "name", "text"],
)
def test_another_program_has_another_measurement_and_gets_nothing(program, why):
    """A changed threshold, function, name or text is refused before anything is encrypted."""
    assert program.measurement != PROGRAM.measurement
    refused("measurement", lambda: deliver(enclave(program)))


def test_a_debug_enclave_gets_nothing():
    """The host could look inside, and the quote says so."""
    refused("debug", lambda: deliver(enclave(debug=True)))


def test_old_firmware_gets_nothing():
    """A chip below the security version of the policy is refused."""
    old = SimulatedChip(security_version=2)
    policy = replace(POLICY, roots=frozenset({old.root}))
    inside = enclave(chip=old)
    refused(
        "version",
        lambda: deliver_(
            b"x", inside.attest(NONCE), policy=policy, key=inside.key, nonce=NONCE, sender="KPN"
        ),
    )


def test_another_root_gets_nothing():
    """A chip of a maker that is not on the list, with a flawless chain, is refused."""
    refused("root", lambda: deliver(enclave(chip=OTHER_CHIP)))


def test_a_quote_that_was_shown_before_gets_nothing():
    """A quote for another question is refused."""
    inside = enclave()
    refused("binding", lambda: deliver(inside, quote=inside.attest(b"asked yesterday")))


def test_a_man_in_the_middle_gets_nothing():
    """The quote of the right enclave with the key of another is refused."""
    inside, other = enclave(), enclave()
    refused("binding", lambda: deliver(inside, quote=inside.attest(NONCE), key=other.key))


def test_every_changed_byte_of_a_quote_is_noticed():
    """One bit changed anywhere, and the signature is wrong."""
    quote = enclave().attest(NONCE)
    for place in range(len(quote.written)):
        changed = bytearray(quote.written)
        changed[place] ^= 1
        refused("signature", Quote(bytes(changed), quote.chain).evidence)


@pytest.mark.parametrize("length", [0, 9, 100, 136])
def test_half_a_quote_is_none(length):
    """A quote that was cut off is refused as unsigned."""
    quote = enclave().attest(NONCE)
    refused("signature", Quote(quote.written[:length], quote.chain).evidence)


def test_a_chain_of_two_makers_does_not_hold():
    """The chip of one maker under the root of another is refused, and says which certificate."""
    mixed = (CHIP.chain[0], OTHER_CHIP.chain[1])
    refused("chain", Quote(enclave().attest(NONCE).written, mixed).evidence)


@pytest.mark.parametrize("places", [(), (1,), (0, 0, 1), (0, 1, 1)], ids=str)
def test_a_chain_of_another_length_is_none(places):
    """None at all, one alone, and one too many."""
    quote = enclave().attest(NONCE)
    chain = tuple(quote.chain[place] for place in places)
    refused("chain_length", Quote(quote.written, chain).evidence)


def test_a_chip_cannot_vouch_for_a_key_of_its_own(monkeypatch):
    """Whoever holds one chip's key signs a certificate for a false one: the chain is too long."""
    own = ec.generate_private_key(ec.SECP384R1())
    monkeypatch.setattr(ec, "generate_private_key", lambda _curve: own)
    chip = SimulatedChip(maker=MAKER)
    monkeypatch.undo()
    thief = SimulatedMaker()
    false = thief.certify(SimulatedChip().request)[0]
    forged = (
        x509.CertificateBuilder()
        .subject_name(false.subject)
        .issuer_name(chip.chain[0].subject)
        .public_key(false.public_key())
        .serial_number(7)
        .not_valid_before(false.not_valid_before_utc)
        .not_valid_after(false.not_valid_after_utc)
        .sign(own, hashes.SHA384())
    )
    forged.verify_directly_issued_by(chip.chain[0])
    quote = enclave(chip=chip).attest(NONCE)
    refused("chain_length", Quote(quote.written, (forged, *chip.chain)).evidence)


def test_certificates_have_their_time():
    """Before they were made and after they expire, they are refused."""
    quote = enclave().attest(NONCE)
    for days in (-10, 4000):
        at = datetime.now(UTC) + timedelta(days=days)
        refused("expired", lambda at=at: quote.evidence(at=at))


def test_all_reasons_are_given_at_once_and_in_order():
    """Evidence that is wrong in every way gets every reason, so that a page can show all."""
    old = SimulatedChip(security_version=1)
    inside = enclave(Program("x", leak), chip=old, debug=True)
    evidence = inside.attest(b"other").evidence()
    found = POLICY.refusals(evidence, binding=binding(inside.key, NONCE))
    assert tuple(refusal.reason for refusal in found) == REASONS
    assert evidence.is_simulated


def test_a_changed_or_misdirected_delivery_is_refused_and_nothing_kept():
    """A flipped bit, another name, or another enclave: no data, no state."""
    inside, other = enclave(), enclave()
    good = deliver(inside)
    changed = Delivery("KPN", good.sealed[:-1] + bytes([good.sealed[-1] ^ 1]))
    for wrong in (changed, Delivery("Odido", good.sealed), Delivery("KPN", b"")):
        refused("delivery", lambda wrong=wrong: inside.run([good, replace(wrong, sender="T")]))
    refused("delivery", lambda: inside.run([changed]))
    refused("delivery", lambda: other.run([good]))
    assert inside.memory() == {"opened": {}, "state": {}}


def test_nobody_delivers_twice():
    """Two deliveries under one name are refused."""
    inside = enclave()
    good = deliver(inside)
    refused("twice", lambda: inside.run([good, good]))


def test_the_host_of_a_simulation_reads_everything():
    """The attack that hardware would change succeeds here, and a test says so."""
    inside = enclave()
    inside.run([deliver(inside, b"secret row\n")])
    assert inside.memory()["opened"] == {"KPN": b"secret row\n"}


def test_a_sealed_state_opens_for_the_same_program_on_the_same_chip_only():
    """It goes on counting after a restart; another program or chip, or a change, is refused."""
    chip = SimulatedChip(maker=MAKER)
    inside = enclave(chip=chip)
    inside.run([deliver(inside)])
    sealed = inside.seal()
    other = Program("count", count, {"least": 1})
    refused("sealed", lambda: enclave(other, chip=chip).unseal(sealed))
    refused("sealed", lambda: enclave(chip=OTHER_CHIP).unseal(sealed))
    refused("sealed", lambda: enclave(chip=chip).unseal(sealed[:-1]))
    refused("sealed", lambda: enclave(chip=chip).unseal(b""))
    again = enclave(chip=chip)
    again.unseal(sealed)
    assert again.run([deliver(again)]) == b"4"


def test_an_old_copy_of_a_sealed_state_is_recognised():
    """A host that puts yesterday's state back is caught by the chip's counter."""
    chip = SimulatedChip(maker=MAKER)
    inside = enclave(chip=chip)
    inside.run([deliver(inside)])
    yesterday = inside.seal()
    inside.run([deliver(inside)])
    today = inside.seal()
    refused("old_state", lambda: enclave(chip=chip).unseal(yesterday))
    enclave(chip=chip).unseal(today)


def test_a_host_cannot_go_on_without_the_state_nor_with_two_copies():
    """Starting afresh after a run, or running a copy that was started before it, is refused."""
    chip = SimulatedChip(maker=MAKER)
    inside, copy = enclave(chip=chip), enclave(chip=chip)
    inside.run([deliver(inside)])
    refused("old_state", lambda: copy.run([deliver(copy)]))
    afresh = enclave(chip=chip)
    refused("old_state", lambda: afresh.run([deliver(afresh)]))


def test_the_chip_vouches_for_the_last_answer_only():
    """A reader can tell the program's answer from one that the host made up."""
    inside = enclave()
    answer = inside.run([deliver(inside)])
    evidence = inside.vouch(answer, NONCE).evidence()
    assert POLICY.refusals(evidence, binding=answer_binding(answer, NONCE)) == ()
    for changed, nonce in ((b"43", NONCE), (answer, b"asked yesterday")):
        found = POLICY.refusals(evidence, binding=answer_binding(changed, nonce))
        assert [one.reason for one in found] == ["binding"]
    refused("answer", lambda: inside.vouch(b"43", NONCE))


def test_a_maker_elsewhere_signs_for_a_chip():
    """A chip takes up certificates about its own key only, and then has that maker's root."""
    chip, maker = SimulatedChip(), SimulatedMaker()
    refused("other_chip", lambda: chip.install(OTHER_CHIP.chain))
    chip.install(maker.certify(chip.request))
    assert chip.root == maker.root
    assert enclave(chip=chip).attest(NONCE).evidence().root == maker.root
    refused("request", lambda: maker.certify(b"no key"))


def test_refusals_are_of_two_kinds():
    """A broken signature is a protocol's error; a policy that says no protects privacy."""
    inside = enclave()
    with pytest.raises(PrivacyError):
        deliver(enclave(debug=True))
    with pytest.raises(ProtocolError):
        deliver(inside, quote=Quote(b"", CHIP.chain))
