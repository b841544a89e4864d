"""The matrix in words: complete in both languages, short, and following the records."""

import re
from collections import Counter

import pytest

from pet_workbench import bench, usecases
from pet_workbench.bench import Attempt, Cell
from pet_workbench.bench.attempts import attack_of
from pet_workbench.bench.matrix import (
    BY,
    KINDS,
    Fits,
    build,
    case_name,
    reading,
    say,
    score,
    score_words,
    tell,
)
from pet_workbench.bench.matrix.judgements import judgements
from pet_workbench.bench.matrix.names import error_words, leak_words, people, technique_name
from pet_workbench.core import DataError, ParameterError
from pet_workbench.i18n import LANGUAGES, catalogue
from tests.bench import made

CASES = usecases.names()
SHARING, PLAIN = "secret-sharing:pseudonyms", "plain-exchange"
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


def aio(technique: str = SHARING, n: int = 10_000, **changed):
    """Return a record of the case `aio`, without an attack or anything released but `changed`."""
    return made.record(Cell("aio", technique, n), **{"attack": None, "released": (), **changed})


@pytest.fixture(scope="module")
def stored():
    """Return the matrix of the records that come with the workbench."""
    return build(bench.records())


def plainly(matrix) -> str:
    """Return the English paragraph on the case `aio`, without quotation marks."""
    marks = "[\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]"
    return re.sub(marks, "", reading(matrix, "aio", "en"))


