"""A report that a real processor signed: all of it holds, and the policy still refuses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pet_workbench.core import ProtocolError
from pet_workbench.enclave import Policy, snp

WHEN = datetime(2026, 11, 22, tzinfo=UTC)
omne = pytest.importorskip("omne_attest.snp")
vectors = pytest.importorskip("omne_attest.vectors")
REPORT = snp.genuine()
EVIDENCE = REPORT.evidence(at=WHEN)


def changed(place, value=None):
    """Return the report with one byte changed."""
    written = bytearray(REPORT.written)
    written[place] = written[place] ^ 1 if value is None else value
    return replace(REPORT, written=bytes(written))


def test_the_report_is_genuine_and_the_policy_refuses_it():
    """The lesson: all signatures lead to AMD's root, and debugging was on, so no data go there."""
    policy = Policy(frozenset({snp.MILAN_ROOT}), frozenset({EVIDENCE.measurement}))
    assert not EVIDENCE.is_simulated
    assert [one.reason for one in policy.refusals(EVIDENCE, binding=EVIDENCE.binding)] == ["debug"]
    lenient = replace(policy, allow_debug=True)
    assert lenient.refusals(EVIDENCE, binding=EVIDENCE.binding) == ()


def test_another_reader_reads_the_same():
    """The package that ships the report, an independent reader, finds the same fields."""
    theirs = omne.Report.parse(REPORT.written)
    assert theirs.measurement == EVIDENCE.measurement
    assert theirs.report_data == EVIDENCE.binding
    assert theirs.chip_id == EVIDENCE.chip
    assert EVIDENCE.root == vectors.ARK_SHA256 == snp.MILAN_ROOT


def test_every_changed_byte_of_what_is_signed_is_noticed():
    """One bit changed in any of the 672 signed bytes, and the report is refused."""
    for place in range(snp.SIGNED_BYTES):
        with pytest.raises(ProtocolError):
            changed(place).evidence(at=WHEN)


@pytest.mark.parametrize("place", [0x2A0, 0x2E8], ids=["r", "s"])
def test_a_changed_signature_is_noticed(place):
    """Either half of the signature."""
    with pytest.raises(ProtocolError) as caught:
        changed(place).evidence(at=WHEN)
    assert caught.value.id == "errors.enclave_signature"


@pytest.mark.parametrize(
    ("report", "part"),
    [
        (replace(REPORT, written=REPORT.written[:-1]), "bytes"),
        (changed(0x00, 9), "version"),
        (changed(0x34, 2), "signature"),
    ],
)
def test_a_report_of_another_form_is_named(report, part):
    """Length, version and kind of signature are looked at first."""
    with pytest.raises(ProtocolError) as caught:
        report.evidence(at=WHEN)
    assert (caught.value.id, caught.value.parameters["part"]) == ("errors.enclave_report", part)


def test_a_chain_that_leads_elsewhere_is_refused():
    """Without the intermediate certificate, or in another order, the chain does not hold."""
    vcek, ask, ark = REPORT.chain
    for chain in ((vcek, ark, ark), (ask, vcek, ark), (vcek, ask, ask)):
        with pytest.raises(ProtocolError) as caught:
            replace(REPORT, chain=chain).evidence(at=WHEN)
        assert caught.value.id == "errors.enclave_chain"


def test_the_certificate_of_another_chip_is_refused():
    """A certificate without this chip's number does not do, even where its key fits."""
    with pytest.raises(ProtocolError) as caught:
        snp._check_chip(changed(0x1A0).written, REPORT.chain[0])
    assert caught.value.parameters["part"] == "chip"
    with pytest.raises(ProtocolError) as caught:
        snp._check_chip(changed(0x186).written, REPORT.chain[0])
    assert caught.value.parameters["part"] == "firmware"


def test_certificates_are_refused_outside_their_time():
    """In 2100 AMD's certificates have expired."""
    with pytest.raises(ProtocolError) as caught:
        REPORT.evidence(at=datetime(2100, 1, 1, tzinfo=UTC))
    assert caught.value.id == "errors.enclave_expired"


@pytest.mark.parametrize("certificates", [[b"x"] * 3, [], [vectors.ark()]])
def test_what_is_no_chain_of_three_is_refused(certificates):
    """A file of something else, or a certificate too few, gets words, not a stack trace."""
    with pytest.raises(ProtocolError) as caught:
        snp.read(REPORT.written, certificates)
    assert caught.value.id == "errors.enclave_certificate"
