"""Nothing is read before everything is in order, at every party."""

import copy
import threading
from dataclasses import replace

import pytest

from pet_workbench.core import DataError, PetError, PrivacyError
from pet_workbench.governance import Gate, SignedAgreement, SigningKey, approve, withdraw
from pet_workbench.governance.approval import DESIGN, REAL
from pet_workbench.governance.register import Register
from tests.governance.made import (
    AGREEMENT,
    AT,
    COMPUTATION,
    TRUSTED,
    Clock,
    Desk,
    approved,
    key_of,
)


@pytest.fixture
def desk(tmp_path):
    """All parties, before anything happened."""
    return Desk(tmp_path)


def refused(desk, signed, *, stage=REAL, asked=COMPUTATION, party="SVB"):
    """Return the id of the refusal; nothing was read, and the refusal stands in the register."""
    before = list(desk.reads)
    with pytest.raises(PetError) as caught:
        desk.gates[party].admit(signed, asked, stage=stage)
    assert desk.reads == before
    last = desk.registers[party].entries()[-1]
    assert (last.event, last.says["reason"]) == ("refused", caught.value.id)
    return caught.value.id


def test_a_run_that_is_in_order_reads_its_own_data(desk):
    """First the design on invented data, then the real run on the real file."""
    desk.run(desk.ready(), stage=REAL)
    assert desk.reads == [("SVB", DESIGN), ("UWV", DESIGN), ("SVB", REAL), ("UWV", REAL)]
    events = [one.event for one in desk.registers["SVB"].entries()]
    assert events == ["opened", "started", "finished", "started", "finished"]


def test_the_register_says_what_came_out_and_not_the_data(desk):
    """Rows, receivers and amounts."""
    desk.run(desk.ready(), stage=REAL)
    last = desk.registers["UWV"].entries()[-1]
    assert last.agreement == AGREEMENT.digest
    assert last.says == {
        "run": 4,
        "stage": REAL,
        "rows": 5,
        "released": [
            {
                "what": "households_found",
                "receiver": "SVB",
                "guarantee": "minimum_found",
                "items": 3,
            }
        ],
    }


@pytest.mark.parametrize("party", ["SVB", "UWV", "CBS"])
@pytest.mark.parametrize("missing", ["SVB", "UWV"])
def test_without_the_word_of_every_owner_nobody_runs(desk, party, missing):
    """Also the party that did sign, and the one that only computes."""
    signed = desk.ready()
    kept = [one for one in signed.approvals if (one.party, one.stage) != (missing, REAL)]
    assert refused(desk, SignedAgreement(AGREEMENT, tuple(kept)), party=party) == (
        "errors.gate_unsigned"
    )


def test_the_design_does_not_open_the_real_file(desk):
    """An approval for the design is none for the real run, and the other way round."""
    assert refused(desk, approved()) == "errors.gate_unsigned"
    signed = desk.ready()
    only_real = tuple(one for one in signed.approvals if one.stage == REAL)
    assert refused(desk, SignedAgreement(AGREEMENT, only_real), stage=DESIGN) == (
        "errors.gate_unsigned"
    )


def test_a_permit_opens_one_source_once(desk):
    """Not a second time, and not after the end."""
    permit = desk.gates["SVB"].admit(desk.ready(), COMPUTATION, stage=REAL)
    assert permit.read() == "real of SVB"
    with pytest.raises(PrivacyError):
        permit.read()
    permit.stop("a test")
    with pytest.raises(PrivacyError):
        permit.stop("again")
    with pytest.raises(PrivacyError):
        permit.finish(rows=1, released=[])


def test_a_changed_threshold_voids_every_signature(desk):
    """Whoever changes the agreement after the owners signed is refused, for that reason."""
    signed = desk.ready()
    lower = {**COMPUTATION.parameters, "minimum_found": 1}
    other = replace(COMPUTATION, parameters=lower)
    changed = SignedAgreement(AGREEMENT.but(computation=other), signed.approvals)
    assert refused(desk, changed, asked=other) == "errors.gate_forged"


def test_a_swapped_parameter_is_refused_by_name(desk):
    """The agreement is as signed, the engine asks for something else."""
    lower = {**COMPUTATION.parameters, "minimum_found": 1}
    with pytest.raises(PrivacyError) as caught:
        desk.gates["UWV"].admit(desk.ready(), replace(COMPUTATION, parameters=lower), stage=REAL)
    assert caught.value.id == "errors.gate_swapped"
    assert caught.value.parameters == {
        "field": "parameters.minimum_found",
        "agreed": "10",
        "asked": "1",
    }


