"""False loads find the room of every carrier that can win, unless somebody counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.attacks.probing import NOBODY, Probe, Room, probe, rooms
from pet_workbench.core import ParameterError, PrivacyError
from pet_workbench.usecases.logistics import CASE, SHIPPER
from pet_workbench.usecases.logistics.offers import by_line, carriers_of, lines
from pet_workbench.usecases.run_limit import RunLimit


def market(offers):
    """Return the answer to a load, for carriers with (room, price)."""

    def ask(pallets):
        able = [(price, at) for at, (room, price) in enumerate(offers) if room >= pallets]
        return min(able)[1] if able else NOBODY

    return ask


@settings(max_examples=60, deadline=None)
@given(offers=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=6))
def test_all_rooms_that_can_be_found_are_found_precisely(offers):
    """Whoever wins for some load is found with exactly its room, in few questions."""
    ask, most = market(offers), 40
    probes = list(probe(ask, most=most))
    winners = {ask(pallets) for pallets in range(1, most + 1)} - {NOBODY}
    found = rooms(probes, most=most)
    assert {room.carrier for room in found} == winners
    assert all(room.at_least == room.at_most == offers[room.carrier][0] for room in found)
    assert len(probes) <= 1 + (len(winners) + 1) * 7
    assert len({one.pallets for one in probes}) == len(probes)


def test_nobody_with_room_takes_one_question():
    """One pallet is refused, so everything is."""
    assert list(probe(market([(0, 1)]), most=33)) == [Probe(1, NOBODY)]


def test_few_answers_leave_a_range():
    """Between the largest load won and the next one asked."""
    probes = [Probe(1, 0), Probe(20, 1), Probe(10, 0)]
    assert rooms(probes, most=33) == (Room(0, 10, 19), Room(1, 20, 33))


def test_no_load_at_all_is_refused():
    """There has to be something to ask."""
    with pytest.raises(ParameterError):
        list(probe(market([(1, 1)]), most=0))


def asking(tables, **options):
    """Return how a shipper asks about the line of its first load with one false load a run."""
    first = tables[SHIPPER].iloc[:1]

    def ask(pallets):
        lie = first.assign(pallets=pallets)
        outcome = CASE.run(
            "secret-sharing", {**tables, SHIPPER: lie}, keep_payload_bytes=0, **options
        )
        return int(outcome.answer.winner[0])

    return ask


def test_it_works_on_secret_shared_offers():
    """Real runs give the room of real (invented) carriers, without breaking any share."""
    tables = CASE.load(n=1, seed=4)
    found = rooms(list(probe(asking(tables), most=33)), most=33)
    line = lines(tables[SHIPPER])[0]
    assert found
    for room in found:
        pallets, _ = by_line(tables[carriers_of(tables)[room.carrier]])
        assert room.at_least == room.at_most == pallets[line]


def test_counting_loads_stops_it():
    """With three loads allowed the fourth is refused, and rooms stay ranges."""
    tables, answers = CASE.load(n=1, seed=4), []
    with pytest.raises(PrivacyError, match="at most 3 runs"):
        answers.extend(probe(asking(tables, run_limit=RunLimit(3)), most=33))
    assert len(answers) == 3
    assert any(room.at_least < room.at_most for room in rooms(answers, most=33))
