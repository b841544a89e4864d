"""A technique runs only as agreed, at every party, and leaves a trace at each."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.core import PetError, PrivacyError, ProtocolError, run_parties
from pet_workbench.governance import (
    Agreement,
    Gate,
    Output,
    Party,
    SignedAgreement,
    SigningKey,
    approve,
)
from pet_workbench.governance.approval import DESIGN, REAL
from pet_workbench.governance.register import Checkpoint, Register, checkpoint, verify
from pet_workbench.usecases.agreed import Seat, agreed_programs, computation_of
from tests.governance.made import AT, Clock

CASE = usecases.get("aio")
PARTIES = ("SVB", "UWV", "CBS")
KEYS = {party: SigningKey(party) for party in PARTIES}
TRUSTED = {party: key.public for party, key in KEYS.items()}
INVENTED = CASE.load(n=2_000, seed=1)
REAL_TABLES = CASE.load(n=2_000, seed=2)
COMPUTATION = computation_of(CASE.run("secret-sharing", INVENTED), software="test")
AGREEMENT = Agreement(
    title="Wie mist de AIO?",
    purpose="Huishoudens vinden die de AIO missen.",
    parties=tuple(
        Party(
            party,
            TRUSTED[party],
            ("computer",) if party == "CBS" else ("owner", "computer"),
            basis="" if party == "CBS" else "wet",
            reference="" if party == "CBS" else "artikel 1",
        )
        for party in PARTIES
    ),
    definitions=(),
    columns=(),
    decisions=(),
    computation=COMPUTATION,
    runs=1,
    epsilon=0.0,
    since="2026-01-01T00:00:00Z",
    until="2026-12-31T23:59:59Z",
)


class Room:
    """Three parties with their own folders, and what each of them read."""

    def __init__(self, folder):
        self.reads, self.clock = [], Clock()
        self.registers = {
            party: Register(folder / f"{party}.register", party, clock=self.clock)
            for party in PARTIES
        }
        self.seats = {party: self._seat(party) for party in PARTIES}

    def _seat(self, party):
        register = self.registers[party]
        register.open("test")

        def source(stage, tables):
            def read():
                self.reads.append((party, stage))
                return tables.get(party)

            return read

        gate = Gate(
            party,
            trusted=TRUSTED,
            register=register,
            sources={DESIGN: source(DESIGN, INVENTED), REAL: source(REAL, REAL_TABLES)},
            who="test",
        )
        return Seat(gate, KEYS[party], TRUSTED)

    def run(self, signed, *, stage, asked=COMPUTATION):
        """Run all parties in this process."""
        programs = agreed_programs(CASE, self.seats, signed, asked, stage=stage)
        results, transcript = run_parties(programs)
        return CASE.answer(results), transcript

    def events(self, party):
        """Return what stands in a register, in short."""
        return [one.event for one in self.registers[party].entries()]


def signed_for(stage, seen=None, agreement=AGREEMENT):
    """Return the agreement with the owners' approvals for one stage."""
    approvals = (
        approve(agreement, KEYS[party], stage=stage, at=AT, seen=(seen or {}).get(party, ""))
        for party in agreement.owners
    )
    return SignedAgreement(agreement, tuple(approvals))


def after_design(room):
    """Return the agreement, approved for the real run after everybody saw the design."""
    room.run(signed_for(DESIGN), stage=DESIGN)
    seen = {
        party: next(one.mark for one in room.registers[party].entries() if one.event == "finished")
        for party in AGREEMENT.owners
    }
    return signed_for(REAL, seen)


@pytest.fixture
def room(tmp_path):
    """The three parties, before anything happened."""
    return Room(tmp_path)


def test_the_agreed_run_gives_the_answer_of_the_case(room):
    """On the real tables, after a design run on the invented ones."""
    answer, _ = room.run(after_design(room), stage=REAL)
    exact = CASE.exact(REAL_TABLES, **CASE.parameters)
    np.testing.assert_array_equal(answer.households, exact)
    assert sorted(room.reads) == sorted((p, stage) for stage in (DESIGN, REAL) for p in PARTIES)


def test_every_register_says_what_happened(room):
    """What was received by whom, and the word of the other two."""
    answer, _ = room.run(after_design(room), stage=REAL)
    for party in PARTIES:
        assert room.events(party) == [
            "opened",
            *["started", "finished", "received", "received"] * 2,
        ]
        last = [one for one in room.registers[party].entries() if one.event == "finished"][-1]
        (released,) = last.says["released"]
        assert released["receiver"] == "SVB"
        assert released["items"] == (answer.households.size if party == "SVB" else None)
        assert last.says["rows"] == (0 if party == "CBS" else len(REAL_TABLES[party]))


def test_the_word_of_the_others_shows_a_history_written_anew(room):
    """UWV keeps SVB's checkpoint; SVB begins a new register without the run."""
    room.run(after_design(room), stage=REAL)
    kept = [
        ("UWV", Checkpoint.from_plain(one.says))
        for one in room.registers["UWV"].entries()
        if one.event == "received" and one.says["party"] == "SVB"
    ]
    path = room.registers["SVB"].path
    assert verify(path, public=TRUSTED["SVB"], checkpoints=kept).faults == ()
    path.unlink()
    Register(path, "SVB", clock=room.clock).open("test")
    faults = verify(path, public=TRUSTED["SVB"], checkpoints=kept).faults
    assert {(one.kind, one.by) for one in faults} == {("cut", "UWV")}


