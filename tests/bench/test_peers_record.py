"""A record of another engine: ratios by hand, absence with its reason, one line of JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.bench.peers import OURS, Ratio, Turns, keep, load, newest, stored
from pet_workbench.bench.peers.record import read_line
from pet_workbench.core import DataError
from tests.bench.peer_kit import record

TIMES = st.lists(st.floats(1e-6, 1e4), min_size=2, max_size=7)


def test_a_ratio_is_made_turn_by_turn():
    """The second turn was slow for both: it counts once as a ratio of 2, not of 200."""
    found = record("seal", (3.0, 200.0, 8.0), (1.0, 100.0, 2.0)).ratio
    assert (found.median, found.lowest, found.highest) == (3, 2, 4)


def test_one_turn_has_no_spread():
    """A ratio of one turn says so, instead of a spread of nothing."""
    found = record("seal", (3.0,), (2.0,)).ratio
    assert (found.median, found.lowest, found.highest) == (1.5, None, None)


@given(TIMES, st.floats(1e-3, 1e3))
def test_engines_that_take_as_many_times_as_long_have_that_ratio(ours, factor):
    """Whatever the turns were like, a constant factor comes out, with no spread."""
    found = Ratio.of(tuple(factor * one for one in ours), tuple(ours))
    assert (found.lowest, found.median, found.highest) == pytest.approx((factor,) * 3)


def test_there_is_no_ratio_without_two_sides():
    """Ours alone, an absent one, and one that ours took no part with."""
    assert record().ratio is None
    assert record("phe", ()).ratio is None
    assert record("tenseal", (1.0,)).ratio is None
    assert Ratio.of((1.0,), (0.0,)) is None


def test_either_clock_can_be_asked():
    """The ratio is of the record's own clock unless the other is asked for."""
    both = record("seal", (4.0,), (2.0,), clock="cpu_seconds")
    assert both.ratio.median == 2
    assert both.ratio_by("seconds") is None


def test_bytes_are_told_for_each_item():
    """Of all parties together; nothing where the engine does not tell."""
    sent = record("mpyc", turns=Turns((1.0,), bytes=7000), n=1000)
    assert sent.bytes_per_item == 7
    assert record("spu").bytes_per_item is None
    assert record("spu", ()).bytes_per_item is None


@pytest.mark.parametrize(
    "changes",
    [
        {"measured": "absent"},
        {"reason": "timeout"},
        {"clock": "minutes"},
        {"base": (1.0, 2.0)},
    ],
    ids=str,
)
def test_a_record_that_contradicts_itself_cannot_be_made(changes):
    """Absent with a time, present with a reason, an unknown clock, turns that nobody shared."""
    with pytest.raises((ValueError, AttributeError)):
        record("seal", (1.0,), **changes)


@pytest.mark.parametrize("times", [(), (-1.0,), (float("nan"),), (float("inf"),)])
def test_turns_are_times(times):
    """Finite, not negative, and at least one."""
    with pytest.raises(ValueError, match="times"):
        Turns(times)


@pytest.mark.parametrize(
    "one",
    [
        record(),
        record("phe", ()),
        record("openfhe", (2.0, 3.0), (1.0, 1.0), more={"ring": "8192"}),
    ],
    ids=lambda one: one.engine,
)
def test_a_line_is_read_as_it_was_written(one):
    """Present, absent and beside ours."""
    assert read_line(one.to_json()) == one


def test_nothing_that_was_computed_is_written():
    """A line holds times; ratios are made from them when it is read."""
    told = json.loads(record("seal", (2.0,), (1.0,)).to_json())
    assert not any("ratio" in name or "median" in name for name in (*told, *told["turns"]))


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", "{not json", '{"schema": 2}', record().to_json().replace('"n":', '"m":')],
)
def test_a_line_of_something_else_is_refused(line):
    """Other JSON, another version, other fields."""
    with pytest.raises(DataError) as caught:
        read_line(line)
    assert caught.value.id == "errors.bench_peers_record"


def test_a_wrong_line_is_refused_with_its_number(tmp_path):
    """The third line, an empty one counted."""
    path = tmp_path / "some.jsonl"
    path.write_text(f"{record().to_json()}\n\n{{}}\n")
    with pytest.raises(DataError) as caught:
        load(path)
    assert caught.value.parameters["number"] == 3
    assert caught.value.parameters["path"] == "some.jsonl"


class TestKept:
    """Files that grow, and which lines count."""

    def test_what_is_kept_comes_back(self, tmp_path):
        """One line each, in a folder that was not there."""
        path = tmp_path / "new" / "some.jsonl"
        for one in (record(), record("phe", ())):
            keep(path, one)
        assert load(path) == (record(), record("phe", ()))

    def test_a_half_written_line_costs_itself_only(self, tmp_path):
        """A writer that died leaves half a line; the next one removes it."""
        path = tmp_path / "some.jsonl"
        keep(path, record())
        with path.open("a") as file:
            file.write(record().to_json()[:40])
        keep(path, record("seal"))
        assert [one.engine for one in load(path)] == [OURS, "seal"]

    def test_the_last_run_counts(self):
        """Of the same job, size, engine and way of using it."""
        older, newer = record("seal", (2.0,)), record("seal", (1.0,), session="2026-11-23")
        other = record("seal", (3.0,), variant="by-hand")
        assert set(map(id, newest((newer, older, other)))) == {id(newer), id(other)}

    def test_an_engine_that_is_absent_now_is_absent(self):
        """Its time of another run would stand beside ours of this one."""
        gone = record("phe", (), job="", n=0, session="2026-11-23")
        assert newest((record("phe", (2.0,)), gone)) == (gone,)
        back = record("phe", (1.0,), session="2026-11-24")
        assert newest((gone, back)) == (back,)

    def test_a_reference_is_kept(self):
        """It was measured once, and stays, with its own date, when others are measured again."""
        once = record("openfhe", (2.0,), (1.0,), measured="reference")
        gone = record("openfhe", (), job="", n=0, session="2026-11-23")
        ours = record(session="2026-11-23")
        assert newest((once, gone, record(), ours)) == (once, ours)
        again = record("openfhe", (3.0,), (1.0,), measured="reference", session="2026-11-24")
        assert newest((once, again)) == (again,)


def test_what_comes_with_the_workbench_is_sound():
    """Every record beside ours has a ratio; no two are about the same; ours stand alone."""
    records = stored()
    keys = [(one.family, one.job, one.n, one.engine, one.variant) for one in records]
    assert len(keys) == len(set(keys))
    for one in records:
        assert (one.ratio is None) == (one.base is None)
        assert one.base is None or not one.is_ours
        assert one.machine["processor"]


def test_a_ratio_is_of_its_own_run():
    """The times of ours beside another engine are those of our own line of the same run."""
    ours = {(one.session, one.family, one.job, one.n): one for one in stored() if one.is_ours}
    beside = [one for one in stored() if one.base is not None]
    for one in beside:
        same = ours.get((one.session, one.family, one.job, one.n))
        if same is not None:
            assert one.base.seconds == same.turns.seconds
            assert one.base.cpu_seconds == same.turns.cpu_seconds
        else:
            assert one.measured == "reference"
