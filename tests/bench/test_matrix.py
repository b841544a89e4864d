"""The matrix: every case by every kind of technique has one thing in it, from records or judged."""

import re
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench import bench, usecases
from pet_workbench.bench import Attempt, Cell
from pet_workbench.bench.attempts import attempt
from pet_workbench.bench.matrix import (
    KINDS,
    LEVELS,
    Fits,
    Matrix,
    Possible,
    WhyNot,
    address,
    build,
    kinds_of,
)
from pet_workbench.bench.matrix import matrix as building
from pet_workbench.bench.matrix.judgements import EXACT, Judgements, has_noise, judgements, read
from pet_workbench.core import DataError, ParameterError
from tests.bench import made

CASES = usecases.names()
AIO = "secret-sharing:pseudonyms"
OTHER_MACHINE = {**made.about(made.TABLE)["machine"], "processor": "Another", "cores": "64"}


def aio(n: int = 10_000, technique: str = AIO, **changed):
    """Return a record of the case `aio` without an attack, with some fields changed."""
    return made.record(Cell("aio", technique, n), **{"attack": None, **changed})


def evidence(matrix: Matrix, technique: str = AIO):
    """Return what the matrix holds about a technique of the case `aio`."""
    return next(one for one in matrix.evidence("aio") if one.technique == technique)


@pytest.fixture(scope="module")
def empty() -> Matrix:
    """Return the matrix without any measurement."""
    return build(())


def test_every_case_of_the_workbench_is_in_the_matrix(empty):
    """A case added without judgements is caught here; the error says what to write."""
    ours = {case for case in CASES if type(usecases.get(case)).__module__.startswith("pet_")}
    assert ours <= set(empty.cases)
    assert set(judgements()) <= set(CASES)


def test_every_cell_is_one_of_three(empty):
    """No blank: a technique, a reason why not, or how it would fit."""
    cells = [empty.cell(case, kind) for case in empty.cases for kind in KINDS]
    assert {type(cell) for cell in cells} == {Fits, WhyNot, Possible}
    assert len(cells) == len(empty.cases) * 13


@pytest.mark.parametrize("case", CASES)
def test_a_cell_fits_where_the_case_has_a_technique(empty, case):
    """What fits follows from the case's own techniques, combinations under each of their parts."""
    own = {kind for id in usecases.get(case).techniques for kind in kinds_of(id)}
    fitting = {kind for kind in KINDS if isinstance(empty.cell(case, kind), Fits)}
    assert fitting == own
    for kind in fitting:
        techniques = empty.cell(case, kind).techniques
        assert all(kind in kinds_of(one.technique) for one in techniques)


@pytest.mark.parametrize("case", CASES)
def test_judgements_are_about_what_there_is(case):
    """No judgement is left behind about a technique or a leak that the case no longer has."""
    judged, techniques = judgements()[case], usecases.get(case).techniques
    assert set(judged.answers) <= set(techniques)
    assert set(judged.leaks) == {leak for one in techniques.values() for leak in one.leaks}


def test_a_kind_with_neither_technique_nor_reason_is_refused():
    """The error says in which file and under which heading something is missing."""
    with pytest.raises(DataError, match=r"\[aio.why-not\] or \[aio.possible\]") as caught:
        building._entry(Judgements("aio", judgements()["aio"].error), "hashed-ids", ())
    assert caught.value.parameters["count"] == 0


def test_a_reason_beside_a_technique_is_refused(empty):
    """A reason why not is a mistake where the case has a technique."""
    judged = Judgements("aio", judgements()["aio"].error, why_not={"homomorphic": "no-lists"})
    with pytest.raises(DataError, match="exactly one") as caught:
        building._entry(judged, "homomorphic", empty.evidence("aio"))
    assert caught.value.parameters["count"] == 2


def test_a_case_without_judgements_is_refused_by_name(log):
    """Asked for, it is an error that says what to write; by default it is left out, and named."""
    with pytest.raises(DataError, match=r"\[invented.why-not\].*judgements.toml"):
        build((), cases=["invented"])
    assert build(()).undescribed == ("invented",)


