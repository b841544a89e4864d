"""Treatment A or B over three hospitals: exact against pandas and scipy, views, own files."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pet_workbench.core import DataError, ParameterError, ProtocolError
from pet_workbench.datasets import write_csv
from pet_workbench.i18n import LANGUAGES
from pet_workbench.sharing.statistics.student import critical_value
from pet_workbench.usecases.treatment import (
    CASE,
    HOSPITALS,
    REGISTRY,
    Comparison,
    Conclusion,
    Totals,
    alone,
    own_tables,
    totals_of,
)
from pet_workbench.usecases.treatment.population import generate
from tests.uniformity import looks_uniform

TECHNIQUES = tuple(CASE.techniques)
SHARES = "secret-sharing"


def tables_of(*groups):
    """Return tables of hospitals from (scores of A, scores of B) each."""
    tables, number = {}, 0
    for name, (a, b) in zip(HOSPITALS, groups, strict=True):
        size = len(a) + len(b)
        tables[name] = pd.DataFrame(
            {
                "patient": range(number, number + size),
                "treatment": [0] * len(a) + [1] * len(b),
                "score": [*a, *b],
            },
            dtype="int64",
        )
        number += size
    return tables


def by_scipy(tables, *, minimum, confidence):
    """Return the conclusion that pandas and scipy's t statistic lead to."""
    whole = pd.concat(tables.values())
    a, b = (whole.loc[whole["treatment"] == t, "score"] for t in (0, 1))
    if min(len(a), len(b)) < minimum:
        return Conclusion.TOO_FEW
    limit = stats.t.ppf((1 + confidence) / 2, minimum - 1)
    if a.std() == 0 and b.std() == 0:
        t = np.inf * np.sign(a.mean() - b.mean()) if a.mean() != b.mean() else 0
    else:
        t = stats.ttest_ind(a, b, equal_var=False).statistic
    if abs(t) <= limit:
        return Conclusion.NO_DIFFERENCE
    return Conclusion.FIRST_HIGHER if t > 0 else Conclusion.SECOND_HIGHER


@pytest.mark.parametrize("technique", TECHNIQUES)
@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("preference", [0.0, 1.0])
def test_every_technique_gives_the_exact_answer(technique, within, preference):
    """Over sizes and effects, with means opened or not."""
    for n, effect, step in ((3, 6, 1), (60, 6, 0), (800, 6, 1), (800, -4, 10), (3000, 0, 5)):
        tables = CASE.load(n=n, seed=1, effect=effect, preference=preference)
        outcome = CASE.run(technique, tables, within_hospitals=within, means_step=step)
        assert outcome.error == 0
        if not within:
            expected = by_scipy(tables, minimum=10, confidence=0.95)
            assert outcome.answer.conclusion == expected


scores = st.lists(st.integers(0, 100), max_size=8)


@settings(max_examples=20, deadline=None)
@given(
    groups=st.tuples(*[st.tuples(scores, scores)] * 3),
    minimum=st.integers(2, 8),
    within=st.booleans(),
    step=st.sampled_from([0, 1, 10]),
)
def test_any_patients(groups, minimum, within, step):
    """Empty hospitals, one treatment only, equal scores: the protocol agrees with the fractions."""
    chosen = {"minimum": minimum, "within_hospitals": within, "means_step": step}
    assert CASE.run(SHARES, tables_of(*groups), **chosen).error == 0