@pytest.mark.parametrize("missing", ["SVB", "UWV"])
def test_one_refusal_stops_all_and_costs_nobody_a_run(room, missing):
    """Nothing was read anywhere, and later the one run that is allowed still runs."""
    complete = after_design(room)
    room.reads.clear()
    kept = tuple(one for one in complete.approvals if one.party != missing)
    with pytest.raises(PrivacyError):
        room.run(SignedAgreement(AGREEMENT, kept), stage=REAL)
    assert room.reads == []
    room.run(complete, stage=REAL)


def test_a_third_body_that_was_told_otherwise_is_noticed(room):
    """It got an older agreement with the same computation: everybody stops before reading."""
    older = AGREEMENT.but(title="Eerste versie")
    programs = agreed_programs(CASE, room.seats, signed_for(DESIGN), COMPUTATION, stage=DESIGN)
    other = agreed_programs(
        CASE, room.seats, signed_for(DESIGN, agreement=older), COMPUTATION, stage=DESIGN
    )
    with pytest.raises(ProtocolError) as caught:
        run_parties({**programs, "CBS": other["CBS"]})
    assert caught.value.id == "errors.agreed_otherwise"
    assert room.reads == []
    assert all("cancelled" in room.events(party) for party in PARTIES)


def test_a_swapped_parameter_stops_at_every_party(room):
    """Whoever starts the engine with a lower minimum."""
    lower = {**COMPUTATION.parameters, "minimum_found": 1}
    asked = replace(COMPUTATION, parameters=lower)
    for party in PARTIES:
        seats = {party: room.seats[party]}
        programs = agreed_programs(CASE, seats, signed_for(DESIGN), asked, stage=DESIGN)
        with pytest.raises(PrivacyError) as caught:
            run_parties(programs)
        assert caught.value.id == "errors.gate_swapped"
    assert room.reads == []


def test_two_real_runs_at_once_are_one(room):
    """The register lets one of them through; the other reads nothing."""
    signed, ended = after_design(room), []
    room.reads.clear()

    def run():
        try:
            room.run(signed, stage=REAL)
            ended.append("finished")
        except PetError as error:
            ended.append(error.id)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(room.reads) in ([], sorted((party, REAL) for party in PARTIES))
    if "finished" not in ended:
        room.run(signed, stage=REAL)
    with pytest.raises(PrivacyError) as caught:
        room.run(signed, stage=REAL)
    assert caught.value.id == "errors.gate_used_up"


def test_a_run_that_fails_halfway_counts(room):
    """Data were read: the register says that it stopped, and why."""
    signed = after_design(room)
    programs = agreed_programs(CASE, room.seats, signed, COMPUTATION, stage=REAL)
    with pytest.raises(ProtocolError):
        run_parties(programs, interfere=lambda sent, got: None if sent.round > 3 else got)
    last = room.registers["UWV"].entries()[-1]
    assert (last.event, last.says["reason"]) == ("stopped", "GeneratorExit")
    with pytest.raises(PrivacyError) as caught:
        room.run(signed, stage=REAL)
    assert caught.value.id == "errors.gate_used_up"


def test_a_counter_in_the_parameters_is_refused():
    """The agreement counts the runs."""
    from pet_workbench.usecases.run_limit import RunLimit

    outcome = CASE.run("secret-sharing", INVENTED, run_limit=RunLimit(3))
    with pytest.raises(PetError):
        computation_of(outcome, software="test")


@pytest.mark.parametrize(
    "quiet",
    [
        {"learned": ()},
        {"smallest": 50},
        {"epsilon": 0.1},
        {"outputs": (Output("number", "SVB", "exact"),)},
    ],
    ids=str,
)
def test_an_agreement_that_keeps_quiet_about_what_happens_is_refused(tmp_path, quiet):
    """All owners signed it; what the technique says of itself is not what they read."""
    assert COMPUTATION.learned == CASE.technique("secret-sharing").leaks != ()
    computation = replace(COMPUTATION, **quiet)
    agreement = AGREEMENT.but(computation=computation, epsilon=1.0)
    room = Room(tmp_path)
    with pytest.raises(PrivacyError) as caught:
        room.run(signed_for(DESIGN, agreement=agreement), stage=DESIGN, asked=computation)
    assert caught.value.id == "errors.agreed_untold"
    assert "finished" not in room.events("SVB")


def test_a_run_without_one_of_the_owners_is_refused(room):
    """Two runs, with and without an owner, would tell what that owner has."""
    seats = {party: seat for party, seat in room.seats.items() if party != "UWV"}
    programs = agreed_programs(CASE, seats, signed_for(DESIGN), COMPUTATION, stage=DESIGN)
    with pytest.raises(PrivacyError) as caught:
        run_parties(programs)
    assert caught.value.id == "errors.agreed_untold"
    assert caught.value.parameters["found"] == "UWV"
    assert room.reads == []


def test_a_word_of_another_run_that_goes_on_meanwhile_does_no_harm(room):
    """It came after this run started, and may be newer; what came before may not."""
    later = replace(room.registers["SVB"].entries()[0], number=900)
    told = checkpoint(later, KEYS["SVB"]).to_plain()

    def meanwhile(sent, got):
        if "checkpoint" in sent.step and room.events("UWV")[-1] == "finished":
            room.registers["UWV"].add("received", who="test", says=told)
        return got

    signed = signed_for(DESIGN)
    programs = agreed_programs(CASE, room.seats, signed, COMPUTATION, stage=DESIGN)
    run_parties(programs, interfere=meanwhile)
    assert 900 in [one.says.get("number") for one in room.registers["UWV"].entries()]
    with pytest.raises(PrivacyError) as caught:
        room.run(signed, stage=DESIGN)
    assert caught.value.id == "errors.register_checkpoint_old"