def test_a_leak_that_nobody_judged_is_refused():
    """How bad a leak is must be said before it stands in the matrix."""
    with pytest.raises(DataError, match=r"\[aio.leaks\]"):
        judgements()["aio"].level(("something_new",))


@given(st.lists(st.sampled_from(sorted(judgements()["aio"].leaks))))
def test_the_worst_leak_counts(leaks):
    """Leaks together are as bad as the worst of them, and nothing if there is none."""
    judged = judgements()["aio"]
    worst = max((LEVELS.index(judged.leaks[leak]) for leak in leaks), default=0)
    assert judged.level(tuple(leaks)) == LEVELS[worst]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[x.why-not]\nhomomorphic = 'y'", DataError),
        ("[x]\nerror = {unit = 'cells'}\n[x.excuses]\nhomomorphic = 'y'", DataError),
        ("[x]\nerror = {unit = 'cells'}\n[x.why-not]\nmagic = 'y'", ParameterError),
        ("[x]\nerror = {unit = 'cells'}\n[x.leaks]\nall = 'awful'", ParameterError),
        ("[x]\nerror = {unit = 'cells'}\n[x.answers]\nsuppression = 'nice'", ParameterError),
    ],
)
def test_impossible_judgements_are_refused(text, error):
    """An unknown part, kind, level or answer, or no unit of error, is not read past."""
    assert tomllib.loads(text)
    with pytest.raises(error):
        read(text)


def test_unknown_cases_and_kinds_are_refused(empty):
    """Neither a cell nor an address can be asked for outside the matrix."""
    for ask in (
        lambda: empty.cell("aio", "magic"),
        lambda: empty.cell("nothing", "homomorphic"),
        lambda: empty.evidence("nothing"),
        lambda: address("aio", "magic"),
        lambda: kinds_of("secret-sharing+magic"),
    ):
        with pytest.raises(ParameterError):
            ask()


def test_addresses_are_unlike_and_fit_for_a_link():
    """Each cell has an id of its own that can stand in a link as it is."""
    found = [address(case, kind) for case in CASES for kind in KINDS]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"matrix-[a-z0-9-]+", one) for one in found)


def test_figures_follow_the_records():
    """Time, traffic, error, releases and attack in a cell are those of the record."""
    attack = Attempt("aio_incomes", "partly", 3, 9, 10_000)
    record = aio(error=2.0, attack=attack)
    found = evidence(build([record]))
    assert found.teaching.is_measured
    assert (found.teaching.seconds.low, found.teaching.seconds.middle) == (1.0, 1.1)
    assert found.teaching.bytes.middle == record.bytes == 12
    assert found.errors == ((10_000, 2.0),)
    assert (found.released, found.attack) == (record.released, attack)
    assert not found.is_exact


def test_the_newest_record_of_a_cell_wins():
    """A cell that was measured again shows the later figures, in whatever order they are read."""
    old = aio(seconds=(9.0,), cpu_seconds=(9.0,), date="2026-01-01T00:00:00+00:00")
    new = aio(seconds=(2.0,), cpu_seconds=(2.0,), date="2026-02-01T00:00:00+00:00")
    for records in ([old, new], [new, old]):
        assert evidence(build(records)).teaching.seconds.middle == 2.0
        assert build(records).date == new.date


def test_machines_are_not_mixed():
    """One machine stands in a matrix: the one asked for, or the one of most records."""
    mine = [aio(), aio(100_000)]
    theirs = [aio(seconds=(0.1,), cpu_seconds=(0.1,), machine=OTHER_MACHINE)]
    assert evidence(build([*theirs, *mine])).teaching.seconds.middle == 1.1
    asked = build([*mine, *theirs], machine=OTHER_MACHINE)
    assert evidence(asked).teaching.seconds.middle == 0.1
    assert evidence(asked).national.use is None
    assert asked.machine["processor"] == "Another"