def test_means_are_those_of_pandas_rounded_half_up():
    """Over all patients of a treatment."""
    tables = CASE.load(n=800, seed=3)
    whole = pd.concat(tables.values()).groupby("treatment")["score"]
    for step in (1, 2, 5, 10):
        rounded = [
            int((Fraction(int(total), int(n)) / step + Fraction(1, 2)) // 1) * step
            for total, n in zip(whole.sum(), whole.count(), strict=True)
        ]
        assert list(CASE.run(SHARES, tables, means_step=step).answer.means) == rounded


def test_each_alone_shows_nothing_and_together_they_do():
    """What the page shows at first: joining helps."""
    tables = CASE.load(n=800, seed=1)
    assert [alone(tables[name], CASE.parameters).conclusion for name in HOSPITALS] == [
        Conclusion.NO_DIFFERENCE
    ] * 3
    assert CASE.run(SHARES, tables).answer == Comparison(Conclusion.FIRST_HIGHER)


def test_simpsons_paradox_and_its_remedy():
    """A is better in every hospital, B over all patients; comparing within says A again."""
    tables = CASE.load(n=3_000, seed=1, preference=1.0)
    for name in HOSPITALS:
        means = tables[name].groupby("treatment")["score"].mean()
        assert means[0] > means[1]
    assert CASE.run(SHARES, tables).answer.conclusion == Conclusion.SECOND_HIGHER
    within = CASE.run(SHARES, tables, within_hospitals=True)
    assert within.answer.conclusion == Conclusion.FIRST_HIGHER


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_too_few_patients_open_nothing_else(technique):
    """Nine of ten: the conclusion says so, and no mean is opened."""
    tables = tables_of(([90] * 5, [10] * 50), ([91] * 4, []), ([], []))
    outcome = CASE.run(technique, tables, means_step=1)
    assert outcome.answer == Comparison(Conclusion.TOO_FEW)
    if technique == SHARES:
        steps = {message.step for message in outcome.transcript.messages}
        assert "rounded means" not in steps
    assert CASE.run(technique, tables, means_step=1, minimum=9).answer.means == (90, 10)


def test_a_hospital_with_too_few_patients_counts_for_nothing_within():
    """Its difference would be too uncertain; of one that is left the difference counts."""
    tables = tables_of(([90, 91] * 6, [10, 11] * 6), ([0] * 3, [100] * 9), ([], []))
    within = CASE.run(SHARES, tables, within_hospitals=True, means_step=1)
    assert within.answer == Comparison(Conclusion.FIRST_HIGHER, (91, 11))
    assert within.error == 0


def test_cost_does_not_depend_on_the_number_of_patients():
    """Eight numbers of 32 bytes each enter; all is the same for 60 and 6,000."""
    runs = [CASE.run(SHARES, CASE.load(n=n, seed=1), means_step=1).transcript for n in (100, 6_000)]
    assert runs[0].bytes == runs[1].bytes
    assert runs[0].rounds == runs[1].rounds
    entered = [m.size_bytes for m in runs[0].messages if m.step == "totals"]
    assert entered == [8 * 32] * 3


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_who_sees_patients_is_as_stated(technique):
    """Patients travel only with the techniques whose leaks say so; totals likewise."""
    outcome = CASE.run(technique, CASE.load(n=200, seed=1))
    sent = {(m.receiver in HOSPITALS, m.step) for m in outcome.transcript.messages}
    patients = {at for at in (True, False) if (at, "patient") in sent}
    totals = any(step == "totals in the clear" for _, step in sent)
    assert patients == {
        "all_patients_at_register": {False},
        "all_patients_at_all": {True},
    }.get("".join(outcome.leaks), set())
    assert totals == (outcome.leaks == ("all_totals_at_all",))


@pytest.mark.statistical
def test_all_that_a_hospital_receives_looks_uniform():
    """Over many runs on the same patients, all but the opening; false alarm below 1e-6."""
    tables = CASE.load(n=60, seed=1)
    seen = {}
    for _ in range(12):
        transcript = CASE.run(SHARES, tables).transcript
        for name in HOSPITALS:
            for at, message in enumerate(transcript.view(name).received):
                if message.step not in ("conclusion", "conclusion hash"):
                    seen.setdefault((name, at), []).append(message.payload)
    joined = [b"".join(parts) for parts in seen.values()]
    large = [payload for payload in joined if len(payload) >= 5 * 256]
    assert len(large) >= 20
    assert all(looks_uniform(payload) for payload in large)


def test_released_is_what_hospitals_read():
    """One conclusion each, and two means where they were opened."""
    tables = CASE.load(n=800, seed=1)
    plain = CASE.run(SHARES, tables).released
    assert [(r.what, r.receiver, r.items) for r in plain] == [
        ("conclusion", name, 1) for name in HOSPITALS
    ]
    opened = CASE.run(SHARES, tables, means_step=5).released
    assert [r.what for r in opened] == ["conclusion"] * 3 + ["rounded_means"] * 3
    assert set(CASE.roles(tables, CASE.parameters)) == {*HOSPITALS, REGISTRY}


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum": 1},
        {"minimum": 2.5},
        {"minimum": True},
        {"confidence": 1.0},
        {"confidence": "sure"},
        {"means_step": 3},
        {"means_step": -1},
    ],
)
def test_values_that_make_no_sense_are_refused(wrong):
    """Before anything is sent."""
    with pytest.raises(ParameterError):
        CASE.run(SHARES, CASE.load(n=60, seed=1), **wrong)


