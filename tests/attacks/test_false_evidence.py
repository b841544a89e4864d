"""Every trick works on who does not look, none on who checks; a simulation's memory lies open."""

import pytest

from pet_workbench.attacks.changed_program import disguised
from pet_workbench.attacks.false_evidence import TRICKS, attempt
from pet_workbench.attacks.host_memory import PUBLISHED, read_memory
from pet_workbench.attacks.second_table import WAYS, two_tables
from pet_workbench.core import ParameterError
from pet_workbench.enclave import Policy, Program, SimulatedChip, SimulatedEnclave, deliver
from pet_workbench.enclave.delivery import Delivery
from tests.enclave.counting import count

DATA = b"row\n" * 40
PROGRAM = Program("count", count, {"least": 3})
STOPPED_BY = {
    "program": "errors.enclave_measurement",
    "debug": "errors.enclave_debug",
    "firmware": "errors.enclave_version",
    "replay": "errors.enclave_binding",
    "root": "errors.enclave_root",
    "key": "errors.enclave_binding",
    "tampered": "errors.enclave_signature",
}


def tried(trick, *, is_checked):
    """Try a trick on the owner of `DATA`."""
    changed = disguised(PROGRAM)
    return attempt(trick, DATA, approved=PROGRAM, changed=changed, is_checked=is_checked)


@pytest.mark.parametrize("trick", TRICKS[1:])
def test_who_checks_sends_nothing_and_knows_why(trick):
    """Each trick is stopped by the check that is there for it, before anything is encrypted."""
    got = tried(trick, is_checked=True)
    assert got.error.id == STOPPED_BY[trick]
    assert (got.sent, got.read) == (0, b"")
    reasons = [refusal.reason for refusal in got.refusals]
    assert reasons == ([] if trick == "tampered" else [STOPPED_BY[trick].split("_")[1]])
    assert (got.evidence is None) == (trick == "tampered")


@pytest.mark.parametrize("trick", TRICKS[1:])
def test_who_does_not_look_loses_everything(trick):
    """The same tricks give the host all of the data, encrypted as they were."""
    got = tried(trick, is_checked=False)
    assert got.error is None
    assert got.read == DATA
    assert got.sent > len(DATA)


@pytest.mark.parametrize("is_checked", [True, False])
def test_without_a_trick_data_arrive_and_the_host_reads_none(is_checked):
    """The right evidence is let through: a check that refuses everything would be no check."""
    got = tried("none", is_checked=is_checked)
    assert (got.error, got.refusals, got.read) == (None, (), b"")
    assert got.sent > len(DATA)
    assert got.evidence.root == got.root


def test_there_are_no_other_tricks():
    """A trick or a way that does not exist is refused."""
    with pytest.raises(ParameterError):
        tried("magic", is_checked=True)
    with pytest.raises(ParameterError):
        two_tables(PROGRAM, {}, {}, way="magic")


def test_a_disguised_program_has_the_name_and_not_the_measurement():
    """Name and settings can be copied; the text cannot."""
    other = disguised(PROGRAM)
    assert (other.name, other.settings) == (PROGRAM.name, PROGRAM.settings)
    assert other.measurement != PROGRAM.measurement


def test_the_memory_of_a_simulation_lies_open():
    """After a run the host reads what every sender delivered, and before it nothing."""
    enclave = SimulatedEnclave(SimulatedChip(), PROGRAM)
    assert read_memory(enclave) == {}
    chip = SimulatedChip()
    inside = SimulatedEnclave(chip, PROGRAM)
    policy = Policy(frozenset({chip.root}), frozenset({PROGRAM.measurement}))
    asked = {"policy": policy, "key": inside.key, "nonce": b"1"}
    inside.run([deliver(DATA, inside.attest(b"1"), sender=one, **asked) for one in ("a", "b")])
    assert read_memory(inside) == {"a": DATA, "b": DATA}


@pytest.mark.parametrize("way", WAYS)
def test_a_program_that_counts_gives_one_table(way):
    """Asking again, an old state, no state and two copies: none brings a second answer."""
    got = two_tables(Program("once", once), {"a": b"x"}, {"a": b"xy"}, way=way)
    assert got.first == b"1"
    assert got.second is None
    assert got.error.id == ("errors.once" if way == "ask" else "errors.enclave_old_state")


def test_a_program_that_does_not_count_gives_two_tables():
    """Their difference is what one row more does."""
    got = two_tables(PROGRAM, {"a": b"1\n2\n3\n"}, {"a": b"1\n2\n3\n4\n"}, way="ask")
    assert (got.first, got.error) == (b"3", None)
    assert got.second == b"7"


def once(rows, state):
    """Answer once."""
    if state:
        raise ParameterError("errors.once", "once is enough")
    return b"%d" % len(rows), {"done": True}


def test_a_delivery_is_opaque():
    """What is sent does not hold the data, whoever it is encrypted to."""
    got = tried("key", is_checked=False)
    assert got.sent == Delivery("owner", DATA).bytes + 32 + 16


def test_published_attacks_have_a_year_and_an_address():
    """Each can be looked up, and they stand in order."""
    assert [one.year for one in PUBLISHED] == sorted(one.year for one in PUBLISHED)
    assert all(one.url.startswith("https://") for one in PUBLISHED)
    assert len({one.id for one in PUBLISHED}) == len(PUBLISHED)