def reasons() -> Counter[str]:
    """Count how many cases give each reason, by the key of its words."""
    return Counter(
        f"matrix.{state}_{id}"
        for judged in judgements().values()
        for state, ids in (("why", judged.why_not), ("possible", judged.possible))
        for id in ids.values()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_words_of_at_most_two_sentences(lang):
    """A policymaker reads why not in two sentences, in each language."""
    texts = catalogue(lang)
    long = [key for key in reasons() if not 1 <= len(SENTENCE_END.findall(texts[key])) <= 2]
    assert long == []


def test_no_words_are_left_of_a_reason_that_nobody_gives():
    """Every reason in the catalogue stands in some cell."""
    there = {key for key in catalogue("en") if re.match(r"matrix\.(why|possible)_", key)}
    assert there == set(reasons())


def test_a_reason_named_after_a_case_is_of_that_case_alone():
    """Shared reasons have general names; one with a case's name stands at that case."""
    for case, judged in judgements().items():
        for id in (*judged.why_not.values(), *judged.possible.values()):
            owner = max((key for key in CASES if id.startswith(f"{key}-")), key=len, default=case)
            assert owner == case, id


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_cell_can_be_said(stored, case, lang):
    """All words of a cell are there: marks, verdicts, reasons, leaks, figures, releases."""
    for kind in KINDS:
        entry = stored.cell(case, kind)
        said = say(entry, lang)
        assert said.verdict.startswith(said.kind)
        assert bool(said.why) != isinstance(entry, Fits)
        assert len(said.mark.split()) <= 4
        for told in said.techniques:
            assert all([told.name, told.answers, *told.leaks, told.accuracy, told.attack])
            assert "{" not in " ".join([*told.leaks, told.released, told.cost, told.national])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_names_are_words_and_not_ids(case, lang):
    """Cases, techniques and sizes are called as on their pages, all techniques differently."""
    techniques = usecases.get(case).techniques
    names = [technique_name(case, id, lang) for id in techniques]
    assert len(set(names)) == len(names)
    assert not set(names) & set(techniques)
    assert case_name(case, lang) != case
    assert people(case, 12_345, lang).count("12") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_attack_of_every_case_has_words(lang):
    """Whatever an attack gives can be told, with its figures."""
    for case in CASES:
        for result in ("succeeded", "partly", "failed"):
            attack = Attempt(attack_of(case).id, result, 3, 1_234, 100)
            cell = Cell(case, next(iter(usecases.get(case).techniques)), 100)
            record = made.record(cell, attack=attack, released=())
            told = tell(build([record], cases=[case]).evidence(case)[0], lang)
            assert re.search(r"\d", told.attack)


def test_a_leak_without_words_is_refused():
    """The error says which text to add."""
    with pytest.raises(DataError, match=r"aio\.leak_something_new"):
        leak_words("aio", "something_new", "nl")


def test_costs_say_measured_or_extrapolated_or_stopped():
    """A reader can tell a measurement from an extrapolation and from a run that was given up."""
    grown = [aio(n=n, seconds=(n / 1e6,) * 3) for n in (10_000, 100_000, 1_000_000)]
    told = tell(build(grown).evidence("aio")[0], "en")
    assert "10 ms of computing" in told.cost
    assert "(measured)" in told.cost
    assert "(extrapolated; measured up to 1,000,000 pensioners)" in told.national
    stopped = made.stopped(Cell("aio", SHARING, 3_500_000))
    told = tell(build([aio()], stopped=[stopped]).evidence("aio")[0], "en")
    assert told.national == "For 3,500,000 pensioners: stopped, it took longer than 60 s."
    assert "too few measurements" in tell(build([aio()]).evidence("aio")[0], "en").national


def test_accuracy_says_at_which_size_and_in_which_unit():
    """An error has a unit, a size and what it means; no error is said to be none."""
    wrong = tell(build([aio(error=2.0)]).evidence("aio")[0], "en").accuracy
    assert wrong.startswith("With 10,000 pensioners: wrong households: 2. Counted are households")
    right = tell(build([aio()]).evidence("aio")[0], "nl").accuracy
    assert right.startswith("Gemeten bij 10.000 gepensioneerden: hetzelfde antwoord")
    assert tell(build(()).evidence("aio")[0], "en").accuracy == "Not measured yet."


def test_a_small_error_is_not_rounded_to_none():
    """What is off by less than can be written is less than the least that can, and not 0."""
    assert error_words("falls", "homomorphic:ckks", 1e-9, "en").startswith("at most less than 0.01")
    assert "0.00" in error_words("falls", "homomorphic:ckks", 0.0, "en")
    assert "12,3%" in error_words("gas", "suppression", 0.1234, "nl")


def test_noise_is_written_in_a_unit_of_its_own_where_a_case_counts_it_so():
    """Differing cells and distance per cell are not the same figure."""
    cells = error_words("entrepreneurs", SHARING, 2.0, "en")
    distance = error_words("entrepreneurs", "secret-sharing+differential-privacy", 2.0, "en")
    assert (cells, distance) == ("cells that differ: 2", "on average 2.0 businesses off per cell")


def test_the_reading_follows_the_records():
    """The paragraph names what leaks least among exact answers, and its factors over exchange."""
    slow = {"seconds": (3.0,), "cpu_seconds": (3.0,), "peak_mb": (None,)}
    fast = {"seconds": (0.5,), "cpu_seconds": (0.5,), "peak_mb": (None,)}
    said = plainly(build([aio(**slow), aio(PLAIN, **fast)]))
    assert "Secret sharing leaks least" in said
    assert "6.0 times the computing time and 1.0 times the traffic of Send everything" in said
    assert "(both measured)" in said


def test_the_reading_passes_over_what_was_not_exact():
    """A technique whose measured answer was wrong is not the best, however little it leaks."""
    wrong, other = aio(error=1.0), aio("homomorphic:bfv")
    said = plainly(build([wrong, other]))
    assert "Homomorphic encryption leaks least" in said
    assert "UWV sees which people SVB has checked" in said
    assert "No technique with protection" in reading(build([wrong]), "aio", "en")


def test_the_reading_says_when_an_exact_answer_holds_less():
    """A number instead of names is exact too; the paragraph says that it is only a number."""
    cell = Cell("informants", "private-set-intersection:size", 1_000)
    matrix = build([made.record(cell, attack=None, released=())])
    assert "only a number: how many people" in reading(matrix, "informants", "en")


def test_the_reading_tells_how_the_attack_went():
    """How the attack on the best technique went is said, and on the baseline where it differs."""
    failed, got = (
        Attempt("aio_incomes", result, found, 9_999, 10_000)
        for result, found in (("failed", 0), ("succeeded", 9_999))
    )
    both = plainly(build([aio(attack=failed), aio(PLAIN, attack=got)]))
    assert "The attack on Secret sharing failed, tried with 10,000 pensioners. " in both
    assert both.endswith("The same attack on Send everything succeeded.")
    alike = plainly(build([aio(attack=got), aio(PLAIN, attack=got)]))
    assert "The attack on Secret sharing succeeded" in alike
    assert "same attack" not in alike


def test_a_case_that_nobody_measured_says_so():
    """Without records the paragraph holds no figure."""
    assert reading(build(()), "aio", "en") == "Nothing has been measured for this question yet."


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_case_can_be_read(stored, case, lang):
    """The records that come with the workbench make a paragraph for every case."""
    assert re.search(r"\d", reading(stored, case, lang))


@pytest.mark.parametrize("by", BY)
def test_scores_have_words(stored, by):
    """Every score of every cell can be said, and the case's cheapest technique has factor one."""
    for case in stored.cases:
        found = [score(stored, case, kind, by) for kind in KINDS]
        assert all(score_words(stored, case, kind, by, "nl") for kind in KINDS)
        if by in {"seconds", "bytes"} and any(one is not None for one in found):
            assert min(one for one in found if one is not None) == 1.0


def test_scores_follow_the_records():
    """Better is lower: fits before would fit, exact before off, failed before succeeded."""
    attack = Attempt("aio_incomes", "succeeded", 9, 9, 10_000)
    matrix = build([aio(error=1.0), aio(PLAIN, attack=attack)])
    kinds = ("secret-sharing", "plain-exchange", "trusted-execution", "hashed-ids")
    assert [score(matrix, "aio", kind, "verdict") for kind in kinds] == [0, 0, 1, 2]
    assert [score(matrix, "aio", kind, "level") for kind in kinds] == [1, 3, None, None]
    assert [score(matrix, "aio", kind, "accuracy") for kind in kinds] == [1, 0, None, None]
    assert [score(matrix, "aio", kind, "attack") for kind in kinds] == [None, 2, None, None]
    assert score_words(matrix, "aio", "secret-sharing", "attack", "en") == "not measured"
    with pytest.raises(ParameterError):
        score(matrix, "aio", "secret-sharing", "beauty")