def test_a_forged_signature_is_refused(desk):
    """Somebody signs in UWV's name with a key of its own."""
    signed = desk.ready()
    thief = SigningKey("UWV")
    theirs = replace(AGREEMENT.parties[1], key=thief.public)
    parties = (AGREEMENT.parties[0], theirs, *AGREEMENT.parties[2:])
    with_false_key = approve(
        AGREEMENT.but(parties=parties), thief, stage=REAL, at=AT, seen="0" * 64
    )
    kept = [one for one in signed.approvals if one.party != "UWV"]
    assert refused(desk, SignedAgreement(AGREEMENT, (*kept, with_false_key))) == (
        "errors.gate_forged"
    )


def test_an_agreement_that_brings_its_own_key_is_refused(desk):
    """Every party looks at the keys that it knows itself."""
    thief = SigningKey("UWV")
    theirs = replace(AGREEMENT.parties[1], key=thief.public)
    agreement = AGREEMENT.but(parties=(AGREEMENT.parties[0], theirs, *AGREEMENT.parties[2:]))
    signed = SignedAgreement(
        agreement,
        (
            approve(agreement, key_of("SVB"), stage=DESIGN, at=AT),
            approve(agreement, thief, stage=DESIGN, at=AT),
        ),
    )
    assert refused(desk, signed, stage=DESIGN) == "errors.gate_unknown_key"


def test_an_approval_of_another_agreement_is_no_approval(desk):
    """Replayed from last year's."""
    last_year = AGREEMENT.but(title="Vorig jaar")
    old = approved(last_year)
    assert refused(desk, SignedAgreement(AGREEMENT, old.approvals), stage=DESIGN) == (
        "errors.gate_forged"
    )


def test_an_owner_that_saw_no_design_run_is_refused(desk):
    """Its approval names a run that its own register does not have."""
    seen = {"SVB": "0" * 64, "UWV": "0" * 64}
    assert refused(desk, approved(stage=REAL, seen=seen)) == "errors.gate_untried"


@pytest.mark.parametrize(
    ("days", "reason"), [(-200, "errors.gate_early"), (300, "errors.gate_expired")]
)
def test_it_runs_in_its_time_only(tmp_path, days, reason):
    """Too early and too late are refused."""
    clock = Clock()
    clock.go(days=days)
    assert refused(Desk(tmp_path, clock=clock), approved(), stage=DESIGN) == reason


def test_a_clock_that_is_put_back_is_noticed(desk):
    """The register knows what time it was; nothing runs and nothing is written."""
    signed = desk.ready()
    desk.clock.go(days=300)
    assert refused(desk, signed) == "errors.gate_expired"
    entries = len(desk.registers["SVB"].entries())
    desk.clock.go(days=-300)
    with pytest.raises(DataError) as caught:
        desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL)
    assert caught.value.id == "errors.register_clock"
    assert len(desk.registers["SVB"].entries()) == entries
    assert [one.id for one in desk.gates["SVB"].refusals(signed, COMPUTATION, stage=REAL)] == [
        "errors.register_clock"
    ]


def test_it_runs_as_often_as_agreed(desk):
    """Runs that stopped count as well, for data were read; the design does not count."""
    signed = desk.ready()
    desk.run(signed, stage=REAL)
    permit = desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL)
    permit.read()
    permit.stop("a test")
    assert refused(desk, signed) == "errors.gate_used_up"
    desk.run(signed, stage=DESIGN, parties=["SVB"])


def test_a_run_that_read_nothing_does_not_count(desk):
    """It was cancelled because another party refused; the register says so."""
    signed = desk.ready()
    for _ in range(5):
        desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL).stop("UWV refused")
    assert [one.event for one in desk.registers["SVB"].entries()][-2:] == ["started", "cancelled"]
    desk.run(signed, stage=REAL)


def test_one_of_two_that_race_for_the_last_run_is_refused(desk):
    """Twenty at the same time, two runs left: eighteen are refused."""
    signed, results = desk.ready(), []

    def ask():
        try:
            results.append(desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL).number)
        except PrivacyError as error:
            results.append(error.id)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["1", "2", *["errors.gate_used_up"] * 18]