def test_hospitals_that_hold_different_answers_are_noticed():
    """As after a changed message to one of them."""
    one, other = Comparison(Conclusion.FIRST_HIGHER), Comparison(Conclusion.NO_DIFFERENCE)
    results = dict(zip(HOSPITALS, (one, one, other), strict=True))
    with pytest.raises(ProtocolError, match="need all hospitals to hold the same answer") as error:
        CASE.answer(results)
    assert error.value.id == "errors.hospitals_disagree"


@pytest.mark.parametrize("n", [3, 10, 1_000])
def test_generated_patients(n):
    """All hospitals have patients, numbers differ over all of them, scores are scores."""
    tables = generate(n, seed=2, preference=0.5)
    assert sum(len(table) for table in tables.values()) == n
    assert all(len(table) for table in tables.values())
    whole = pd.concat(tables.values())
    assert whole["patient"].is_unique
    assert whole["score"].between(0, 100).all()
    assert set(whole["treatment"]) <= {0, 1}


def test_the_set_effect_is_in_the_patients():
    """Over many patients A scores as much more as was set, in every hospital."""
    tables = generate(300_000, seed=1, effect=5.0)
    for table in tables.values():
        means = table.groupby("treatment")["score"].mean()
        assert means[0] - means[1] == pytest.approx(5, abs=0.4)


@pytest.mark.parametrize(
    "wrong", [{"n": 2}, {"n": 2.5}, {"seed": -1}, {"effect": 30}, {"preference": 2}]
)
def test_populations_out_of_range_are_refused(wrong):
    """An error that says what is needed."""
    with pytest.raises(ParameterError, match="need"):
        CASE.load(**{"n": 100, "seed": 1, **wrong})


def test_totals_are_those_of_pandas():
    """Counts, sums and sums of squares per treatment."""
    table = CASE.load(n=300, seed=5)["Midden"]
    grouped = table.assign(square=table["score"] ** 2).groupby("treatment")
    expected = [grouped.size(), grouped["score"].sum(), grouped["square"].sum()]
    assert totals_of(table) == Totals(*(int(column[t]) for t in (0, 1) for column in expected))


def test_the_limit_is_students_at_the_smallest_group():
    """A larger minimum asks less of a difference."""
    assert critical_value(0.95, degrees=9) > critical_value(0.95, degrees=49) > 1.96


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_files_are_read_as_they_were_written(lang):
    """In either language's column names and separators."""
    tables = CASE.load(n=90, seed=4)
    files = {
        name: write_csv(table, lang=lang, headers=own_tables.HEADERS[lang])
        for name, table in own_tables.written(tables).items()
    }
    for name, table in CASE.read(files).items():
        pd.testing.assert_frame_equal(table.astype("int64"), tables[name])


def test_all_problems_of_all_files_are_told_at_once():
    """A wrong treatment, a score beyond 100 and a missing column, in three files."""
    files = {
        "Noord": b"patient,treatment,score\n1,C,60\n",
        "Midden": b"patient,treatment,score\n2,A,101\n",
        "Zuid": b"patient,score\n3,50\n",
    }
    with pytest.raises(DataError) as error:
        CASE.read(files)
    problems = error.value.parameters["problems"]
    assert [(p.id, p.parameters["file"]) for p in problems] == [
        ("errors.data_choice", "Noord"),
        ("errors.data_range", "Midden"),
        ("errors.data_missing_column", "Zuid"),
    ]


def test_a_patient_in_two_files_is_told():
    """Twice the same patient would count twice."""
    row = b"patient,treatment,score\n7,A,60\n"
    files = dict.fromkeys(HOSPITALS, row)
    with pytest.raises(DataError) as error:
        CASE.read(files)
    found = error.value.parameters.get("problems", [error.value])
    assert [p.id for p in found] == ["errors.data_patient_twice"] * 2
    assert [p.parameters["other_file"] for p in found] == ["Noord"] * 2


def test_a_hospital_reads_its_own_file_alone():
    """On its own machine, where no other hospital's file is; a stranger has none."""
    own = CASE.read_own("Zuid", b"patient,treatment,score\n7,A,60\n")
    assert own.to_dict("records") == [{"patient": 7, "treatment": 0, "score": 60}]
    with pytest.raises(ParameterError):
        CASE.read_own("Register", b"patient,treatment,score\n7,A,60\n")