def test_load_does_not_make_another_machine():
    """What else a machine was doing comes and goes; it is the same machine."""
    busy = {**made.about(made.TABLE)["machine"], "load": "7.5"}
    found = evidence(build([aio(), aio(100_000, machine=busy)]))
    assert [n for n, _ in found.errors] == [10_000, 100_000]


def test_other_networks_and_parameters_are_passed_over():
    """Runs over an emulated network or with other parameters answer another question."""
    far = made.record(Cell("aio", AIO, 10_000, network="wan"), attack=None)
    strict = made.record(Cell("aio", AIO, 10_000, parameters={"minimum_found": 20}), attack=None)
    matrix = build([far, strict])
    assert evidence(matrix).errors == ()
    assert (matrix.machine, matrix.date) == ({}, None)


def test_national_size_is_measured_or_extrapolated_and_says_which():
    """Where nobody ran it at national size, the laws of growth say what to expect, marked so."""
    few = [aio(n, seconds=(n / 1e6,) * 3) for n in (10_000, 100_000, 1_000_000)]
    guessed = evidence(build(few)).national
    assert not guessed.is_measured
    assert guessed.seconds.low <= 3.5 <= guessed.seconds.high
    measured = evidence(build([*few, aio(3_500_000, seconds=(5.0,) * 3)])).national
    assert measured.is_measured
    assert measured.seconds.middle == 5.0


def test_one_size_alone_is_not_extrapolated():
    """From one measurement nothing follows about other sizes."""
    assert evidence(build([aio()])).national.use is None


def test_a_run_that_was_given_up_is_shown_unless_it_was_measured_later():
    """A cell over its budget says so; a measurement at that size replaces it."""
    given_up = made.stopped(Cell("aio", AIO, 3_500_000))
    assert evidence(build([aio()], stopped=[given_up])).national.stopped is given_up
    both = build([aio(), aio(3_500_000)], stopped=[given_up])
    assert evidence(both).national.stopped is None


def test_the_attack_at_the_largest_size_counts():
    """Where an attack was tried at several sizes, the hardest is shown."""
    small = aio(attack=Attempt("aio_incomes", "failed", 0, 9, 10_000))
    large = aio(100_000, attack=Attempt("aio_incomes", "succeeded", 9, 9, 100_000))
    silent = aio(1_000_000)
    assert evidence(build([small, large, silent])).attack.result == "succeeded"


@pytest.mark.parametrize("key", ["table", "fall-injuries", "treatment", "securened"])
def test_judged_leaks_agree_with_the_attack(key):
    """Where an attack succeeds, more leaks than numbers; where a file is readable, it succeeds."""
    case = usecases.get(key)
    n = max(case.sizes[0], 5) if key == "table" else min(case.sizes[0], 1_000)
    tables = case.load(n=n, seed=1)
    for id, technique in case.techniques.items():
        level = judgements()[key].level(technique.leaks)
        got = attempt(case, id, tables, {}, n=n).result
        assert got != "succeeded" or level in {"details", "readable"}, id
        assert level != "readable" or got == "succeeded", id


@pytest.mark.parametrize("case", CASES)
def test_what_answers_are_said_to_be_was_measured_so(case):
    """In the records that come with the workbench exact answers are exact, and others are not."""
    for one in build(bench.records(), cases=[case]).evidence(case):
        if not one.errors:
            continue
        assert one.is_exact == (one.answers in EXACT), one.technique
        assert has_noise(one.technique) == (one.answers in ("noise", "invented-noise"))


def test_how_computers_round_is_no_error():
    """Where a case says what rounding is, a smaller difference is none, and a larger one is."""
    text = "[x]\nerror = {unit = 'cells', rounding = 1e-6}"
    judged = {**judgements(), "aio": replace(read(text)["x"], leaks=judgements()["aio"].leaks)}
    for error, exact in ((1e-7, True), (1e-5, False)):
        found = building._weighed(usecases.get("aio"), judged["aio"], [aio(error=error)], ())
        assert found[0].is_exact is exact