def test_the_budget_is_counted_against_the_agreement(desk):
    """Three runs of 0.3 in a budget of 1, the fourth is refused."""
    computation = replace(COMPUTATION, epsilon=0.3)
    agreement = AGREEMENT.but(computation=computation, epsilon=1.0, runs=3)
    signed = desk.ready(agreement)
    for _ in range(3):
        desk.run(signed, stage=REAL, asked=computation, parties=["SVB"])
    reasons = [one.id for one in desk.gates["SVB"].refusals(signed, computation, stage=REAL)]
    assert reasons == ["errors.gate_used_up", "errors.gate_budget"]


def test_an_owner_can_take_its_word_back(desk):
    """At its own gate, which then refuses every run."""
    signed = desk.ready()
    withdraw(desk.registers["UWV"], AGREEMENT, who="J. de Vries", reason="nieuwe wet")
    assert refused(desk, signed, party="UWV") == "errors.gate_withdrawn"


def test_a_party_without_data_for_a_stage_is_told_so(tmp_path):
    """Nor can it run a stage that does not exist."""
    register = Register(tmp_path / "a.register", "SVB", clock=Clock())
    register.open("test")
    gate = Gate("SVB", trusted=TRUSTED, register=register, sources={}, who="test")
    for stage in (DESIGN, REAL, "other"):
        (reason,) = gate.refusals(approved(), COMPUTATION, stage=stage)
        assert reason.id == "errors.gate_stage"


def test_a_stranger_is_refused(tmp_path):
    """A gate of somebody who takes no part."""
    register = Register(tmp_path / "a.register", "DUO", clock=Clock())
    register.open("test")
    gate = Gate("DUO", trusted=TRUSTED, register=register, sources={DESIGN: list}, who="test")
    reasons = [one.id for one in gate.refusals(approved(), COMPUTATION, stage=DESIGN)]
    assert reasons == ["errors.gate_stranger"]


def test_every_reason_is_said_at_once(desk):
    """Before signing or running people want to see all of them."""
    asked = replace(COMPUTATION, parameters={}, smallest=1)
    found = desk.gates["SVB"].refusals(SignedAgreement(AGREEMENT), asked, stage=REAL)
    assert [one.id for one in found] == [
        *["errors.gate_unsigned"] * 2,
        "errors.gate_untried",
        *["errors.gate_swapped"] * 4,
    ]


@pytest.mark.parametrize("twin", [copy.copy, replace])
def test_a_copy_of_a_permit_is_the_same_permit(desk, twin):
    """Whoever reads with one copy and cancels with the other has used up a run."""
    signed = desk.ready()
    for _ in range(2):
        permit = desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL)
        other = twin(permit)
        permit.read()
        assert other.stop("nothing was read").event == "stopped"
        with pytest.raises(PrivacyError):
            permit.finish(rows=1, released=[])
    assert refused(desk, signed) == "errors.gate_used_up"


def test_a_run_that_read_data_is_not_cancelled_afterwards(desk):
    """A later word in the register does not give it back; one that read nothing keeps its own."""
    signed = desk.ready()
    for _ in range(2):
        permit = desk.gates["SVB"].admit(signed, COMPUTATION, stage=REAL)
        permit.read()
        permit.stop("a test")
        said = {"run": permit.started.number, "stage": REAL, "reason": "oops"}
        desk.registers["SVB"].add("cancelled", who="x", agreement=AGREEMENT.digest, says=said)
    assert refused(desk, signed) == "errors.gate_used_up"


def test_a_parameter_that_is_changed_in_memory_voids_every_signature(desk):
    """The digest is of what stands there now, and not of what stood there when it was signed."""
    signed = SignedAgreement.from_json(desk.ready().to_json())
    assert signed.agreement.digest == AGREEMENT.digest
    signed.agreement.computation.parameters["minimum_found"] = 1
    asked = signed.agreement.computation
    assert refused(desk, signed, asked=asked) == "errors.gate_forged"


@pytest.mark.parametrize("content", [None, b"", b'{"number":1,'])
def test_a_register_that_was_not_begun_admits_nothing(tmp_path, content):
    """Nor is anything written into it, which would spoil it for ever."""
    path = tmp_path / "a.register"
    if content is not None:
        path.write_bytes(content)
    register = Register(path, "SVB", clock=Clock())
    gate = Gate("SVB", trusted=TRUSTED, register=register, sources={DESIGN: list}, who="test")
    with pytest.raises(DataError) as caught:
        gate.admit(approved(), COMPUTATION, stage=DESIGN)
    assert caught.value.id == "errors.register_unopened"
    assert register.open("test").event == "opened"
    gate.admit(approved(), COMPUTATION, stage=DESIGN).read()
